"""The forward pass: the earliest dates that links, constraints, typed dates and progress allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from projects.domain.schedule.clocks import Clock, WorkingClock, between, earlier, later
from projects.domain.schedule.frame import Frame
from projects.domain.schedule.model import Activity, Cause, ConstraintKind, Link, Progress
from projects.domain.schedule.network import Arc, Network

START_FLOORS = (ConstraintKind.SNET, ConstraintKind.MSO)
FINISH_FLOORS = (ConstraintKind.FNET, ConstraintKind.MFO)
START_CEILINGS = (ConstraintKind.SNLT, ConstraintKind.MSO)
FINISH_CEILINGS = (ConstraintKind.FNLT, ConstraintKind.MFO)

# What holds an activity: a link, or another cause.
Holder: TypeAlias = Link | Cause
# The latest lower limit on the start and what sets it; the same of the finish, where there is one.
Floor: TypeAlias = tuple[float, Holder, float | None, Holder]


@dataclass(frozen=True, slots=True)
class Forward:
    """Early dates by number; `work` is where the remaining work starts, `left` how much of it there is."""

    starts: list[float]
    finishes: list[float]
    work: list[float]
    left: list[float]
    holders: list[Holder]


def forward_pass(network: Network, frame: Frame) -> Forward:
    """Place every activity as early as it may stand, in the order of the links.

    ES = max(FS: EF + lag, SS: ES + lag), EF = max(FF: EF + lag, SF: ES + lag) over the predecessors.
    """
    size = len(network.activities)
    starts, finishes, work = [0.0] * size, [0.0] * size, [0.0] * size
    left = [activity.duration for activity in network.activities]
    holders: list[Holder] = [Cause.PROJECT_START] * size
    forward = Forward(starts, finishes, work, left, holders)
    earliest, holder = _earliest(frame)
    for number in network.order:
        if number in network.known:
            _place_known(number, network, frame, forward)
            continue
        clock, duration = network.clocks[number], left[number]
        floor = _floor_of_links(network.arcs_in[number], forward, earliest, holder)
        if number in network.dated:
            floor = _floor_of_constraint(network.activities[number], frame, floor)
        start, finish, holders[number] = place(clock, duration, floor)
        if number in network.dated and frame.rules.honor_constraints:
            start, finish = _lowered_by_constraint(network.activities[number], clock, frame, start, finish)
        starts[number] = work[number] = start
        finishes[number] = finish
    return forward


def place(clock: Clock, duration: float, floor: Floor) -> tuple[float, float, Holder]:
    """Put work on a clock no earlier than its floor: its start, its finish and what holds it there."""
    start, holder, limit, limit_holder = floor
    if clock is None:
        finish = start + duration
        if limit is not None and finish < limit:
            return limit - duration, limit, limit_holder
        return start, finish, holder
    if not duration:
        if limit is not None and limit > start:
            start, holder = limit, limit_holder
        start = clock.settled(start)
        return start, start, holder
    start = clock.opening(start)
    finish = clock.add(start, duration)
    if limit is None or finish >= limit:
        return start, finish, holder
    return _pushed(clock, duration, (start, holder, limit, limit_holder))


def _pushed(
    clock: WorkingClock, duration: float, floor: tuple[float, Holder, float, Holder]
) -> tuple[float, float, Holder]:
    """Put work so late that it ends at a limit; a limit in free time is met when work opens again."""
    start, holder, limit, limit_holder = floor
    pushed = clock.back(limit, duration)
    if pushed > start:
        start, holder = pushed, limit_holder
    finish = clock.add(start, duration)
    return start, (finish if finish >= limit else clock.opening(limit)), holder


def _earliest(frame: Frame) -> tuple[float, Holder]:
    if frame.data_date is not None and frame.data_date > frame.start:
        return frame.data_date, Cause.DATA_DATE
    return frame.start, Cause.PROJECT_START


def _floor_of_links(arcs: Sequence[Arc], forward: Forward, start: float, holder: Holder) -> Floor:
    starts, finishes = forward.starts, forward.finishes
    finish: float | None = None
    finish_holder: Holder = holder
    for link, predecessor, _, from_finish, to_start, lag, clock in arcs:
        instant = finishes[predecessor] if from_finish else starts[predecessor]
        if lag:
            instant = instant + lag if clock is None else clock.add(instant, lag)
        if to_start:
            if instant > start:
                start, holder = instant, link
        elif finish is None or instant > finish:
            finish, finish_holder = instant, link
    return start, holder, finish, finish_holder


def _floor_of_constraint(activity: Activity, frame: Frame, floor: Floor) -> Floor:
    if activity.constraint_date is None:
        return floor
    start, holder, finish, finish_holder = floor
    limit = frame.number(activity.constraint_date, activity.id)
    if activity.constraint in START_FLOORS and limit > start:
        start, holder = limit, Cause.CONSTRAINT
    elif activity.constraint in FINISH_FLOORS and (finish is None or limit > finish):
        finish, finish_holder = limit, Cause.CONSTRAINT
    return start, holder, finish, finish_holder


def _lowered_by_constraint(
    activity: Activity, clock: Clock, frame: Frame, start: float, finish: float
) -> tuple[float, float]:
    """Keep the date of a constraint although a link asks for a later one."""
    if activity.constraint_date is None:
        return start, finish
    limit = frame.number(activity.constraint_date, activity.id)
    kept = limit if clock is None else clock.settled_back(limit)
    if activity.constraint in START_CEILINGS and start > limit:
        return kept, later(clock, kept, activity.duration)
    if activity.constraint in FINISH_CEILINGS and finish > limit:
        return earlier(clock, kept, activity.duration), kept
    return start, finish


def _place_known(number: int, network: Network, frame: Frame, forward: Forward) -> None:
    """Place what people typed or did: facts stay where they are, only remaining work moves."""
    activity, clock = network.activities[number], network.clocks[number]
    if activity.actual_finish is not None:
        finish = work = frame.number(activity.actual_finish, activity.id)
        known = activity.actual_start
        start = earlier(clock, finish, activity.duration) if known is None else frame.number(known, activity.id)
        forward.left[number], forward.holders[number] = 0, Cause.ACTUAL
    elif activity.actual_start is not None:
        start = frame.number(activity.actual_start, activity.id)
        left = forward.left[number] = _left(activity, start, clock, frame)
        resumption = _resumption(activity, start, left, clock, frame)
        floor: Floor = (resumption, Cause.ACTUAL, None, Cause.ACTUAL)
        if frame.rules.progress is Progress.RETAINED_LOGIC:
            floor = _floor_of_links(network.arcs_in[number], forward, resumption, Cause.ACTUAL)
        work, finish, forward.holders[number] = place(clock, left, floor)
    else:
        start = work = frame.number(activity.manual_start or 0, activity.id)
        finish = later(clock, start, activity.duration)
        forward.holders[number] = Cause.MANUAL
    forward.starts[number], forward.finishes[number], forward.work[number] = start, finish, work


def _left(activity: Activity, start: float, clock: Clock, frame: Frame) -> float:
    if activity.remaining is not None:
        return activity.remaining
    if frame.data_date is None or frame.data_date < start:
        return activity.duration
    return max(0, activity.duration - between(clock, start, frame.data_date))


def _resumption(activity: Activity, start: float, left: float, clock: Clock, frame: Frame) -> float:
    """Remaining work never lies before the data date; without one, it follows the work already done."""
    if frame.data_date is not None:
        return max(start, frame.data_date)
    return later(clock, start, max(0, activity.duration - left))
