"""A job's page in Chromium: it follows the job by itself, stops at the end, and can be left and found again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from pmo_site.jobs.models import Job, JobState
from pmo_site.kernel import clock
from pmo_site.pages.services.demo import HOKUTO
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.browser.demo_site import Demo
from tests.browser.harness import watch

pytestmark = pytest.mark.browser


def beside(work: Callable[[], None]) -> None:
    """Do something in a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def set_job(job_id: str, **facts: Any) -> None:
    """Let the job be so far, committed, as a worker does."""

    def work() -> None:
        with tenant(Organization.objects.get(slug=HOKUTO.slug).id):
            Job.objects.filter(pk=job_id).update(**facts)
        connection.close()

    beside(work)


def test_a_jobs_page_follows_the_job_to_its_end(chromium: Browser, demo: Demo, pictures: Path | None) -> None:
    job_id = str(demo.parts["job_id"])
    watched = watch(chromium, "en", demo.cookies("pmo-manager"))
    page = watched.page
    page.goto(demo.at(f"jobs/{job_id}/"))
    expect(page.locator("main section h2")).to_have_text("Queued")
    started = clock.now() - timedelta(minutes=1)
    set_job(job_id, state=JobState.RUNNING, started_at=started, attempts=1, steps_done=3, steps_total=12)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
    expect(page.get_by_text("3 of 12")).to_be_visible()
    expect(page.get_by_text("minutes left")).to_be_visible()
    if pictures:
        page.screenshot(path=pictures / "job-running.png")
    set_job(job_id, state=JobState.DONE, finished_at=clock.now())
    expect(page.locator("main section h2")).to_have_text("Done")
    expect(page.get_by_role("link", name="Open the result")).to_be_visible()
    assert page.locator("[hx-trigger]").count() == 0
    page.goto(demo.at("jobs/"))
    page.locator(f'a[href$="/jobs/{job_id}/"]').click()
    expect(page.locator("main section h2")).to_have_text("Done")
    assert watched.reports() == []
    page.context.close()
    set_job(
        job_id, state=JobState.QUEUED, started_at=None, finished_at=None, attempts=0, steps_done=0, steps_total=None
    )
