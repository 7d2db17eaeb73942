"""The registry through which status reports offer the levels that managers declared to the portfolio above them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pmo_site.kernel.evidence import Dimension, Level


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a manager last declared: the levels, the day, since when the overall one has been so, and who said it.

    A dimension that was not declared is absent. `author` is a person's id.
    """

    project: UUID
    overall: Level
    declared_on: date
    since: date
    author: UUID | None = None
    dimensions: Mapping[Dimension, Level] = field(default_factory=dict)


Provider = Callable[[date, Collection[UUID]], Iterable[Declaration]]
"""The newest accepted declaration of each of these projects up to a day, read with one query."""

_providers: dict[str, Provider] = {}


def offer_declarations(name: str, provider: Provider) -> None:
    """Declare a provider under a name of its own; called once when the site starts."""
    if name in _providers:
        raise ValueError(f"Declarations {name} are offered already.")
    _providers[name] = provider


def withdraw_declarations(name: str) -> None:
    """Take a provider out again: for a test that offered its own."""
    _providers.pop(name, None)


def declarations(as_of: date, project_ids: Collection[UUID]) -> dict[UUID, Declaration]:
    """The newest declaration of each project up to a day, within the current tenant."""
    found: dict[UUID, Declaration] = {}
    for provider in _providers.values():
        for each in provider(as_of, project_ids):
            known = found.get(each.project)
            if known is None or known.declared_on < each.declared_on:
                found[each.project] = each
    return found
