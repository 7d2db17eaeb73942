"""A session ends while somebody writes: sign-in leads back to the form, filled, with and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from pmo_site.accounts.models import User
from pmo_site.pages.demo.cast import DEMO_PASSWORD
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe

pytestmark = pytest.mark.browser

TYPED: Final = "港の工事が遅れる <A&B>"
WORDS: Final = {"ja": "入力した内容を復元しました。", "en": "What you typed is here again."}
WRITER: Final = "pm@hokuto.example"


def sign_in(page: Page) -> None:
    page.locator("[name=login]").fill(WRITER)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("main .pm-form .btn-primary").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_was_typed_stands_in_its_form_after_sign_in_and_is_saved_once_sent(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None, *, script: bool
) -> None:
    User.objects.filter(email=WRITER).update(language=language)
    context = chromium.new_context(locale=language, java_script_enabled=script)
    page = context.new_page()
    page.goto(demo.at(f"projects/{demo.parts['project_id']}/risks/new/"))
    sign_in(page)
    title = f"{TYPED} {language} {script}"
    page.locator("[name=title]").fill(title)
    page.locator("[name=probability]").select_option("4")
    page.locator("[name=impact]").select_option("3")
    Session.objects.all().delete()
    page.locator("form:has([name=title]) .pm-form-foot .btn-primary").click()
    page.wait_for_url("**/accounts/login/**")
    if pictures and script:
        page.screenshot(path=pictures / f"kept-sign-in-{language}.png", full_page=True)
    sign_in(page)
    page.wait_for_url("**/risks/new/#kept")
    expect(page.locator("#kept")).to_contain_text(WORDS[language])
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(page.locator("[name=probability]")).to_have_value("4")
    if script:
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert [*page.evaluate(OVERFLOW), *axe(page)] == []
            if pictures:
                page.screenshot(path=pictures / f"kept-{language}-{width}.png", full_page=True)
    page.locator("form:has([name=title]) .pm-form-foot .btn-primary").click()
    page.wait_for_url(lambda url: "/risks/new/" not in url)
    expect(page.locator("main")).to_contain_text(title)
    context.close()
