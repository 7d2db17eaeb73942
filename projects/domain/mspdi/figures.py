"""What tasks, resources and assignments have in common: baselines, custom values, figures spread over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from projects.domain.mspdi.enumerations import CustomFieldType, TimeFormat
from projects.domain.mspdi.fields import Kept, leaf, many
from projects.domain.mspdi.values import (
    DURATION,
    INTEGER,
    MOMENT,
    MONEY,
    SWITCH,
    TEXT,
    Kind,
    enumeration,
)

TIME_FORMAT = enumeration(TimeFormat)
CUSTOM_FIELD_TYPE = enumeration(CustomFieldType)
LAST_BASELINE = 10


def _baseline_number(text: str) -> int:
    number = INTEGER.parse(text)
    if not isinstance(number, int) or not 0 <= number <= LAST_BASELINE:
        raise ValueError(text)
    return number


BASELINE_NUMBER = Kind("baseline_number", _baseline_number, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timephased:
    """A figure of one kind (`kind`, the file's number) for one stretch of time, as written: a duration or an amount.

    `unit`: 0 minute, 1 hour, 2 day, 3 week, 5 month, 8 year. Kind 1 is remaining work, 2 actual work of an assignment.
    """

    kind: int = field(metadata=leaf("Type", INTEGER))
    uid: int | None = field(default=None, metadata=leaf("UID", INTEGER))
    start: datetime | None = field(default=None, metadata=leaf("Start", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("Finish", MOMENT))
    unit: int | None = field(default=None, metadata=leaf("Unit", INTEGER))
    value: str | None = field(default=None, metadata=leaf("Value", TEXT))
    kept: tuple[Kept, ...] = ()

    @property
    def minutes(self) -> float | None:
        """The value as minutes of work; None where it is none."""
        try:
            parsed = DURATION.parse(self.value or "")
        except ValueError:
            return None
        return parsed if isinstance(parsed, float) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The plan as it was approved: number 0 is the baseline, 1 to 10 the further ones. Minutes, and money."""

    number: int = field(metadata=leaf("Number", BASELINE_NUMBER))
    interim: bool | None = field(default=None, metadata=leaf("Interim", SWITCH))
    start: datetime | None = field(default=None, metadata=leaf("Start", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("Finish", MOMENT))
    duration: float | None = field(default=None, metadata=leaf("Duration", DURATION))
    duration_format: TimeFormat | None = field(default=None, metadata=leaf("DurationFormat", TIME_FORMAT))
    work: float | None = field(default=None, metadata=leaf("Work", DURATION))
    cost: Decimal | None = field(default=None, metadata=leaf("Cost", MONEY))
    fixed_cost: Decimal | None = field(default=None, metadata=leaf("FixedCost", MONEY))
    timephased: tuple[Timephased, ...] = field(default=(), metadata=many("TimephasedData", Timephased))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomValue:
    """The value of a custom field, as written; `custom_values` gives it its type."""

    field_id: str = field(metadata=leaf("FieldID", TEXT))
    value: str | None = field(default=None, metadata=leaf("Value", TEXT))
    value_guid: str | None = field(default=None, metadata=leaf("ValueGUID", TEXT))
    duration_format: TimeFormat | None = field(default=None, metadata=leaf("DurationFormat", TIME_FORMAT))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """The definition of a custom field: its name in the program and the alias that people see."""

    field_id: str = field(metadata=leaf("FieldID", TEXT))
    name: str | None = field(default=None, metadata=leaf("FieldName", TEXT))
    kind: CustomFieldType | None = field(default=None, metadata=leaf("CFType", CUSTOM_FIELD_TYPE))
    alias: str | None = field(default=None, metadata=leaf("Alias", TEXT))
    formula: str | None = field(default=None, metadata=leaf("Formula", TEXT))
    kept: tuple[Kept, ...] = ()
