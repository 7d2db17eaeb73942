"""What one act did to records of a register, kept so that it can be undone; undoing goes through the same services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.resources.fields import Field, Reference
from pmo_site.resources.models import ChangeBatch
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import records_by_id, require_fields, state_at
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.versions import GoneError

Entry = tuple[UUID, int | None, int | None]
"""A record's id, its version before (None: it was made) and after (None: it was removed)."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many records stand as before, and how many were left alone because they were changed since."""

    records: int
    kept: int


def batch_keep(*, actor: Actor, resource: Resource, entries: Iterable[Entry]) -> ChangeBatch | None:
    """Remember what an act changed; None where nobody in person acted or nothing changed."""
    listed = [[str(key), before, after] for key, before, after in entries]
    if actor.person_id is None or not listed:
        return None
    return ChangeBatch.objects.create(made_by_id=actor.person_id, register=resource.key, entries=listed)


@transaction.atomic
def batch_undo(*, actor: Actor, batch: ChangeBatch, resource: Resource) -> Undone:
    """Bring the records of an act back to where they stood, newest first; what was changed since stays as it is."""
    batch = ChangeBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at is not None:
        raise RuleError([FieldProblem("", "undone_already")])
    outcomes = [_undo(actor, resource, (UUID(key), before, after)) for key, before, after in reversed(batch.entries)]
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    return Undone(outcomes.count(True), outcomes.count(False))


def _undo(actor: Actor, resource: Resource, entry: Entry) -> bool:
    key, before, after = entry
    try:
        with transaction.atomic():
            if after is None and not resource.archives:
                return _returned(actor, resource, key)
            record = records_by_id(actor, resource, resource.rights.view, [key]).get(key)
            if record is None:
                return False
            return _restored(actor, resource, record, before, after)
    except (StaleError, RuleError, GoneError):
        return False


def _returned(actor: Actor, resource: Resource, key: UUID) -> bool:
    return resource.writes.bring_back(actor=actor, **{resource.parameter: key}) is not None


def _restored(actor: Actor, resource: Resource, record: EditableModel, before: int | None, after: int | None) -> bool:
    named: dict[str, Any] = {resource.singular: record}
    stood = before + 1 if after is None and before is not None else after
    if record.version != stood:
        return False
    if after is None:
        resource.writes.bring_back(actor=actor, version=record.version, **named)
        return True
    if before is None:
        resource.writes.remove(actor=actor, version=after, **named)
        return True
    state = state_at(record.pk, resource, before)
    if state is None:
        return False
    former = _former(resource, record, state)
    require_fields(actor, resource, record, former)
    values = {_column(resource.field(name)): value for name, value in former.items()}
    resource.writes.change(actor=actor, version=after, values=values, **named)
    return True


def _former(resource: Resource, record: EditableModel, state: models.Model) -> dict[str, Any]:
    """The former values of the fields that differ, by field."""
    found = {field.name: getattr(state, _column(field)) for field in resource.typed()}
    return {name: value for name, value in found.items() if value != getattr(record, _column(resource.field(name)))}


def _column(field: Field) -> str:
    return f"{field.name}_id" if isinstance(field, Reference) else field.name
