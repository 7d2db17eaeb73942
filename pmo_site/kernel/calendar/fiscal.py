"""Fiscal years, halves and quarters, named by the calendar year in which they start.

With the Japanese start in April, 2025年度 = 令和7年度 = FY2025 runs from 2025-04-01 to 2026-03-31.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from .errors import CalendarError
from .wareki import ERAS, era_named

APRIL = 4
MONTHS = 12
MONTHS_OF_HALF = 6
MONTHS_OF_QUARTER = 3
HALVES = ("上期", "下期")

_WESTERN = re.compile(r"(?:FY\s?(\d{4})|(\d{4})(?:年度)?)", re.IGNORECASE)
_ERA = re.compile(r"(\D{1,2})(元|\d{1,2})年度")


class LabelStyle(StrEnum):
    """The ways to write a fiscal year: FY2026, 2026年度, 令和8年度."""

    FY = "fy"
    WESTERN = "western"
    ERA = "era"


def fiscal_year(day: date, start_month: int = APRIL) -> int:
    """Return the fiscal year of a day: the calendar year in which it started."""
    return day.year - (day.month < _checked_month(start_month))


def fiscal_half(day: date, start_month: int = APRIL) -> int:
    """Return 1 for the first half (上期) of the fiscal year, 2 for the second (下期)."""
    return _months_in(day, start_month) // MONTHS_OF_HALF + 1


def fiscal_quarter(day: date, start_month: int = APRIL) -> int:
    """Return the quarter of the fiscal year, 1 to 4."""
    return _months_in(day, start_month) // MONTHS_OF_QUARTER + 1


def fiscal_year_range(year: int, start_month: int = APRIL) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year."""
    return _range(year, start_month, 0, MONTHS)


def half_range(year: int, half: int, start_month: int = APRIL) -> tuple[date, date]:
    """Return the first and the last day of a half, 1 or 2."""
    if half not in {1, 2}:
        raise CalendarError("no_such_half", half)
    return _range(year, start_month, (half - 1) * MONTHS_OF_HALF, MONTHS_OF_HALF)


def quarter_range(year: int, quarter: int, start_month: int = APRIL) -> tuple[date, date]:
    """Return the first and the last day of a quarter, 1 to 4."""
    if quarter not in {1, 2, 3, 4}:
        raise CalendarError("no_such_quarter", quarter)
    return _range(year, start_month, (quarter - 1) * MONTHS_OF_QUARTER, MONTHS_OF_QUARTER)


def fiscal_year_label(year: int, style: LabelStyle = LabelStyle.FY) -> str:
    """Write a fiscal year; the era is that of the year's greater part, so that 2019 is 令和元年度.

    Source of the era rule: 改元に伴う元号による年表示の取扱いについて (2019-04-01), which names the whole fiscal
    year 令和元年度.
    """
    if style is LabelStyle.FY:
        return f"FY{year}"
    if style is LabelStyle.WESTERN:
        return f"{year}年度"
    for era in reversed(ERAS):
        if year >= era.first_fiscal_year:
            count = year - era.start.year + 1
            return f"{era.name}{'元' if count == 1 else count}年度"
    raise CalendarError("before_eras", year)


def half_label(year: int, half: int, style: LabelStyle = LabelStyle.FY) -> str:
    """Write a half: FY2026 H1, 2026年度上期, 令和8年度上期."""
    label = fiscal_year_label(year, style)
    return f"{label} H{half}" if style is LabelStyle.FY else label + HALVES[half - 1]


def quarter_label(year: int, quarter: int, style: LabelStyle = LabelStyle.FY) -> str:
    """Write a quarter: FY2026 Q1, 2026年度第1四半期, 令和8年度第1四半期."""
    label = fiscal_year_label(year, style)
    return f"{label} Q{quarter}" if style is LabelStyle.FY else f"{label}第{quarter}四半期"


def parse_fiscal_year(text: str) -> int | None:
    """Read a fiscal year as people write it: FY2026, 2026年度, 令和8年度, R8年度; None for a blank."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return None
    if western := _WESTERN.fullmatch(folded):
        return int(western[1] or western[2])
    found = _ERA.fullmatch(folded)
    era = era_named(found[1]) if found else None
    if found is None or era is None:
        raise CalendarError("not_a_fiscal_year", text)
    count = 1 if found[2] == "元" else int(found[2])
    if not count:
        raise CalendarError("not_a_fiscal_year", text)
    return era.start.year + count - 1


def _checked_month(month: int) -> int:
    if not 1 <= month <= MONTHS:
        raise CalendarError("no_such_month", month)
    return month


def _months_in(day: date, start_month: int) -> int:
    return (day.month - _checked_month(start_month)) % MONTHS


def _range(year: int, start_month: int, offset: int, months: int) -> tuple[date, date]:
    first = _checked_month(start_month) - 1 + offset
    return _first_of(year, first), _first_of(year, first + months) - timedelta(days=1)


def _first_of(year: int, months: int) -> date:
    return date(year + months // MONTHS, months % MONTHS + 1, 1)
