"""What is shown of finds: what each is called, whose it is, and its place; a fixed number of queries for each kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.urls import reverse

from pmo_site.accounts.policy import Actor, visible
from pmo_site.resources.cells import named
from pmo_site.resources.fields import value_of
from pmo_site.resources.resource import Resource
from pmo_site.resources.search.kinds import SearchedKind, Told, TypedWords
from pmo_site.tenancy.models import EditableModel

Kind = Resource | SearchedKind
"""What finds are grouped by."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that was found."""

    kind: Kind
    id: UUID
    owner_record: UUID | None
    code: str
    title: str


def told(actor: Actor, rows: Sequence[Row], words: TypedWords) -> Mapping[UUID, Told]:
    """How each of some entries is shown, by id; without those that are gone meanwhile."""
    registered = [(row, row.kind) for row in rows if isinstance(row.kind, Resource)]
    owners, titles = _owners(registered), _titles(actor, registered)
    found = {
        row.id: Told(titles.get(row.id, row.title), owners.get(row.owner_record), partial(_page, resource, row.id))
        for row, resource in registered
    }
    for kind, ids in _beside(rows):
        found |= kind.told(actor, ids, words)
    return found


def _page(resource: Resource, record_id: UUID, slug: str) -> str:
    return reverse(f"{resource.key}:detail", kwargs={"slug": slug, resource.parameter: record_id})


def _beside(rows: Sequence[Row]) -> Iterator[tuple[SearchedKind, Collection[UUID]]]:
    for kind in {row.kind.key: row.kind for row in rows}.values():
        if isinstance(kind, SearchedKind):
            yield kind, [row.id for row in rows if row.kind is kind]


def _owners(rows: Sequence[tuple[Row, Resource]]) -> dict[UUID | None, EditableModel]:
    """The owners of what was found, with one query for each kind of owner."""
    kinds: dict[type[EditableModel], set[UUID]] = {}
    for row, resource in rows:
        if resource.owner and row.owner_record:
            kinds.setdefault(resource.owner.model, set()).add(row.owner_record)
    return {owner.pk: owner for kind, ids in kinds.items() for owner in kind._default_manager.filter(pk__in=ids)}


def _titles(actor: Actor, rows: Sequence[tuple[Row, Resource]]) -> dict[UUID, str]:
    """What records are called whose name is told and not stored: people, in the reader's order."""
    found: dict[UUID, str] = {}
    for resource in {resource.key: resource for row, resource in rows if not row.title}.values():
        ids = [row.id for row, kind in rows if kind is resource]
        records = visible(actor, resource.rights.view, resource.model._default_manager.filter(pk__in=ids))
        title = resource.field(resource.title)
        found |= {record.pk: str(value_of(title, record) or named(record)) for record in records}
    return found
