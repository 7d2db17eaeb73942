"""What can be imported: every app declares its kinds in a module `imports.py`, found when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.functional import Promise

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.exchange.guessing import Choice, Target, mapping_for
from pmo_site.exchange.mapping import MappedRow, TableMapping
from pmo_site.exchange.planning import Plan
from pmo_site.tenancy.columns import column
from pmo_site.tenancy.models import EditableModel


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole import: who acts, the day of the list, and the file's columns by field."""

    actor: Actor
    as_of: date | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


class Planner(Protocol):
    """Decides what becomes of rows; one planner sees all rows of a file, some at a time."""

    def plan(self, rows: Sequence[MappedRow], *, lock: bool) -> Plan:
        """Compare rows with what stands, by a fixed number of queries; `lock` keeps it until the transaction ends.

        An empty cell never erases. A row that breaks a rule is rejected at its column.
        """

    def prepare(self, plan: Plan) -> None:
        """Store what the rows of a plan lean on, before they are stored."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of record that lists can bring.

    `keys` are the fields that tell which record a row means. Taking an import back sets `archived` on the records
    that it created; where that is empty they are deleted. `after` names the task that is asked for once something
    has changed, with the list's `day` and an `occasion` of its own. `page` is the route on which the result is seen.
    """

    key: str
    label: str | Promise
    model: type[EditableModel]
    targets: tuple[Target, ...]
    keys: tuple[str, ...]
    planner: Callable[[Setting], Planner]
    right: Right = Right.DATA_IMPORT
    money_fields: frozenset[str] = frozenset()
    currency_field: str = "currency"
    archived: str = ""
    presets: Mapping[str, Choice] = field(default_factory=dict)
    after: str = ""
    page: str = ""

    def mapping(self, choice: Choice, name: str = "own") -> TableMapping:
        """The mapping that a choice of columns means."""
        return mapping_for(choice, self.targets, name=name, keys=self.keys, currency_field=self.currency_field)

    def brings_money(self, choice: Choice) -> bool:
        """Whether a choice of columns brings amounts."""
        return bool({target.key for target in self.targets if target.money} & set(choice.targets.values()))

    def label_of(self, name: str) -> str:
        """A field in words."""
        label = str(column(self.model, name).verbose_name)
        return label[:1].upper() + label[1:]

    def word_of(self, name: str, value: str | None) -> str | None:
        """A stored text in words, where the field offers choices."""
        choices = dict(getattr(self.model._meta.get_field(name), "flatchoices", ()))
        return None if value is None else str(choices.get(value, value))


_kinds: dict[str, ImportKind] = {}


def register_import_kind(kind: ImportKind) -> None:
    """Declare a kind; each key once."""
    if kind.key in _kinds:
        raise ValueError(f"The import kind {kind.key} is declared already.")
    _kinds[kind.key] = kind


def import_kind(key: str) -> ImportKind:
    """A kind by its key; KeyError where nobody declared it."""
    return _kinds[key]


def import_kinds(actor: Actor) -> list[ImportKind]:
    """The kinds that the actor may bring."""
    may_import = may(actor, Right.DATA_IMPORT)
    return [kind for kind in _kinds.values() if may_import and may(actor, kind.right)]
