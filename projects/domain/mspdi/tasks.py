"""Tasks and their links as a Microsoft Project file holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from projects.domain.mspdi.enumerations import ConstraintType, EarnedValueMethod, LinkType, TaskType, TimeFormat
from projects.domain.mspdi.fields import Kept, leaf, many
from projects.domain.mspdi.figures import TIME_FORMAT, Baseline, CustomValue, Timephased
from projects.domain.mspdi.values import (
    DURATION,
    INTEGER,
    MOMENT,
    MONEY,
    SWITCH,
    TENTHS,
    TEXT,
    enumeration,
)

LINK_TYPE = enumeration(LinkType)
TASK_TYPE = enumeration(TaskType)
CONSTRAINT_TYPE = enumeration(ConstraintType)
EARNED_VALUE_METHOD = enumeration(EarnedValueMethod)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a task waits for. `lag` is in tenths of a minute, or a percentage where its format says so."""

    predecessor_uid: int = field(metadata=leaf("PredecessorUID", INTEGER))
    type: LinkType | None = field(default=None, metadata=leaf("Type", LINK_TYPE))
    cross_project: bool | None = field(default=None, metadata=leaf("CrossProject", SWITCH))
    cross_project_name: str | None = field(default=None, metadata=leaf("CrossProjectName", TEXT))
    lag: int | None = field(default=None, metadata=leaf("LinkLag", INTEGER))
    lag_format: TimeFormat | None = field(default=None, metadata=leaf("LagFormat", TIME_FORMAT))
    kept: tuple[Kept, ...] = ()

    @property
    def kind(self) -> LinkType:
        """The type of the link; finish to start where the file says nothing."""
        return LinkType.FS if self.type is None else self.type

    @property
    def lag_is_percent(self) -> bool:
        """Whether the lag is a percentage of the predecessor's duration."""
        return self.lag_format is not None and self.lag_format.is_percent

    @property
    def lag_is_elapsed(self) -> bool:
        """Whether the lag runs day and night."""
        return self.lag_format is not None and self.lag_format.is_elapsed

    def lag_minutes(self, predecessor_duration: float | None = None) -> float | None:
        """The lag in minutes, negative for a lead; None for a percentage of a duration that is not known."""
        if not self.lag:
            return 0.0
        if not self.lag_is_percent:
            return self.lag / 10
        return None if predecessor_duration is None else self.lag * predecessor_duration / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of the plan. Durations, work and slack are minutes; costs are money of the plan's currency.

    A null task is an empty row: it holds a place in the list and nothing else.
    """

    uid: int = field(metadata=leaf("UID", INTEGER))
    guid: str | None = field(default=None, metadata=leaf("GUID", TEXT))
    id: int | None = field(default=None, metadata=leaf("ID", INTEGER))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    active: bool | None = field(default=None, metadata=leaf("Active", SWITCH))
    manual: bool | None = field(default=None, metadata=leaf("Manual", SWITCH))
    type: TaskType | None = field(default=None, metadata=leaf("Type", TASK_TYPE))
    is_null: bool | None = field(default=None, metadata=leaf("IsNull", SWITCH))
    created: datetime | None = field(default=None, metadata=leaf("CreateDate", MOMENT))
    contact: str | None = field(default=None, metadata=leaf("Contact", TEXT))
    wbs: str | None = field(default=None, metadata=leaf("WBS", TEXT))
    outline_number: str | None = field(default=None, metadata=leaf("OutlineNumber", TEXT))
    outline_level: int | None = field(default=None, metadata=leaf("OutlineLevel", INTEGER))
    priority: int | None = field(default=None, metadata=leaf("Priority", INTEGER))
    start: datetime | None = field(default=None, metadata=leaf("Start", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("Finish", MOMENT))
    duration: float | None = field(default=None, metadata=leaf("Duration", DURATION))
    manual_start: datetime | None = field(default=None, metadata=leaf("ManualStart", MOMENT))
    manual_finish: datetime | None = field(default=None, metadata=leaf("ManualFinish", MOMENT))
    manual_duration: float | None = field(default=None, metadata=leaf("ManualDuration", DURATION))
    duration_format: TimeFormat | None = field(default=None, metadata=leaf("DurationFormat", TIME_FORMAT))
    work: float | None = field(default=None, metadata=leaf("Work", DURATION))
    stop: datetime | None = field(default=None, metadata=leaf("Stop", MOMENT))
    resume: datetime | None = field(default=None, metadata=leaf("Resume", MOMENT))
    effort_driven: bool | None = field(default=None, metadata=leaf("EffortDriven", SWITCH))
    recurring: bool | None = field(default=None, metadata=leaf("Recurring", SWITCH))
    estimated: bool | None = field(default=None, metadata=leaf("Estimated", SWITCH))
    milestone: bool | None = field(default=None, metadata=leaf("Milestone", SWITCH))
    summary: bool | None = field(default=None, metadata=leaf("Summary", SWITCH))
    critical: bool | None = field(default=None, metadata=leaf("Critical", SWITCH))
    is_subproject: bool | None = field(default=None, metadata=leaf("IsSubproject", SWITCH))
    subproject_name: str | None = field(default=None, metadata=leaf("SubprojectName", TEXT))
    external: bool | None = field(default=None, metadata=leaf("ExternalTask", SWITCH))
    early_start: datetime | None = field(default=None, metadata=leaf("EarlyStart", MOMENT))
    early_finish: datetime | None = field(default=None, metadata=leaf("EarlyFinish", MOMENT))
    late_start: datetime | None = field(default=None, metadata=leaf("LateStart", MOMENT))
    late_finish: datetime | None = field(default=None, metadata=leaf("LateFinish", MOMENT))
    free_slack: float | None = field(default=None, metadata=leaf("FreeSlack", TENTHS))
    total_slack: float | None = field(default=None, metadata=leaf("TotalSlack", TENTHS))
    fixed_cost: Decimal | None = field(default=None, metadata=leaf("FixedCost", MONEY))
    percent_complete: int | None = field(default=None, metadata=leaf("PercentComplete", INTEGER))
    percent_work_complete: int | None = field(default=None, metadata=leaf("PercentWorkComplete", INTEGER))
    cost: Decimal | None = field(default=None, metadata=leaf("Cost", MONEY))
    overtime_cost: Decimal | None = field(default=None, metadata=leaf("OvertimeCost", MONEY))
    actual_start: datetime | None = field(default=None, metadata=leaf("ActualStart", MOMENT))
    actual_finish: datetime | None = field(default=None, metadata=leaf("ActualFinish", MOMENT))
    actual_duration: float | None = field(default=None, metadata=leaf("ActualDuration", DURATION))
    actual_cost: Decimal | None = field(default=None, metadata=leaf("ActualCost", MONEY))
    actual_work: float | None = field(default=None, metadata=leaf("ActualWork", DURATION))
    remaining_duration: float | None = field(default=None, metadata=leaf("RemainingDuration", DURATION))
    remaining_cost: Decimal | None = field(default=None, metadata=leaf("RemainingCost", MONEY))
    remaining_work: float | None = field(default=None, metadata=leaf("RemainingWork", DURATION))
    constraint_type: ConstraintType | None = field(default=None, metadata=leaf("ConstraintType", CONSTRAINT_TYPE))
    calendar_uid: int | None = field(default=None, metadata=leaf("CalendarUID", INTEGER))
    constraint_date: datetime | None = field(default=None, metadata=leaf("ConstraintDate", MOMENT))
    deadline: datetime | None = field(default=None, metadata=leaf("Deadline", MOMENT))
    ignore_resource_calendar: bool | None = field(default=None, metadata=leaf("IgnoreResourceCalendar", SWITCH))
    notes: str | None = field(default=None, metadata=leaf("Notes", TEXT))
    physical_percent_complete: int | None = field(default=None, metadata=leaf("PhysicalPercentComplete", INTEGER))
    earned_value_method: EarnedValueMethod | None = field(
        default=None, metadata=leaf("EarnedValueMethod", EARNED_VALUE_METHOD)
    )
    links: tuple[Link, ...] = field(default=(), metadata=many("PredecessorLink", Link))
    custom_values: tuple[CustomValue, ...] = field(default=(), metadata=many("ExtendedAttribute", CustomValue))
    baselines: tuple[Baseline, ...] = field(default=(), metadata=many("Baseline", Baseline))
    timephased: tuple[Timephased, ...] = field(default=(), metadata=many("TimephasedData", Timephased))
    kept: tuple[Kept, ...] = ()
