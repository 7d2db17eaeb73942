"""Where a task is interrupted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.working_hours import WorkingCalendar, working_calendars

_WORK: Final = frozenset({1, 2})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a task without interruption."""

    start: datetime
    finish: datetime


def task_parts(plan: Plan) -> dict[int, tuple[Part, ...]]:
    """The parts of each task between its interruptions, by UID, from the work of its assignments over time.

    Microsoft Project keeps no list of splits: a split is working time in which no assignment has work. A task with
    one part has no split; a task without any is not here: the file does not spread its work over time.
    """
    calendars = working_calendars(plan)
    spread = _spread(plan)
    found: dict[int, tuple[Part, ...]] = {}
    for task in plan.tasks:
        calendar = calendars.get(-1 if task.calendar_uid is None else task.calendar_uid)
        if calendar is None and plan.calendar_uid is not None:
            calendar = calendars.get(plan.calendar_uid)
        if calendar is not None and (parts := _parts(spread.get(task.uid, []), calendar)):
            found[task.uid] = parts
    return found


def _spread(plan: Plan) -> dict[int, list[Part]]:
    """The stretches of time to which the file gives work, by task."""
    stretches: dict[int, list[Part]] = defaultdict(list)
    for assignment in plan.assignments:
        for figure in assignment.timephased:
            if figure.kind in _WORK and figure.minutes and figure.start and figure.finish:
                stretches[assignment.task_uid].append(Part(figure.start, figure.finish))
    return stretches


def _parts(stretches: list[Part], calendar: WorkingCalendar) -> tuple[Part, ...]:
    parts: list[Part] = []
    for stretch in sorted(stretches, key=lambda part: part.start):
        start, finish = calendar.next_work(stretch.start), calendar.last_work(stretch.finish)
        if start is None or finish is None or start >= finish:
            continue
        if parts and _is_continued(parts[-1], start, calendar):
            parts[-1] = Part(parts[-1].start, max(parts[-1].finish, finish))
        else:
            parts.append(Part(start, finish))
    return tuple(parts)


def _is_continued(part: Part, start: datetime, calendar: WorkingCalendar) -> bool:
    following = calendar.next_work(part.finish)
    return following is not None and start <= following
