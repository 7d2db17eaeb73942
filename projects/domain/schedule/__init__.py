"""Schedules: the critical path method on calendars, what moved and why, quality, milestone trend and PERT."""

from __future__ import annotations

from projects.domain.schedule.errors import (
    CalendarError,
    CycleError,
    DuplicateActivityError,
    InvalidActivityError,
    InvalidLinkError,
    ScheduleError,
)
from projects.domain.schedule.model import (
    Activity,
    Cause,
    ConstraintKind,
    CriticalBy,
    LagCalendar,
    Link,
    LinkKind,
    Progress,
    Rules,
    Schedule,
    ScheduledActivity,
    WorkingHours,
)
from projects.domain.schedule.passes import schedule

__all__ = [
    "Activity",
    "CalendarError",
    "Cause",
    "ConstraintKind",
    "CriticalBy",
    "CycleError",
    "DuplicateActivityError",
    "InvalidActivityError",
    "InvalidLinkError",
    "LagCalendar",
    "Link",
    "LinkKind",
    "Progress",
    "Rules",
    "Schedule",
    "ScheduleError",
    "ScheduledActivity",
    "WorkingHours",
    "schedule",
]
