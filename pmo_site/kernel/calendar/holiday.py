"""Public holidays by country and year, from the `holidays` library, which is imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from .errors import CalendarError

FIRST_YEAR = 1949
LAST_YEAR = 2099
"""The years for which Japanese holidays can be known: from the act of 1948 to the last computed equinox."""


@lru_cache(maxsize=2048)
def holidays_of(country: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of one year with their names; CalendarError for an unknown country or year."""
    import holidays  # noqa: PLC0415  a quarter of a second that no process start should pay

    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError("year_unknown", year)
    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        raise CalendarError("unknown_country", country) from None
    return MappingProxyType(dict(found.items()))
