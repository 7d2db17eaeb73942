"""Which references of a plan lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.report import DeadReference
from projects.domain.mspdi.resources import UNASSIGNED

_NO_CALENDAR = -1


def dead_references(plan: Plan) -> tuple[DeadReference, ...]:
    """References to tasks, resources and calendars that the plan lacks, and base calendars that go in a circle.

    Links to other projects, unassigned work, empty rows and the file's own signs for "none" are no dead references.
    """
    return (*_calendar_references(plan), *_link_references(plan), *_assignment_references(plan))


def _calendar_references(plan: Plan) -> Iterator[DeadReference]:
    known = {calendar.uid for calendar in plan.calendars} | {None, _NO_CALENDAR}
    if plan.calendar_uid is not None and plan.calendar_uid not in known:
        yield DeadReference("/Project/CalendarUID", plan.calendar_uid)
    for task in plan.tasks:
        if not task.is_null and task.calendar_uid is not None and task.calendar_uid not in known:
            yield DeadReference(f"/Project/Tasks/Task[UID={task.uid}]/CalendarUID", task.calendar_uid)
    for resource in plan.resources:
        if resource.calendar_uid is not None and resource.calendar_uid not in known:
            yield DeadReference(f"/Project/Resources/Resource[UID={resource.uid}]/CalendarUID", resource.calendar_uid)
    yield from _base_references(plan)


def _base_references(plan: Plan) -> Iterator[DeadReference]:
    bases = {calendar.uid: calendar.base_uid for calendar in plan.calendars if not calendar.is_base}
    known = {calendar.uid for calendar in plan.calendars} | {_NO_CALENDAR}
    circular = _circular(bases)
    for uid, base in bases.items():
        if base is not None and (base not in known or uid in circular):
            yield DeadReference(f"/Project/Calendars/Calendar[UID={uid}]/BaseCalendarUID", base)


def _circular(bases: dict[int, int | None]) -> set[int]:
    """The calendars whose bases lead back to them."""
    circular: set[int] = set()
    settled: set[int | None] = set()
    for first in bases:
        path: dict[int | None, int] = {}
        uid: int | None = first
        while uid in bases and uid not in settled and uid not in path:
            path[uid] = len(path)
            uid = bases[uid]
        if uid in path:
            circular.update(one for one, place in path.items() if one is not None and place >= path[uid])
        settled.update(path)
    return circular


def _link_references(plan: Plan) -> Iterator[DeadReference]:
    known = {task.uid for task in plan.tasks}
    for task in plan.tasks:
        for number, link in enumerate(task.links, start=1):
            if link.predecessor_uid not in known and not link.cross_project:
                path = f"/Project/Tasks/Task[UID={task.uid}]/PredecessorLink[{number}]"
                yield DeadReference(path, link.predecessor_uid)


def _assignment_references(plan: Plan) -> Iterator[DeadReference]:
    tasks = {task.uid for task in plan.tasks}
    resources = {resource.uid for resource in plan.resources} | {None, UNASSIGNED}
    for number, assignment in enumerate(plan.assignments, start=1):
        path = f"/Project/Assignments/Assignment[{number}]"
        if assignment.task_uid not in tasks:
            yield DeadReference(f"{path}/TaskUID", assignment.task_uid)
        if assignment.resource_uid is not None and assignment.resource_uid not in resources:
            yield DeadReference(f"{path}/ResourceUID", assignment.resource_uid)
