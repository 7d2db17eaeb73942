"""The audit log of an organization: the events of every tracked kind as one list, newest first.

A kind stands in the log of who sees all of its records; columns of money and of other rights likewise. Hashes of
keys stand in nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import Change, change_between, event_model
from pmo_site.console.selectors.naming import names_of_rows
from pmo_site.resources.resource import resources

PAGE_SIZE: Final = 50
ACTIONS: Final = ("insert", "update", "delete")
_OPEN_APPS: Final = frozenset({"accounts", "notifications", "resources"})
"""Apps whose kinds tell nothing of projects: who reads the log reads them."""
_SECRET: Final = ("_hash", "secret", "password")


@dataclass(frozen=True, slots=True)
class Kind:
    """A tracked kind: its name in addresses, and the right to see all of its records."""

    key: str
    model: type[models.Model]
    right: Right
    column_rights: Mapping[str, Right]

    def hidden(self, actor: Actor) -> frozenset[str]:
        """Columns that stay closed to a reader."""
        closed = {column for column, right in self.column_rights.items() if right not in actor.everywhere}
        return frozenset(closed | {column for column in self.columns if column.endswith(_SECRET)})

    @property
    def columns(self) -> list[str]:
        """The columns of the kind's table."""
        return [str(field.column) for field in self.model._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which events are asked for; nothing means all of them."""

    kind: str = ""
    action: str = ""
    user_id: UUID | None = None
    record_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its change, the kind and id of the record, and the record's name as it was then."""

    place: str
    kind: Kind
    record_id: str
    name: str
    change: Change

    @property
    def request_id(self) -> str:
        """The request that made the change; empty where none did."""
        return str(self.change.context.get("request_id", ""))


def kinds(actor: Actor) -> list[Kind]:
    """Tracked kinds all of whose records the actor sees, by their name in addresses."""
    return [kind for kind in _all_kinds() if kind.right in actor.everywhere]


def audit_page(
    actor: Actor, narrowing: Narrowing, *, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Event], str]:
    """Events after a place of the log, newest first, and the place of the last one where more follow.

    One query finds them over all tables, one more for each kind among them reads what stood before and after, and one
    the names of records that have no words of their own.
    """
    require(actor, Right.AUDIT_VIEW)
    asked = [kind for kind in kinds(actor) if narrowing.kind in {"", kind.key}]
    places = _places(actor, asked, narrowing, _read(after), size + 1) if asked else []
    shown = places[:size]
    rows = _rows(actor, asked, shown)
    found = [(asked[number], at, rows[number][key], rows[number].get(before)) for at, number, key, before in shown]
    names = names_of_rows([(kind.model, row) for kind, _at, row, _before in found])
    events = [
        Event(f"{at.isoformat()}~{kind.key}~{row['pgh_id']}", kind, str(row["pgh_obj_id"]), name,
              change_between(before or {}, row, hidden=kind.hidden(actor)))
        for (kind, at, row, before), name in zip(found, names, strict=True)
    ]  # fmt: skip
    return events, events[-1].place if len(places) > size else ""


def _all_kinds() -> list[Kind]:
    declared = {resource.model: resource for resource in resources()}
    found = []
    for model in apps.get_models():
        if not {"pgh_id", "pgh_obj"} <= {field.name for field in model._meta.local_fields}:
            continue
        of: Any = model._meta.get_field("pgh_obj").related_model
        resource = declared.get(of)
        open_app = of._meta.app_label in _OPEN_APPS
        right = resource.rights.view if resource else Right.AUDIT_VIEW if open_app else Right.PROJECT_VIEW
        asked = {field.name: field.right for field in resource.fields if field.right} if resource else {}
        found.append(Kind(of._meta.label_lower, of, right, _column_rights(of, asked)))
    return sorted(found, key=lambda kind: kind.key)


def _column_rights(model: type[models.Model], asked: Mapping[str, Right]) -> dict[str, Right]:
    """What each column asks for: amounts and what may hold them (JSON) ask for money."""
    money = (models.DecimalField, models.JSONField)
    found = {str(f.column): Right.MONEY_VIEW for f in model._meta.concrete_fields if isinstance(f, money)}
    return found | {str(f.column): asked[f.name] for f in model._meta.concrete_fields if f.name in asked}


_Place = tuple[datetime, int, int, int | None]


def _places(
    actor: Actor, asked: Sequence[Kind], narrowing: Narrowing, after: tuple[datetime, str, int] | None, size: int
) -> list[_Place]:
    columns = ("pgh_created_at", "pgh_kind", "pgh_id", "pgh_before")
    branches = []
    for number, kind in enumerate(asked):
        table = event_model(kind.model)._default_manager
        own = table.filter(organization_id=actor.organization_id)
        earlier = own.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
        rows = own.filter(_narrowed(narrowing, kind)).filter(_beyond(after, kind))
        rows = rows.annotate(pgh_kind=Value(number), pgh_before=Subquery(earlier.values("pgh_id")[:1]))
        branches.append(rows.order_by("-pgh_created_at", "-pgh_id").values_list(*columns)[:size])
    first, *others = branches
    if not others:
        return list(first)
    return list(first.union(*others, all=True).order_by("-pgh_created_at", "pgh_kind", "-pgh_id")[:size])


def _narrowed(narrowing: Narrowing, kind: Kind) -> Q:
    told = {
        "pgh_label": narrowing.action,
        "pgh_context__user": str(narrowing.user_id) if narrowing.user_id else "",
        "pgh_created_at__gte": narrowing.since,
        "pgh_created_at__lt": narrowing.until,
    }
    found = Q(**{name: value for name, value in told.items() if value})
    if not narrowing.record_id:
        return found
    key: Any = kind.model._meta.pk
    try:
        return found & Q(pgh_obj_id=key.to_python(narrowing.record_id))
    except Exception:  # noqa: BLE001  what no key of this kind can be names no record of it
        return Q(pk__in=[])


def _beyond(after: tuple[datetime, str, int] | None, kind: Kind) -> Q:
    """Events behind a place: older, or as old and behind it in the order of kinds and of the table."""
    if after is None:
        return Q()
    at, key, number = after
    older = Q(pgh_created_at__lt=at)
    if kind.key < key:
        return older
    same = Q(pgh_created_at=at)
    return older | (same if kind.key > key else same & Q(pgh_id__lt=number))


def _read(place: str) -> tuple[datetime, str, int] | None:
    """A place of the log; the beginning where it is none."""
    try:
        at, key, number = place.split("~")
        return datetime.fromisoformat(at), key, int(number)
    except ValueError:
        return None


def _rows(actor: Actor, asked: Sequence[Kind], shown: Sequence[_Place]) -> dict[int, dict[int | None, dict[str, Any]]]:
    found: dict[int, dict[int | None, dict[str, Any]]] = {}
    for number in sorted({place[1] for place in shown}):
        wanted = {key for _at, n, *keys in shown if n == number for key in keys if key is not None}
        rows = event_model(asked[number].model)._default_manager.filter(
            organization_id=actor.organization_id, pgh_id__in=wanted
        )
        found[number] = {row["pgh_id"]: row for row in rows.values()}
    return found
