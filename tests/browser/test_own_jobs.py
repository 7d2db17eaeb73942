"""Work that goes on is seen on a page that has nothing to do with it, and its end is told there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from pmo_site.accounts.models import Membership
from pmo_site.exchange.services.queueing import TASK
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.pages.services.demo import HOKUTO
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, axe
from tests.browser.test_journeys import browsing
from tests.browser.words import foreign_words

pytestmark = pytest.mark.browser

WORDS: Final = {"ja": ("完了", "自分のジョブ"), "en": ("Done", "My jobs")}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_work_is_followed_on_any_page_and_its_end_is_told(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    organization = Organization.objects.get(slug=HOKUTO.slug)
    with tenant(organization.pk):
        reader = Membership.objects.get(user__email="pmo-manager@hokuto.example").person_id
    job_id = ask(TASK, organization_id=organization.pk, asked_by=reader, run_id="r", user_id="u")
    assert job_id
    with tenant(organization.pk):
        Job.objects.filter(pk=job_id).update(state=JobState.RUNNING, steps_done=3, steps_total=8)
    done, follow = WORDS[language]
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at("people/"))
        expect(page.locator("#pm-work .pm-count")).to_have_text("1")
        assert foreign_words(page, language) == []
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert [*page.evaluate(OVERFLOW), *axe(page)] == []
            if pictures:
                page.screenshot(path=pictures / f"work-{language}-{width}.png")
        with tenant(organization.pk):
            Job.objects.filter(pk=job_id).update(state=JobState.DONE, finished_at=clock.now())
        toast = page.locator(".pm-toast-success")
        expect(toast).to_contain_text(done, timeout=15_000)
        expect(page.locator("#pm-work")).to_have_count(0)
        if pictures:
            page.screenshot(path=pictures / f"work-{language}-over.png")
        toast.get_by_role("link", name=follow).click()
        page.wait_for_url("**/jobs/own/")
