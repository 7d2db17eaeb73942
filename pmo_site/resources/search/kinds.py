"""Kinds that are found and are no registers: what is kept of each, whose it is to see, how a find of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q

from pmo_site.accounts.policy import Actor
from pmo_site.resources.fields import Words
from pmo_site.tenancy.models import EditableModel

Page = Callable[[str], str]
"""The address of a find, given the organization's slug."""
TypedWords = list[tuple[str, ...]]
"""The typed words, each in its spellings."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a find is called, the record that it belongs to, its place, and what it says around the typed words."""

    title: str
    owner: EditableModel | None
    page: Page
    said: str = ""


@dataclass(frozen=True, slots=True)
class SearchedKind:
    """A kind without a register. Its `columns` are open to whoever sees the row: none may be closed to some readers.

    `owner` is the column that an entry keeps as its `owner_record`. `seen` is the condition on entries by which the
    reader may see their rows, None where they see none; `told` shows some of those, and leaves out what is gone
    meanwhile. `made` is the column that says since when a row stands. Where `owners` names a register, words may
    stand in the owner's entry as well as in the row's own.
    """

    key: str
    many: Words
    icon: str
    model: type[Model]
    columns: tuple[str, ...]
    owner: str
    seen: Callable[[Actor], Q | None]
    told: Callable[[Actor, Collection[UUID], TypedWords], Mapping[UUID, Told]]
    made: str = "created_at"
    owners: str = ""


_kinds: dict[str, SearchedKind] = {}


def offer_kind(kind: SearchedKind) -> None:
    """Let the search find a kind; called once when the site starts."""
    if kind.key in _kinds:
        raise ValueError(f"The search finds {kind.key} already.")
    _kinds[kind.key] = kind


def searched_kinds() -> list[SearchedKind]:
    """Every kind that is found beside the registers."""
    return list(_kinds.values())
