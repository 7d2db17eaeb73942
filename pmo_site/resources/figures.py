"""The registry through which apps offer figures about a project to the reports below and above them.

Names follow the convention of evidence: `…_amount` is money, beside a `currency`. Risks and issues tell their
`open_count`, `new_count` and `closed_count`. `cost` is money as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pmo_site.kernel.evidence import MONEY_SUFFIX, Reason

Figures = Mapping[str, Any]
"""What one app tells about a project, as JSON values: it is stored with the report as it was shown."""

Provider = Callable[[UUID, date, date], Figures | None]
"""Gathers the figures of a project for the days from one to another; None where there is nothing to tell."""

Words = Callable[[Figures], list[str]]
"""Puts stored figures into sentences in the reader's language."""

MONEY_PARTS = frozenset({"cost"})


@dataclass(frozen=True, slots=True)
class _Offer:
    provider: Provider
    words: Words | None


_offers: dict[str, _Offer] = {}


def offer_figures(name: str, provider: Provider, *, words: Words | None = None) -> None:
    """Declare figures under a name of their own; called once when the site starts."""
    if name in _offers:
        raise ValueError(f"Figures {name} are offered already.")
    _offers[name] = _Offer(provider, words)


def figures_of(project_id: UUID, as_of: date, *, since: date | None = None) -> dict[str, Figures]:
    """All figures of a project as of a day, by name; what happened `since` a day is counted as new."""
    found = {name: offer.provider(project_id, since or as_of, as_of) for name, offer in _offers.items()}
    return {name: figures for name, figures in found.items() if figures is not None}


def sentences(figures: Mapping[str, Figures]) -> dict[str, list[str]]:
    """What the apps say of stored figures, by name; apps that say nothing are left out."""
    spoken = {name: offer.words(figures[name]) for name, offer in _offers.items() if offer.words and name in figures}
    return {name: lines for name, lines in spoken.items() if lines}


def without_money(figures: Mapping[str, Figures]) -> dict[str, Figures]:
    """The same figures for who may not see money: amounts are absent, not empty."""
    return {name: _bare(part) for name, part in figures.items() if name not in MONEY_PARTS}


def _bare(value: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if {"code", "numbers", "limit"} <= set(value):
        return Reason.from_json(value).without_money().as_json()
    return {name: _bare(each) for name, each in value.items() if not name.endswith(MONEY_SUFFIX) and name != "currency"}
