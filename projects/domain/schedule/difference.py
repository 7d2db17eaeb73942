"""What a new plan moves against an old one: what, by how much, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from projects.domain.schedule.clocks import between
from projects.domain.schedule.frame import Frame, build_frame
from projects.domain.schedule.model import (
    Activity,
    ActivityId,
    Cause,
    Instant,
    Link,
    Schedule,
    ScheduledActivity,
    T_co,
)

P = TypeVar("P", bound=Instant)
LinksByEnds: TypeAlias = dict[tuple[ActivityId, ActivityId], list[Link]]


class Why(StrEnum):
    """The reason that an activity stands elsewhere than before."""

    ADDED = "added"
    REMOVED = "removed"
    OWN_CHANGE = "own_change"
    PREDECESSOR_MOVED = "predecessor_moved"
    SUCCESSOR_MOVED = "successor_moved"
    LINK_ADDED = "link_added"
    LINK_CHANGED = "link_changed"
    LINK_REMOVED = "link_removed"
    DATA_DATE = "data_date"
    PROJECT_START = "project_start"
    WORKING_TIME = "working_time"


# Why each activity moved, and which other one moved it.
Reasons: TypeAlias = dict[ActivityId, tuple[Why, ActivityId | None]]


@dataclass(frozen=True, slots=True)
class Movement(Generic[T_co]):
    """One activity that stands elsewhere. Shifts are in working time of its calendar, later is positive.

    `by` is the activity that moved it, `path` leads from the origin of the movement to this activity, and `changed`
    names the fields of its own that differ. Dates and shifts are None where the activity did not or does not exist.
    """

    id: ActivityId
    start_before: T_co | None
    start_after: T_co | None
    finish_before: T_co | None
    finish_after: T_co | None
    start_shift: float | None
    finish_shift: float | None
    why: Why
    by: ActivityId | None
    path: tuple[ActivityId, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference(Generic[T_co]):
    """All movements, by the new start; the finish of the plan; what became critical and what is so no more."""

    finish_before: T_co
    finish_after: T_co
    finish_shift: float
    movements: tuple[Movement[T_co], ...]
    newly_critical: tuple[ActivityId, ...]
    no_longer_critical: tuple[ActivityId, ...]


@dataclass(frozen=True, slots=True)
class _Pair(Generic[T_co]):
    """Two schedules side by side, what both hold but at other dates, and the links of each by their ends."""

    before: Schedule[T_co]
    after: Schedule[T_co]
    moved: frozenset[ActivityId]
    links_before: LinksByEnds
    links_after: LinksByEnds


def difference(before: Schedule[P], after: Schedule[P]) -> Difference[P]:
    """Compare the planned dates of two schedules of one project.

    The dates that lie later explain a movement: who moved later is held by what holds him now, who moved earlier was
    released by what held him before.
    """
    frame = build_frame(after.calendar, after.rules, after.start, None, None)
    moved = frozenset(one.id for one in after if one.id in before.activities and _moved(before[one.id], one))
    pair = _Pair(before, after, moved, _by_ends(before), _by_ends(after))
    reasons = {key: _reason(pair, key) for key in moved}
    movements = [_movement(pair, key, reasons, frame) for key in moved]
    movements += [_arrival(one, added=True) for one in after if one.id not in before.activities]
    movements += [_arrival(one, added=False) for one in before if one.id not in after.activities]
    order = {one.id: (frame.number(one.start), place) for place, one in enumerate((*before, *after))}
    was, now = dict.fromkeys(before.critical), dict.fromkeys(after.critical)
    return Difference(
        before.finish,
        after.finish,
        between(frame.project, frame.number(before.finish), frame.number(after.finish)),
        tuple(sorted(movements, key=lambda movement: order[movement.id])),
        tuple(key for key in now if key not in was),
        tuple(key for key in was if key not in now),
    )


def _by_ends(plan: Schedule[P]) -> LinksByEnds:
    links: LinksByEnds = {}
    for link in plan.links:
        links.setdefault((link.predecessor, link.successor), []).append(link)
    return links


def _moved(old: ScheduledActivity[P], new: ScheduledActivity[P]) -> bool:
    return (old.start, old.finish) != (new.start, new.finish)


def _movement(pair: _Pair[P], key: ActivityId, reasons: Reasons, frame: Frame) -> Movement[P]:
    old, new = pair.before[key], pair.after[key]
    clock = frame.clock_of(new.activity.calendar)
    why, by = reasons[key]
    return Movement(
        key,
        old.start,
        new.start,
        old.finish,
        new.finish,
        between(clock, frame.number(old.start), frame.number(new.start)),
        between(clock, frame.number(old.finish), frame.number(new.finish)),
        why,
        by,
        _path(key, reasons),
        _changed(old.activity, new.activity),
    )


def _arrival(one: ScheduledActivity[P], *, added: bool) -> Movement[P]:
    if added:
        return Movement(one.id, None, one.start, None, one.finish, None, None, Why.ADDED, None, (one.id,), ())
    return Movement(one.id, one.start, None, one.finish, None, None, None, Why.REMOVED, None, (one.id,), ())


def _path(key: ActivityId, reasons: Reasons) -> tuple[ActivityId, ...]:
    """Follow who moved whom back to the origin."""
    path = [key]
    why, by = reasons[key]
    while by is not None and by not in path:
        path.append(by)
        if why is not Why.PREDECESSOR_MOVED or by not in reasons:
            break
        why, by = reasons[by]
    return tuple(reversed(path))


def _changed(old: Activity, new: Activity) -> tuple[str, ...]:
    return tuple(field.name for field in fields(old) if getattr(old, field.name) != getattr(new, field.name))


def _reason(pair: _Pair[P], key: ActivityId) -> tuple[Why, ActivityId | None]:
    old, new = pair.before[key], pair.after[key]
    own = _changed(old.activity, new.activity)
    if own and old.start == new.start:
        return Why.OWN_CHANGE, None
    is_later = (new.start, new.finish) >= (old.start, old.finish)
    holder = new.held_by if is_later else old.held_by
    if isinstance(holder, Link):
        why = _reason_of_link(holder, pair, is_later=is_later)
        if why is not None:
            return why, holder.predecessor
    return (Why.OWN_CHANGE if own else _reason_of_cause(holder)), None


def _reason_of_link(link: Link, pair: _Pair[P], *, is_later: bool) -> Why | None:
    """What became of the link that explains a movement; None when neither it nor its predecessor changed."""
    others = pair.links_before if is_later else pair.links_after
    same = others.get((link.predecessor, link.successor))
    if same is None:
        return Why.LINK_ADDED if is_later else Why.LINK_REMOVED
    if link.predecessor in pair.moved:
        return Why.PREDECESSOR_MOVED
    return None if link in same else Why.LINK_CHANGED


def _reason_of_cause(holder: Link | Cause) -> Why:
    causes = {
        Cause.DATA_DATE: Why.DATA_DATE,
        Cause.ACTUAL: Why.DATA_DATE,
        Cause.PROJECT_START: Why.PROJECT_START,
        Cause.AS_LATE_AS_POSSIBLE: Why.SUCCESSOR_MOVED,
    }
    return Why.WORKING_TIME if isinstance(holder, Link) else causes.get(holder, Why.WORKING_TIME)
