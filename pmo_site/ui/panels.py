"""Panels and home cards: what a lower page shows from a higher app without importing it.

The project page shows health, which `portfolio` computes: portfolio registers a panel from its
module `panels.py`, and the page asks this registry for the panels of its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from pmo_site.accounts.middleware import ActorRequest

Text = str | Promise
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page. `place` names the page ("project", "home", …).

    `context(request, record)` returns what the template needs, or None when there is nothing to
    show. `right` None means whoever may open the page; `width` is in twelfths on wide screens.
    `zone` is where on the page it stands: "main" (the wide column), "side" (the narrow one) or "wide" (below both).
    """

    key: str
    place: str
    template: str
    context: Callable[[ActorRequest, Any], Context | None]
    order: int = 100
    right: str | None = None
    width: int = 12
    zone: str = "wide"


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card of the home page for those who hold the right; worded as a task, with its count."""

    key: str
    title: Text
    icon: str
    template: str
    context: Callable[[ActorRequest], Context | None]
    order: int = 100
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel or card with its context, ready for `{% include %}`."""

    key: str
    template: str
    context: Context
    width: int
    zone: str = "wide"


_panels: dict[str, Panel] = {}
_cards: dict[str, HomeCard] = {}


def register_panel(panel: Panel) -> None:
    """Add a panel; keys are unique."""
    if panel.key in _panels:
        raise ValueError(f"There is a panel {panel.key!r} already.")
    _panels[panel.key] = panel


def register_home_card(card: HomeCard) -> None:
    """Add a home card; keys are unique."""
    if card.key in _cards:
        raise ValueError(f"There is a home card {card.key!r} already.")
    _cards[card.key] = card


def panels_for(place: str, request: ActorRequest, record: object, *, allows: Callable[[str], bool]) -> list[Shown]:
    """The panels of a page that the reader may see and that have something to show, in order."""
    shown: list[Shown] = []
    for panel in sorted(_panels.values(), key=lambda each: (each.order, each.key)):
        if panel.place != place or not (panel.right is None or allows(panel.right)):
            continue
        context = panel.context(request, record)
        if context is not None:
            shown.append(Shown(panel.key, panel.template, context, panel.width, panel.zone))
    return shown


def home_cards(
    request: ActorRequest, *, allows: Callable[[str], bool], cards: Iterable[HomeCard] | None = None
) -> list[tuple[HomeCard, Context]]:
    """The home cards of the reader that have something to show, in order."""
    found: list[tuple[HomeCard, Context]] = []
    for card in sorted(_cards.values() if cards is None else cards, key=lambda each: (each.order, each.key)):
        if card.right is None or allows(card.right):
            context = card.context(request)
            if context is not None:
                found.append((card, context))
    return found
