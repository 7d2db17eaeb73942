"""The plan as a network: numbered activities, their links both ways, and an order that the links allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from projects.domain.schedule.clocks import Clock
from projects.domain.schedule.errors import CycleError, DuplicateActivityError, InvalidActivityError, InvalidLinkError
from projects.domain.schedule.frame import Frame
from projects.domain.schedule.model import Activity, ActivityId, ConstraintKind, LagCalendar, Link

# The link, predecessor, successor, waits for its finish, holds the successor's start, lag, clock of the lag.
Arc: TypeAlias = tuple[Link, int, int, bool, bool, float, Clock]

FROM_FINISH_TO_START = {"FS": (True, True), "SS": (False, True), "FF": (True, False), "SF": (False, False)}
UNDATED = (ConstraintKind.ASAP, ConstraintKind.ALAP)


@dataclass(frozen=True, slots=True)
class Network:
    """Activities by number, the arcs into and out of each, an order of precedence, and the clock of each.

    `known` are those that people placed by hand or by doing them, `dated` those with a constraint date or a deadline.
    """

    activities: Sequence[Activity]
    arcs_in: Sequence[Sequence[Arc]]
    arcs_out: Sequence[Sequence[Arc]]
    order: Sequence[int]
    clocks: Sequence[Clock]
    known: set[int]
    dated: set[int]


def build_network(activities: Iterable[Activity], links: Iterable[Link], frame: Frame) -> Network:
    """Number the activities and order them; raises an error of ScheduleError that names what is at fault."""
    plan = list(activities)
    numbers, known, dated = _numbers(plan)
    project = frame.project
    clocks = [project if activity.calendar is None else frame.clock_of(activity.calendar) for activity in plan]
    arcs_in: list[list[Arc]] = [[] for _ in plan]
    arcs_out: list[list[Arc]] = [[] for _ in plan]
    for link in links:
        try:
            predecessor, successor = numbers[link.predecessor], numbers[link.successor]
            from_finish, to_start = FROM_FINISH_TO_START[link.kind]
        except KeyError:
            raise _fault(link, numbers) from None
        lag = link.lag
        if lag and not -inf < lag < inf:
            raise endless_lag(link)
        clock = _lag_clock(link, clocks[predecessor], clocks[successor], frame) if lag else None
        arc = (link, predecessor, successor, from_finish, to_start, lag, clock)
        arcs_out[predecessor].append(arc)
        arcs_in[successor].append(arc)
    return Network(plan, arcs_in, arcs_out, _order(plan, arcs_in, arcs_out), clocks, known, dated)


def _numbers(plan: Sequence[Activity]) -> tuple[dict[ActivityId, int], set[int], set[int]]:
    numbers: dict[ActivityId, int] = {}
    known: set[int] = set()
    dated: set[int] = set()
    for number, activity in enumerate(plan):
        _check(activity)
        if numbers.setdefault(activity.id, number) != number:
            raise DuplicateActivityError(f"Activity {activity.id} occurs twice.", activity.id)
        if activity.manual_start is not None or activity.started:
            known.add(number)
        if activity.deadline is not None or activity.constraint_date is not None:
            dated.add(number)
    return numbers, known, dated


def _check(activity: Activity) -> None:
    left = 0 if activity.remaining is None else activity.remaining
    if not (0 <= activity.duration < inf and 0 <= left < inf):
        raise InvalidActivityError(f"Activity {activity.id} has no duration from 0 up.", activity.id)
    if activity.constraint_date is None and activity.constraint not in UNDATED:
        raise InvalidActivityError(f"Activity {activity.id} has a constraint without its date.", activity.id)


def _fault(link: Link, numbers: dict[ActivityId, int]) -> InvalidLinkError:
    ends = f"The link from {link.predecessor} to {link.successor}"
    for name in (link.predecessor, link.successor):
        if name not in numbers:
            return InvalidLinkError(f"{ends} names the unknown activity {name}.", name)
    return InvalidLinkError(f"{ends} has the unknown kind {link.kind}.", link.kind)


def endless_lag(link: Link) -> InvalidLinkError:
    """Refuse a lag that is no finite number, naming the link by both its ends."""
    ends = f"The link from {link.predecessor} to {link.successor}"
    return InvalidLinkError(f"{ends} has the lag {link.lag}, which is no number.", (link.predecessor, link.successor))


def _lag_clock(link: Link, predecessor: Clock, successor: Clock, frame: Frame) -> Clock:
    choice = link.lag_calendar or frame.rules.lag_calendar
    if choice is LagCalendar.SUCCESSOR:
        return successor
    if choice is LagCalendar.PREDECESSOR:
        return predecessor
    return frame.project if choice is LagCalendar.PROJECT else None


def _order(plan: Sequence[Activity], arcs_in: list[list[Arc]], arcs_out: list[list[Arc]]) -> list[int]:
    waiting = [len(arcs) for arcs in arcs_in]
    order = [number for number, count in enumerate(waiting) if not count]
    for number in order:
        for arc in arcs_out[number]:
            successor = arc[2]
            waiting[successor] -= 1
            if not waiting[successor]:
                order.append(successor)
    if len(order) < len(plan):
        raise CycleError([plan[number].id for number in _loop(waiting, arcs_in)])
    return order


def _loop(waiting: list[int], arcs_in: list[list[Arc]]) -> list[int]:
    """Walk back along links that nobody can satisfy until an activity comes round again."""
    path: list[int] = []
    place: dict[int, int] = {}
    number = next(number for number, count in enumerate(waiting) if count)
    while number not in place:
        place[number] = len(path)
        path.append(number)
        number = next(arc[1] for arc in arcs_in[number] if waiting[arc[1]])
    loop = path[place[number] :][::-1]
    first = loop.index(min(loop))
    return loop[first:] + loop[:first]
