"""Microsoft Project XML (MSPDI): read a plan with an account of every element, write it back, schedule it."""

from __future__ import annotations

from projects.domain.mspdi.calendars import Calendar
from projects.domain.mspdi.custom import custom_values
from projects.domain.mspdi.errors import MspdiError, Refusal
from projects.domain.mspdi.limits import Limits
from projects.domain.mspdi.outline import leaves
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.reader import ReadResult, read
from projects.domain.mspdi.report import DeadReference, Issue, Reason, Report
from projects.domain.mspdi.resources import Assignment, Resource
from projects.domain.mspdi.scheduling import Departure, Deviation, ScheduleInput, schedule_input
from projects.domain.mspdi.splits import Part, task_parts
from projects.domain.mspdi.tasks import Link, Task
from projects.domain.mspdi.working_hours import WorkingCalendar, working_calendars
from projects.domain.mspdi.writer import write

__all__ = [
    "Assignment",
    "Calendar",
    "DeadReference",
    "Departure",
    "Deviation",
    "Issue",
    "Limits",
    "Link",
    "MspdiError",
    "Part",
    "Plan",
    "ReadResult",
    "Reason",
    "Refusal",
    "Report",
    "Resource",
    "ScheduleInput",
    "Task",
    "WorkingCalendar",
    "custom_values",
    "leaves",
    "read",
    "schedule_input",
    "task_parts",
    "working_calendars",
    "write",
]
