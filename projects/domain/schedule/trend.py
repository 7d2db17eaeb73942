"""Milestone trend analysis: how the forecast of each milestone moved from report to report.

In the chart a level line keeps its date, a rising one slips; a line that meets the diagonal has arrived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from projects.domain.schedule.errors import ScheduleError


class Direction(StrEnum):
    """Where the latest forecast went."""

    EARLIER = "earlier"
    STEADY = "steady"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report said of one milestone: the date forecast, or, when `achieved`, the date it was reached."""

    milestone: Hashable
    reported_on: date
    forecast: date
    achieved: bool = False


@dataclass(frozen=True, slots=True)
class MilestoneTrend:
    """The line of one milestone. Slips are in days, later is positive; None where there is one reading only.

    `projected` is where the straight line through the readings meets the diagonal: the date at which the milestone
    will be reached if its forecast keeps moving as it did. None when it recedes as fast as time passes.
    """

    milestone: Hashable
    readings: tuple[Reading, ...]
    slip: int
    last_slip: int | None
    direction: Direction | None
    times_slipped: int
    achieved: bool
    projected: date | None


def calendar_days(first: date, second: date) -> int:
    """Count every day from the first to the second."""
    return (second - first).days


def milestone_trends(
    readings: Iterable[Reading], *, days: Callable[[date, date], int] = calendar_days
) -> tuple[MilestoneTrend, ...]:
    """Draw one line per milestone in the order of first mention; `days` may count working days instead.

    Raises ScheduleError when one report names a milestone twice.
    """
    lines: defaultdict[Hashable, list[Reading]] = defaultdict(list)
    for reading in readings:
        lines[reading.milestone].append(reading)
    return tuple(_trend(milestone, line, days) for milestone, line in lines.items())


def _trend(milestone: Hashable, line: list[Reading], days: Callable[[date, date], int]) -> MilestoneTrend:
    line.sort(key=lambda reading: reading.reported_on)
    steps = []
    for before, after in pairwise(line):
        if before.reported_on == after.reported_on:
            raise ScheduleError(f"The report of {after.reported_on} names milestone {milestone} twice.", milestone)
        steps.append(days(before.forecast, after.forecast))
    last = line[-1]
    return MilestoneTrend(
        milestone,
        tuple(line),
        days(line[0].forecast, last.forecast),
        steps[-1] if steps else None,
        _direction(steps[-1]) if steps else None,
        sum(step > 0 for step in steps),
        last.achieved,
        last.forecast if last.achieved else _projected(line),
    )


def _direction(step: int) -> Direction:
    if step == 0:
        return Direction.STEADY
    return Direction.LATER if step > 0 else Direction.EARLIER


def _projected(line: list[Reading]) -> date | None:
    """Least squares through the readings, met with the diagonal on which forecast and report are one day."""
    if len(line) == 1:
        return line[0].forecast
    count = len(line)
    reported = [reading.reported_on.toordinal() for reading in line]
    forecast = [reading.forecast.toordinal() for reading in line]
    mean_reported, mean_forecast = sum(reported) / count, sum(forecast) / count
    spread = sum((day - mean_reported) ** 2 for day in reported)
    common = sum((x - mean_reported) * (y - mean_forecast) for x, y in zip(reported, forecast, strict=True))
    slope = common / spread
    if slope >= 1:
        return None
    day = mean_reported + (mean_forecast - mean_reported) / (1 - slope)
    if not reported[-1] <= day <= date.max.toordinal():
        return None
    return date.fromordinal(round(day))
