"""Which kinds of record can be talked about, and by whom; registers of such records tell it by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from pmo_site.accounts.models import Person
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.threaded import Threaded
from pmo_site.tenancy.versions import refuse_archived

People = Callable[[Any, Right], QuerySet[Person]]
Name = Callable[[Any], str]
OwnerOf = Callable[[Any], Model | None]


@dataclass(frozen=True, slots=True)
class ThreadedKind:
    """A kind that carries threads.

    Who holds `view_right` on a record sees its thread, who holds `comment_right` writes on it. `page(slug, record)`
    is where its thread is shown; `people(record, right)` finds who holds a right on this record beyond those who
    hold it everywhere, in one query; `name(record)` is what its readers call it; `owner(record)` is what it belongs to.
    """

    key: str
    model: type[Threaded]
    view_right: Right
    comment_right: Right
    page: Callable[[str, Any], str]
    people: People
    name: Name
    owner: OwnerOf


_kinds: dict[str, ThreadedKind] = {}


def nobody_else(record: object, right: Right) -> QuerySet[Person]:  # noqa: ARG001  a signature
    """For kinds on which a right is held everywhere or not at all."""
    return Person.objects.none()


def belongs_to_nothing(record: object) -> Model | None:  # noqa: ARG001  a signature
    """For kinds that stand by themselves."""
    return None


def register_threaded(
    model: type[Threaded],
    *,
    view_right: Right,
    comment_right: Right,
    page: Callable[[str, Any], str],
    people: People = nobody_else,
    name: Name = str,
    owner: OwnerOf = belongs_to_nothing,
) -> None:
    """Let a kind of record carry threads; its name in addresses is the model's own."""
    key = str(model._meta.model_name)
    if key in _kinds:
        raise ValueError(f"There is a threaded kind {key!r} already.")
    _kinds[key] = ThreadedKind(key, model, view_right, comment_right, page, people, name, owner)


def threaded_kind(key: str) -> ThreadedKind | None:
    """The kind that an address names."""
    return _kinds.get(key)


def kind_of(record: Threaded) -> ThreadedKind:
    """The kind of a record."""
    return _kinds[str(record._meta.model_name)]


def view_right_of(*, kind: str, **_parts: object) -> Right | None:
    """The right by which threads of a kind are read; None for what is no kind, of which there is nothing to read."""
    found = threaded_kind(kind)
    return found.view_right if found is not None else None


def refuse_put_away(record: Threaded) -> None:
    """Nothing is said on what is archived, nor on what belongs to it; what was said stays to be read."""
    refuse_archived(record)
    owner = kind_of(record).owner(record)
    if owner is not None:
        refuse_archived(owner)


def is_put_away(record: Threaded) -> bool:
    """Whether a record's talk has ended: it, or what it belongs to, is archived."""
    try:
        refuse_put_away(record)
    except RuleError:
        return True
    return False
