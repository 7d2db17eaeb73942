"""The plan in whole numbers: what every method of leveling works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, lcm
from typing import Any, cast

from projects.domain.leveling.model import (
    Activity,
    Capacities,
    CapacityError,
    Demands,
    LevelingError,
    PeriodCalendar,
    Quantity,
    Resource,
    Supply,
)
from projects.domain.leveling.timelines import EVERY_PERIOD, OnCalendar, Timeline
from projects.domain.precedence import Arc, precedence
from projects.domain.schedule.model import ActivityId, LagCalendar, Link

# Finer parts of a unit than this are a mistake rather than a plan (and would not fit the solver's integers).
FINEST_PART = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """An activity in whole numbers; `demands` holds (resource, amount) for those above 0."""

    id: ActivityId
    duration: int
    release: int
    demands: tuple[tuple[int, int], ...]
    calendar: PeriodCalendar | None
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Bond:
    """A link as its successor sees it, with the timeline on which its lag runs."""

    predecessor: int
    from_finish: bool
    to_start: bool
    lag: int
    timeline: Timeline

    def rank(self) -> tuple[int, bool, bool, int]:
        """What orders the bonds of one successor."""
        return self.predecessor, self.from_finish, self.to_start, self.lag

    def instant(self, start: int, finish: int) -> int:
        """The earliest instant for the end of the successor that is tied, given the predecessor's."""
        return self.timeline.shift(finish if self.from_finish else start, self.lag)


@dataclass(frozen=True, slots=True)
class Profile:
    """The capacity of a resource in each period; the last value holds from then on.

    `scale` of these whole numbers are one unit.
    """

    steps: tuple[int, ...]
    scale: int

    def at(self, period: int) -> int:
        """The capacity in one period."""
        return self.steps[min(period, len(self.steps) - 1)]

    @property
    def top(self) -> int:
        """The largest capacity."""
        return max(self.steps)


@dataclass(frozen=True, slots=True)
class Problem:
    """Tasks by number, the bonds into each, an order that they allow, and the profile of each resource."""

    tasks: tuple[Task, ...]
    incoming: tuple[tuple[Bond, ...], ...]
    order: tuple[int, ...]
    profiles: tuple[Profile, ...]


def build_problem(activities: Iterable[Activity], links: Iterable[Link], capacities: Capacities) -> Problem:
    """Number everything by id, so that the order of the input never matters.

    Raises an error of ScheduleError that names what is at fault.
    """
    plan = _by_id(activities)
    order = precedence([activity.id for activity in plan], links)
    supplies = _by_resource(capacities)
    wishes = [_wishes(activity, supplies) for activity in plan]
    scales = _scales(supplies, wishes)
    profiles = tuple(
        Profile(tuple(int(each * scales[name]) for each in steps), scales[name]) for name, steps in supplies.items()
    )
    places = {name: place for place, name in enumerate(supplies)}
    timelines: dict[PeriodCalendar, Timeline] = {}
    tasks = []
    for activity, wish in zip(plan, wishes, strict=True):
        amounts = tuple((places[name], int(wish[name] * scales[name])) for name in supplies if wish.get(name))
        tasks.append(_task(activity, amounts, timelines))
    incoming = tuple(
        tuple(sorted((_bond(arc, tasks[arc.predecessor], task) for arc in arcs), key=Bond.rank))
        for task, arcs in zip(tasks, order.incoming, strict=True)
    )
    return Problem(tuple(tasks), incoming, order.order, profiles)


def _by_id(activities: Iterable[Activity]) -> list[Activity]:
    """Ids of one kind in ascending order; ids that cannot be compared by how they print."""
    plan = list(activities)
    try:
        return sorted(plan, key=lambda activity: cast("Any", activity.id))  # it may not compare
    except TypeError:
        return sorted(plan, key=lambda activity: str(activity.id))


def _task(activity: Activity, amounts: tuple[tuple[int, int], ...], timelines: dict[PeriodCalendar, Timeline]) -> Task:
    duration = _whole(activity.duration, activity.id, "duration")
    release = _whole(activity.release, activity.id, "release")
    if duration < 0 or release < 0:
        raise LevelingError(f"Activity {activity.id} has a negative duration or release.", activity.id)
    if activity.calendar is None:
        timeline: Timeline = EVERY_PERIOD
    else:
        timeline = timelines.setdefault(activity.calendar, OnCalendar(activity.calendar))
    return Task(activity.id, duration, release, amounts if duration else (), activity.calendar, timeline)


def _bond(arc: Arc, predecessor: Task, successor: Task) -> Bond:
    lag = _whole(arc.lag, arc.link.successor, "lag")
    timeline: Timeline = EVERY_PERIOD
    if arc.link.lag_calendar is LagCalendar.PREDECESSOR:
        timeline = predecessor.timeline
    elif arc.link.lag_calendar is LagCalendar.SUCCESSOR:
        timeline = successor.timeline
    return Bond(arc.predecessor, arc.from_finish, arc.to_start, lag, timeline)


def _whole(number: float, owner: ActivityId, what: str) -> int:
    if not isfinite(number) or number != int(number):
        raise LevelingError(f"The {what} {number} of {owner} is not a whole number of periods.", owner)
    return int(number)


def _by_resource(capacities: Capacities) -> dict[Resource | int, list[Fraction]]:
    named = capacities.items() if isinstance(capacities, Mapping) else enumerate(capacities)
    return {name: _steps(name, supply) for name, supply in named}


def _steps(name: Resource | int, supply: Supply) -> list[Fraction]:
    steps = [_exact(each, name) for each in (supply if isinstance(supply, Sequence) else [supply])]
    if not steps or min(steps) < 0:
        raise LevelingError(f"The capacity of resource {name} is missing or negative.", name)
    return steps


def _wishes(activity: Activity, supplies: Mapping[Resource | int, list[Fraction]]) -> dict[Resource | int, Fraction]:
    wishes = {
        name: _exact(amount, activity.id) for name, amount in _named(activity.demands, supplies, activity.id) if amount
    }
    for name, amount in wishes.items():
        if name not in supplies:
            raise CapacityError(activity.id, name, f"Activity {activity.id} asks for the unknown resource {name}.")
        if amount < 0:
            raise LevelingError(f"Activity {activity.id} asks for a negative amount of {name}.", activity.id)
        if amount > supplies[name][-1] and activity.duration:
            message = f"Activity {activity.id} asks for {amount} of {name}, of which there are {supplies[name][-1]}."
            raise CapacityError(activity.id, name, message)
    return wishes


def _named(
    demands: Demands, supplies: Mapping[Resource | int, list[Fraction]], owner: ActivityId
) -> Iterable[tuple[Resource | int, Quantity]]:
    if isinstance(demands, Mapping):
        return demands.items()
    if len(demands) > len(supplies):
        raise LevelingError(f"Activity {owner} has more demands than there are resources.", owner)
    return zip(supplies, demands, strict=False)


def _exact(amount: Quantity, owner: ActivityId) -> Fraction:
    if not isfinite(amount):
        raise LevelingError(f"The amount {amount} of {owner} is no number.", owner)
    exact = Fraction(str(amount)) if isinstance(amount, float) else Fraction(amount)
    if exact.denominator > FINEST_PART:
        raise LevelingError(f"{amount} of {owner} is too fine a part; write a fraction or fewer digits.", owner)
    return exact


def _scales(
    supplies: Mapping[Resource | int, list[Fraction]], wishes: Sequence[Mapping[Resource | int, Fraction]]
) -> dict[Resource | int, int]:
    """The smallest factor per resource that makes all its amounts whole."""
    scales = {}
    for name, steps in supplies.items():
        amounts = [*steps, *(wish[name] for wish in wishes if name in wish)]
        scales[name] = lcm(*(amount.denominator for amount in amounts))
        if scales[name] > FINEST_PART:
            raise LevelingError(f"The amounts of resource {name} have no common part that is coarse enough.", name)
    return scales
