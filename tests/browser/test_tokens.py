"""A member makes a token, copies its key, revokes it and takes that back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe
from tests.browser.test_journeys import browsing

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_key_is_made_and_copied_and_its_token_revoked_and_restored(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    make, copied = {"ja": ("発行", "コピー済"), "en": ("Create token", "Copied")}[language]
    name = f"Θ {language}"
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at("me/tokens/new/"))
        page.locator("[name=name]").fill(name)
        page.locator("[name=scopes][value='projects:read']").check()
        page.get_by_role("button", name=make, exact=True).click()
        field = page.locator("#new-key")
        expect(field).to_have_value(re.compile(r"rsb_[0-9a-f]{32}_[0-9A-Za-z]{32}"))
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert [*page.evaluate(OVERFLOW), *axe(page)] == []
            if pictures:
                page.screenshot(path=pictures / f"token-made-{language}-{width}.png", full_page=True)
        page.locator("[data-pm-copy]").click()
        expect(page.locator("[data-pm-copy]")).to_contain_text(copied)
        page.goto(demo.at("me/tokens/"))
        row = page.get_by_role("row", name=name)
        row.get_by_role("button").click()
        expect(row.get_by_role("button")).to_have_count(0)
        page.locator(".pm-toast form button").click()
        expect(row.get_by_role("button")).to_have_count(1)
