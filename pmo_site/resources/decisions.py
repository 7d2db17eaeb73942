"""The registry through which apps offer what waits for somebody above the project: a decision, an overdue action."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from pmo_site.accounts.policy import Actor
from pmo_site.tenancy.keyset import CursorError, KeysetPage

Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something of a project that waits: what is asked, why, by when, from whom, and the page that tells more.

    `key` tells two of a kind apart. `asked_by` asked for it, `owner` is to do it; `why` says what it is for.
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
    key: str = ""
    owner: str = ""
    why: str = ""

    def is_overdue(self, day: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < day

    @property
    def place(self) -> Place:
        """Where it stands in the list: the longest overdue first, what has no day last."""
        return (str(self.due_on or date.max), self.project_code, self.kind, self.key)


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
    return sorted(found, key=lambda each: each.place)


def kinds_of(found: Iterable[Decision]) -> dict[str, int]:
    """How many of each kind wait."""
    return dict(sorted(Counter(each.kind for each in found).items()))


def first_of_each(found: Sequence[Decision], count: int) -> list[Decision]:
    """The first of each kind in turn until there are enough, in the order of the list: no kind hides another."""
    turn: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for number, each in enumerate(found):
        turns.append((turn[each.kind], number))
        turn[each.kind] += 1
    return [found[number] for number in sorted(number for _turn, number in sorted(turns)[:count])]


def decision_page(found: Sequence[Decision], *, size: int, after: str = "", before: str = "") -> KeysetPage[Any]:
    """One page of what waits, by the place of its neighbors: what was answered meanwhile shifts no page."""
    rows = list(found)
    if before:
        rows = [each for each in rows if each.place < _place_in(before)]
        shown, earlier, later = rows[-size:], len(rows) > size, True
    else:
        rows = [each for each in rows if each.place > _place_in(after)] if after else rows
        shown, earlier, later = rows[:size], bool(after), len(rows) > size
    return KeysetPage(
        shown, _cursor(shown[-1]) if shown and later else "", _cursor(shown[0]) if shown and earlier else ""
    )


def _cursor(each: Decision) -> str:
    return base64.urlsafe_b64encode(json.dumps(each.place).encode()).decode().rstrip("=")


def _place_in(cursor: str) -> Place:
    try:
        due, code, kind, key = json.loads(base64.urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode()))
        return (str(due), str(code), str(kind), str(key))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise CursorError(cursor) from error
