"""Calendars: fiscal years, Japanese eras, working days and working minutes."""

from __future__ import annotations

from .errors import CalendarError
from .fiscal import (
    LabelStyle,
    fiscal_half,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_range,
    half_label,
    half_range,
    parse_fiscal_year,
    quarter_label,
    quarter_range,
)
from .holiday import holidays_of
from .wareki import ERAS, Era, WarekiStyle, era_of, parse_wareki, print_wareki
from .working import DAY_OFF, STANDARD_WEEK, Shift, WorkCalendar, YearEnd, week_of

__all__ = [
    "DAY_OFF",
    "ERAS",
    "STANDARD_WEEK",
    "CalendarError",
    "Era",
    "LabelStyle",
    "Shift",
    "WarekiStyle",
    "WorkCalendar",
    "YearEnd",
    "era_of",
    "fiscal_half",
    "fiscal_quarter",
    "fiscal_year",
    "fiscal_year_label",
    "fiscal_year_range",
    "half_label",
    "half_range",
    "holidays_of",
    "parse_fiscal_year",
    "parse_wareki",
    "print_wareki",
    "quarter_label",
    "quarter_range",
    "week_of",
]
