"""Every component in a real browser, and the browser checks themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.harness import OVERFLOW, Watched, axe, findings, open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/ui/", "/ui/?toast=1", "/ui/entrance/", "/ui/error/404/", "/ui/error/500/"])
def test_a_page_is_sound(chromium: Browser, stories_url: str, path: str, pictures: Path | None) -> None:
    languages = ("ja",) if "toast" in path else ("ja", "en")
    assert findings(chromium, stories_url + path, languages=languages, pictures=pictures) == []


def opened(chromium: Browser, url: str) -> Page:
    """A page for one deed; its context closes with the browser."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="en")
    page.goto(url)
    return page


def test_the_checks_find_what_is_wrong(chromium: Browser, stories_url: str) -> None:
    with open_page(chromium, f"{stories_url}/ui/entrance/", language="en") as watched:
        assert isinstance(watched, Watched)
        watched.page.evaluate("document.querySelector('label').remove()")
        watched.page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
        watched.page.evaluate("document.querySelector('footer').append('x'.repeat(9000))")
        watched.page.evaluate("document.querySelector('footer').className = 'text-nowrap'")
        assert any("label" in each for each in axe(watched.page))
        assert watched.page.evaluate(OVERFLOW) != []
        watched.page.evaluate("const s = document.createElement('script'); s.append('x'); document.body.append(s)")
        assert any(each.startswith("policy: script-src") for each in watched.reports())


def test_the_theme_is_kept_over_a_reload_without_a_flash(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.click("[data-pm-theme]")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 19, 31)"
    page.close()


def test_the_slash_focuses_the_search_but_not_while_typing(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pm-search"
    page.focus("#id_name")
    page.keyboard.press("/")
    assert page.input_value("#id_name") == "/"
    page.close()


def test_the_skip_link_is_first_and_leads_to_the_content(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pm-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.click("summary.pm-tool")
    page.keyboard.press("Escape")
    assert page.locator("details.pm-menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.close()


def test_a_toast_can_be_closed_and_carries_its_undo(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/?toast=1")
    assert page.locator(".pm-toast form[action='/ui/']").count() == 1
    page.locator(".pm-toast-success [data-pm-close]").click()
    assert page.locator(".pm-toast-success").count() == 0
    page.close()


def test_a_page_works_without_scripts(chromium: Browser, stories_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{stories_url}/ui/entrance/")
    assert page.locator("html").get_attribute("lang") == "ja"
    page.locator("button[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{stories_url}/ui/")
    page.click("[popovertarget=pm-more]")
    assert page.locator("#pm-more a").first.is_visible()
    context.close()


def test_the_page_prints_without_its_frame(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.emulate_media(media="print")
    assert not page.locator(".pm-rail").is_visible()
    assert not page.locator(".pm-top").is_visible()
    assert page.locator("h1").is_visible()
    page.close()


def test_colors_forced_by_the_system_leave_the_shapes(chromium: Browser, stories_url: str) -> None:
    page = opened(chromium, f"{stories_url}/ui/")
    page.emulate_media(forced_colors="active")
    border = page.evaluate("getComputedStyle(document.querySelector('.pm-level')).borderTopWidth")
    assert border == "1px"
    page.close()
