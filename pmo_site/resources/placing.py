"""Where a new record belongs when no address says it: its owner, told by code or by name, and who may add there.

The lists across owners add and paste by it; a page of an owner never asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from pmo_site.accounts.policy import Actor, rights_on
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.accounts.rights import Right
from pmo_site.kernel.parsing import fold
from pmo_site.resources.fields import Field, Reference
from pmo_site.resources.owner import Owner
from pmo_site.resources.readers import UnreadError
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import is_archived, owners_named, rights_of
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.versions import ARCHIVED

Held = Mapping[UUID, frozenset[Right]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text says that a record belongs: an owner with the rights held on it, or why nothing is added there."""

    owner: EditableModel | None = None
    rights: frozenset[Right] = frozenset()
    problem: str = ""

    def takes(self, asked: Field) -> bool:
        """Whether a field of a new record may be filled in here."""
        return rights_of([asked]) <= self.rights


@dataclass(frozen=True, slots=True)
class Placing:
    """How the rows of a block say where they belong: the field that names the owner, and what its texts mean."""

    owner: Reference
    typed: Sequence[Field]
    places: Mapping[str, Place] = field(default_factory=dict)

    def read(self, cell: str) -> EditableModel | None:
        """The owner that a cell names; UnreadError where nothing may be added to it, with the reason."""
        place = self.places.get(cell, Place())
        if place.problem:
            raise UnreadError(place.problem)
        return place.owner

    def closed(self, cells: Mapping[str, str]) -> frozenset[str]:
        """The fields that are not to be filled in on the owner whom a row names."""
        place = self.places.get(cells.get(self.owner.name, ""))
        if place is None or place.owner is None:
            return frozenset()
        return frozenset(each.name for each in self.typed if not place.takes(each))


def owner_field(resource: Resource, owner: Owner) -> Reference:
    """The owner as a column of a sheet, known by words for its code and for its name."""
    label, names = resource.field(owner.column).label, f"{owner.names},{owner.titles}"
    return Reference(owner.field, owner.model._default_manager.none, label=label, required=True, names=names)


def place_named(actor: Actor, resource: Resource, text: str) -> Place:
    """Where a text says that a record belongs; nowhere where it says nothing."""
    return places_named(actor, resource, [text]).get(text, Place())


def places_named(actor: Actor, resource: Resource, texts: Iterable[str]) -> dict[str, Place]:
    """What each text means: a code, code and name as they are offered, or a name; two queries for all of them.

    What the actor may not see is unknown, as what does not exist; what they see and may not add to is refused.
    """
    owner, asked = resource.owner, {text: fold(text) for text in texts if fold(text)}
    if owner is None or not asked:
        return {}
    found = owners_named(actor, resource, asked.values())
    held = rights_on(actor, found)
    known = [_known(found, name) for name in (owner.code_of, str, owner.name_of)]
    return {
        text: _place(resource, owner, next((names[key] for names in known if key in names), []), held)
        for text, key in asked.items()
    }


def _known(found: Iterable[EditableModel], name: Callable[[Any], str]) -> dict[str, list[EditableModel]]:
    words: dict[str, list[EditableModel]] = {}
    for each in found:
        words.setdefault(fold(name(each)), []).append(each)
    return words


def _place(resource: Resource, owner: Owner, meant: Sequence[EditableModel], held: Held) -> Place:
    kind = {"kind": owner.model._meta.verbose_name}
    if not meant:
        return Place(problem=gettext("There is no %(kind)s of this code or name.") % kind)
    if len(meant) > 1:
        return Place(problem=gettext("Several are called so. Name it by its code."))
    (found,) = meant
    if resource.rights.create not in held[found.pk]:
        return Place(problem=gettext("You may see this %(kind)s, but not add to it.") % kind)
    if is_archived(found):
        return Place(problem=str(PROBLEM_WORDS[ARCHIVED]))
    return Place(found, held[found.pk])
