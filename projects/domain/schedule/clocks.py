"""Working time as whole minutes: how far work gets, where it starts, where it ends.

An instant is a number: a unit of abstract time, or the minutes since the first day of the proleptic Gregorian
calendar. A finish is told as the end of a working period, a start as the beginning of the next one: Friday 17:00 and
Monday 08:00 are one working instant in two forms.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import TypeAlias

from projects.domain.schedule.errors import CalendarError
from projects.domain.schedule.model import Stretch, WorkingHours

MINUTES_PER_DAY = 1440
EPOCH = datetime(1, 1, 1)  # noqa: DTZ001  plans are local wall-clock time
FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()
BLOCK_DAYS = 400
# No plan waits longer than this for its next working period.
PATIENCE_BLOCKS = 10


def minutes_of(moment: datetime) -> int:
    """Count the minutes from the epoch to a local wall-clock time; seconds are dropped."""
    return (moment.toordinal() - 1) * MINUTES_PER_DAY + moment.hour * 60 + moment.minute


def moments_of(instants: Iterable[float]) -> list[datetime]:
    """Turn minutes since the epoch back into local wall-clock times."""
    told: dict[float, datetime] = {}
    moments = []
    for minutes in instants:
        moment = told.get(minutes)
        if moment is None:
            moment = told[minutes] = EPOCH + timedelta(minutes=minutes)
        moments.append(moment)
    return moments


class WorkingClock:
    """The working periods of a calendar around a first instant, read further as a plan reaches further."""

    def __init__(self, hours: WorkingHours, around: float) -> None:
        self._hours = hours
        self._opens: list[float] = []
        self._closes: list[float] = []
        # Work done before each period opens and when it closes, counted from the first instant read.
        self._before: list[float] = []
        self._after: list[float] = []
        # Work done by instants asked for before: the dates of a plan are asked for again and again.
        self._known: dict[float, float] = {}
        self._first_day = self._next_day = int(around // MINUTES_PER_DAY) + 1
        # The instants whose surroundings are read: from the first opening to the end of the last day.
        self._low = self._high = 0.0
        self._later()

    def opening(self, instant: float) -> float:
        """The instant itself inside a period, else the start of the next one."""
        if not self._low <= instant < self._high:
            self._cover(instant)
        while self._closes[-1] <= instant:
            self._later()
        return max(instant, self._opens[bisect_right(self._closes, instant)])

    def settled(self, instant: float) -> float:
        """Keep the end of a period, where a milestone may stand."""
        if not self._low <= instant < self._high:
            self._cover(instant)
        index = bisect_right(self._opens, instant) - 1
        return instant if instant <= self._closes[index] else self.opening(instant)

    def closing(self, instant: float) -> float:
        """The instant itself inside a period, else the end of the one before."""
        if not self._low <= instant < self._high:
            self._cover(instant)
        if self._opens[0] == instant:
            self._earlier()
        index = bisect_left(self._opens, instant) - 1
        return min(instant, self._closes[index])

    def settled_back(self, instant: float) -> float:
        """Keep the start of a period."""
        if not self._low <= instant < self._high:
            self._cover(instant)
        return min(instant, self._closes[bisect_right(self._opens, instant) - 1])

    def add(self, instant: float, work: float) -> float:
        """Where the work ends: the earliest instant by which so much is done."""
        target = self._done(instant) + work
        while target > self._after[-1]:
            self._later()
        while target <= self._before[0]:
            self._earlier()
        index = bisect_left(self._after, target)
        return self._opens[index] + (target - self._before[index])

    def back(self, instant: float, work: float) -> float:
        """Where the work starts: the latest instant up to which so little is done."""
        target = self._done(instant) - work
        while target >= self._after[-1]:
            self._later()
        while target < self._before[0]:
            self._earlier()
        index = bisect_right(self._before, target) - 1
        return self._opens[index] + (target - self._before[index])

    def between(self, first: float, second: float) -> float:
        """Work done up to the second instant less work done up to the first."""
        return self._done(second) - self._done(first)

    def _done(self, instant: float) -> float:
        done = self._known.get(instant)
        if done is None:
            if not self._low <= instant < self._high:
                self._cover(instant)
            index = bisect_right(self._opens, instant) - 1
            done = self._before[index] + min(instant, self._closes[index]) - self._opens[index]
            self._known[instant] = done
        return done

    def _cover(self, instant: float) -> None:
        while self._low > instant:
            self._earlier()
        while self._high <= instant:
            self._later()

    def _later(self) -> None:
        for _ in range(PATIENCE_BLOCKS):
            first, self._next_day = self._next_day, self._next_day + BLOCK_DAYS
            found = self._read(first, self._next_day)
            self._high = (self._next_day - 1) * MINUTES_PER_DAY
            done = self._after[-1] if self._after else 0
            for opens, closes in found:
                self._opens.append(opens)
                self._closes.append(closes)
                self._before.append(done)
                done += closes - opens
                self._after.append(done)
            if found:
                self._low = self._opens[0]
                return
        raise CalendarError("The calendar has no working time after the dates of the plan.", self._next_day)

    def _earlier(self) -> None:
        for _ in range(PATIENCE_BLOCKS):
            last, self._first_day = self._first_day, self._first_day - BLOCK_DAYS
            found = self._read(self._first_day, last)
            if not found:
                continue
            befores = list(accumulate((closes - opens for opens, closes in found), initial=0))
            shift = (self._before[0] if self._before else 0) - befores[-1]
            self._opens[:0] = [opens for opens, _ in found]
            self._low = self._opens[0]
            self._closes[:0] = [closes for _, closes in found]
            self._before[:0] = [done + shift for done in befores[:-1]]
            self._after[:0] = [done + shift for done in befores[1:]]
            return
        raise CalendarError("The calendar has no working time before the dates of the plan.", self._first_day)

    def _read(self, first: int, end: int) -> list[tuple[float, float]]:
        if first < FIRST_DAY or end > LAST_DAY:
            raise CalendarError("The plan reaches beyond the years that a date can hold.", first)
        found: list[tuple[float, float]] = []
        for day in range(first, end):
            midnight = (day - 1) * MINUTES_PER_DAY
            shifts = self._shifts(date.fromordinal(day))
            found += [(midnight + shift.start, midnight + shift.end) for shift in shifts]
        return found

    def _shifts(self, day: date) -> Sequence[Stretch]:
        try:
            return self._hours.shifts(day)
        except ValueError as unknown:
            raise CalendarError(f"The calendar does not know {day}.", day) from unknown


# Where every instant works, in abstract time and around the clock, plain addition needs no clock: None.
Clock: TypeAlias = WorkingClock | None


def later(clock: Clock, instant: float, work: float) -> float:
    """Where so much work ends."""
    return instant + work if clock is None else clock.add(instant, work)


def earlier(clock: Clock, instant: float, work: float) -> float:
    """Where so much work must start."""
    return instant - work if clock is None else clock.back(instant, work)


def between(clock: Clock, first: float, second: float) -> float:
    """The working time from the first instant to the second; negative when it lies before."""
    return second - first if clock is None else clock.between(first, second)
