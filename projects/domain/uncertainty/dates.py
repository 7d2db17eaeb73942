"""From simulated working days to dates; work begins with the first working day from the start."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.uncertainty.result import Share, Simulation

DAY = timedelta(days=1)
# A finish that passes the end of a day by less than this many days is rounding, not work.
ROUNDING = 1e-9


def chance_to_meet_date(simulation: Simulation, due: date, *, start: date, calendar: WorkCalendar) -> Share:
    """The share of runs whose last working day is not after `due`; the network's unit is working days.

    Raises the calendar's CalendarError for dates beyond its years.
    """
    days = max(calendar.working_days_between(start - DAY, due), 0)
    return simulation.chance_to_meet(days + ROUNDING)


def percentile_date(simulation: Simulation, p: float, *, start: date, calendar: WorkCalendar) -> date:
    """The last working day of the percentile p (0..100); the network's unit is working days.

    A part of a day takes the day; without any work it is the first working day. Raises the calendar's CalendarError.
    """
    days = max(ceil(simulation.percentile(p) - ROUNDING), 1)
    return calendar.add_working_days(start - DAY, days)
