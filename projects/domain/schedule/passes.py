"""The critical path method: both passes over a plan, its floats and its critical activities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar, cast, overload

from projects.domain.schedule.backward import Backward, as_late_as_possible, backward_pass
from projects.domain.schedule.clocks import moments_of
from projects.domain.schedule.floats import critical_numbers, free_floats, noise_of, total_floats
from projects.domain.schedule.forward import Forward, forward_pass
from projects.domain.schedule.frame import Frame, build_frame
from projects.domain.schedule.model import (
    Activity,
    ConstraintKind,
    Instant,
    Link,
    Rules,
    Schedule,
    ScheduledActivity,
    WorkingHours,
)
from projects.domain.schedule.network import Network, build_network

DEFAULT_RULES = Rules()
P = TypeVar("P", bound=Instant)


@overload
def schedule(
    activities: Iterable[Activity],
    links: Iterable[Link],
    *,
    calendar: None = None,
    start: float | None = None,
    data_date: float | None = None,
    finish_by: float | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Schedule[float]: ...


@overload
def schedule(
    activities: Iterable[Activity],
    links: Iterable[Link],
    *,
    calendar: WorkingHours,
    start: datetime,
    data_date: datetime | None = None,
    finish_by: datetime | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Schedule[datetime]: ...


def schedule(
    activities: Iterable[Activity],
    links: Iterable[Link],
    *,
    calendar: WorkingHours | None = None,
    start: Instant | None = None,
    data_date: Instant | None = None,
    finish_by: Instant | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Schedule[float] | Schedule[datetime]:
    """Schedule a plan by the critical path method: early and late dates, total and free float, critical activities.

    Without a calendar, time is abstract and starts at 0; with one, durations, lags and floats are working minutes
    and `start` is required. Work not done lies after `data_date`. Late dates are measured from `finish_by` where it
    is given (float may be negative), else from the computed finish. Raises CycleError, which names the loop, or
    another ScheduleError, which names the item. Source: Kelley and Walker (1959); links with lag as in PDM
    (Fondahl 1961, IBM 1964).
    """
    frame = build_frame(calendar, rules, start, data_date, finish_by)
    links = tuple(links)
    network = build_network(activities, links, frame)
    if calendar is None:
        return _computed(network, frame, links, list)
    return _computed(network, frame, links, moments_of)


def reschedule(
    plan: Schedule[P],
    *,
    activities: Iterable[Activity] | None = None,
    links: Iterable[Link] | None = None,
    data_date: P | None = None,
) -> Schedule[P]:
    """Compute a plan again with other activities, links or data date; what is not named stays as it was."""
    data_date = plan.data_date if data_date is None else data_date
    frame = build_frame(plan.calendar, plan.rules, plan.start, data_date, plan.finish_by)
    links = plan.links if links is None else tuple(links)
    changed = (one.activity for one in plan) if activities is None else activities
    network = build_network(changed, links, frame)
    told = list if plan.calendar is None else moments_of
    return _computed(network, frame, links, cast("Callable[[Iterable[float]], list[P]]", told))


def _computed(
    network: Network, frame: Frame, links: tuple[Link, ...], told: Callable[[Iterable[float]], list[P]]
) -> Schedule[P]:
    """Run the passes; `told` turns the plan's numbers into the instants that people read."""
    forward = forward_pass(network, frame)
    finish = max(forward.finishes, default=frame.start)
    late = backward_pass(network, frame, forward, finish if frame.finish_by is None else frame.finish_by)
    noise = noise_of(forward, frame)
    slack = total_floats(network, forward, late, noise)
    planned: Forward | Backward = forward
    if any(activity.constraint is ConstraintKind.ALAP for activity in network.activities):
        planned = as_late_as_possible(network, frame, forward, finish)
    ids = [activity.id for activity in network.activities]
    placed = map(
        ScheduledActivity,
        ids,
        told(forward.starts),
        told(forward.finishes),
        told(late.starts),
        told(late.finishes),
        slack,
        free_floats(network, frame, forward, finish, noise),
        critical_numbers(network, frame, forward, slack, noise),
        told(planned.starts),
        told(planned.finishes),
        forward.holders,
        network.activities,
    )
    first, last = told([frame.start, finish])
    data_date = None if frame.data_date is None else told([frame.data_date])[0]
    finish_by = None if frame.finish_by is None else told([frame.finish_by])[0]
    activities = dict(zip(ids, placed, strict=True))
    return Schedule(first, last, activities, links, frame.calendar, data_date, finish_by, frame.rules)
