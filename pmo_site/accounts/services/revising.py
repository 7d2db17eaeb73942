"""A record is changed at the version that was read, or not at all."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models

from pmo_site.kernel.conflicts import StaleError
from pmo_site.tenancy.models import EditableModel

Edited = TypeVar("Edited", bound=EditableModel)


def locked_at_version(queryset: models.QuerySet[Edited], record_id: UUID, version: int) -> Edited:
    """Lock a record that still stands at the version the editor saw; raises StaleError or DoesNotExist."""
    record = queryset.select_for_update(of=("self",)).get(id=record_id)
    if record.version != version:
        raise StaleError(record.version)
    return record


def save_next_version(record: Edited, changes: dict[str, object]) -> Edited:
    """Apply changes to a locked record and count its version on; validation is the record's own."""
    for name, value in changes.items():
        setattr(record, name, value)
    record.version += 1
    record.full_clean(exclude=["organization"])
    record.save()
    return record
