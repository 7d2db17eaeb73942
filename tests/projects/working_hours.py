"""Calendars for the tests, and a slow count of working time to check against."""

from __future__ import annotations

from datetime import datetime, timedelta

from pmo_site.kernel.calendar import DAY_OFF, Shift, WorkCalendar, week_of

EIGHT_TO_FIVE = (Shift.parse("08:00-12:00"), Shift.parse("13:00-17:00"))
OFFICE = WorkCalendar(country=None, week=week_of(EIGHT_TO_FIVE))
AROUND_THE_CLOCK = WorkCalendar(country=None, week=week_of((Shift.parse("00:00-24:00"),), "1111111"))

# The night shift of Microsoft Project: 23:00 to 03:00 and 04:00 to 08:00, Monday evening to Saturday morning.
EVENING = (Shift.parse("23:00-24:00"),)
MORNING = (Shift.parse("00:00-03:00"), Shift.parse("04:00-08:00"))
NIGHT = WorkCalendar(country=None, week=(EVENING, *(MORNING + EVENING,) * 4, MORNING, DAY_OFF))


def at(text: str) -> datetime:
    """Read a local wall-clock time."""
    return datetime.fromisoformat(text)


def worked_minutes(hours: WorkCalendar, first: datetime, last: datetime) -> int:
    """Count working minutes between two times, day by day, by the overlap of each stretch."""
    if last < first:
        return -worked_minutes(hours, last, first)
    total = 0
    midnight = first.replace(hour=0, minute=0)
    while midnight <= last:
        for shift in hours.shifts(midnight.date()):
            begin = max(first, midnight + timedelta(minutes=shift.start))
            end = min(last, midnight + timedelta(minutes=shift.end))
            total += max(0, int((end - begin).total_seconds()) // 60)
        midnight += timedelta(days=1)
    return total
