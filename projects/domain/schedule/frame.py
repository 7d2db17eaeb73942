"""The frame of a plan: its start, data date and required finish on one scale, and the clocks of its calendars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from projects.domain.schedule.clocks import Clock, WorkingClock, minutes_of
from projects.domain.schedule.errors import ScheduleError
from projects.domain.schedule.model import ActivityId, Instant, Rules, WorkingHours


@dataclass(slots=True)
class Frame:
    """What every activity of one plan shares. Instants are numbers here: abstract units or minutes since the epoch."""

    start: float
    data_date: float | None
    finish_by: float | None
    rules: Rules
    calendar: WorkingHours | None
    project: Clock
    _clocks: dict[int, WorkingClock] = field(default_factory=dict)

    def clock_of(self, calendar: WorkingHours | None) -> Clock:
        """The clock of a calendar; activities with the same calendar share it."""
        if calendar is None or calendar is self.calendar:
            return self.project
        if self.calendar is None:
            raise ScheduleError("An activity has a calendar, but the plan runs in abstract time.")
        clock = self._clocks.get(id(calendar))
        if clock is None:
            clock = self._clocks[id(calendar)] = WorkingClock(calendar, self.start)
        return clock

    def number(self, instant: Instant, owner: ActivityId = None) -> float:
        """Place an instant on the plan's scale; dates need a calendar and numbers need none."""
        if isinstance(instant, datetime) is (self.calendar is None):
            wanted = "a number, for the plan runs in abstract time" if self.calendar is None else "a date with a time"
            of = f" of activity {owner}" if owner is not None else ""
            raise ScheduleError(f"{instant}{of} should be {wanted}.", owner)
        if isinstance(instant, datetime):
            return minutes_of(instant)
        if not isfinite(instant):
            raise ScheduleError(f"{instant} is no point of time.", owner)
        return instant


def build_frame(
    calendar: WorkingHours | None,
    rules: Rules,
    start: Instant | None,
    data_date: Instant | None,
    finish_by: Instant | None,
) -> Frame:
    """Set the scale. A plan on a calendar needs a start; in abstract time it starts at 0."""
    frame = Frame(0, None, None, rules, calendar, None)
    if start is None and calendar is not None:
        raise ScheduleError("A plan on a calendar needs a start.")
    place: Callable[[Instant], float] = frame.number
    frame.start = 0 if start is None else place(start)
    frame.data_date = None if data_date is None else place(data_date)
    frame.finish_by = None if finish_by is None else place(finish_by)
    if calendar is not None:
        frame.project = WorkingClock(calendar, frame.start)
    return frame
