"""Days as periods: the working calendar of dates as leveling reads it."""

from __future__ import annotations

from datetime import date, timedelta

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.leveling.model import PeriodCalendar


def day_calendar(calendar: WorkCalendar, start: date, days: int) -> PeriodCalendar:
    """Read so many days from the start on, which is period 0; period n is the date start + n days.

    Each of these days works or not exactly as the calendar says; later days follow its week alone, without holidays.
    Raises the calendar's CalendarError for dates beyond its years, and LevelingError where no weekday works.
    """
    week = [bool(shifts) for shifts in calendar.week]
    pattern = tuple(week[start.weekday() :] + week[: start.weekday()])
    working = [calendar.is_working(start + timedelta(days=period)) for period in range(days)]
    odd = frozenset(period for period, works in enumerate(working) if works != pattern[period % len(pattern)])
    closed = frozenset(period for period in odd if not working[period])
    return PeriodCalendar(pattern, closed, odd - closed)
