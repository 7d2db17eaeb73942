"""Who finds what: one query over every register that the reader may see, whatever the number of records.

A search reads an organization's entries from the newest on and stops at as many as are shown, so that a common word is
found at once; a rare one is looked for in all of them. Each branch asks the register itself whether its record may be
seen, as its list would. Row-level security leaves no index to such a search (only leakproof comparisons keep theirs):
entries are narrow rows of one table instead, folded when they are written (docs/adr/0009).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from pmo_site.accounts.policy import Actor, visible
from pmo_site.kernel.parsing import fold, spellings
from pmo_site.resources.cells import named
from pmo_site.resources.fields import value_of
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.search.plans import search_plan
from pmo_site.resources.search.words import matching, typed_words
from pmo_site.resources.selectors import record_rows
from pmo_site.tenancy.models import EditableModel

_COLUMNS = ("register", "id", "owner_record", "code", "title")
_LOOKS_LIKE_A_CODE = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Find:
    """A record that was found: what it is called, and the record that it belongs to."""

    resource: Resource
    id: UUID
    code: str
    title: str
    owner: EditableModel | None = None


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one register; `more` where its list holds others."""

    resource: Resource
    rows: tuple[Find, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _Row:
    resource: Resource
    id: UUID
    owner_record: UUID | None
    code: str
    title: str


def finds(actor: Actor, typed: str, *, each: int, kinds: Collection[str] = ()) -> list[Finds]:
    """What the reader finds: at most so many of each register, the newest, exact codes and beginnings first."""
    words = typed_words(typed)
    searched = list(_searched(actor, kinds)) if words else []
    if not searched:
        return []
    rows = _ranked(_rows([*_of_code(searched, typed), *_of_words(searched, words)], each), typed)
    owners, titles = _owners(rows), _titles(actor, rows)
    found = []
    for resource in (plan.resource for plan in searched):
        own = [row for row in rows if row.resource is resource]
        shown = tuple(
            Find(resource, row.id, row.code, titles.get(row.id, row.title), owners.get(row.owner_record))
            for row in own[:each]
        )
        if shown:
            found.append(Finds(resource, shown, more=len(own) > each))
    return found


@dataclass(frozen=True, slots=True)
class _Searched:
    """A register, and its entries that the reader may see."""

    resource: Resource
    has_codes: bool
    entries: QuerySet[SearchEntry]


def _searched(actor: Actor, kinds: Collection[str]) -> Iterator[_Searched]:
    """The registers of which the reader may see some record."""
    for resource in resources():
        plan = search_plan(resource) if not kinds or resource.key in kinds else None
        seen = _seen(actor, resource) if plan else None
        if plan and seen is not None and not seen.query.is_empty():
            entries = SearchEntry.objects.filter(Exists(seen.filter(pk=OuterRef("pk"))), register=resource.key)
            yield _Searched(resource, bool(plan.code), entries)


def _seen(actor: Actor, resource: Resource) -> QuerySet[Any]:
    """The records that the register's own list shows the reader."""
    rows = record_rows(actor, resource)
    return rows.filter(archived_at__isnull=True) if resource.archives else rows


def _of_code(searched: Iterable[_Searched], typed: str) -> list[QuerySet[SearchEntry]]:
    """A code that was typed whole is found beside newer records that hold it too; its index is leakproof."""
    if not _LOOKS_LIKE_A_CODE.fullmatch(typed.strip()):
        return []
    return [each.entries.filter(folded_code=fold(typed)) for each in searched if each.has_codes]


def _of_words(searched: Iterable[_Searched], words: list[tuple[str, ...]]) -> list[QuerySet[SearchEntry]]:
    return [each.entries.filter(matching(words)) for each in searched]


def _rows(branches: Sequence[QuerySet[SearchEntry]], each: int) -> list[_Row]:
    """One statement over all branches, each ending at what is shown and one more."""
    first, *rest = (entries.order_by("-noted_at", "-id").values_list(*_COLUMNS)[: each + 1] for entries in branches)
    found = {row[1]: row for row in (first.union(*rest, all=True) if rest else first)}
    known = {resource.key: resource for resource in resources()}
    return [_Row(known[register], *more) for register, *more in found.values()]


def _ranked(rows: list[_Row], typed: str) -> list[_Row]:
    """Exact codes first, then titles that begin with what was typed; the rest as it came."""
    begins = spellings(typed)

    def rank(row: _Row) -> int:
        if fold(row.code) in begins:
            return 0
        return 1 if fold(row.title).startswith(begins) else 2

    return sorted(rows, key=rank)


def _owners(rows: Sequence[_Row]) -> dict[UUID | None, EditableModel]:
    """The owners of what was found, with one query for each kind of owner."""
    kinds: dict[type[EditableModel], set[UUID]] = {}
    for row in rows:
        if row.resource.owner and row.owner_record:
            kinds.setdefault(row.resource.owner.model, set()).add(row.owner_record)
    return {owner.pk: owner for kind, ids in kinds.items() for owner in kind._default_manager.filter(pk__in=ids)}


def _titles(actor: Actor, rows: Sequence[_Row]) -> dict[UUID, str]:
    """What records are called whose name is told and not stored: people, in the reader's order."""
    found: dict[UUID, str] = {}
    for resource in {row.resource.key: row.resource for row in rows if not row.title}.values():
        ids = [row.id for row in rows if row.resource is resource]
        records = visible(actor, resource.rights.view, resource.model._default_manager.filter(pk__in=ids))
        title = resource.field(resource.title)
        found |= {record.pk: str(value_of(title, record) or named(record)) for record in records}
    return found
