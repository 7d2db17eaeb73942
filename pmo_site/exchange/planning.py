"""What an import would do, row by row: the same plan is shown before and stored after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pmo_site.exchange.mapping import Rejection
from pmo_site.tenancy.models import EditableModel


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that was understood, the record that it becomes, and what changes: field, before, after.

    `record` already carries the new values; `code` and `name` tell it to a reader.
    """

    number: int
    record: EditableModel
    code: str
    name: str
    created: bool
    changes: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Some rows of a file: created, updated, unchanged or rejected.

    `also` names what the rows lean on and does not stand yet; `words` tells ids in changes to a reader.
    """

    rows: tuple[PlannedRow, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    also: tuple[str, ...] = ()
    words: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def created(self) -> list[PlannedRow]:
        """Rows whose records are new."""
        return [row for row in self.rows if row.created]

    @property
    def updated(self) -> list[PlannedRow]:
        """Rows that change their records."""
        return [row for row in self.rows if row.changes and not row.created]

    @property
    def unchanged(self) -> list[PlannedRow]:
        """Rows that say what stands already."""
        return [row for row in self.rows if not row.changes and not row.created]


def written(record: EditableModel, values: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    """Write values into a record that is not stored yet; what changed by it."""
    changes = tuple(
        (name, getattr(record, name), value) for name, value in values.items() if getattr(record, name) != value
    )
    for name, _before, after in changes:
        setattr(record, name, after)
    return changes
