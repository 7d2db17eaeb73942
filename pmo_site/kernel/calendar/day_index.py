"""Counts of working days and minutes over whole years, so that any distance is one subtraction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from .errors import CalendarError
from .holiday import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class DayIndex:
    """Running counts over the years `first_year` to `last_year`.

    `days_before[i]` and `minutes_before[i]` count working days and minutes before day i; one entry more than days.
    """

    first_year: int
    last_year: int
    origin: int
    days_before: tuple[int, ...]
    minutes_before: tuple[int, ...]

    @classmethod
    def build(cls, first_year: int, last_year: int, minutes_of: Callable[[date], int]) -> DayIndex:
        """Count whole years with a function that gives each day's working minutes."""
        if first_year < FIRST_YEAR or last_year > LAST_YEAR:
            raise CalendarError("year_unknown", first_year if first_year < FIRST_YEAR else last_year)
        origin, end = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
        minutes = [minutes_of(date.fromordinal(ordinal)) for ordinal in range(origin, end + 1)]
        return cls(
            first_year,
            last_year,
            origin,
            tuple(accumulate((minute > 0 for minute in minutes), initial=0)),
            tuple(accumulate(minutes, initial=0)),
        )

    def covers(self, year: int) -> bool:
        """Tell whether a year is counted."""
        return self.first_year <= year <= self.last_year

    def position(self, day: date) -> int:
        """Return the place of a covered day."""
        return day.toordinal() - self.origin

    def day_with_rank(self, rank: int) -> date | None:
        """Find the working day that is the `rank`-th of the covered years, counted from 1; None outside of them."""
        if not 1 <= rank <= self.days_before[-1]:
            return None
        return date.fromordinal(self.origin + bisect_left(self.days_before, rank) - 1)

    def day_reaching(self, minutes: int) -> date | None:
        """Find the day in which the running minutes first reach a count; None outside of the covered years."""
        if not 1 <= minutes <= self.minutes_before[-1]:
            return None
        return date.fromordinal(self.origin + bisect_left(self.minutes_before, minutes) - 1)

    def day_passing(self, minutes: int) -> date | None:
        """Find the day in which the running minutes first pass a count; None outside of the covered years."""
        if not 0 <= minutes < self.minutes_before[-1]:
            return None
        return date.fromordinal(self.origin + bisect_right(self.minutes_before, minutes) - 1)
