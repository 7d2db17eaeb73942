"""Long work is found from every page by who asked for it; periodic work shows when it ran and runs again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.exchange.services.queueing import TASK
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.pages.periodic import HANDED_OUT, next_run
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import Member, client_of, make_member, make_organization

OWN, HOME, SIGN = "/o/north/jobs/own/", "/o/north/inbox/", 'id="pm-work"'
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def organization(db: None) -> Organization:  # noqa: ARG001  the database is open
    return make_organization("north")


@pytest.fixture
def member(organization: Organization) -> Member:
    return make_member(organization, OrganizationRole.MEMBER)


def asked(member: Member, **facts: Any) -> UUID:
    """An import that a member asked for."""
    person = UUID(str(member.person.pk))
    job_id = ask(TASK, organization_id=member.organization.id, asked_by=person, run_id="r", user_id="u")
    assert job_id
    with tenant(member.organization.id):
        Job.objects.filter(pk=job_id).update(**facts)
    return job_id


def part(client: Client, waited: str = "") -> str:
    answer = client.get(OWN, {"waited": waited}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_open_work_stands_on_every_page_of_who_asked_for_it_and_of_nobody_else(
    organization: Organization, member: Member
) -> None:
    other = make_member(organization, OrganizationRole.PMO_MANAGER)
    assert SIGN not in client_of(member).get(HOME).content.decode()
    asked(member, state=JobState.RUNNING)
    assert f'{SIGN} href="{OWN}"' in client_of(member).get(HOME).content.decode()
    assert SIGN not in client_of(other).get(HOME).content.decode()
    assert "Import of a list" not in client_of(other).get(OWN).content.decode()
    assert part(client_of(other)).strip() == ""


def test_the_sign_costs_no_query_of_its_own(member: Member) -> None:
    client = client_of(member)
    client.get(HOME)
    with CaptureQueriesContext(connection) as without:
        client.get(HOME)
    asked(member, state=JobState.RUNNING)
    with CaptureQueriesContext(connection) as with_work:
        client.get(HOME)
    assert len(with_work) == len(without)


def test_the_sign_tells_how_far_the_work_is_together(member: Member) -> None:
    first = asked(member, state=JobState.RUNNING, steps_done=3, steps_total=12)
    second = asked(member, state=JobState.RUNNING, steps_done=1, steps_total=8)
    shown = part(client_of(member))
    assert 'value="4" max="20"' in shown
    assert str(first) in shown
    assert str(second) in shown
    asked(member)
    assert "<progress" not in part(client_of(member))


def test_an_end_is_told_once_with_a_way_to_the_result(member: Member) -> None:
    job = asked(member, state=JobState.RUNNING)
    client = client_of(member)
    assert "Import of a list" not in part(client, str(job))
    with tenant(member.organization.id):
        Job.objects.update(state=JobState.DONE, finished_at=clock.now())
    told = part(client, str(job))
    assert "Import of a list: Done" in told
    assert SIGN not in told
    assert part(client).strip() == ""


def test_the_page_of_the_work_tells_its_end_itself(member: Member) -> None:
    job = asked(member, state=JobState.DONE, finished_at=clock.now())
    client = client_of(member)
    for page, is_told in ((f"/o/north/jobs/{job}/", False), (HOME, True)):
        headers = {"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
        answer = client.get(OWN, {"waited": str(job)}, headers=headers).content.decode()
        assert ("Import of a list: Done" in answer) is is_told


def test_the_page_without_scripts_lists_what_is_open_and_what_ended_today(member: Member) -> None:
    asked(member, state=JobState.FAILED, reason="time_limit", finished_at=clock.now() - timedelta(hours=2))
    asked(member, state=JobState.DONE, finished_at=clock.now() - timedelta(days=2))
    client = client_of(member)
    page = client.get(OWN).content.decode()
    assert page.count("Import of a list") == 1
    assert "It ran out of time." in page
    client.cookies["django_language"] = "ja"
    assert "自分のジョブ" in client.get(OWN).content.decode()


def test_marks_that_are_no_ids_are_read_as_none(member: Member) -> None:
    assert part(client_of(member), "x,,\x00").strip() == ""


def test_periodic_work_shows_its_last_run_its_result_and_its_next_run(organization: Organization) -> None:
    client = client_of(make_member(organization, OrganizationRole.PMO_MANAGER))
    page = client.get("/o/north/jobs/periodic/").content.decode()
    assert page.count('<th scope="row"') == len(HANDED_OUT)
    ask("files.sweep", organization_id=organization.id)
    with tenant(organization.id):
        Job.objects.update(state=JobState.FAILED, reason="time_limit")
        sweep = Job.objects.get()
    page = client.get("/o/north/jobs/periodic/").content.decode()
    assert f"/o/north/jobs/{sweep.pk}/" in page
    assert "It ran out of time." in page
    assert (
        client_of(make_member(organization, OrganizationRole.MEMBER)).get("/o/north/jobs/periodic/").status_code == 403
    )


def test_the_next_run_follows_the_plan_of_beat(organization: Organization) -> None:
    ask("files.sweep", organization_id=organization.id)
    with tenant(organization.id):
        sweep = Job.objects.get()
    now = datetime(2026, 11, 27, 23, 30, tzinfo=TOKYO)
    following = next_run("files.sweep", sweep, now=now)
    assert following is not None
    assert abs(following - sweep.asked_at - timedelta(hours=1)) < timedelta(minutes=1)
    assert next_run("portfolio.compute_daily_health", sweep, now=now) == datetime(2026, 11, 28, tzinfo=TOKYO)
    assert next_run("files.sweep", None, now=now) is None


def test_everything_that_beat_hands_out_to_organizations_is_listed() -> None:
    planned = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert {task for task in planned if ".hand_out_" in task} == set(HANDED_OUT.values())
