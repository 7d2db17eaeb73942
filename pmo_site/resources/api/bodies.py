"""Records of a register as plain dictionaries; what a reader may not see is absent, not null."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import models

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import names_of_users
from pmo_site.accounts.tokens import names_of_tokens
from pmo_site.audit.history import Change, Difference, history_of
from pmo_site.resources.api.writers import own_writer, row_writer
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight, rights_of, sight_of
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.history import actor_name


def single_body(
    resource: Resource, record: EditableModel, actor: Actor, *, held: frozenset[Right] | None = None
) -> dict[str, Any]:
    """One record as its reader may see it; the rights `held` on it are asked for where they are not known yet."""
    sight = sight_of(actor, resource, [record]) if held is None else _sight_by(held, resource, record)
    return own_writer(resource, record, sight)(record)


def _sight_by(held: frozenset[Right], resource: Resource, record: EditableModel) -> Sight:
    """What somebody may see of one record on which they hold these rights, all that they hold on it."""
    on_it = frozenset({record.pk})
    return Sight(frozenset(), dict.fromkeys(rights_of(resource.fields) & held, on_it))


def rows_of(
    resource: Resource, records: Sequence[EditableModel], actor: Actor, only: Collection[str] | None
) -> list[dict[str, Any]]:
    """Records of a list, with the names of their links; only some fields if asked."""
    sight = sight_of(actor, resource, records)
    rows = [row_writer(resource, record, sight)(record) for record in records]
    return rows if only is None else [{name: row[name] for name in only if name in row} for row in rows]


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
