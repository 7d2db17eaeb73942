"""What happened to a record, as differences between one state and the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

_UNSPOKEN = frozenset({"id", "organization_id", "version", "created_at", "updated_at", "folded", "thread_id"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field's value before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, by whom (ids told by the tenant context), which fields."""

    at: datetime
    label: str
    context: Mapping[str, str]
    differences: tuple[Difference, ...]
    version: int | None


def event_model(kind: type[models.Model]) -> type[models.Model]:
    """The append-only table beside a tracked kind."""
    return apps.get_model(kind._meta.app_label, f"{kind.__name__}Event")


def history_of(record: models.Model, *, hidden: Iterable[str] = (), limit: int = 200) -> list[Change]:
    """The newest changes of a record first; fields named in `hidden` are absent.

    An insert lists what was set, a deletion nothing; a change that touched only hidden or unspoken fields
    is left out.
    """
    events = event_model(type(record))._default_manager.filter(pgh_obj_id=record.pk).order_by("-pgh_id")
    rows = list(events.values()[: limit + 1])
    unspoken = frozenset(hidden)
    changes: list[Change] = []
    for position, row in enumerate(rows[:limit]):
        before = rows[position + 1] if position + 1 < len(rows) else {}
        change = change_between(before, row, hidden=unspoken)
        if change.differences or change.label != "update":
            changes.append(change)
    return changes


def change_between(before: Mapping[str, Any], row: Mapping[str, Any], *, hidden: Iterable[str] = ()) -> Change:
    """What one event changed against the one before it; fields named in `hidden` are absent."""
    label, unspoken = row["pgh_label"], _UNSPOKEN | frozenset(hidden)
    known = {} if label == "insert" else before
    found = () if label == "delete" else tuple(_differences(known, row, unspoken))
    return Change(row["pgh_created_at"], label, row["pgh_context"] or {}, found, row.get("version"))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], unspoken: frozenset[str]) -> Iterable[Difference]:
    for field, value in after.items():
        if field.startswith(("pgh_", "folded_", "live_")) or field in unspoken:
            continue
        old = before.get(field)
        if old != value and not (not before and value in (None, "")):
            yield Difference(field, old, value)
