"""The values of custom fields with the type that their field has."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from projects.domain.mspdi.enumerations import CustomFieldType
from projects.domain.mspdi.figures import CustomField, CustomValue
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.resources import Assignment, Resource
from projects.domain.mspdi.tasks import Task
from projects.domain.mspdi.values import DURATION, MOMENT, MONEY, NUMBER, SWITCH, TEXT, Kind

Typed = str | float | bool | datetime | Decimal | None

_KINDS: Final = {
    CustomFieldType.COST: MONEY,
    CustomFieldType.DATE: MOMENT,
    CustomFieldType.DURATION: DURATION,
    CustomFieldType.FINISH: MOMENT,
    CustomFieldType.FLAG: SWITCH,
    CustomFieldType.NUMBER: NUMBER,
    CustomFieldType.START: MOMENT,
    CustomFieldType.TEXT: TEXT,
}


def _kind_of(field: CustomField) -> Kind:
    """The notation of a field: by its declared type, else by the name that the program gives it (Cost1, Flag20)."""
    if field.kind is not None:
        return _KINDS[field.kind]
    stem = (field.name or "").rstrip("0123456789").upper()
    return _KINDS[CustomFieldType[stem]] if stem in CustomFieldType.__members__ else TEXT


def _typed(kind: Kind, written: CustomValue) -> Typed:
    if written.value is None:
        return None
    try:
        parsed = kind.parse(written.value)
    except ValueError:
        return None
    return parsed if isinstance(parsed, str | float | bool | datetime | Decimal) else None


def custom_values(plan: Plan, subject: Task | Resource | Assignment) -> dict[str, Typed]:
    """The custom values of a task, resource or assignment by alias (or name) of their field.

    Money as Decimal, durations in minutes, flags as bool, the rest as text; None for a value that is not of the
    field's type. Values whose field the plan does not define stand under their field id, as text.
    """
    fields = {field.field_id: field for field in plan.custom_fields}
    result: dict[str, Typed] = {}
    for written in subject.custom_values:
        field = fields.get(written.field_id)
        name = written.field_id if field is None else field.alias or field.name or field.field_id
        result[name] = _typed(TEXT if field is None else _kind_of(field), written)
    return result
