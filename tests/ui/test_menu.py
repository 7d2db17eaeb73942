"""Menu, panels and cards show what the reader may open, and nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpRequest

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.ui import menu, panels
from pmo_site.ui.shell import Shell, bottom_links, shell


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", {})
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_cards", {})


def item(key: str, **changes: object) -> menu.MenuItem:
    """A menu item with only what the test is about."""
    values: dict[str, object] = {"key": key, "label": key, "route": key, "icon": "home", **changes}
    return menu.MenuItem(**values)  # type: ignore[arg-type]  # the changes are checked by the test that makes them


def groups(*rights: str) -> tuple[menu.Group, ...]:
    """The rail of a reader with these rights."""
    return menu.menu_groups(allows=set(rights).__contains__, address="/o/x/{}".format, current="b")


def test_an_item_without_the_right_is_absent_and_so_is_its_empty_group() -> None:
    menu.register_menu_item(item("a"))
    menu.register_menu_item(item("b", group="admin", right="settings.change"))
    assert [group.key for group in groups()] == ["main"]
    assert [group.key for group in groups("settings.change")] == ["main", "admin"]


def test_the_current_item_is_marked_and_counts_are_asked_once() -> None:
    menu.register_menu_item(item("b", badge=lambda _actor: 5))
    link = groups()[0].items[0]
    assert (link.current, link.badge, link.url) == (True, 5, "/o/x/b")


def test_items_stand_in_their_order() -> None:
    for key, order in (("late", 9), ("early", 1)):
        menu.register_menu_item(item(key, order=order))
    assert [link.key for link in groups()[0].items] == ["early", "late"]


@pytest.mark.parametrize("changes", [{"icon": "nothing"}, {"group": "nowhere"}])
def test_a_wrong_item_fails_at_import(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="unknown group or icon"):
        menu.register_menu_item(item("a", **changes))


def test_a_key_is_taken_once() -> None:
    menu.register_menu_item(item("a"))
    with pytest.raises(ValueError, match="already"):
        menu.register_menu_item(item("a"))


def test_a_panel_is_shown_at_its_place_to_those_who_may_see_it() -> None:
    def context(_request: HttpRequest, record: object) -> dict[str, object]:
        return {"record": record}

    panels.register_panel(panels.Panel("health", "project", "a.html", context, right="health.view"))
    panels.register_panel(panels.Panel("other", "home", "b.html", context))
    panels.register_panel(panels.Panel("nothing", "project", "c.html", lambda _request, _record: None))
    request = ActorRequest()
    assert panels.panels_for("project", request, 1, allows=lambda _right: False) == []
    shown = panels.panels_for("project", request, 1, allows=lambda right: right == "health.view")
    assert [(each.key, each.context["record"]) for each in shown] == [("health", 1)]


def test_a_home_card_needs_its_right() -> None:
    panels.register_home_card(panels.HomeCard("due", "Due", "clock", "a.html", lambda _request: {}, right="x"))
    assert panels.home_cards(ActorRequest(), allows=lambda _right: False) == []
    assert len(panels.home_cards(ActorRequest(), allows=lambda _right: True)) == 1


def test_the_bottom_bar_takes_the_marked_items_or_the_first() -> None:
    links = [menu.Link(str(n), str(n), "/", "home", mobile=n > 5) for n in range(8)]
    assert [link.key for link in bottom_links((menu.Group("main", "", tuple(links)),))] == ["6", "7"]
    plain = [menu.Link(str(n), str(n), "/", "home") for n in range(8)]
    assert len(bottom_links((menu.Group("main", "", tuple(plain)),))) == 4


def test_a_request_without_a_shell_gets_an_empty_one() -> None:
    values = shell(HttpRequest())
    assert values["menu"] == ()
    assert set(Shell.__dataclass_fields__) <= set(values)
