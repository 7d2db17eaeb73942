"""Tabs that higher apps add to the pages of a lower record, from their module `panels.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class PageTab:
    """A page beside the others of a record. `place` names the record ("project"); `right` None means every reader."""

    key: str
    place: str
    label: Text
    route: str
    order: int = 100
    right: str | None = None


_tabs: dict[tuple[str, str], PageTab] = {}


def register_tab(tab: PageTab) -> None:
    """Add a tab; keys are unique at their place."""
    if (tab.place, tab.key) in _tabs:
        raise ValueError(f"There is a tab {tab.key!r} already.")
    _tabs[tab.place, tab.key] = tab


def tabs_for(place: str, *, allows: Callable[[str], bool]) -> list[PageTab]:
    """The tabs of a place that the reader may open, in order."""
    found = [tab for tab in _tabs.values() if tab.place == place and (tab.right is None or allows(tab.right))]
    return sorted(found, key=lambda tab: (tab.order, tab.key))
