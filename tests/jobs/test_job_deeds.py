"""Many jobs at once: found by filters, retried and cancelled together, and taken back as a whole."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.services.attempts import Attempt, attempt_begin
from pmo_site.jobs.services.jobs import jobs_cancel, jobs_cancel_undo, jobs_retry, jobs_retry_undo
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import client_of, make_member, make_organization

JOBS = "/o/north/jobs/"
HEALTH, MAIL = "portfolio.assess_project", "notifications.mail_notices"


@pytest.fixture
def organization(db: None) -> Organization:  # noqa: ARG001  the database is open
    return make_organization("north")


@pytest.fixture
def client(organization: Organization) -> Client:
    return client_of(make_member(organization, OrganizationRole.PMO_EXPERT))


def job(organization: Organization, task: str = HEALTH, **facts: Any) -> Job:
    ask(task, organization_id=organization.id)
    with tenant(organization.id):
        newest = Job.objects.latest("event_id").pk
        Job.objects.filter(pk=newest).update(**facts)
        return Job.objects.get(pk=newest)


def dead(organization: Organization, task: str = HEALTH, reason: str = "lost") -> Job:
    """A job that was tried as often as is allowed."""
    row = job(organization, task, state=JobState.FAILED, attempts=3, reason=reason, finished_at=clock.now())
    OutboxEvent.objects.filter(pk=row.event_id).update(finished_at=clock.now(), attempts=3)
    return row


def states(organization: Organization) -> list[str]:
    with tenant(organization.id):
        return list(Job.objects.order_by("event_id").values_list("state", flat=True))


def waiting() -> int:
    return OutboxEvent.objects.filter(finished_at__isnull=True).count()


def undo_address(page: str) -> str:
    found = re.search(r'action="([^"]*jobs/undo/[^"]*)"', page)
    assert found
    return unescape(found[1])


def test_jobs_are_found_by_state_kind_and_day(organization: Organization, client: Client) -> None:
    old = job(organization, MAIL, state=JobState.DONE)
    with tenant(organization.id):
        Job.objects.filter(pk=old.pk).update(asked_at=clock.now() - timedelta(days=9))
    new = job(organization, HEALTH, state=JobState.FAILED, reason="lost")

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(f"{JOBS}?{query}").content.decode()
        return f'href="{JOBS}{old.pk}/"' in page, f'href="{JOBS}{new.pk}/"' in page

    assert shown("") == (True, True)
    assert shown("state=done") == (True, False)
    assert shown(f"kind={HEALTH}") == (False, True)
    assert shown(f"until={clock.today('Asia/Tokyo') - timedelta(days=1)}") == (True, False)
    assert shown(f"since={clock.today('Asia/Tokyo')}&until={clock.today('Asia/Tokyo')}") == (False, True)
    assert shown("state=failed&reason=time_limit") == (False, False)
    assert shown("state=nonsense") == (True, True)


def test_dead_letters_stand_together_by_kind_and_reason(organization: Organization, client: Client) -> None:
    for reason in ("lost", "lost", "error:ValueError"):
        dead(organization, reason=reason)
    page = client.get(f"{JOBS}?state=failed").content.decode()
    assert "Dead letters 3" in page
    assert page.index("Its process ended without a word.") < page.index("It failed: ValueError.")
    assert f"?state=failed&amp;kind={HEALTH}&amp;reason=error%3AValueError" in page
    client.cookies["django_language"] = "ja"
    assert "失敗の理由" in client.get(f"{JOBS}?state=failed").content.decode()


def test_picked_dead_letters_are_retried_and_put_back(organization: Organization, client: Client) -> None:
    one, two, kept = (dead(organization) for _ in range(3))
    runs = job(organization, state=JobState.RUNNING)
    answer = client.post(
        f"{JOBS}bulk/?state=failed", {"deed": "retry", "record": [one.pk, two.pk, runs.pk, uuid4(), "x"]}, follow=True
    )
    assert answer.redirect_chain[0][0] == f"{JOBS}?state=failed"
    page = answer.content.decode()
    assert "2 jobs are queued again. 2 were left as they are." in page
    assert states(organization) == ["queued", "queued", "failed", "running"]
    assert OutboxEvent.objects.get(pk=one.event_id).attempts == 0
    assert "2 jobs stand as before." in client.post(undo_address(page), follow=True).content.decode()
    assert states(organization) == ["failed", "failed", "failed", "running"]
    with tenant(organization.id):
        back = Job.objects.get(pk=one.pk)
    assert (back.attempts, back.reason, back.retried_by_id) == (3, "lost", None)
    assert OutboxEvent.objects.get(pk=one.event_id).finished_at is not None
    assert OutboxEvent.objects.get(pk=kept.event_id).attempts == 3


def test_all_that_match_are_retried_and_no_others(organization: Organization, client: Client) -> None:
    dead(organization)
    dead(organization, reason="time_limit")
    dead(organization, MAIL)
    client.post(f"{JOBS}bulk/?state=failed&kind={HEALTH}&reason=lost", {"deed": "all-retry"})
    assert states(organization) == ["queued", "failed", "failed"]


def test_cancelled_jobs_go_on_when_that_is_taken_back(organization: Organization, client: Client) -> None:
    rows = [job(organization), job(organization, state=JobState.RUNNING), job(organization, state=JobState.DONE)]
    data = {"deed": "cancel", "record": [row.pk for row in rows]}
    page = client.post(f"{JOBS}bulk/", data, follow=True).content.decode()
    assert "2 jobs are asked to end. 1 was left as it is." in page
    assert states(organization) == ["cancelled", "running", "done"]
    client.post(undo_address(page))
    assert states(organization) == ["queued", "running", "done"]
    with tenant(organization.id):
        assert not Job.objects.filter(cancel_requested_at__isnull=False).exists()
        assert not Job.objects.filter(cancelled_by__isnull=False).exists()
    assert waiting() == 3


def test_a_worker_that_dropped_a_cancelled_job_gets_it_again(organization: Organization) -> None:
    row = job(organization)
    with tenant(organization.id):
        deed = jobs_cancel(job_ids=[row.pk], person_id=None)
    assert not attempt_begin(Attempt(row.event_id, HEALTH, organization.id))
    assert waiting() == 0
    with tenant(organization.id):
        assert jobs_cancel_undo(person_id=None, at=deed.at) == 1
    assert waiting() == 1
    assert attempt_begin(Attempt(row.event_id, HEALTH, organization.id))


def test_what_a_worker_has_begun_is_not_put_back(organization: Organization) -> None:
    row = dead(organization)
    with tenant(organization.id):
        deed = jobs_retry(job_ids=[row.pk], person_id=None)
    assert attempt_begin(Attempt(row.event_id, HEALTH, organization.id))
    with tenant(organization.id):
        assert jobs_retry_undo(person_id=None, at=deed.at) == 0
    assert states(organization) == ["running"]


def test_nobody_takes_back_the_deed_of_another(organization: Organization, client: Client) -> None:
    row = job(organization)
    page = client.post(f"{JOBS}bulk/", {"deed": "cancel", "record": [row.pk]}, follow=True).content.decode()
    other = client_of(make_member(organization, OrganizationRole.PMO_MANAGER))
    assert "0 jobs stand as before." in other.post(undo_address(page), follow=True).content.decode()
    assert "0 jobs stand as before." in client.post(f"{JOBS}undo/?deed=x&moment=y", follow=True).content.decode()
    assert states(organization) == ["cancelled"]


def test_nothing_selected_and_no_such_deed_change_nothing(organization: Organization, client: Client) -> None:
    row = job(organization)
    assert "No job was selected." in client.post(f"{JOBS}bulk/", {"deed": "cancel"}, follow=True).content.decode()
    client.post(f"{JOBS}bulk/", {"deed": "burn", "record": [row.pk]})
    assert states(organization) == ["queued"]


def test_an_auditor_and_a_stranger_change_nothing(organization: Organization, client: Client) -> None:
    theirs = make_organization("south")
    foreign, own = job(theirs), job(organization)
    auditor = client_of(make_member(organization, OrganizationRole.AUDITOR))
    page = auditor.get(JOBS).content.decode()
    assert "pm-bulk" not in page
    assert auditor.post(f"{JOBS}bulk/", {"deed": "cancel", "record": [own.pk]}).status_code == 403
    assert auditor.post(f"{JOBS}undo/").status_code == 403
    client.post(f"{JOBS}bulk/", {"deed": "cancel", "record": [foreign.pk]})
    assert states(theirs) == states(organization) == ["queued"]
