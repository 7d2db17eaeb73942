"""Calendars for the tests, told as plainly as possible, and a slow count of working time to check against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

EIGHT_TO_FIVE = ((480, 720), (780, 1020))


@dataclass(frozen=True)
class Hours:
    """The same periods on certain weekdays (1 is Monday) but for days off."""

    periods: tuple[tuple[int, int], ...] = EIGHT_TO_FIVE
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    days_off: frozenset[date] = field(default_factory=frozenset)

    def working_periods(self, day: date) -> Sequence[tuple[int, int]]:
        """List the periods of a day."""
        return self.periods if day.isoweekday() in self.weekdays and day not in self.days_off else ()


OFFICE = Hours()
AROUND_THE_CLOCK = Hours(((0, 1440),), frozenset(range(1, 8)))
# The night shift of Microsoft Project: Monday 23:00 to Tuesday 03:00 and 04:00 to 08:00, until Saturday morning.
NIGHT = Hours(((1380, 1620), (1680, 1920)))


def at(text: str) -> datetime:
    """Read a local wall-clock time."""
    return datetime.fromisoformat(text)


def worked_minutes(hours: Hours, first: datetime, last: datetime) -> int:
    """Count working minutes between two times, day by day, minute by minute of overlap."""
    if last < first:
        return -worked_minutes(hours, last, first)
    total = 0
    day = first.date() - timedelta(days=1)
    while day <= last.date():
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  plans are local wall-clock time
        for opens, closes in hours.working_periods(day):
            begin = max(first, midnight + timedelta(minutes=opens))
            end = min(last, midnight + timedelta(minutes=closes))
            total += max(0, int((end - begin).total_seconds()) // 60)
        day += timedelta(days=1)
    return total
