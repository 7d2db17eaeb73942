"""Schedules: the critical path method on calendars, what moved and why, quality, milestone trend and PERT."""

from __future__ import annotations

from projects.domain.schedule.crashing import CrashOption, CrashPlan, crash
from projects.domain.schedule.difference import Difference, Movement, Why, difference
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
from projects.domain.schedule.passes import reschedule, schedule
from projects.domain.schedule.pert import PertEstimate, PertPath, pert_estimate, pert_path
from projects.domain.schedule.quality import Check, Point, assess_quality
from projects.domain.schedule.quality_points import QualityFacts
from projects.domain.schedule.trend import Direction, MilestoneTrend, Reading, milestone_trends

__all__ = [
    "Activity",
    "CalendarError",
    "Cause",
    "Check",
    "ConstraintKind",
    "CrashOption",
    "CrashPlan",
    "CriticalBy",
    "CycleError",
    "Difference",
    "Direction",
    "DuplicateActivityError",
    "InvalidActivityError",
    "InvalidLinkError",
    "LagCalendar",
    "Link",
    "LinkKind",
    "MilestoneTrend",
    "Movement",
    "PertEstimate",
    "PertPath",
    "Point",
    "Progress",
    "QualityFacts",
    "Reading",
    "Rules",
    "Schedule",
    "ScheduleError",
    "ScheduledActivity",
    "Why",
    "WorkingHours",
    "assess_quality",
    "crash",
    "difference",
    "milestone_trends",
    "pert_estimate",
    "pert_path",
    "reschedule",
    "schedule",
]
