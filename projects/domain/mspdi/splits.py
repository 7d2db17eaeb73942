"""Where a task is interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.tasks import Task
from projects.domain.mspdi.working_hours import WorkingCalendar, working_calendars

_WORK: Final = frozenset({1, 2})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a task without interruption."""

    start: datetime
    finish: datetime


def split_parts(plan: Plan, task: Task) -> tuple[Part, ...]:
    """The parts of a task between its interruptions, from the work of its assignments over time.

    Microsoft Project keeps no list of splits: a split is working time in which no assignment has work. One part is a
    task without a split; none means that the file does not spread the work of the task over time.
    """
    calendars = working_calendars(plan)
    uid = plan.calendar_uid if task.calendar_uid not in calendars else task.calendar_uid
    calendar = calendars.get(-1 if uid is None else uid)
    if calendar is None:
        return ()
    parts: list[Part] = []
    for stretch in _worked(plan, task, calendar):
        if parts and _is_continued(parts[-1], stretch, calendar):
            parts[-1] = Part(parts[-1].start, max(parts[-1].finish, stretch.finish))
        else:
            parts.append(stretch)
    return tuple(parts)


def _worked(plan: Plan, task: Task, calendar: WorkingCalendar) -> list[Part]:
    """The stretches with work, cut to working time, by their start."""
    found = []
    for assignment in plan.assignments:
        if assignment.task_uid != task.uid:
            continue
        for spread in assignment.timephased:
            if spread.kind not in _WORK or not spread.minutes or spread.start is None or spread.finish is None:
                continue
            start, finish = calendar.next_work(spread.start), calendar.last_work(spread.finish)
            if start is not None and finish is not None and start < finish:
                found.append(Part(start, finish))
    return sorted(found, key=lambda part: part.start)


def _is_continued(part: Part, stretch: Part, calendar: WorkingCalendar) -> bool:
    following = calendar.next_work(part.finish)
    return following is not None and stretch.start <= following
