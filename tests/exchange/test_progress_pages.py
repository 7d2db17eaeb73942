"""The page of an import at work: a bar that asks again until the end, and stands without scripts too."""

from __future__ import annotations

import pytest

from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.services.runs import import_ask
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.services.jobs import job_cancel
from tests.exchange.bring import brought, job_of, worked
from tests.projects.cast import Cast
from tests.projects.conftest import cast

__all__ = ["cast"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def queued(cast: Cast) -> ImportRun:
    with cast.acting("pmo-manager") as actor:
        return import_ask(actor=actor, run=brought(actor, b"code,name\nN-1,new\n"))


def at_work(cast: Cast, run: ImportRun) -> None:
    with cast.acting("pmo-manager"):
        Job.objects.filter(pk=job_of(run)).update(state=JobState.RUNNING, steps_done=2_000, steps_total=50_000)


def test_an_import_at_work_shows_how_far_it_is_and_asks_again(cast: Cast, queued: ImportRun) -> None:
    client, address = cast.client("pmo-manager"), cast.address(f"import/{queued.pk}/")
    assert "Waiting for a worker" in client.get(address).content.decode()
    at_work(cast, queued)
    page = client.get(address).content.decode()
    assert 'max="50000" value="2000"' in page
    assert "2,000 of 50,000" in page
    assert f'hx-get="{address}"' in page
    part = client.get(address, headers=HTMX).content.decode()
    assert part.startswith("\n<div") or part.lstrip().startswith("<div")
    assert "<h1" not in part
    assert 'max="50000" value="2000"' in part


def test_the_bar_stops_asking_once_the_work_is_over(cast: Cast, queued: ImportRun) -> None:
    client, address = cast.client("pmo-manager"), cast.address(f"import/{queued.pk}/")
    with cast.acting("pmo-manager") as actor:
        assert worked(actor, queued).state == ImportState.DONE
    assert client.get(address, headers=HTMX).headers["HX-Refresh"] == "true"
    assert f'hx-get="{address}"' not in client.get(address).content.decode()


def test_work_can_be_cancelled_from_its_page_and_left_and_found_again(cast: Cast, queued: ImportRun) -> None:
    client, address = cast.client("pmo-manager"), cast.address(f"import/{queued.pk}/")
    at_work(cast, queued)
    assert queued.file_name in client.get(cast.address("import/")).content.decode()
    assert client.post(f"{address}cancel/").status_code == 302
    page = client.get(address).content.decode()
    assert "Cancelling …" in page
    assert f"{address}cancel/" not in page
    with cast.acting("pmo-manager"):
        assert Job.objects.get(pk=job_of(queued)).cancel_requested_at


def test_work_that_was_cancelled_or_failed_for_good_leaves_the_import_where_it_stood(
    cast: Cast, queued: ImportRun
) -> None:
    client, address = cast.client("pmo-manager"), cast.address(f"import/{queued.pk}/")
    with cast.acting("pmo-manager"):
        job_cancel(job_id=job_of(queued), person_id=None)
    assert client.get(address).context["run"].state == ImportState.CHECKED
    with cast.acting("pmo-manager"):
        Job.objects.filter(pk=job_of(queued)).update(state=JobState.FAILED)
    page = client.get(address)
    assert page.context["run"].state == ImportState.CHECKED
    assert "The work ended without success" in page.content.decode()
    assert f"{address}apply/" in page.content.decode()
    assert client.post(f"{address}apply/").status_code == 302
    assert client.get(address).context["run"].state == ImportState.QUEUED
