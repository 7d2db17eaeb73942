"""Which calendar each task of a plan is worked on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from pmo_site.kernel.calendar import Shift
from projects.domain.mspdi.calendars import Calendar, Weekday
from projects.domain.mspdi.enumerations import DayType, ResourceType
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.tasks import Task
from projects.domain.mspdi.working_hours import Shifts, WorkingCalendar, merged, working_calendars
from projects.domain.schedule import WorkingHours

_USUAL_WEEK: Final = Calendar(
    uid=-1,
    is_base=True,
    weekdays=tuple(Weekday(day=DayType(number), working=True) for number in range(DayType.MONDAY, DayType.SATURDAY)),
)
_NEAR: Final = 400


class AroundTheClock:
    """Elapsed time: every minute of every day."""

    def shifts(self, _day: date) -> Shifts:
        """The whole day."""
        return (Shift(0, 1440),)


AROUND_THE_CLOCK: Final = AroundTheClock()


class SharedHours:
    """The hours in which any of several resources works, within those of the task's own calendar if it has one."""

    def __init__(self, people: Iterable[WorkingCalendar], within: WorkingCalendar | None) -> None:
        self._people = tuple(people)
        self._within = within

    def shifts(self, day: date) -> Shifts:
        """The shifts of one day, ascending and apart."""
        together = merged((shift.start, shift.end) for one in self._people for shift in one.shifts(day))
        if self._within is None:
            return together
        return merged(
            (max(shift.start, own.start), min(shift.end, own.end))
            for shift in together
            for own in self._within.shifts(day)
        )

    def has_work_near(self, moment: datetime) -> bool:
        """Whether there is any working time in the 400 days from a moment on."""
        first = moment.toordinal()
        days = range(first, min(first + _NEAR, date.max.toordinal()))
        return any(self.shifts(date.fromordinal(number)) for number in days)


class TaskCalendars:
    """The calendars of a plan, and the one that counts for each task.

    As Microsoft Project has it: an elapsed duration runs around the clock; else work is done when any of the task's
    resources works, within the task's own calendar if it has one (alone where it ignores the resources'); without
    resources and own calendar, on the plan's. A plan that names none has the usual week of 8 to 12 and 13 to 17.
    """

    def __init__(self, plan: Plan) -> None:
        self._working = working_calendars(plan)
        self._known = {calendar.uid: calendar for calendar in plan.calendars}
        own = None if plan.calendar_uid is None else self._working.get(plan.calendar_uid)
        self.is_named = own is not None
        self.project: WorkingHours = own or WorkingCalendar(_USUAL_WEEK)
        self._start = plan.start
        self._of_people = self._people_calendars(plan)
        self._shared: dict[tuple[int | None, frozenset[int]], SharedHours | None] = {}

    def of(self, task: Task) -> WorkingHours | None:
        """The calendar of a task; None where its own and those of its resources have no hour in common."""
        if task.duration_format is not None and task.duration_format.is_elapsed:
            return AROUND_THE_CLOCK
        own = self._effective(task.calendar_uid)
        people = frozenset(self._of_people.get(task.uid, ()))
        if own is not None and (task.ignore_resource_calendar or people <= {own}):
            return self._working[own]
        if own is None and len(people) <= 1:
            return self._working[min(people)] if people else self.project
        return self._shared_hours(own, people)

    def own(self, task: Task) -> WorkingHours:
        """The calendar that a task names itself, else the plan's."""
        uid = self._effective(task.calendar_uid)
        return self.project if uid is None else self._working[uid]

    def _shared_hours(self, own: int | None, people: frozenset[int]) -> SharedHours | None:
        key = own, people
        if key not in self._shared:
            within = None if own is None else self._working[own]
            hours = SharedHours((self._working[uid] for uid in sorted(people)), within)
            self._shared[key] = hours if self._start is None or hours.has_work_near(self._start) else None
        return self._shared[key]

    def _people_calendars(self, plan: Plan) -> dict[int, set[int]]:
        """The calendars of the people on each task, by task UID."""
        people = {
            resource.uid: calendar
            for resource in plan.resources
            if resource.type in {None, ResourceType.WORK}
            and (calendar := self._effective(resource.calendar_uid)) is not None
        }
        found: dict[int, set[int]] = defaultdict(set)
        for assignment in plan.assignments:
            if assignment.resource_uid in people:
                found[assignment.task_uid].add(people[assignment.resource_uid])
        return found

    def _effective(self, uid: int | None) -> int | None:
        """The calendar that a reference comes to: one that says nothing of its own is its base."""
        visited: set[int] = set()
        calendar = None if uid is None else self._known.get(uid)
        while calendar is not None and not calendar.is_base and calendar.uid not in visited:
            base = None if calendar.base_uid is None else self._known.get(calendar.base_uid)
            if calendar.weekdays or calendar.exceptions or calendar.work_weeks or base is None:
                break
            visited.add(calendar.uid)
            calendar = base
        return None if calendar is None else calendar.uid
