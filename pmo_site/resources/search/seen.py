"""What a reader's lists show, to stand inside the query of a search: many registers stand in one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import current_rows, declared, record_rows


def seen_column(actor: Actor, resource: Resource, column: str) -> RawSQL | QuerySet[Any, Any] | None:
    """A column of every record that the register's list shows the actor; None where it shows none.

    It is compiled once for all who hold the same rights: compiling it anew for each search cost more than asking it.
    """
    return _SEEN.within(actor, resource.key, column)


def _seen(actor: Actor, key: str, column: str) -> QuerySet[Any, Any]:
    resource = declared(key)
    rows = current_rows(record_rows(actor, resource), resource).order_by().prefetch_related(None)
    return rows.filter(**{f"{column}__isnull": False}).values_list(column)


_SEEN = AskedByActor(_seen)
