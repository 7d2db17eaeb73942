"""The page of jobs: what it shows to whom, cancelling and retrying from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import client_of, make_member, make_organization


@pytest.fixture
def organization(db: None) -> Organization:  # noqa: ARG001  the database is open
    return make_organization("north")


@pytest.fixture
def client(organization: Organization) -> Client:
    return client_of(make_member(organization, OrganizationRole.PMO_EXPERT))


def job(organization: Organization, **facts: Any) -> Job:
    ask("portfolio.assess_project", organization_id=organization.id, project_id="p")
    with tenant(organization.id):
        found = Job.objects.latest("event_id")
        Job.objects.filter(pk=found.pk).update(**facts)
        return found


def test_the_newest_job_stands_first_with_its_progress(organization: Organization, client: Client) -> None:
    job(organization, state=JobState.DONE)
    job(organization, state=JobState.RUNNING, steps_done=3, steps_total=12, message="health.judging", attempts=2)
    page = client.get("/o/north/jobs/").content.decode()
    assert page.index("Running") < page.index("Done")
    assert '<progress class="pm-progress" value="3" max="12"' in page
    assert "3 of 12" in page
    assert "Judging projects" in page


@pytest.mark.parametrize(
    ("reason", "words", "japanese"),
    [
        ("lost", "Its process ended without a word.", "処理中のプロセスが途絶えました。"),
        ("time_limit", "It ran out of time.", "制限時間を超えました。"),
        ("error:ValueError", "It failed: ValueError.", "失敗しました（ValueError）。"),
    ],
)
def test_a_dead_job_says_why_in_the_readers_language(
    organization: Organization, client: Client, reason: str, words: str, japanese: str
) -> None:
    job(organization, state=JobState.FAILED, reason=reason, attempts=3)
    assert words in client.get("/o/north/jobs/").content.decode()
    client.cookies["django_language"] = "ja"
    page = client.get("/o/north/jobs/").content.decode()
    assert japanese in page
    assert "再実行" in page


def test_a_dead_job_is_retried_from_the_page(organization: Organization, client: Client) -> None:
    dead = job(organization, state=JobState.FAILED, attempts=3, finished_at=clock.now())
    OutboxEvent.objects.update(finished_at=clock.now(), attempts=3)
    assert f"/o/north/jobs/{dead.pk}/retry/" in client.get("/o/north/jobs/").content.decode()
    assert client.post(f"/o/north/jobs/{dead.pk}/retry/").status_code == 302
    with tenant(organization.id):
        again = Job.objects.get()
    assert (again.state, again.attempts, again.finished_at) == (JobState.QUEUED, 0, None)
    assert (OutboxEvent.objects.get().finished_at, OutboxEvent.objects.get().attempts) == (None, 0)


def test_a_running_job_is_asked_to_end_from_the_page(organization: Organization, client: Client) -> None:
    runs = job(organization, state=JobState.RUNNING)
    assert client.post(f"/o/north/jobs/{runs.pk}/cancel/").status_code == 302
    with tenant(organization.id):
        asked = Job.objects.get()
    assert asked.state == JobState.RUNNING
    assert asked.cancel_requested_at is not None
    page = client.get("/o/north/jobs/").content.decode()
    assert "Cancelling …" in page
    assert f"/o/north/jobs/{runs.pk}/cancel/" not in page


def test_an_auditor_sees_jobs_and_touches_none(organization: Organization) -> None:
    dead = job(organization, state=JobState.FAILED)
    auditor = client_of(make_member(organization, OrganizationRole.AUDITOR))
    page = auditor.get("/o/north/jobs/").content.decode()
    assert "Failed" in page
    assert "/retry/" not in page
    assert auditor.post(f"/o/north/jobs/{dead.pk}/retry/").status_code == 403
    with tenant(organization.id):
        assert Job.objects.get().state == JobState.FAILED


def test_another_organizations_job_is_missing(client: Client) -> None:
    theirs = job(make_organization("south"), state=JobState.FAILED, handler="tests.theirs")
    assert "tests.theirs" not in client.get("/o/north/jobs/").content.decode()
    assert client.post(f"/o/north/jobs/{theirs.pk}/retry/").status_code == 404


def test_the_page_costs_the_same_however_many_jobs_there_are(organization: Organization, client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/o/north/jobs/")
        return len(asked)

    job(organization)
    cost()
    one = cost()
    for _ in range(5):
        job(organization, state=JobState.FAILED)
    assert cost() == one


def test_a_cursor_that_no_page_gave_shows_the_first_page(organization: Organization, client: Client) -> None:
    job(organization, handler="tests.only")
    assert "tests.only" in client.get("/o/north/jobs/?after=nonsense").content.decode()


def progress_of(client: Client, row: Job) -> str:
    """What htmx gets when it asks the job's page again."""
    return client.get(f"/o/north/jobs/{row.pk}/", headers={"hx-request": "true"}).content.decode()


def test_the_list_leads_to_a_jobs_own_page(organization: Organization, client: Client) -> None:
    row = job(organization)
    assert f'href="/o/north/jobs/{row.pk}/"' in client.get("/o/north/jobs/").content.decode()
    assert "Health of a changed project" in client.get(f"/o/north/jobs/{row.pk}/").content.decode()


def test_a_running_jobs_page_asks_again_and_says_how_far_it_is(organization: Organization, client: Client) -> None:
    half_a_minute_ago = clock.now() - timedelta(seconds=30)
    facts = {"steps_done": 3, "steps_total": 12, "message": "health.judging", "started_at": half_a_minute_ago}
    row = job(organization, state=JobState.RUNNING, **facts)
    page = client.get(f"/o/north/jobs/{row.pk}/").content.decode()
    assert f'hx-get="/o/north/jobs/{row.pk}/" hx-trigger="every 2s"' in page
    assert '<progress value="3" max="12"' in page
    assert "3 of 12" in page
    assert "Judging projects" in page
    assert "About 2 minutes left" in page
    assert f"/o/north/jobs/{row.pk}/cancel/" in page


def test_how_long_it_takes_is_said_only_where_it_is_known(organization: Organization, client: Client) -> None:
    row = job(organization, state=JobState.RUNNING, started_at=clock.now())
    page = client.get(f"/o/north/jobs/{row.pk}/").content.decode()
    assert "How long it takes is not known." in page
    assert "left</span>" not in page


def test_htmx_gets_the_progress_alone_and_stops_asking_at_the_end(organization: Organization, client: Client) -> None:
    row = job(organization, state=JobState.RUNNING)
    assert "hx-trigger" in progress_of(client, row)
    with tenant(organization.id):
        Job.objects.update(state=JobState.DONE)
    over = progress_of(client, row)
    assert "<html" not in over
    assert "hx-trigger" not in over
    assert "Done" in over


def test_a_finished_job_leads_to_what_it_did_and_others_do_not(organization: Organization, client: Client) -> None:
    row = job(organization, state=JobState.RUNNING)
    result = "/o/north/projects/00000000-0000-0000-0000-000000000001/health/"
    OutboxEvent.objects.update(arguments={"project_id": "00000000-0000-0000-0000-000000000001"})
    assert result not in progress_of(client, row)
    with tenant(organization.id):
        Job.objects.update(state=JobState.DONE)
    assert f'href="{result}"' in progress_of(client, row)
    OutboxEvent.objects.all().delete()
    assert "Open the result" not in progress_of(client, row)


def test_who_cancelled_and_who_retried_is_kept_and_shown(organization: Organization) -> None:
    row = job(organization)
    expert = client_of(make_member(organization, OrganizationRole.PMO_EXPERT))
    manager = client_of(make_member(organization, OrganizationRole.PMO_MANAGER))
    expert.post(f"/o/north/jobs/{row.pk}/cancel/")
    manager.post(f"/o/north/jobs/{row.pk}/retry/")
    with tenant(organization.id):
        kept = Job.objects.values_list("cancelled_by__family_name", "retried_by__family_name").get()
    assert kept == ("Pmo_Expert", "Pmo_Manager")
    english = expert.get("/o/north/jobs/").content.decode()
    assert "Cancelled by Pmo_Expert." in english
    assert "Retried by Pmo_Manager." in english
    expert.cookies["django_language"] = "ja"
    assert "Pmo_Expertが中止しました。" in expert.get("/o/north/jobs/").content.decode()
    page = expert.get(f"/o/north/jobs/{row.pk}/").content.decode()
    assert "再実行した人" in page
    assert "Pmo_Manager" in page


def test_a_jobs_page_is_closed_to_who_may_not_see_jobs(organization: Organization) -> None:
    row = job(organization)
    member = client_of(make_member(organization, OrganizationRole.MEMBER))
    assert member.get(f"/o/north/jobs/{row.pk}/").status_code == 404
    assert (
        client_of(make_member(organization, OrganizationRole.AUDITOR)).get(f"/o/north/jobs/{row.pk}/").status_code
        == 200
    )
