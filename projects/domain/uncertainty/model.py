"""What a simulation is told: three-point durations, risk events, groups that move together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from projects.domain.schedule.errors import ScheduleError
from projects.domain.schedule.model import ActivityId


class UncertaintyError(ScheduleError):
    """An estimate, an event or a group cannot be simulated; `item` names it."""


class Distribution(StrEnum):
    """How probability lies between the three points; a uniform one ignores the most likely."""

    TRIANGULAR = "triangular"
    PERT = "pert"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """The duration of an activity: 0 ≤ optimistic ≤ most likely ≤ pessimistic.

    One unit of time serves the whole network, usually working days.
    """

    id: ActivityId
    optimistic: float
    most_likely: float
    pessimistic: float


@dataclass(frozen=True, slots=True)
class Impact:
    """What a risk event adds to a duration, in the network's unit; negative for an opportunity."""

    optimistic: float
    most_likely: float
    pessimistic: float


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """Something that happens with a probability 0..1 in a run, and then changes each named activity alike.

    `impact` is a fixed number of units or three points drawn once per run. No duration falls under 0.
    """

    id: ActivityId
    probability: float
    impact: float | Impact
    activities: tuple[ActivityId, ...]

    @property
    def points(self) -> tuple[float, float, float]:
        """The impact as three points."""
        if isinstance(self.impact, Impact):
            return self.impact.optimistic, self.impact.most_likely, self.impact.pessimistic
        return self.impact, self.impact, self.impact


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Activities whose durations run long or short together (one supplier, one optimistic estimator).

    `correlation` 0..1 is the rank correlation (Spearman) of any two members, through a normal copula.
    """

    activities: tuple[ActivityId, ...]
    correlation: float


def check(
    activities: Iterable[ThreePoint], events: Iterable[RiskEvent], correlations: Iterable[CorrelationGroup]
) -> None:
    """Refuse what cannot be drawn, by name; unknown activities of events and groups included."""
    known: set[ActivityId] = set()
    for activity in activities:
        _check_points(activity.id, 0, activity.optimistic, activity.most_likely, activity.pessimistic)
        _check_new(activity.id, known)
    _check_events(events, known)
    grouped: set[ActivityId] = set()
    for group in correlations:
        if not 0 <= group.correlation <= 1:
            raise UncertaintyError(f"The correlation {group.correlation} lies outside 0..1.", group.correlation)
        for member in group.activities:
            _check_known(member, known)
            _check_new(member, grouped)


def _check_events(events: Iterable[RiskEvent], known: set[ActivityId]) -> None:
    seen: set[ActivityId] = set()
    for event in events:
        _check_new(event.id, seen)
        _check_points(event.id, -inf, *event.points)
        if not 0 <= event.probability <= 1:
            raise UncertaintyError(f"The probability of {event.id} lies outside 0..1.", event.id)
        if len(set(event.activities)) < len(event.activities):
            raise UncertaintyError(f"The event {event.id} names an activity twice.", event.id)
        for activity in event.activities:
            _check_known(activity, known)


def _check_points(item: ActivityId, least: float, optimistic: float, most_likely: float, pessimistic: float) -> None:
    if not least <= optimistic <= most_likely <= pessimistic or inf in (-optimistic, pessimistic):
        points = f"{optimistic}, {most_likely}, {pessimistic}"
        raise UncertaintyError(
            f"The three points of {item} do not ascend from {least} or are no numbers: {points}.", item
        )


def _check_new(item: ActivityId, seen: set[ActivityId]) -> None:
    if item in seen:
        raise UncertaintyError(f"{item} appears twice.", item)
    seen.add(item)


def _check_known(item: ActivityId, known: set[ActivityId]) -> None:
    if item not in known:
        raise UncertaintyError(f"{item} is not an activity of this network.", item)
