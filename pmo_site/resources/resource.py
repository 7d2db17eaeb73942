"""A kind of record, declared once: what follows from it is made by the modules beside this one.

Two constructors, `organization_register` and `owned_register`, check the declaration when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.schema import TAGS
from pmo_site.resources.fields import Computed, Field, Words, is_typed
from pmo_site.resources.owner import Owner
from pmo_site.resources.talk import talk_about
from pmo_site.tenancy.models import EditableModel
from pmo_site.threads.registry import People, nobody_else


@dataclass(frozen=True, slots=True)
class Rights:
    """What the register asks for: to see, make, change and remove its records (as for changes unless told)."""

    view: Right
    create: Right
    change: Right
    remove: Right | None = None


@dataclass(frozen=True, slots=True)
class Writes:
    """The services that write the kind, each called with `actor` and the record under the kind's own name.

    `remove` deletes or archives, `bring_back` undoes it: by id where records are deleted, else by record and version.
    """

    create: Callable[..., EditableModel]
    change: Callable[..., EditableModel]
    remove: Callable[..., object]
    bring_back: Callable[..., EditableModel | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter by name: the rows that meet it as of the actor's day."""

    name: str
    label: Words
    rows: Callable[[Actor], Q]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What its export is called; `key` is the field by which people tell its records apart."""

    ja: str
    en: str
    key: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Where the rail shows the register, and to whom (None: every member)."""

    icon: str
    group: str = "main"
    order: int = 100
    right: Right | None = None
    mobile: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """A register. `key` is its plural in addresses, `one` and `many` its words; `order` the sort of its lists.

    `rows` gives all records that its pages may read, with what they are shown with; `reads` names the links to join.
    `also` are routes that the kind answers with views of its own; with any, its app places all its addresses itself.
    `thread` is the page on which records are talked about, where they carry a thread; `people` hold a right on a record
    beyond their roles; `joins` are links in which a record's own name stands. `tab` is the one of its owner under which
    an owned register stands, where it has none of its own.
    """

    model: type[EditableModel]
    key: str
    one: Words
    many: Words
    rights: Rights
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    conditions: tuple[Condition, ...]
    form: tuple[tuple[str, ...], ...]
    sheet: Sheet
    writes: Writes
    order: str
    title: str
    owner: Owner | None = None
    archives: bool = False
    menu: Menu | None = None
    rows: Callable[[Actor], models.QuerySet[Any]] | None = None
    also: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    people: People = nobody_else
    thread: str = "detail"
    joins: tuple[str, ...] = ()
    tab: str = ""

    @property
    def singular(self) -> str:
        """The kind's own name: `milestone`; services and addresses use it."""
        return str(self.model._meta.model_name)

    @property
    def parameter(self) -> str:
        """What an address calls the record's id."""
        return f"{self.singular}_id"

    def field(self, name: str) -> Field:
        """The field of a name; KeyError where there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    def typed(self) -> list[Field]:
        """Fields that people enter, in the order of the form."""
        return [self.field(name) for line in self.form for name in line]

    def sorts(self) -> Mapping[str, str]:
        """What lists may be sorted by: the field's name and the column behind it."""
        return {field.name: field.sort for field in self.fields if field.sort}

    @property
    def removal(self) -> str:
        """What removing a record is called in addresses."""
        return "archive" if self.archives else "delete"

    def removal_right(self) -> Right:
        """What removing a record asks for."""
        return self.rights.remove or self.rights.change

    def people_of(self, record: Any, right: Right) -> models.QuerySet[Person]:  # noqa: ANN401  a record of any kind
        """Who holds a right on a record beyond their roles: on the record itself, or on what it belongs to."""
        if self.owner is None:
            return self.people(record, right)
        return self.owner.people(getattr(record, self.owner.field), right)

    def parents(self, owner: EditableModel | None) -> dict[str, EditableModel]:
        """The owner as services take it: by its name, or nothing."""
        return {self.owner.field: owner} if self.owner and owner else {}


class DeclarationError(ValueError):
    """A register is declared wrongly: a fault of its author, raised when the declaration is imported."""


_resources: dict[str, Resource] = {}


def declare(resource: Resource) -> Resource:
    """Check a declaration and keep it; each kind is declared once."""
    problems = [*_unknown_names(resource), *_unsound(resource)]
    if resource.key in _resources:
        problems.append(f"{resource.key} is declared already")
    if problems:
        raise DeclarationError(f"{resource.key}: {'; '.join(problems)}.")
    _resources[resource.key] = resource
    TAGS.setdefault(resource.key, resource.many)
    view, people, own = resource.rights.view, resource.people_of, resource.owner.field if resource.owner else ""
    talk_about(
        resource.model, resource.key, right=view, people=people, owner=own, page=resource.thread, joins=resource.joins
    )
    return resource


def _unknown_names(resource: Resource) -> list[str]:
    named = {*resource.columns, *resource.filters, *resource.facts, *(each for line in resource.form for each in line)}
    named |= {resource.sheet.key, resource.title, resource.order.removeprefix("-")}
    return [f"unknown field {name!r}" for name in sorted(named - {field.name for field in resource.fields})]


def _unsound(resource: Resource) -> list[str]:
    found = [f"{field.name} is typed and cannot be" for field in _in_form(resource) if not is_typed(field)]
    columns = {field.name for field in resource.model._meta.get_fields()}
    stored = [field.name for field in resource.fields if not isinstance(field, Computed)]
    found += [f"{resource.model.__name__} has no field {name!r}" for name in stored if name not in columns]
    if len({field.name for field in resource.fields}) != len(resource.fields):
        found.append("two fields share a name")
    if resource.order.removeprefix("-") not in resource.sorts():
        found.append(f"{resource.order} does not sort")
    return found


def _in_form(resource: Resource) -> list[Field]:
    return [field for field in resource.fields if any(field.name in line for line in resource.form)]


def resources() -> list[Resource]:
    """Every register, in the order of its declaration."""
    return list(_resources.values())


def resource_named(key: str) -> Resource | None:
    """The register of a key, None where there is none."""
    return _resources.get(key)


def owned_by(model: type[models.Model]) -> list[Resource]:
    """The registers whose records belong to this kind."""
    return [each for each in _resources.values() if each.owner and each.owner.model is model]


def words_of(names: str) -> tuple[str, ...]:
    """Names as they stand in a declaration, separated by spaces."""
    return tuple(names.split())


def organization_register(  # noqa: PLR0913  what a register cannot do without; keyword-only
    model: type[EditableModel],
    *,
    key: str,
    rights: Rights,
    fields: Sequence[Field],
    columns: str,
    form: Sequence[str],
    sheet: Sheet,
    writes: Writes,
    filters: str = "",
    order: str = "",
    title: str = "",
    **more: Any,  # noqa: ANN401  the rest of Resource's own fields
) -> Resource:
    """Declare a register of the whole organization; names stand in one string each, as a reader lists them."""
    return declare(
        Resource(
            model=model,
            key=key,
            one=model._meta.verbose_name or "",
            many=capfirst(model._meta.verbose_name_plural or ""),
            rights=rights,
            fields=tuple(fields),
            columns=words_of(columns),
            filters=words_of(filters),
            conditions=tuple(more.pop("conditions", ())),
            form=tuple(words_of(line) for line in form),
            sheet=sheet,
            writes=writes,
            order=order or sheet.key,
            title=title or sheet.key,
            facts=words_of(more.pop("facts", "")),
            also=frozenset(words_of(more.pop("also", ""))),
            joins=words_of(more.pop("joins", "")),
            **more,
        )
    )


def owned_register(model: type[EditableModel], *, owner: Owner, **declared: Any) -> Resource:  # noqa: ANN401  as above
    """Declare a register whose records belong to an owner: its rights are asked on the owner."""
    return organization_register(model, owner=owner, **declared)


def identifier(parts: Mapping[str, object], resource: Resource) -> UUID:
    """The id of the record that an address names."""
    return UUID(str(parts[resource.parameter]))
