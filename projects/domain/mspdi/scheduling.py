"""A plan as activities, links and calendars that `projects.domain.schedule` can compute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from projects.domain.mspdi.enumerations import ConstraintType, LinkType
from projects.domain.mspdi.outline import leaves
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.splits import Part, task_parts
from projects.domain.mspdi.task_calendars import TaskCalendars
from projects.domain.mspdi.tasks import Link as PlanLink
from projects.domain.mspdi.tasks import Task
from projects.domain.schedule import Activity, ConstraintKind, LagCalendar, Link, Rules, WorkingHours

_MOST_LINKS: Final = 500_000
_MOST_DAYS: Final = 36_600
_USUAL_DAY: Final = 480
_FROM_FINISH: Final = frozenset({LinkType.FS, LinkType.FF})
_TO_START: Final = frozenset({LinkType.FS, LinkType.SS})


class Departure(StrEnum):
    """Why a computed schedule may differ from the dates in the file."""

    FROM_FINISH = "scheduled_from_finish"
    NO_CALENDAR = "no_calendar"
    NO_DURATION = "no_duration"
    NO_CONSTRAINT_DATE = "no_constraint_date"
    NO_COMMON_HOURS = "no_common_hours"
    SPLIT = "split"
    SUMMARY_CONSTRAINT = "summary_constraint"
    SUMMARY_LINK = "summary_link"
    OTHER_PROJECT = "other_project"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One departure and the task it concerns; None for the whole plan."""

    reason: Departure
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class ScheduleInput:
    """What `schedule` needs, with task UIDs as ids, and where its answer may differ from the dates in the file."""

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendar: WorkingHours
    start: datetime | None
    rules: Rules
    deviations: tuple[Deviation, ...]


def schedule_input(plan: Plan) -> ScheduleInput:
    """Map the tasks of a plan that carry work to activities and links.

    Summaries, empty rows, inactive and external tasks are no activities; a link of a summary becomes links of the
    tasks below it where that says the same, up to 500,000 in all. Durations, lags and floats are working minutes.
    `start` is None only where neither the plan nor a task has one.
    """
    mapping = _Mapping(plan)
    activities = tuple(mapping.activity(task) for task in plan.tasks if mapping.is_leaf(task))
    links = tuple(link for task in plan.tasks if task.uid in mapping.leaves for link in mapping.links(task))
    mapping.note_plan()
    days = plan.critical_slack_limit or 0
    rules = Rules(
        critical_threshold=days * (plan.minutes_per_day or _USUAL_DAY),
        each_end_critical=bool(plan.multiple_critical_paths),
        honor_constraints=bool(plan.honor_constraints),
    )
    start = plan.start or min((task.start for task in plan.tasks if task.start), default=None)
    return ScheduleInput(activities, links, mapping.calendars.project, start, rules, tuple(mapping.deviations))


class _Mapping:
    """Maps the tasks and links of one plan and notes what cannot be said exactly."""

    def __init__(self, plan: Plan) -> None:
        self.calendars = TaskCalendars(plan)
        self.leaves = leaves(plan)
        self.deviations: list[Deviation] = []
        self._plan = plan
        self._passed_on = 0
        self._parts = task_parts(plan)
        self._tasks = {task.uid: task for task in plan.tasks}

    def is_leaf(self, task: Task) -> bool:
        """Whether a task carries work of its own."""
        below = self.leaves.get(task.uid, ())
        return len(below) == 1 and below[0].uid == task.uid

    def activity(self, task: Task) -> Activity:
        """The activity of a task."""
        calendar = self.calendars.of(task)
        if calendar is None:
            self._note(Departure.NO_COMMON_HOURS, task)
            calendar = self.calendars.own(task)
        is_under_way = task.actual_start is not None and task.actual_finish is None
        activity = Activity(
            id=task.uid,
            duration=self._duration(task, calendar),
            calendar=None if calendar is self.calendars.project else calendar,
            deadline=task.deadline,
            manual_start=(task.manual_start or task.start) if task.manual else None,
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            remaining=task.remaining_duration if is_under_way else None,
        )
        return self._constrained(activity, task)

    def links(self, task: Task) -> Iterator[Link]:
        """The links into a task; those of a summary are given to the tasks below it."""
        for link in task.links:
            predecessor = self._tasks.get(link.predecessor_uid)
            if predecessor is None or link.cross_project:
                self._note(Departure.OTHER_PROJECT, task)
            elif predecessor.uid in self.leaves:
                yield from self._between(predecessor, task, link)

    def note_plan(self) -> None:
        """Note what concerns the plan as a whole and its summaries."""
        if self._plan.schedule_from_start is False:
            self._note(Departure.FROM_FINISH)
        if not self.calendars.is_named:
            self._note(Departure.NO_CALENDAR)
        for task in self._plan.tasks:
            is_free = task.constraint_type in {None, ConstraintType.ASAP}
            if task.uid in self.leaves and not self.is_leaf(task) and not is_free:
                self._note(Departure.SUMMARY_CONSTRAINT, task)

    def _note(self, reason: Departure, task: Task | None = None) -> None:
        self.deviations.append(Deviation(reason, None if task is None else task.uid))

    def _duration(self, task: Task, calendar: WorkingHours) -> float:
        """Minutes of working time; of a split task, all those from its first part to its last."""
        parts = self._parts.get(task.uid, ())
        if len(parts) > 1 and (span := _working_minutes(calendar, parts[0], parts[-1])) is not None:
            self._note(Departure.SPLIT, task)
            return span
        duration = task.duration
        if task.manual and task.manual_duration is not None:
            duration = task.manual_duration
        if duration is None:
            self._note(Departure.NO_DURATION, task)
        return duration or 0.0

    def _constrained(self, activity: Activity, task: Task) -> Activity:
        kind = task.constraint_type
        if kind is None or kind is ConstraintType.ASAP:
            return activity
        if kind is ConstraintType.ALAP:
            return replace(activity, constraint=ConstraintKind.ALAP)
        if task.constraint_date is None:
            self._note(Departure.NO_CONSTRAINT_DATE, task)
            return activity
        return replace(activity, constraint=ConstraintKind(kind.name), constraint_date=task.constraint_date)

    def _between(self, predecessor: Task, task: Task, link: PlanLink) -> Iterator[Link]:
        """A summary ends with the last task below it and lets none begin before it: other links cannot be passed on."""
        before, after = self.leaves[predecessor.uid], self.leaves[task.uid]
        passes = self.is_leaf(predecessor) or link.kind in _FROM_FINISH
        passes = passes and (self.is_leaf(task) or link.kind in _TO_START)
        more = max(len(before) * len(after) - 1, 0)
        if not passes or (more and self._passed_on + more > _MOST_LINKS):
            self._note(Departure.SUMMARY_LINK, task)
            return
        self._passed_on += more
        lag = link.lag_minutes(predecessor.duration) or 0.0
        calendar = LagCalendar.ELAPSED if link.lag_is_elapsed else None
        for first in before:
            for second in after:
                yield Link(first.uid, second.uid, link.kind.name, lag, calendar)


def _working_minutes(calendar: WorkingHours, first: Part, last: Part) -> float | None:
    """The working time from the start of one part to the finish of another; None over a hundred years."""
    days = range(first.start.toordinal(), last.finish.toordinal() + 1)
    if len(days) > _MOST_DAYS:
        return None
    total = 0.0
    for number in days:
        midnight = datetime.combine(date.fromordinal(number), datetime.min.time())
        opens = (first.start - midnight).total_seconds() / 60
        closes = (last.finish - midnight).total_seconds() / 60
        for shift in calendar.shifts(midnight.date()):
            total += max(0.0, min(shift.end, closes) - max(shift.start, opens))
    return total
