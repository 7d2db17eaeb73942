"""The quality of a schedule by the 14 points of the Defense Contract Management Agency.

Source: DCMA, Earned Value Management System Program Analysis Pamphlet (2012), 14-point assessment. Counted are
incomplete activities that are neither summaries nor level of effort; points 2 to 4 count the links into them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from projects.domain.schedule import quality_points as points
from projects.domain.schedule.model import Instant, Schedule
from projects.domain.schedule.quality_points import Assessment, Found, QualityFacts

P = TypeVar("P", bound=Instant)


class Point(StrEnum):
    """The 14 points in their order."""

    LOGIC = "logic"
    LEADS = "leads"
    LAGS = "lags"
    FINISH_TO_START = "finish_to_start"
    HARD_CONSTRAINTS = "hard_constraints"
    HIGH_FLOAT = "high_float"
    NEGATIVE_FLOAT = "negative_float"
    HIGH_DURATION = "high_duration"
    INVALID_DATES = "invalid_dates"
    RESOURCES = "resources"
    MISSED = "missed"
    CRITICAL_PATH_TEST = "critical_path_test"
    CPLI = "cpli"
    BEI = "bei"


# What a point may reach at most, and what it must reach at least.
AT_MOST = {
    Point.LOGIC: 0.05,
    Point.LEADS: 0.0,
    Point.LAGS: 0.05,
    Point.HARD_CONSTRAINTS: 0.05,
    Point.HIGH_FLOAT: 0.05,
    Point.NEGATIVE_FLOAT: 0.0,
    Point.HIGH_DURATION: 0.05,
    Point.INVALID_DATES: 0.0,
    Point.RESOURCES: 0.0,
    Point.MISSED: 0.05,
}
AT_LEAST = {Point.FINISH_TO_START: 0.90, Point.CRITICAL_PATH_TEST: 1.0, Point.CPLI: 0.95, Point.BEI: 0.95}


@dataclass(frozen=True, slots=True)
class Check:
    """One point: its figure against its limit; a figure on the limit passes.

    The figure is a share, or the index of CPLI and BEI, or 1 and 0 for the critical path test; `figure` and `passed`
    are None where there is nothing to judge. `offenders` are activities, or links as pairs of activities.
    """

    number: int
    point: Point
    figure: float | None
    limit: float
    passed: bool | None
    offenders: tuple[Hashable, ...]


def assess_quality(
    plan: Schedule[P], facts: Iterable[QualityFacts[P]], *, day: float, required_finish: P | None = None
) -> tuple[Check, ...]:
    """Judge a schedule by the 14 points; `day` is a working day in the units of the durations (480 minutes, 1).

    Invalid dates, missed activities and BEI need the plan's data date and baseline finishes; CPLI measures against
    `required_finish`, else the plan's `finish_by`, else its least float. An activity without facts has the defaults.
    """
    case = points.gather(plan, facts, day, required_finish)
    measures: dict[Point, Callable[[Assessment[P]], Found]] = {
        Point.LOGIC: points.logic,
        Point.LEADS: points.leads,
        Point.LAGS: points.lags,
        Point.FINISH_TO_START: points.finish_to_start,
        Point.HARD_CONSTRAINTS: points.hard_constraints,
        Point.HIGH_FLOAT: points.high_float,
        Point.NEGATIVE_FLOAT: points.negative_float,
        Point.HIGH_DURATION: points.high_duration,
        Point.INVALID_DATES: points.invalid_dates,
        Point.RESOURCES: points.resources,
        Point.MISSED: points.missed,
        Point.CRITICAL_PATH_TEST: points.critical_path_test,
        Point.CPLI: points.critical_path_length_index,
        Point.BEI: points.baseline_execution_index,
    }
    return tuple(_check(number, point, *measures[point](case)) for number, point in enumerate(Point, start=1))


def _check(number: int, point: Point, figure: float | None, offenders: tuple[Hashable, ...]) -> Check:
    limit = AT_MOST.get(point)
    if limit is not None:
        return Check(number, point, figure, limit, None if figure is None else figure <= limit, offenders)
    floor = AT_LEAST[point]
    return Check(number, point, figure, floor, None if figure is None else figure >= floor, offenders)
