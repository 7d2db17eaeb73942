"""The backward pass: the latest dates that keep the finish, the deadlines and the constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from projects.domain.schedule.clocks import Clock
from projects.domain.schedule.forward import FINISH_CEILINGS, START_CEILINGS, Forward
from projects.domain.schedule.frame import Frame
from projects.domain.schedule.model import Activity, Cause, ConstraintKind, Progress
from projects.domain.schedule.network import Arc, Network

# The upper limit on the finish and, where there is one, on the start.
Limits: TypeAlias = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Backward:
    """Late dates by number. Of a started activity the start is that of its remaining work."""

    starts: list[float]
    finishes: list[float]


def backward_pass(network: Network, frame: Frame, forward: Forward, end: float) -> Backward:
    """Place every activity as late as it may stand.

    LF = min(FS: LS - lag, FF: LF - lag), LS = min(SS: LS - lag, SF: LF - lag) over the successors. A complete
    activity is a fact and limits nobody. The start of a started or manually scheduled activity is known: links from
    it put no limit on it.
    """
    late = Backward(list(forward.work), list(forward.finishes))
    ignored = {number for number in network.known if _ignores_predecessors(network.activities[number], frame)}
    each_end = frame.rules.each_end_critical
    for number in reversed(network.order):
        known = number in network.known
        if known and network.activities[number].complete:
            continue
        arcs = network.arcs_out[number]
        limits: Limits = (forward.finishes[number] if each_end and not arcs else end, None)
        if arcs:
            limits = _limits_of_links(arcs, late, ignored, end, known=known)
        if number in network.dated:
            limits = _limits_of_dates(network.activities[number], frame, *limits)
        left, early = forward.left[number], forward.finishes[number]
        late.starts[number], late.finishes[number] = _latest(network.clocks[number], left, early, limits)
    return late


def as_late_as_possible(network: Network, frame: Frame, forward: Forward, end: float) -> Backward:
    """The planned dates: the early ones, but an ALAP activity moves up to what its successors leave free.

    It takes the free float alone and so delays no other activity.
    """
    planned = Backward(list(forward.starts), list(forward.finishes))
    complete = {number for number in network.known if network.activities[number].complete}
    for number in reversed(network.order):
        activity = network.activities[number]
        if activity.constraint is not ConstraintKind.ALAP or number in network.known:
            continue
        limits = _limits_of_links(network.arcs_out[number], planned, complete, end, known=False)
        limits = _limits_of_dates(activity, frame, *limits)
        early = planned.finishes[number]
        start, finish = _latest(network.clocks[number], activity.duration, early, limits)
        if start > planned.starts[number]:
            planned.starts[number], planned.finishes[number] = start, finish
            forward.holders[number] = Cause.AS_LATE_AS_POSSIBLE
    return planned


def _ignores_predecessors(activity: Activity, frame: Frame) -> bool:
    """Say whether links into an activity no longer limit their predecessors."""
    return activity.complete or (activity.started and frame.rules.progress is Progress.OVERRIDE)


def _limits_of_links(arcs: Sequence[Arc], late: Backward, ignored: set[int], finish: float, *, known: bool) -> Limits:
    starts, finishes = late.starts, late.finishes
    start: float | None = None
    for _, _, successor, from_finish, to_start, lag, clock in arcs:
        if successor in ignored or (known and not from_finish):
            continue
        limit = starts[successor] if to_start else finishes[successor]
        if lag:
            limit = limit - lag if clock is None else clock.back(limit, lag)
        if from_finish:
            if limit < finish:  # noqa: PLR1730  calling min costs a tenth of the pass
                finish = limit
        elif start is None or limit < start:
            start = limit
    return finish, start


def _limits_of_dates(activity: Activity, frame: Frame, finish: float, start: float | None) -> Limits:
    if activity.deadline is not None:
        finish = min(finish, frame.number(activity.deadline, activity.id))
    if activity.constraint_date is not None and not activity.started:
        limit = frame.number(activity.constraint_date, activity.id)
        if activity.constraint in FINISH_CEILINGS:
            finish = min(finish, limit)
        elif activity.constraint in START_CEILINGS:
            start = limit if start is None else min(start, limit)
    return finish, start


def _latest(clock: Clock, duration: float, early: float, limits: Limits) -> tuple[float, float]:
    """Put work on a clock no later than its limits: its start and its finish.

    Where the latest finish is the early one, it is told in the same form: a link may hold it until work opens again.
    """
    limit, start_limit = limits
    if clock is None:
        start = limit - duration
        return (start, limit) if start_limit is None or start <= start_limit else (start_limit, start_limit + duration)
    finish = clock.closing(limit)
    start = clock.back(finish, duration) if duration else finish
    if start_limit is not None and start > start_limit:
        start = clock.settled_back(start_limit)
        finish = clock.add(start, duration) if duration else start
    if finish < early <= limit and not clock.between(finish, early):
        finish = early
    return (start if duration else finish), finish
