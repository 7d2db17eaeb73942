"""A whole plan as a Microsoft Project file holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from projects.domain.mspdi.calendars import Calendar
from projects.domain.mspdi.fields import Kept, leaf, listed
from projects.domain.mspdi.figures import CustomField
from projects.domain.mspdi.resources import Assignment, Resource
from projects.domain.mspdi.tasks import Task
from projects.domain.mspdi.values import CLOCK, INTEGER, MOMENT, SWITCH, TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The project, its calendars, tasks, resources and assignments; moments are local times without a zone."""

    save_version: int | None = field(default=None, metadata=leaf("SaveVersion", INTEGER))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    guid: str | None = field(default=None, metadata=leaf("GUID", TEXT))
    title: str | None = field(default=None, metadata=leaf("Title", TEXT))
    subject: str | None = field(default=None, metadata=leaf("Subject", TEXT))
    category: str | None = field(default=None, metadata=leaf("Category", TEXT))
    company: str | None = field(default=None, metadata=leaf("Company", TEXT))
    manager: str | None = field(default=None, metadata=leaf("Manager", TEXT))
    author: str | None = field(default=None, metadata=leaf("Author", TEXT))
    created: datetime | None = field(default=None, metadata=leaf("CreationDate", MOMENT))
    last_saved: datetime | None = field(default=None, metadata=leaf("LastSaved", MOMENT))
    schedule_from_start: bool | None = field(default=None, metadata=leaf("ScheduleFromStart", SWITCH))
    start: datetime | None = field(default=None, metadata=leaf("StartDate", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("FinishDate", MOMENT))
    fiscal_year_start: int | None = field(default=None, metadata=leaf("FYStartDate", INTEGER))
    critical_slack_limit: int | None = field(default=None, metadata=leaf("CriticalSlackLimit", INTEGER))
    currency_digits: int | None = field(default=None, metadata=leaf("CurrencyDigits", INTEGER))
    currency_symbol: str | None = field(default=None, metadata=leaf("CurrencySymbol", TEXT))
    currency_code: str | None = field(default=None, metadata=leaf("CurrencyCode", TEXT))
    calendar_uid: int | None = field(default=None, metadata=leaf("CalendarUID", INTEGER))
    default_start_time: time | None = field(default=None, metadata=leaf("DefaultStartTime", CLOCK))
    default_finish_time: time | None = field(default=None, metadata=leaf("DefaultFinishTime", CLOCK))
    minutes_per_day: int | None = field(default=None, metadata=leaf("MinutesPerDay", INTEGER))
    minutes_per_week: int | None = field(default=None, metadata=leaf("MinutesPerWeek", INTEGER))
    days_per_month: int | None = field(default=None, metadata=leaf("DaysPerMonth", INTEGER))
    honor_constraints: bool | None = field(default=None, metadata=leaf("HonorConstraints", SWITCH))
    multiple_critical_paths: bool | None = field(default=None, metadata=leaf("MultipleCriticalPaths", SWITCH))
    status_date: datetime | None = field(default=None, metadata=leaf("StatusDate", MOMENT))
    current_date: datetime | None = field(default=None, metadata=leaf("CurrentDate", MOMENT))
    new_tasks_are_manual: bool | None = field(default=None, metadata=leaf("NewTasksAreManual", SWITCH))
    custom_fields: tuple[CustomField, ...] = field(
        default=(), metadata=listed("ExtendedAttributes", "ExtendedAttribute", CustomField)
    )
    calendars: tuple[Calendar, ...] = field(
        default=(), metadata=listed("Calendars", "Calendar", Calendar, unique="uid")
    )
    tasks: tuple[Task, ...] = field(default=(), metadata=listed("Tasks", "Task", Task, unique="uid"))
    resources: tuple[Resource, ...] = field(
        default=(), metadata=listed("Resources", "Resource", Resource, unique="uid")
    )
    assignments: tuple[Assignment, ...] = field(default=(), metadata=listed("Assignments", "Assignment", Assignment))
    kept: tuple[Kept, ...] = ()
