"""Working days and working minutes of one calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from .day_index import DayIndex
from .errors import CalendarError
from .holiday import FIRST_YEAR, LAST_YEAR, holidays_of

MINUTES_OF_HOUR = 60
MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR
DAYS_OF_WEEK = 7
DECEMBER = 12
Found = TypeVar("Found", date, datetime)


class YearEnd(StrEnum):
    """Who also closes around the new year: government offices 12/29–1/3, banks 12/31–1/3.

    Sources: 行政機関の休日に関する法律 article 1; 銀行法施行令 article 5.
    """

    NONE = "none"
    GOVERNMENT = "government"
    BANK = "bank"


_CLOSES_ON = {YearEnd.GOVERNMENT: 29, YearEnd.BANK: 31}
REOPENS_AFTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A stretch of working time in minutes after midnight, 0 to 1440; one over midnight is two shifts on two days."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_OF_DAY:
            raise CalendarError("bad_shift", f"{self.start}-{self.end}")

    @classmethod
    def parse(cls, text: str) -> Shift:
        """Read "09:00-12:00"; an end of 24:00 is midnight."""
        try:
            start, end = (_minutes_of_clock(part) for part in text.split("-"))
        except ValueError:
            raise CalendarError("bad_shift", text) from None
        return cls(start, end)

    @property
    def minutes(self) -> int:
        """Return the length in minutes."""
        return self.end - self.start


def _minutes_of_clock(text: str) -> int:
    hours, minutes = text.strip().split(":")
    if int(minutes) >= MINUTES_OF_HOUR:
        raise ValueError(text)
    return int(hours) * MINUTES_OF_HOUR + int(minutes)


Shifts = tuple[Shift, ...]
DAY_OFF: Shifts = ()
STANDARD_DAY: Shifts = (Shift.parse("09:00-12:00"), Shift.parse("13:00-18:00"))
STANDARD_WEEK: tuple[Shifts, ...] = (STANDARD_DAY,) * 5 + (DAY_OFF,) * 2


def week_of(shifts: Shifts, weekdays: str = "1111100") -> tuple[Shifts, ...]:
    """Build a weekly pattern, Monday first, from one day's shifts and seven marks: 1 works, 0 rests."""
    return tuple(shifts if mark == "1" else DAY_OFF for mark in weekdays)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When work is done: a weekly pattern without the country's holidays, and days of one's own.

    `country` is an ISO 3166 code, or None for no holidays. `days` states single days and wins over everything: no
    shifts for a day off, shifts for a day worked (even a holiday). Known from 1949 to 2099; CalendarError beyond.
    Moments are wall-clock times at the calendar's place; a time zone given is kept and not converted.
    """

    country: str | None = "JP"
    week: tuple[Shifts, ...] = STANDARD_WEEK
    year_end: YearEnd = YearEnd.NONE
    days: Mapping[date, Shifts] = field(default_factory=dict, hash=False)
    _index: DayIndex | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK:
            raise CalendarError("bad_week", len(self.week))
        for name, shifts in [*enumerate(self.week), *self.days.items()]:
            if any(later.start < earlier.end for earlier, later in pairwise(shifts)):
                raise CalendarError("shifts_overlap", name)

    def shifts(self, day: date) -> Shifts:
        """Return the working time of a day, empty where nobody works; a moment stands for its day."""
        if isinstance(day, datetime):
            day = day.date()
        own = self.days.get(day)
        if own is not None:
            return own
        return DAY_OFF if self._is_closed(day) else self.week[day.weekday()]

    def is_working(self, day: date) -> bool:
        """Tell whether any work is done on a day."""
        return bool(self.shifts(day))

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day `count` working days after a day, or before it for a negative count.

        The day itself is not counted, as in a spreadsheet's WORKDAY: from a Saturday, 1 is Monday and -1 is Friday.
        A count of 0 is the day itself if it is a working day, otherwise the next one.
        """

        def find(index: DayIndex) -> date | None:
            place = index.position(day)
            if count > 0:
                return index.day_with_rank(index.days_before[place + 1] + count)
            return index.day_with_rank(index.days_before[place] + 1 + count)

        return self._search(day, find, forward=count >= 0)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative where `end` is earlier.

        Between working days it undoes `add_working_days`: add_working_days(a, working_days_between(a, b)) == b.
        """
        index = self._covering(start, end)
        return index.days_before[index.position(end) + 1] - index.days_before[index.position(start) + 1]

    def count_working_days(self, first: date, last: date) -> int:
        """Count the working days from `first` to `last`, both included; 0 where `last` is earlier."""
        if last < first:
            return 0
        index = self._covering(first, last)
        return index.days_before[index.position(last) + 1] - index.days_before[index.position(first)]

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        """Return the moment at which that much working time has passed; a negative number goes back.

        Going forward ends at the end of a stretch (Friday 18:00), going back at the start of one (Monday 09:00).
        0 moves on to the next working minute's start. Seconds are cut off: a calendar is exact to the minute.
        """

        def find(index: DayIndex) -> datetime | None:
            target = self._minutes_at(index, moment) + minutes
            day = index.day_reaching(target) if minutes > 0 else index.day_passing(target)
            if day is None:
                return None
            left = target - index.minutes_before[index.position(day)]
            minute = self._reaching(day, left) if minutes > 0 else self._passing(day, left)
            return datetime.combine(day, time(), moment.tzinfo) + timedelta(minutes=minute)

        return self._search(moment, find, forward=minutes >= 0)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Count the working minutes from one moment to another; negative where `end` is earlier."""
        if (start.tzinfo is None) != (end.tzinfo is None):
            raise CalendarError("mixed_time_zones", f"{start} {end}")
        index = self._covering(start.date(), end.date())
        return self._minutes_at(index, end) - self._minutes_at(index, start)

    def _is_closed(self, day: date) -> bool:
        if self.year_end is not YearEnd.NONE and (
            (day.month == DECEMBER and day.day >= _CLOSES_ON[self.year_end])
            or (day.month == 1 and day.day <= REOPENS_AFTER)
        ):
            return True
        return self.country is not None and day in holidays_of(self.country, day.year)

    def _minutes_at(self, index: DayIndex, moment: datetime) -> int:
        minute = moment.hour * MINUTES_OF_HOUR + moment.minute
        worked = sum(
            min(minute, shift.end) - shift.start for shift in self.shifts(moment.date()) if shift.start < minute
        )
        return index.minutes_before[index.position(moment.date())] + worked

    def _reaching(self, day: date, left: int) -> int:
        for shift in self.shifts(day):
            if left <= shift.minutes:
                return shift.start + left
            left -= shift.minutes
        raise CalendarError("no_working_time", day)

    def _passing(self, day: date, left: int) -> int:
        for shift in self.shifts(day):
            if left < shift.minutes:
                return shift.start + left
            left -= shift.minutes
        raise CalendarError("no_working_time", day)

    def _covering(self, *days: date) -> DayIndex:
        years = [day.year for day in days]
        index = self._index
        if index is None or not (index.covers(min(years)) and index.covers(max(years))):
            known = [index.first_year, index.last_year] if index else []
            index = self._build(min(years + known), max(years + known))
        return index

    def _search(self, near: date, find: Callable[[DayIndex], Found | None], *, forward: bool) -> Found:
        """Look for an answer in ever more years from a day on, until the years known to the calendar end."""
        index = self._covering(near if not isinstance(near, datetime) else near.date())
        while (found := find(index)) is None:
            first, last = index.first_year, index.last_year
            if (last == LAST_YEAR) if forward else (first == FIRST_YEAR):
                raise CalendarError("beyond_known_years", near)
            reach = last - first + 1
            if forward:
                index = self._build(first, min(LAST_YEAR, last + reach))
            else:
                index = self._build(max(FIRST_YEAR, first - reach), last)
        return found

    def _build(self, first_year: int, last_year: int) -> DayIndex:
        index = DayIndex.build(first_year, last_year, lambda day: sum(shift.minutes for shift in self.shifts(day)))
        # A cache beside the frozen fields: it is derived from them alone.
        object.__setattr__(self, "_index", index)
        return index
