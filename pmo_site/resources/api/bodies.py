"""Records of a register as plain dictionaries; what a reader may not see is absent, not null."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import names_of_users
from pmo_site.accounts.tokens import names_of_tokens
from pmo_site.audit.history import Change, Difference, history_of
from pmo_site.resources.cells import named
from pmo_site.resources.fields import Computed, Field, Reference, is_beside, value_of
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight, sight_of
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.history import actor_name


def body_of(resource: Resource, record: EditableModel, sight: Sight) -> dict[str, Any]:
    """A record's own fields."""
    found: dict[str, Any] = {"id": record.pk, "version": record.version}
    if resource.owner:
        found[f"{resource.owner.field}_id"] = getattr(record, f"{resource.owner.field}_id")
    for field in resource.fields:
        if not is_beside(field) and sight.shows(field, record):
            name, value = _entry(field, record)
            found[name] = value
    found |= {"created_at": record.created_at, "updated_at": record.updated_at}
    if resource.archives:
        found["archived_at"] = getattr(record, "archived_at", None)
    return found


def single_body(resource: Resource, record: EditableModel, actor: Actor) -> dict[str, Any]:
    """One record as its reader may see it."""
    return body_of(resource, record, sight_of(actor, resource, [record]))


def row_of(resource: Resource, record: EditableModel, sight: Sight, only: Collection[str] | None) -> dict[str, Any]:
    """A record in a list, with the names of its links; only some fields if asked."""
    row = body_of(resource, record, sight)
    for field in resource.fields:
        if isinstance(field, Reference) and sight.shows(field, record):
            row[f"{field.name}_name"] = named(getattr(record, field.name)) or None
        elif is_beside(field) and sight.shows(field, record):
            row |= _beside(field, value_of(field, record))
    if resource.owner:
        owner = getattr(record, resource.owner.field)
        row[f"{resource.owner.field}_code"] = getattr(owner, resource.owner.code)
    return row if only is None else {name: row[name] for name in only if name in row}


def _beside(field: Field, value: Any) -> dict[str, Any]:  # noqa: ANN401  what a computed field tells
    if not (isinstance(field, Computed) and field.like is Reference):
        return {field.name: value}
    return {f"{field.name}_id": value.pk if value else None, f"{field.name}_name": named(value) or None}


def _entry(field: Field, record: models.Model) -> tuple[str, Any]:
    if isinstance(field, Reference):
        return f"{field.name}_id", getattr(record, f"{field.name}_id")
    return field.name, value_of(field, record)


def history_rows(record: models.Model, *, hidden: Collection[str], limit: int) -> list[dict[str, Any]]:
    """What happened to a record, newest first; hidden fields are absent."""
    changes = history_of(record, hidden=hidden, limit=limit)
    users = names_of_users({change.context["user"] for change in changes if "user" in change.context})
    tokens = names_of_tokens({change.context["token"] for change in changes if "token" in change.context})
    labels = {str(field.column): str(field.verbose_name) for field in record._meta.concrete_fields}
    return [
        {
            "at": change.at,
            "action": change.label,
            "actor_id": _actor_id(change),
            "actor_name": actor_name(change, users, tokens),
            "version": change.version,
            "changes": [_difference(each, labels) for each in change.differences],
        }
        for change in changes
    ]


def _actor_id(change: Change) -> str | None:
    return None if "system" in change.context else change.context.get("user")


def _difference(difference: Difference, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "field": difference.field,
        "label": labels.get(difference.field, difference.field),
        "before": difference.before,
        "after": difference.after,
    }
