"""A manager opens a young organization: the first steps lead on, are hidden, and come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from pmo_site.accounts.models import Department
from pmo_site.accounts.services.organizations import FirstMember
from pmo_site.tenancy.context import tenant
from tests.accounts.world import found_organization
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe, watch

pytestmark = pytest.mark.browser
PASSWORD = "a-long-enough-password"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_first_steps_lead_on_and_are_hidden_until_asked_for(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    hide, show = {"ja": ("隠す", "はじめの手順の表示（残り8件）"), "en": ("Hide", "Show the first steps (8 left)")}[
        language
    ]
    slug, first = f"young-{language}", FirstMember("Mori", "S", f"mori@{language}.example")
    organization = found_organization(slug, f"Ω {language}", first, PASSWORD)
    with tenant(organization.id, history={"system": "test"}):
        Department.objects.create(name="Finance", folded_name="finance")
    client = Client()
    client.post("/accounts/login/", {"login": first.email, "password": PASSWORD})
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": demo.url}
    watched = watch(chromium, language, [cookie])
    page = watched.page
    page.goto(f"{demo.url}/o/{slug}/")
    for theme, width in (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390), ("light", 320)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert [*page.evaluate(OVERFLOW), *axe(page)] == []
        if pictures:
            page.screenshot(path=pictures / f"first-steps-{language}-{theme}-{width}.png", full_page=True)
    steps = page.locator(".pm-first-steps > li")
    expect(steps).to_have_count(8)
    page.get_by_role("button", name=hide, exact=True).click()
    expect(steps).to_have_count(0)
    page.get_by_role("button", name=show).click()
    expect(steps).to_have_count(8)
    steps.first.locator("a").click()
    page.wait_for_url(f"{demo.url}/o/{slug}/settings/")
    assert watched.reports() == []
    page.context.close()
