"""The menu: apps say what they offer and which right it needs; the rail shows what the reader may open.

An app fills the registry from a module `menu.py`, found by `autodiscover_modules("menu", "panels")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.ui.keys import GO
from pmo_site.ui.sprite import ICONS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the rail. `route` is a URL name below the organization; `right` None means every member.

    `badge` counts what waits for the reader (given the actor); 0 shows nothing. Items of one group
    are ordered by `order`; `mobile` puts an item on the bottom bar of narrow screens.
    """

    key: str
    label: Text
    route: str
    icon: str
    group: str = "main"
    order: int = 100
    right: str | None = None
    badge: Callable[[object], int] | None = None
    mobile: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as drawn."""

    key: str
    label: Text
    url: str
    icon: str
    current: bool = False
    badge: int = 0
    mobile: bool = False

    @property
    def letter(self) -> str:
        """The key that opens its page after G; empty where it has none."""
        return GO.get(self.key, "")


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of the rail; the first one has no title."""

    key: str
    title: Text
    items: tuple[Link, ...]


GROUPS: dict[str, Text] = {
    "main": "",
    "support": _("Support and standards"),
    "admin": _("Administration"),
}
_items: dict[str, MenuItem] = {}


def register_menu_item(item: MenuItem) -> None:
    """Add an entry; keys are unique, groups and icons exist."""
    if item.key in _items:
        raise ValueError(f"The menu has an item {item.key!r} already.")
    if item.group not in GROUPS or item.icon not in ICONS:
        raise ValueError(f"The menu item {item.key!r} names an unknown group or icon.")
    _items[item.key] = item


def menu_items() -> list[MenuItem]:
    """Every registered entry, in the order of the rail."""
    groups = list(GROUPS)
    return sorted(_items.values(), key=lambda item: (groups.index(item.group), item.order, item.key))


def menu_groups(
    *,
    allows: Callable[[str], bool],
    address: Callable[[str], str],
    current: str = "",
    actor: object = None,
    items: Iterable[MenuItem] | None = None,
) -> tuple[Group, ...]:
    """The rail of one reader: entries without the right are absent, empty groups too.

    `allows(right)` asks policy, `address(route)` reverses a URL of the reader's organization.
    """
    links: dict[str, list[Link]] = {key: [] for key in GROUPS}
    for item in menu_items() if items is None else items:
        if item.right is None or allows(item.right):
            count = item.badge(actor) if item.badge else 0
            links[item.group].append(
                Link(item.key, item.label, address(item.route), item.icon, item.key == current, count, item.mobile),
            )
    return tuple(Group(key, GROUPS[key], tuple(found)) for key, found in links.items() if found)
