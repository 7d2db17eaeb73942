"""Keys: they go, make, edit and walk; silent in fields, while composing, and where they are turned off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLateError

from pmo_site.accounts.models import User
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, Watched, axe, open_page

pytestmark = pytest.mark.browser
COMPOSING = """() => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key: "n", keyCode: 229, isComposing: true, bubbles: true }))"""


@pytest.fixture
def watched(chromium: Browser, demo: Demo) -> Iterator[Watched]:
    with open_page(chromium, demo.at("risks/"), cookies=demo.cookies("pmo-manager")) as found:
        yield found
        assert found.reports() == []


def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def went(page: Page, address: str, *keys: str) -> None:
    """Two keys count within a moment of each other, which a busy machine may miss: then they are pressed again."""
    for _ in range(3):
        pressed(page, *keys)
        with suppress(TooLateError):
            return page.wait_for_url(address, timeout=8_000)
    return page.wait_for_url(address)


def test_two_keys_go_and_one_makes(watched: Watched, demo: Demo) -> None:
    page = watched.page
    went(page, "**/projects/", "g", "j")
    pressed(page, "n")
    page.wait_for_url("**/projects/new/")
    page.goto(demo.at("projects/"))
    pressed(page, "g", "q")
    pressed(page, "g", "h")
    page.wait_for_url(demo.at(""))


def test_keys_walk_through_rows_open_one_and_edit_it(watched: Watched) -> None:
    page = watched.page
    links = page.locator(".pm-table tbody th a")
    pressed(page, "j")
    expect(links.nth(0)).to_be_focused()
    pressed(page, "j", "j", "k")
    expect(links.nth(1)).to_be_focused()
    pressed(page, "x")
    expect(page.locator(".pm-at-row input[type=checkbox]")).to_be_checked()
    pressed(page, "Enter")
    page.wait_for_url("**/risks/*-*/")
    pressed(page, "e")
    page.wait_for_url("**/edit/")


def test_nothing_happens_in_a_field_or_while_an_input_method_composes(watched: Watched) -> None:
    page = watched.page
    before = page.url
    page.evaluate(COMPOSING)
    page.locator("#pm-search").focus()
    pressed(page, "g", "h", "n", "?", "/")
    assert page.locator("#pm-search").input_value() == "ghn?/"
    assert page.url == before
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_who_turned_single_keys_off_keeps_those_with_a_modifier(watched: Watched, demo: Demo) -> None:
    page = watched.page
    page.goto(demo.url + demo.path("me"))
    page.locator("#id_single_keys").uncheck()
    page.locator("main form button").first.click()
    expect(page.locator(".pm-toast-success")).to_be_visible()
    try:
        page.goto(demo.at("risks/"))
        pressed(page, "n", "g", "h", "?", "/")
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert page.url == demo.at("risks/")
        pressed(page, "Control+k")
        expect(page.locator("#pm-palette")).to_be_visible()
    finally:
        User.objects.update(single_keys=True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sheet_tells_every_key_and_gives_the_focus_back(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    address, cookies = demo.at("risks/"), demo.cookies("pmo-manager")
    with open_page(chromium, address, language=language, cookies=cookies) as watched:
        page = watched.page
        link = page.locator(".pm-rail .pm-nav a").first
        for theme, width in (("light", 1440), ("dark", 390)):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            if width == 1440:
                link.focus()
            pressed(page, "?" if width == 1440 else "Control+/")
            sheet = page.locator("#pm-keysheet")
            expect(sheet.locator("dl > div").first).to_be_visible()
            assert [*axe(page), *page.evaluate(OVERFLOW)] == []
            if pictures:
                page.screenshot(path=pictures / f"keys-{language}-{theme}-{width}.png")
            pressed(page, "Escape")
            expect(sheet).to_be_hidden()
            if width == 1440:
                expect(link).to_be_focused()
        assert watched.reports() == []
