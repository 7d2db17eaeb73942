"""Who finds what: one query over all kinds that the reader may see something of, whatever the number of records.

A search reads an organization's entries from the newest on and stops at as many as are shown, so that a common word is
found at once; a rare one is looked for in all of them. Each branch asks the kind itself whether its record may be
seen, as its list would. Row-level security leaves no index to such a search (only leakproof comparisons keep theirs):
entries are narrow rows of one table instead, folded when they are written (docs/adr/0009).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pmo_site.accounts.policy import Actor
from pmo_site.kernel.parsing import fold, spellings
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.resource import resources
from pmo_site.resources.search.kinds import Page, TypedWords, searched_kinds
from pmo_site.resources.search.plans import search_plan
from pmo_site.resources.search.seen import seen_column
from pmo_site.resources.search.showing import Kind, Row, told
from pmo_site.resources.search.words import matching, typed_words
from pmo_site.tenancy.models import EditableModel

_COLUMNS = ("register", "id", "owner_record", "code", "title")
_LOOKS_LIKE_A_CODE = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Find:
    """A record that was found, with what is shown of it (`Told`)."""

    kind: Kind
    id: UUID
    code: str
    title: str
    owner: EditableModel | None
    page: Page
    said: str


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one kind; `more` where there are others."""

    kind: Kind
    rows: tuple[Find, ...]
    more: bool


def finds(actor: Actor, typed: str, *, each: int, kinds: Collection[str] = ()) -> list[Finds]:
    """What the reader finds: at most so many of each kind, the newest, exact codes and beginnings first."""
    words = typed_words(typed)
    searched = list(_searched(actor, kinds)) if words else []
    if not searched:
        return []
    rows = _ranked(_rows(searched, typed, words, each), typed)
    groups = [[row for row in rows if row.kind is kind] for kind in (every.kind for every in searched)]
    shown = told(actor, [row for group in groups for row in group[:each]], words)
    found = []
    for group in groups:
        lines = tuple(
            Find(row.kind, row.id, row.code, about.title, about.owner, about.page, about.said)
            for row in group[:each]
            if (about := shown.get(row.id))
        )
        if lines:
            found.append(Finds(lines[0].kind, lines, more=len(group) > each))
    return found


def searchable() -> list[str]:
    """The keys of all kinds that are looked through: registers first."""
    return [
        *(resource.key for resource in resources() if search_plan(resource)),
        *(kind.key for kind in searched_kinds()),
    ]


@dataclass(frozen=True, slots=True)
class _Searched:
    """A kind, and its entries that the reader may see; `owners` is a register whose entries may hold words too."""

    kind: Kind
    entries: QuerySet[SearchEntry]
    has_codes: bool = False
    owners: str = ""


def _searched(actor: Actor, kinds: Collection[str]) -> Iterator[_Searched]:
    """The kinds of which the reader may see some record."""
    for resource in resources():
        plan = search_plan(resource) if not kinds or resource.key in kinds else None
        seen = seen_column(actor, resource, "id") if plan else None
        if plan and seen is not None:
            entries = SearchEntry.objects.filter(pk__in=seen, register=resource.key)
            yield _Searched(resource, entries, has_codes=bool(plan.code))
    for kind in searched_kinds():
        condition = kind.seen(actor) if not kinds or kind.key in kinds else None
        if condition is not None:
            entries = SearchEntry.objects.filter(condition, register=kind.key)
            yield _Searched(kind, entries, owners=kind.owners)


def _rows(searched: Sequence[_Searched], typed: str, words: TypedWords, each: int) -> list[Row]:
    """One statement over all branches, each ending at what is shown and one more."""
    branches = [*_of_code(searched, typed), *_of_words(searched, words)]
    first, *rest = (entries.order_by("-noted_at", "-id").values_list(*_COLUMNS)[: each + 1] for entries in branches)
    found = {row[1]: row for row in (first.union(*rest, all=True) if rest else first)}
    known = {every.kind.key: every.kind for every in searched}
    return [Row(known[register], *more) for register, *more in found.values()]


def _of_code(searched: Iterable[_Searched], typed: str) -> list[QuerySet[SearchEntry]]:
    """A code that was typed whole is found beside newer records that hold it too; its index is leakproof."""
    if not _LOOKS_LIKE_A_CODE.fullmatch(typed.strip()):
        return []
    return [each.entries.filter(folded_code=fold(typed)) for each in searched if each.has_codes]


def _of_words(searched: Iterable[_Searched], words: TypedWords) -> list[QuerySet[SearchEntry]]:
    return [each.entries.filter(matching(words, owners=each.owners)) for each in searched]


def _ranked(rows: list[Row], typed: str) -> list[Row]:
    """Exact codes first, then titles that begin with what was typed; the rest as it came."""
    begins = spellings(typed)

    def rank(row: Row) -> int:
        if fold(row.code) in begins:
            return 0
        return 1 if fold(row.title).startswith(begins) else 2

    return sorted(rows, key=rank)
