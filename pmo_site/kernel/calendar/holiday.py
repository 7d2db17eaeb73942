"""Public holidays by country and year, from the `holidays` library, which is imported on first use."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec
from types import MappingProxyType, ModuleType
from typing import Final

from .errors import CalendarError

FIRST_YEAR = 1949
LAST_YEAR = 2099
"""The years for which Japanese holidays can be known: from the act of 1948 to the last computed equinox."""

_COUNTRIES: Final = "holidays.countries"


@lru_cache(maxsize=2048)
def holidays_of(country: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of one year with their names; CalendarError for an unknown country or year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError("year_unknown", year)
    try:
        found = _library().country_holidays(country, years=year)
    except NotImplementedError:
        raise CalendarError("unknown_country", country) from None
    return MappingProxyType(dict(found.items()))


@cache
def _library() -> ModuleType:
    """The library, which reads the module of a country when the country is first asked for.

    Its package of countries would read all 250 modules for the first of them, 8 MiB in every process: it is known by
    where its modules lie and is not run.
    """
    import holidays  # noqa: PLC0415  a quarter of a second that no process start should pay

    places = find_spec(_COUNTRIES)
    if places is not None:
        sys.modules.setdefault(_COUNTRIES, module_from_spec(places))
    return holidays
