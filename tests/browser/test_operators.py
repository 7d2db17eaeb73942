"""An operator enters by password and code, gives an organization space, suspends it and lets it work again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from pmo_site.accounts.models import User
from pmo_site.pages.services.demo import HOKUTO
from pmo_site.tenancy.models import Organization
from tests.accounts.test_second_factor import code_at
from tests.accounts.world import PASSWORD
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, Watched, axe, watch
from tests.browser.test_journeys import browsing
from tests.platform.conftest import make_operator

pytestmark = pytest.mark.browser
LIST: Final = "/platform/tenancy/organization/"
ACTS: Final = {
    "ja": ("ファイル容量の変更", "利用停止", "再開"),
    "en": ("Space for files changed", "Suspended", "Resumed"),
}


def enter(watched: Watched, demo: Demo, email: str) -> None:
    """Ask for the operators' pages, and give password and code as they are asked for."""
    page = watched.page
    page.goto(f"{demo.url}/platform/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(code_at())
    page.locator("main form button").first.click()
    page.wait_for_url(f"{demo.url}/platform/")


def look(watched: Watched, pictures: Path | None, name: str) -> list[str]:
    """What is wrong with a page, in both themes and three widths.

    What it said itself is taken first: axe reads sheets that import others by an inline style of its own.
    """
    page, found = watched.page, watched.reports()
    for theme, width in (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390), ("light", 320)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found += [f"{name} {theme} {width}: {each}" for each in [*page.evaluate(OVERFLOW), *axe(page)]]
        if pictures:
            page.screenshot(path=pictures / f"platform-{name}-{theme}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.evaluate("window.pmReports = []")
    watched.complaints.clear()
    return found


@pytest.mark.fault("Z08")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_operator_gives_space_suspends_and_resumes_and_the_organization_reads_it(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    email = f"ops-{language}@platform.example"
    make_operator(email)
    User.objects.filter(email=email).update(language=language)
    organization = Organization.objects.get(slug=HOKUTO.slug).name
    watched = watch(chromium, language, [])
    page = watched.page
    enter(watched, demo, email)
    found = look(watched, pictures, f"{language}-index")
    page.goto(f"{demo.url}{LIST}add/")
    found += look(watched, pictures, f"{language}-add")
    page.goto(f"{demo.url}{LIST}")
    found += look(watched, pictures, f"{language}-list")
    for field, value, reason in (
        ("quota", "512", "契約 1"),
        ("state", "suspended", "契約 2"),
        ("state", "active", "契約 3"),
    ):
        page.goto(f"{demo.url}{LIST}")
        page.get_by_role("link", name=re.compile(organization)).click()
        if field == "quota":
            found += look(watched, pictures, f"{language}-form")
            page.locator("[name=quota]").fill(value)
        else:
            page.locator("[name=state]").select_option(value)
        page.locator("[name=reason]").fill(reason)
        page.locator("[name=_save]").click()
        expect(page.locator(".messagelist .success")).to_contain_text(organization)
    found += look(watched, pictures, f"{language}-saved")
    assert found == []
    assert watched.reports() == []
    page.context.close()
    with browsing(chromium, demo, "pmo-manager", language) as reader:
        reader.goto(demo.at("console/audit/?kind=accounts.operatoract"))
        if pictures:
            reader.locator("main details").first.click()
            reader.screenshot(path=pictures / f"platform-{language}-audit.png", full_page=True)
        text = reader.locator("main").text_content() or ""
    wanted = (*ACTS[language], email, "契約 1", "契約 2", "契約 3")
    assert [each for each in wanted if each not in text] == []
