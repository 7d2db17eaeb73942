"""The registry through which apps offer evidence about projects to the portfolio above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from pmo_site.kernel.evidence import Evidence, Facts

Some = Collection[UUID] | None
"""Some projects, or all of them (None)."""
Provider = Callable[[date, Some], Iterable[tuple[UUID, Facts]]]
"""Gathers evidence as of a day with a fixed number of queries: about all projects, or about some.

What it says of several projects alike it says with the same object, so that it is judged once.
"""

_providers: dict[str, Provider] = {}


def offer_evidence(name: str, provider: Provider) -> None:
    """Declare a provider under a name of its own; called once when the site starts."""
    if name in _providers:
        raise ValueError(f"Evidence {name} is offered already.")
    _providers[name] = provider


def gather(as_of: date, project_id: UUID | None = None) -> dict[UUID, list[Evidence]]:
    """All evidence as of a day by project, within the current tenant; of one project where it is named."""
    found = gather_of(as_of, None if project_id is None else [project_id])
    return {key: [item for facts in told for item in facts] for key, told in found.items()}


def gather_of(as_of: date, projects: Some) -> dict[UUID, list[Facts]]:
    """Evidence as of a day about some projects, as each provider told it: the same number of queries as for one."""
    found: defaultdict[UUID, list[Facts]] = defaultdict(list)
    for provider in _providers.values():
        for key, facts in provider(as_of, projects):
            found[key].append(facts)
    return dict(found)
