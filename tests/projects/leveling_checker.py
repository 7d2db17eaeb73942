"""A checker of leveled schedules that shares no code with leveling: it counts period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from projects.domain.leveling import Activity, LeveledSchedule, Link, PeriodCalendar, level
from projects.domain.leveling.model import Capacities, Supply

Key = str | int
# A proof ends the search; the limit only keeps a busy machine from waiting for ever.
SECONDS = 60
WEEK = PeriodCalendar((True,) * 5 + (False,) * 2)


def leveled(
    activities: Sequence[Activity],
    links: Sequence[Link],
    capacities: Capacities,
    time_limit: float = SECONDS,
) -> LeveledSchedule:
    """Level, and have the answer checked."""
    found = level(activities, links, capacities, time_limit=time_limit)
    assert violations(activities, links, capacities, found) == []
    return found


def violations(
    activities: Sequence[Activity],
    links: Iterable[Link],
    capacities: Capacities,
    found: LeveledSchedule,
) -> list[str]:
    """Everything that a schedule breaks: releases, calendars, links, capacities, wrong sums."""
    by_id = {activity.id: activity for activity in activities}
    faults = [] if set(found.starts) == set(found.finishes) == set(by_id) else ["the ids differ"]
    for activity in activities:
        faults += misplaced(activity, found)
    faults += [f"the link {link} is broken" for link in links if not keeps(link, found, by_id)]
    faults += overloads(activities, capacities, found)
    if found.makespan != max(found.finishes.values(), default=0) or found.lower_bound > found.makespan:
        faults.append("makespan and bound contradict the dates")
    return faults


def misplaced(activity: Activity, found: LeveledSchedule) -> list[str]:
    """What one activity breaks by itself."""
    start = found.starts[activity.id]
    faults = []
    if start < activity.release or (activity.duration and not works(activity, start)):
        faults.append(f"{activity.id} starts before its release or outside its calendar")
    if found.finishes[activity.id] != finish_of(activity, start):
        faults.append(f"{activity.id} does not finish with its last period")
    return faults


def overloads(activities: Sequence[Activity], capacities: Capacities, found: LeveledSchedule) -> list[str]:
    """The periods in which more is taken of a resource than there is."""
    supplies: dict[Key, Supply] = dict(capacities.items() if isinstance(capacities, Mapping) else enumerate(capacities))
    return [
        f"{resource} is overloaded in period {period}"
        for (resource, period), amount in used(activities, found).items()
        if amount > available(supplies[resource], period)
    ]


def used(activities: Sequence[Activity], found: LeveledSchedule) -> dict[tuple[Key, int], Fraction]:
    """How much is taken of each resource in each period."""
    load: dict[tuple[Key, int], Fraction] = defaultdict(Fraction)
    for activity in activities:
        named: Iterable[tuple[Key, object]] = (
            activity.demands.items() if isinstance(activity.demands, Mapping) else enumerate(activity.demands)
        )
        for resource, amount in named:
            for period in worked(activity, found.starts[activity.id]):
                load[resource, period] += fraction(amount)
    return load


def available(supply: Supply, period: int) -> Fraction:
    """How much there is of a resource in a period."""
    return fraction(supply[min(period, len(supply) - 1)] if isinstance(supply, Sequence) else supply)


def fraction(amount: object) -> Fraction:
    """An amount as it is written."""
    return Fraction(Decimal(str(amount))) if not isinstance(amount, Fraction) else amount


def worked(activity: Activity, start: int) -> list[int]:
    """The periods in which an activity works."""
    periods: list[int] = []
    period = start
    while len(periods) < activity.duration:
        if works(activity, period):
            periods.append(period)
        period += 1
    return periods


def finish_of(activity: Activity, start: int) -> int:
    """The instant after the last period worked."""
    periods = worked(activity, start)
    return periods[-1] + 1 if periods else start


def works(activity: Activity, period: int) -> bool:
    """Whether the activity's calendar works in a period."""
    calendar = activity.calendar
    if calendar is None or period in calendar.opened:
        return True
    return calendar.pattern[period % len(calendar.pattern)] and period not in calendar.closed


def keeps(link: Link, found: LeveledSchedule, by_id: Mapping[object, Activity]) -> bool:
    """Whether the tied ends are far enough apart."""
    before = (found.finishes if link.kind[0] == "F" else found.starts)[link.predecessor]
    after = (found.starts if link.kind[1] == "S" else found.finishes)[link.successor]
    owner = {"predecessor": link.predecessor, "successor": link.successor}.get(link.lag_calendar or "")
    if owner is None or not link.lag:
        return after >= before + link.lag
    calendar = by_id[owner]
    if link.lag > 0:
        return sum(works(calendar, period) for period in range(before, after)) >= link.lag
    return after >= before or sum(works(calendar, period) for period in range(after, before)) <= -link.lag
