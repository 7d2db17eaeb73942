"""The services of a kind that has no rules beyond its model's: made, changed, deleted, brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.resources.resource import Rights, Writes
from pmo_site.resources.services.records import record_change, record_delete, record_store, record_undelete
from pmo_site.tenancy.models import EditableModel

Beside = Callable[[Actor, EditableModel], None]
"""What else happens in the transaction of a write, given the record: act on behalf, ask for health."""


def simple_writes(
    kind: type[EditableModel], rights: Rights, *, owner: str = "", beside: Beside | None = None
) -> Writes:
    """The four writes of a kind whose rules its model and its constraints tell."""
    name = str(kind._meta.model_name)
    told = beside or (lambda _actor, _record: None)

    @transaction.atomic
    def create(*, actor: Actor, values: Mapping[str, Any], **parents: EditableModel) -> EditableModel:
        require(actor, rights.create, parents.get(owner))
        record = kind(**parents, **values)
        told(actor, record)
        return record_store(record, actor=actor, sees=rights.view)

    @transaction.atomic
    def change(*, actor: Actor, version: int, values: Mapping[str, Any], **named: EditableModel) -> EditableModel:
        record = named[name]
        require(actor, rights.change, record)
        told(actor, record)
        return record_change(record, actor=actor, sees=rights.view, version=version, values=values)

    @transaction.atomic
    def remove(*, actor: Actor, version: int, **named: EditableModel) -> None:
        record = named[name]
        require(actor, rights.remove or rights.change, record)
        told(actor, record)
        record_delete(record, version=version)

    @transaction.atomic
    def bring_back(*, actor: Actor, **named: UUID) -> EditableModel | None:
        asks = rights.remove or rights.change
        record = record_undelete(kind, named[f"{name}_id"], actor=actor, sees=rights.view, asks=asks)
        if record is not None:
            told(actor, record)
        return record

    return Writes(create, change, remove, bring_back)
