"""Settings are previewed and saved with and without scripts, and look right in both themes and all widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe, watch

pytestmark = pytest.mark.browser


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
