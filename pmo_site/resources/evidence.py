"""The registry through which apps offer evidence about projects to the portfolio above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from pmo_site.kernel.evidence import Evidence

Some = Collection[UUID] | None
"""Some projects, or all of them (None)."""
Provider = Callable[[date, Some], Iterable[Evidence]]
"""Gathers evidence as of a day with a fixed number of queries: about all projects, or about some."""

_providers: dict[str, Provider] = {}


def offer_evidence(name: str, provider: Provider) -> None:
    """Declare a provider under a name of its own; called once when the site starts."""
    if name in _providers:
        raise ValueError(f"Evidence {name} is offered already.")
    _providers[name] = provider


def gather(as_of: date, project_id: UUID | None = None) -> dict[UUID, list[Evidence]]:
    """All evidence as of a day by project, within the current tenant; of one project where it is named."""
    return gather_of(as_of, None if project_id is None else [project_id])


def gather_of(as_of: date, projects: Some) -> dict[UUID, list[Evidence]]:
    """Evidence as of a day about some projects: the same number of queries as for one."""
    found: defaultdict[UUID, list[Evidence]] = defaultdict(list)
    for provider in _providers.values():
        for item in provider(as_of, projects):
            key = item.project if isinstance(item.project, UUID) else UUID(item.project)
            found[key].append(item)
    return dict(found)
