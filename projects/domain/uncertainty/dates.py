"""From simulated working days to dates; work begins with the first working day from the start."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import Protocol

from projects.domain.uncertainty.model import UncertaintyError
from projects.domain.uncertainty.result import Share, Simulation

DAY = timedelta(days=1)
# No calendar closes for longer than this.
PATIENCE_DAYS = 4000
# A finish that passes the end of a day by less than this many days is rounding, not work.
ROUNDING = 1e-9


class WorkingDays(Protocol):
    """A calendar, as far as it is needed here."""

    def is_working(self, day: date, /) -> bool:
        """Whether work goes on that day."""
        ...


def chance_to_meet_date(simulation: Simulation, due: date, *, start: date, calendar: WorkingDays) -> Share:
    """The share of runs whose last working day is not after `due`; the network's unit is working days."""
    return simulation.chance_to_meet(working_days(start, due, calendar) + ROUNDING)


def percentile_date(simulation: Simulation, p: float, *, start: date, calendar: WorkingDays) -> date:
    """The last working day of the percentile p (0..100); the network's unit is working days."""
    return finish_date(simulation.percentile(p), start, calendar)


def working_days(first: date, last: date, calendar: WorkingDays) -> int:
    """Count the working days from the first to the last day, both included; 0 when they are in reverse."""
    return sum(calendar.is_working(first + n * DAY) for n in range((last - first).days + 1))


def finish_date(duration: float, start: date, calendar: WorkingDays) -> date:
    """The day on which work of so many working days ends; the first working day where there is no work."""
    left = max(ceil(duration - ROUNDING), 1)
    day, idle = start, 0
    while True:
        working = calendar.is_working(day)
        left -= working
        idle = 0 if working else idle + 1
        if not left:
            return day
        if idle > PATIENCE_DAYS:
            raise UncertaintyError(f"The calendar has no working day after {start}.", start)
        day += DAY
