"""Resources, their rates, and who is assigned to what, as a Microsoft Project file holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from projects.domain.mspdi.enumerations import RateUnit, ResourceType
from projects.domain.mspdi.fields import Kept, leaf, listed, many
from projects.domain.mspdi.figures import Baseline, CustomValue, Timephased
from projects.domain.mspdi.values import (
    DURATION,
    INTEGER,
    MOMENT,
    MONEY,
    NUMBER,
    SWITCH,
    TEXT,
    enumeration,
)

RESOURCE_TYPE = enumeration(ResourceType)
RATE_UNIT = enumeration(RateUnit)
UNASSIGNED: Final = -65535
"""The resource of an assignment that nobody has taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What a resource costs in a period: per hour (whatever unit is shown) and per use. Table 0 is A, 4 is E."""

    start: datetime | None = field(default=None, metadata=leaf("RatesFrom", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("RatesTo", MOMENT))
    table: int | None = field(default=None, metadata=leaf("RateTable", INTEGER))
    standard: Decimal | None = field(default=None, metadata=leaf("StandardRate", NUMBER))
    standard_unit: RateUnit | None = field(default=None, metadata=leaf("StandardRateFormat", RATE_UNIT))
    overtime: Decimal | None = field(default=None, metadata=leaf("OvertimeRate", NUMBER))
    overtime_unit: RateUnit | None = field(default=None, metadata=leaf("OvertimeRateFormat", RATE_UNIT))
    cost_per_use: Decimal | None = field(default=None, metadata=leaf("CostPerUse", MONEY))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """How much of a resource there is in a period; 1 is one full-time person."""

    start: datetime | None = field(default=None, metadata=leaf("AvailableFrom", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("AvailableTo", MOMENT))
    units: Decimal | None = field(default=None, metadata=leaf("AvailableUnits", NUMBER))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A person, a team, a material or a cost. Work is minutes, rates are per hour, units 1 is full time."""

    uid: int = field(metadata=leaf("UID", INTEGER))
    guid: str | None = field(default=None, metadata=leaf("GUID", TEXT))
    id: int | None = field(default=None, metadata=leaf("ID", INTEGER))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    type: ResourceType | None = field(default=None, metadata=leaf("Type", RESOURCE_TYPE))
    is_null: bool | None = field(default=None, metadata=leaf("IsNull", SWITCH))
    initials: str | None = field(default=None, metadata=leaf("Initials", TEXT))
    material_label: str | None = field(default=None, metadata=leaf("MaterialLabel", TEXT))
    code: str | None = field(default=None, metadata=leaf("Code", TEXT))
    group: str | None = field(default=None, metadata=leaf("Group", TEXT))
    email: str | None = field(default=None, metadata=leaf("EmailAddress", TEXT))
    max_units: Decimal | None = field(default=None, metadata=leaf("MaxUnits", NUMBER))
    over_allocated: bool | None = field(default=None, metadata=leaf("OverAllocated", SWITCH))
    work: float | None = field(default=None, metadata=leaf("Work", DURATION))
    actual_work: float | None = field(default=None, metadata=leaf("ActualWork", DURATION))
    remaining_work: float | None = field(default=None, metadata=leaf("RemainingWork", DURATION))
    standard_rate: Decimal | None = field(default=None, metadata=leaf("StandardRate", NUMBER))
    standard_rate_unit: RateUnit | None = field(default=None, metadata=leaf("StandardRateFormat", RATE_UNIT))
    cost: Decimal | None = field(default=None, metadata=leaf("Cost", MONEY))
    overtime_rate: Decimal | None = field(default=None, metadata=leaf("OvertimeRate", NUMBER))
    overtime_rate_unit: RateUnit | None = field(default=None, metadata=leaf("OvertimeRateFormat", RATE_UNIT))
    cost_per_use: Decimal | None = field(default=None, metadata=leaf("CostPerUse", MONEY))
    actual_cost: Decimal | None = field(default=None, metadata=leaf("ActualCost", MONEY))
    remaining_cost: Decimal | None = field(default=None, metadata=leaf("RemainingCost", MONEY))
    calendar_uid: int | None = field(default=None, metadata=leaf("CalendarUID", INTEGER))
    notes: str | None = field(default=None, metadata=leaf("Notes", TEXT))
    is_generic: bool | None = field(default=None, metadata=leaf("IsGeneric", SWITCH))
    is_inactive: bool | None = field(default=None, metadata=leaf("IsInactive", SWITCH))
    is_cost_resource: bool | None = field(default=None, metadata=leaf("IsCostResource", SWITCH))
    is_budget: bool | None = field(default=None, metadata=leaf("IsBudget", SWITCH))
    custom_values: tuple[CustomValue, ...] = field(default=(), metadata=many("ExtendedAttribute", CustomValue))
    baselines: tuple[Baseline, ...] = field(default=(), metadata=many("Baseline", Baseline))
    availability: tuple[Availability, ...] = field(
        default=(), metadata=listed("AvailabilityPeriods", "AvailabilityPeriod", Availability)
    )
    rates: tuple[Rate, ...] = field(default=(), metadata=listed("Rates", "Rate", Rate))
    timephased: tuple[Timephased, ...] = field(default=(), metadata=many("TimephasedData", Timephased))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A resource on a task. Work is minutes, units 1 is full time; `timephased` spreads the work over time."""

    uid: int | None = field(default=None, metadata=leaf("UID", INTEGER))
    guid: str | None = field(default=None, metadata=leaf("GUID", TEXT))
    task_uid: int = field(metadata=leaf("TaskUID", INTEGER))
    resource_uid: int | None = field(default=None, metadata=leaf("ResourceUID", INTEGER))
    percent_work_complete: int | None = field(default=None, metadata=leaf("PercentWorkComplete", INTEGER))
    actual_cost: Decimal | None = field(default=None, metadata=leaf("ActualCost", MONEY))
    actual_finish: datetime | None = field(default=None, metadata=leaf("ActualFinish", MOMENT))
    actual_start: datetime | None = field(default=None, metadata=leaf("ActualStart", MOMENT))
    actual_work: float | None = field(default=None, metadata=leaf("ActualWork", DURATION))
    cost: Decimal | None = field(default=None, metadata=leaf("Cost", MONEY))
    cost_rate_table: int | None = field(default=None, metadata=leaf("CostRateTable", INTEGER))
    finish: datetime | None = field(default=None, metadata=leaf("Finish", MOMENT))
    milestone: bool | None = field(default=None, metadata=leaf("Milestone", SWITCH))
    notes: str | None = field(default=None, metadata=leaf("Notes", TEXT))
    overtime_work: float | None = field(default=None, metadata=leaf("OvertimeWork", DURATION))
    regular_work: float | None = field(default=None, metadata=leaf("RegularWork", DURATION))
    remaining_cost: Decimal | None = field(default=None, metadata=leaf("RemainingCost", MONEY))
    remaining_work: float | None = field(default=None, metadata=leaf("RemainingWork", DURATION))
    start: datetime | None = field(default=None, metadata=leaf("Start", MOMENT))
    stop: datetime | None = field(default=None, metadata=leaf("Stop", MOMENT))
    resume: datetime | None = field(default=None, metadata=leaf("Resume", MOMENT))
    units: Decimal | None = field(default=None, metadata=leaf("Units", NUMBER))
    work: float | None = field(default=None, metadata=leaf("Work", DURATION))
    work_contour: int | None = field(default=None, metadata=leaf("WorkContour", INTEGER))
    custom_values: tuple[CustomValue, ...] = field(default=(), metadata=many("ExtendedAttribute", CustomValue))
    baselines: tuple[Baseline, ...] = field(default=(), metadata=many("Baseline", Baseline))
    timephased: tuple[Timephased, ...] = field(default=(), metadata=many("TimephasedData", Timephased))
    kept: tuple[Kept, ...] = ()
