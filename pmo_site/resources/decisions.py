"""The registry through which apps offer what waits for somebody above the project: a decision, an overdue action."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from pmo_site.accounts.policy import Actor


@dataclass(frozen=True, slots=True)
class Decision:
    """Something of a project that waits: what is asked, what is recommended, by when, and the page that tells more.

    `answer_url` takes the POST that says it is answered; it is empty for who may not say so.
    """

    kind: str
    project_id: UUID
    project_code: str
    project_name: str
    text: str
    url: str
    source: str | Promise
    due_on: date | None = None
    recommendation: str = ""
    asked_by: str = ""
    answer_url: str = ""

    def is_overdue(self, day: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < day


Provider = Callable[[Actor, str, date | None], Iterable[Decision]]
"""What waits as of a day (today without one) on projects that the actor may see, for an organization's slug.

A fixed number of queries, however many projects.
"""

_providers: dict[str, Provider] = {}


def offer_decisions(name: str, provider: Provider) -> None:
    """Declare a provider under a name of its own; called once when the site starts."""
    if name in _providers:
        raise ValueError(f"Decisions {name} are offered already.")
    _providers[name] = provider


def withdraw_decisions(name: str) -> None:
    """Take a provider out again: for a test that offered its own."""
    _providers.pop(name, None)


def decisions(actor: Actor, slug: str, *, as_of: date | None = None) -> list[Decision]:
    """Everything that waits, the longest overdue first; what has no day comes last."""
    found = [each for provider in _providers.values() for each in provider(actor, slug, as_of)]
    return sorted(found, key=lambda each: (each.due_on is None, each.due_on or date.max, each.project_code))
