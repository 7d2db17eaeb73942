"""Arithmetic of periods: where work starts, pauses and ends on a calendar.

The instant t is the start of period t and the end of the period before it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Protocol

from projects.domain.leveling.model import PeriodCalendar

Span = tuple[int, int]


class Timeline(Protocol):
    """The periods in which an activity or a lag runs."""

    def before(self, instant: int) -> int:
        """How many working periods lie before the instant."""
        ...

    def opening(self, instant: int) -> int:
        """The first working period from the instant on."""
        ...

    def finish(self, start: int, duration: int) -> int:
        """The instant after the last of so many working periods from a working start on."""
        ...

    def spans(self, start: int, duration: int) -> list[Span]:
        """The runs of working periods, each as (first, after the last)."""
        ...

    def starts_in(self, first: int, last: int) -> list[int]:
        """The working periods from first to last, both included."""
        ...

    def start_to_finish(self, instant: int, duration: int) -> int:
        """The earliest working start whose finish is not before the instant; duration above 0."""
        ...

    def shift(self, instant: int, lag: int) -> int:
        """The instant after so many working periods, or before them when negative (not before 0)."""
        ...


class EveryPeriod:
    """Time in which every period works."""

    def before(self, instant: int) -> int:
        """All of them."""
        return instant

    def opening(self, instant: int) -> int:
        """Every period is open."""
        return instant

    def finish(self, start: int, duration: int) -> int:
        """Add plainly."""
        return start + duration

    def spans(self, start: int, duration: int) -> list[Span]:
        """One run."""
        return [(start, start + duration)]

    def starts_in(self, first: int, last: int) -> list[int]:
        """All of them."""
        return list(range(first, last + 1))

    def start_to_finish(self, instant: int, duration: int) -> int:
        """Subtract plainly."""
        return instant - duration

    def shift(self, instant: int, lag: int) -> int:
        """Add plainly."""
        return instant + lag


class OnCalendar:
    """The working periods of a calendar, listed as far as they were asked for."""

    def __init__(self, calendar: PeriodCalendar) -> None:
        self._calendar = calendar
        self._open: list[int] = []
        self._read = 0

    def before(self, instant: int) -> int:
        """Those listed before it."""
        while self._read <= instant:
            self._read_on()
        return bisect_left(self._open, instant)

    def opening(self, instant: int) -> int:
        """The next working period."""
        return self._nth(self.before(instant))

    def finish(self, start: int, duration: int) -> int:
        """Skip the periods that do not work."""
        return self._nth(self.before(start) + duration - 1) + 1 if duration else start

    def spans(self, start: int, duration: int) -> list[Span]:
        """Break where the calendar breaks."""
        first = self.before(start)
        self._nth(first + duration)
        spans: list[Span] = []
        for period in self._open[first : first + duration]:
            if spans and spans[-1][1] == period:
                spans[-1] = (spans[-1][0], period + 1)
            else:
                spans.append((period, period + 1))
        return spans

    def starts_in(self, first: int, last: int) -> list[int]:
        """Those that the calendar leaves."""
        return self._open[self.before(first) : self.before(last + 1)]

    def start_to_finish(self, instant: int, duration: int) -> int:
        """Count back from the first working period that ends at the instant or later."""
        return self._nth(max(self.before(instant - 1) - duration + 1, 0))

    def shift(self, instant: int, lag: int) -> int:
        """Count working periods."""
        if not lag:
            return instant
        index = self.before(instant) + lag
        if lag > 0:
            return self._nth(index - 1) + 1
        return self._nth(index) if index >= 0 else 0

    def _nth(self, index: int) -> int:
        while len(self._open) <= index:
            self._read_on()
        return self._open[index]

    def _read_on(self) -> None:
        upto = self._read + max(self._read, len(self._calendar.pattern))
        self._open.extend(period for period in range(self._read, upto) if self._calendar.works(period))
        self._read = upto


EVERY_PERIOD = EveryPeriod()
