"""Deliveries are counted, effects happen once, failures pause, die after three tries and can be retried."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from pmo_site.jobs.models import Heartbeat, Job, JobState, OutboxEvent
from pmo_site.jobs.outbox import ask, publish_batch
from pmo_site.jobs.services.attempts import Attempt, attempt_begin
from pmo_site.jobs.services.heartbeats import events_recover, heartbeat_write
from pmo_site.jobs.services.jobs import job_cancel, job_retry
from pmo_site.jobs.services.upkeep import jobs_forget
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Counter, Organization, OrganizationState
from tests.accounts.world import make_organization
from tests.jobs import handlers


@pytest.fixture
def organization(transactional_db: None) -> Organization:  # noqa: ARG001  other connections must see it
    return make_organization("jobs")


def asked(organization: Organization, task: str, **arguments: str) -> OutboxEvent:
    ask(task, organization_id=organization.id, **arguments)
    return OutboxEvent.objects.latest("id")


def job_of(organization: Organization, event: OutboxEvent) -> Job:
    with tenant(organization.id):
        return Job.objects.get(event_id=event.id)


def effects(organization: Organization, mark: str = "m") -> int:
    with tenant(organization.id):
        return sum(Counter.objects.filter(kind=mark).values_list("last", flat=True))


def failed(organization: Organization, event: OutboxEvent) -> None:
    with pytest.raises(ValueError, match="m"):
        handlers.fail(str(organization.id), "m", event_id=event.id)


def test_an_asked_job_is_queued_and_seen_before_anybody_takes_it(organization: Organization) -> None:
    job = job_of(organization, asked(organization, "tests.count", mark="m"))
    assert (job.state, job.attempts, job.handler) == (JobState.QUEUED, 0, "tests.count")


def test_an_event_delivered_twice_has_its_effect_once(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    for _ in range(2):
        handlers.count(str(organization.id), "m", event_id=event.id)
    assert effects(organization) == 1
    job = job_of(organization, event)
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert publish_batch(lambda _event: None) == 0


def test_a_failure_leaves_its_count_and_reason_but_no_effect(organization: Organization) -> None:
    event = asked(organization, "tests.fail", mark="m")
    failed(organization, event)
    job = job_of(organization, event)
    assert (job.state, job.attempts, job.reason) == (JobState.QUEUED, 1, "error:ValueError")
    assert effects(organization) == 0


def test_a_failed_task_is_due_again_after_pauses_that_grow(organization: Organization) -> None:
    event = asked(organization, "tests.fail", mark="m")
    for pause in (10, 40):
        before = clock.now()
        failed(organization, event)
        event.refresh_from_db()
        assert before < event.due_at - timedelta(seconds=pause) < clock.now()
        assert publish_batch(lambda _event: None) == 0


def test_d01_a_try_that_loses_the_database_is_told_as_failed_once_it_is_back(organization: Organization) -> None:
    event = asked(organization, "tests.hang_up", mark="m")
    with pytest.raises(OperationalError):
        handlers.hang_up(str(organization.id), "m", event_id=event.id)
    job = job_of(organization, event)
    assert (job.state, job.attempts, job.reason) == (JobState.QUEUED, 1, "error:OperationalError")
    assert effects(organization) == 0
    event.refresh_from_db()
    assert event.due_at < clock.now() + timedelta(seconds=11)


def test_a_task_that_failed_three_times_is_dead_and_not_run_again(organization: Organization) -> None:
    event = asked(organization, "tests.fail", mark="m")
    for _ in range(3):
        failed(organization, event)
    handlers.fail(str(organization.id), "m", event_id=event.id)
    job = job_of(organization, event)
    assert (job.state, job.attempts, job.reason) == (JobState.FAILED, 3, "error:ValueError")
    event.refresh_from_db()
    assert event.finished_at is not None


def test_a_process_that_dies_three_times_without_a_word_leaves_a_dead_job(organization: Organization) -> None:
    event = asked(organization, "tests.poison")
    attempt = Attempt(event.id, "tests.poison", organization.id)
    assert [attempt_begin(attempt) for _ in range(5)] == [True, True, True, False, False]
    job = job_of(organization, event)
    assert (job.state, job.attempts, job.reason) == (JobState.FAILED, 3, "lost")


def test_a_retry_gives_a_dead_job_all_its_attempts_again(organization: Organization) -> None:
    event = asked(organization, "tests.fail", mark="m")
    for _ in range(3):
        failed(organization, event)
    with tenant(organization.id):
        assert job_retry(job_id=Job.objects.get().id, person_id=None)
        assert not job_retry(job_id=Job.objects.get().id, person_id=None)
    assert publish_batch(lambda _event: None) == 1
    handlers.count(str(organization.id), "m", event_id=event.id)
    handlers.count(str(organization.id), "m", event_id=event.id)
    assert effects(organization) == 1


def test_what_is_done_is_not_retried(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    handlers.count(str(organization.id), "m", event_id=event.id)
    with tenant(organization.id):
        assert not job_retry(job_id=Job.objects.get().id, person_id=None)
        assert not job_cancel(job_id=Job.objects.get().id, person_id=None)
    assert publish_batch(lambda _event: None) == 0


def test_another_organization_neither_retries_nor_cancels_a_job(organization: Organization) -> None:
    job = job_of(organization, asked(organization, "tests.count", mark="m"))
    with tenant(make_organization("other").id):
        assert not job_cancel(job_id=job.id, person_id=None)
        assert not job_retry(job_id=job.id, person_id=None)
    with tenant(organization.id):
        assert Job.objects.get().state == JobState.QUEUED


def test_what_is_published_and_never_begun_is_published_again(organization: Organization, settings: Any) -> None:
    settings.JOBS_LOST_SECONDS = 0
    asked(organization, "tests.count", mark="m")
    assert [publish_batch(lambda _event: None) for _ in range(2)] == [1, 1]
    settings.JOBS_LOST_SECONDS = 60
    assert [publish_batch(lambda _event: None) for _ in range(2)] == [1, 0]
    event = OutboxEvent.objects.get()
    assert event.published_at is not None
    assert event.due_at - event.published_at == timedelta(seconds=240)


def test_a_job_cancelled_while_it_waits_never_runs_and_can_be_queued_again(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    with tenant(organization.id):
        assert job_cancel(job_id=Job.objects.get().id, person_id=None)
    handlers.count(str(organization.id), "m", event_id=event.id)
    assert publish_batch(lambda _event: None) == 0
    assert (job_of(organization, event).state, effects(organization)) == (JobState.CANCELLED, 0)
    with tenant(organization.id):
        assert job_retry(job_id=Job.objects.get().id, person_id=None)
    handlers.count(str(organization.id), "m", event_id=event.id)
    assert (job_of(organization, event).state, effects(organization)) == (JobState.DONE, 1)


def test_progress_is_seen_while_the_job_runs_and_a_cancel_is_heard_at_the_next_step(
    organization: Organization, tmp_path: Path
) -> None:
    event = asked(organization, "tests.step", mark="m", folder=str(tmp_path))
    raised: list[BaseException] = []

    def run() -> None:
        try:
            handlers.steps(str(organization.id), "m", str(tmp_path), event_id=event.id)
        except BaseException as error:  # noqa: BLE001  the test's own thread reports it
            raised.append(error)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    handlers._wait_for(tmp_path / "began")
    seen = job_of(organization, event)
    with tenant(organization.id):
        assert job_cancel(job_id=seen.id, person_id=None)
    (tmp_path / "go").touch()
    thread.join()
    assert (seen.state, seen.steps_done, seen.steps_total, seen.message) == ("running", 1, 2, "tests.halfway")
    assert raised == []
    assert (job_of(organization, event).state, effects(organization)) == (JobState.CANCELLED, 0)


def test_a_second_delivery_beside_a_running_one_waits_and_is_not_counted(
    organization: Organization, tmp_path: Path
) -> None:
    event = asked(organization, "tests.wait", mark="m", folder=str(tmp_path))

    def run() -> None:
        handlers.wait(str(organization.id), "m", str(tmp_path), event_id=event.id)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    handlers._wait_for(tmp_path / "began")
    assert not attempt_begin(Attempt(event.id, "tests.wait", organization.id))
    (tmp_path / "go").touch()
    thread.join()
    assert (effects(organization), job_of(organization, event).attempts) == (1, 1)


def test_work_of_a_process_that_fell_silent_is_due_at_once_and_counts_its_attempt(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    publish_batch(lambda _event: None)
    assert attempt_begin(Attempt(event.id, "tests.count", organization.id, process="gone"))
    heartbeat_write(process="gone", kind="worker")
    assert events_recover() == 0
    Heartbeat.objects.update(beat_at=clock.now() - timedelta(seconds=46))
    assert (events_recover(), events_recover()) == (1, 0)
    assert publish_batch(lambda _event: None) == 1
    handlers.count(str(organization.id), "m", event_id=event.id)
    job = job_of(organization, event)
    assert (job.state, job.attempts, effects(organization)) == (JobState.DONE, 2, 1)


def test_work_of_a_process_that_never_gave_a_sign_of_life_is_due_at_once(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    publish_batch(lambda _event: None)
    assert attempt_begin(Attempt(event.id, "tests.count", organization.id, process="unknown"))
    assert events_recover() == 1


def test_what_waits_or_is_over_is_nobodys_and_stays_as_it_is(organization: Organization) -> None:
    waiting = asked(organization, "tests.fail", mark="m")
    failed(organization, waiting)
    over = asked(organization, "tests.count", mark="m")
    handlers.count(str(organization.id), "m", event_id=over.id)
    assert events_recover() == 0
    assert set(OutboxEvent.objects.values_list("process", flat=True)) == {""}


def test_what_is_asked_for_once_is_one_job_however_often_it_is_asked(organization: Organization) -> None:
    def asking(mark: str) -> UUID | None:
        return ask("tests.count", organization_id=organization.id, once=mark, mark="m")

    assert asking("2026-11-26") == asking("2026-11-26") != asking("2026-11-27")
    assert OutboxEvent.objects.count() == 2
    handlers.count(str(organization.id), "m", event_id=OutboxEvent.objects.earliest("id").id)
    asking("2026-11-26")
    with tenant(organization.id):
        assert list(Job.objects.order_by("event_id").values_list("state", flat=True)) == ["done", "queued"]


def test_another_organizations_day_is_a_job_of_its_own(organization: Organization) -> None:
    other = make_organization("other")
    jobs = {ask("tests.count", organization_id=each.id, once="2026-11-26", mark="m") for each in (organization, other)}
    assert len(jobs) == OutboxEvent.objects.count() == 2


@pytest.mark.fault("T12")
def test_a_suspended_organizations_job_ends_without_an_effect(organization: Organization) -> None:
    event = asked(organization, "tests.count", mark="m")
    Organization.objects.update(state=OrganizationState.SUSPENDED)
    handlers.count(str(organization.id), "m", event_id=event.id)
    job = job_of(organization, event)
    assert (job.state, job.reason, effects(organization)) == (JobState.CANCELLED, "suspended", 0)
    assert publish_batch(lambda _event: None) == 0


def test_a_task_of_an_account_is_tried_three_times(organization: Organization) -> None:  # noqa: ARG001  the database is open
    user = str(uuid4())
    ask("tests.fail_for_account", organization_id=None, user_id=user)
    event = OutboxEvent.objects.get()
    for _ in range(3):
        with pytest.raises(ValueError, match="account"):
            handlers.fail_for_account(user, event_id=event.id)
    handlers.fail_for_account(user, event_id=event.id)
    event.refresh_from_db()
    assert (event.attempts, event.finished_at is None) == (3, False)


def test_jobs_that_ended_a_month_ago_are_forgotten_but_failed_ones_wait_for_their_retry(
    organization: Organization,
) -> None:
    events = [asked(organization, "tests.count", mark=mark) for mark in ("old", "dead", "new", "waiting")]
    long_ago = clock.now() - timedelta(days=31)
    ends = {0: (long_ago, JobState.DONE), 1: (long_ago, JobState.FAILED), 2: (clock.now(), JobState.DONE)}
    for number, (finished_at, state) in ends.items():
        OutboxEvent.objects.filter(pk=events[number].pk).update(finished_at=finished_at)
        with tenant(organization.id):
            Job.objects.filter(event_id=events[number].pk).update(finished_at=finished_at, state=state)
    jobs_forget()
    kept = {event.pk for event in events[1:]}
    assert set(OutboxEvent.objects.values_list("pk", flat=True)) == kept
    with tenant(organization.id):
        assert set(Job.objects.values_list("event_id", flat=True)) == kept
        assert job_retry(job_id=Job.objects.get(state=JobState.FAILED).id, person_id=None)
