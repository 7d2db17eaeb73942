"""Settings are previewed and saved with and without scripts, and look right in both themes and all widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe, watch

pytestmark = pytest.mark.browser

COLORS = """() => Object.fromEntries(["brand", "red"].map((name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(--pm-${name})`;
    const color = getComputedStyle(probe).color;
    probe.remove();
    return [name, color];
}))"""


def shown_as(color: str) -> str:
    """A color as browsers tell it."""
    return "rgb({}, {}, {})".format(*(int(color[start : start + 2], 16) for start in (1, 3, 5)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_effect_of_new_settings_is_read_before_they_are_saved(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    watched = watch(chromium, language, demo.cookies("pmo-manager"))
    page = watched.page
    page.goto(demo.at("settings/"))
    page.locator("[name=fiscal_year_start]").select_option("1")
    page.locator("[name=time_zone]").select_option("Europe/London")
    page.locator("[name=currency]").fill("USD")
    page.locator("[name=own_holidays]").fill("2026-12-28\n2026-12-29")
    page.locator("[name=brand_color]").fill("#ffd400")
    assert page.locator("[name=brand_color_picked]").input_value() == "#ffd400"
    page.locator("[name=preview]").click()
    expect(page.locator("#effect")).to_be_focused()
    expect(page.locator("[name=save]")).to_be_visible()
    for theme, width in (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390), ("light", 320)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert [*page.evaluate(OVERFLOW), *axe(page)] == []
        if pictures:
            page.screenshot(path=pictures / f"settings-preview-{language}-{theme}-{width}.png", full_page=True)
    assert watched.reports() == []
    page.context.close()


def chosen(page: Page, demo: Demo, color: str) -> None:
    """Save a brand color as its reader would."""
    page.goto(demo.at("settings/"))
    page.locator("[name=brand_color]").fill(color)
    page.locator("[name=preview]").click()
    page.locator("[name=save]").click()
    expect(page.locator("#effect")).to_have_count(0)
    expect(page.locator("[name=brand_color]")).to_have_value(color)


def test_pages_wear_the_brand_color_in_both_themes_and_leave_the_states_alone(
    chromium: Browser, demo: Demo, pictures: Path | None
) -> None:
    watched = watch(chromium, "ja", demo.cookies("pmo-manager"))
    page = watched.page
    chosen(page, demo, "#ffd400")
    for name, address in (("settings", "settings/"), ("home", ""), ("portfolio", "portfolio/")):
        page.goto(demo.at(address))
        for theme, width, brand in (("light", 1440, "#816b00"), ("dark", 1440, "#ffd400"), ("dark", 390, "#ffd400")):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            shown = page.evaluate(COLORS)
            assert shown["brand"] == shown_as(brand)
            assert shown["red"] == shown_as({"light": "#b3123d", "dark": "#ff6f8b"}[theme])
            assert [*page.evaluate(OVERFLOW), *axe(page)] == []
            if pictures:
                page.screenshot(path=pictures / f"brand-{name}-{theme}-{width}.png", full_page=True)
    chosen(page, demo, "")
    assert page.evaluate(COLORS)["brand"] == shown_as("#2450c4")
    assert watched.reports() == []
    page.context.close()
