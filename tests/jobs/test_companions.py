"""A backlog of one kind: the task that begins takes others along; each has its own job and its effect once."""

from __future__ import annotations

import threading
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, transaction

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.outbox import publish_batch
from pmo_site.jobs.relay import MOST_WAITING, relay
from pmo_site.jobs.services import companions
from pmo_site.jobs.services.attempts import Attempt, attempt_begin
from pmo_site.jobs.services.jobs import job_cancel
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.models import ProjectHealth
from portfolio.tasks import assess_project
from projects.services.project import HEALTH_TASK, project_create
from tests.accounts.world import make_organization, seeder

COUNT = 7


@pytest.fixture
def backlog(transactional_db: None) -> Organization:  # noqa: ARG001  other connections must see it
    """Projects that were made while nobody worked."""
    organization = make_organization("jobs")
    with tenant(organization.id):
        for number in range(COUNT):
            project_create(actor=seeder(organization), values={"name": f"Bridge {number}", "currency": "JPY"})
    return organization


def events() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(task=HEALTH_TASK).order_by("id"))


def work(event: OutboxEvent) -> None:
    assess_project(str(event.organization_id), event.arguments["project_id"], event_id=event.id)


def lights(organization: Organization) -> list[UUID]:
    with tenant(organization.id):
        return sorted(ProjectHealth.objects.values_list("project_id", flat=True))


def jobs(organization: Organization) -> list[tuple[str, int]]:
    with tenant(organization.id):
        return list(Job.objects.filter(handler=HEALTH_TASK).order_by("event_id").values_list("state", "attempts"))


def test_one_task_ends_the_backlog_and_every_event_keeps_its_own_job(backlog: Organization) -> None:
    work(events()[0])
    assert jobs(backlog) == [(JobState.DONE, 1)] * COUNT
    assert [event.finished_at is None for event in events()] == [False] * COUNT
    assert lights(backlog) == sorted(UUID(event.arguments["project_id"]) for event in events())


def test_a_message_that_comes_later_for_a_companion_does_nothing(backlog: Organization) -> None:
    for event in events():
        work(event)
    assert jobs(backlog) == [(JobState.DONE, 1)] * COUNT
    assert len(lights(backlog)) == COUNT


def test_so_many_are_taken_along_and_no_more(backlog: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companions, "MOST_COMPANIONS", 2)
    work(events()[0])
    assert jobs(backlog) == [(JobState.DONE, 1)] * 3 + [(JobState.QUEUED, 0)] * (COUNT - 3)
    assert len(lights(backlog)) == 3


def test_what_was_tried_before_runs_alone(backlog: Organization) -> None:
    OutboxEvent.objects.filter(pk=events()[0].pk).update(attempts=1)
    work(events()[0])
    assert jobs(backlog) == [(JobState.DONE, 2)] + [(JobState.QUEUED, 0)] * (COUNT - 1)


def test_what_is_at_work_elsewhere_cancelled_or_of_another_organization_is_left_alone(backlog: Organization) -> None:
    other = make_organization("other")
    with tenant(other.id):
        project_create(actor=seeder(other), values={"name": "Dam", "currency": "JPY"})
    _first, begun, cancelled, *_rest = events()
    assert attempt_begin(Attempt(begun.id, HEALTH_TASK, backlog.id, "elsewhere"))
    with tenant(backlog.id):
        assert job_cancel(job_id=Job.objects.get(event_id=cancelled.id).pk, person_id=None)
    work(events()[0])
    states = [JobState.DONE, JobState.RUNNING, JobState.CANCELLED, *[JobState.DONE] * (COUNT - 3)]
    assert [state for state, _attempts in jobs(backlog)] == states
    assert jobs(other) == [(JobState.QUEUED, 0)]
    assert (len(lights(backlog)), lights(other)) == (COUNT - 2, [])


def test_a_failure_leaves_every_companion_as_it_was(backlog: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_events: object) -> None:
        raise ValueError

    monkeypatch.setattr("portfolio.tasks.companions_end", fail)
    with pytest.raises(ValueError):  # noqa: PT011  exactly what was raised
        work(events()[0])
    assert jobs(backlog) == [(JobState.QUEUED, 1)] + [(JobState.QUEUED, 0)] * (COUNT - 1)
    assert lights(backlog) == []


def test_two_workers_in_one_backlog_double_nothing(backlog: Organization) -> None:
    first, last = events()[0], events()[-1]

    def run(event: OutboxEvent) -> None:
        work(event)
        connection.close()

    threads = [threading.Thread(target=run, args=(event,)) for event in (first, last)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {state for state, _attempts in jobs(backlog)} == {JobState.DONE}
    assert len(lights(backlog)) == len(set(lights(backlog))) == COUNT


def test_two_changes_of_one_project_are_two_jobs_and_one_light(backlog: Organization) -> None:
    first = events()[0]
    with transaction.atomic(), tenant(backlog.id):
        OutboxEvent.objects.exclude(pk=first.pk).delete()
        Job.objects.exclude(event_id=first.pk).delete()
        again = OutboxEvent.objects.create(task=HEALTH_TASK, organization_id=backlog.id, arguments=first.arguments)
        Job.objects.create(event_id=again.id, handler=HEALTH_TASK)
    work(first)
    assert jobs(backlog) == [(JobState.DONE, 1)] * 2
    assert lights(backlog) == [UUID(first.arguments["project_id"])]


def test_the_relay_hands_over_no_more_than_the_broker_shall_hold(
    backlog: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr("pmo_site.jobs.relay.send_to_celery", lambda event: sent.append(event.id))
    for waiting, expected in ((MOST_WAITING + 1, 0), (MOST_WAITING - 3, 3), (0, len(events()))):
        monkeypatch.setattr("pmo_site.jobs.relay.waiting_in_broker", partial(int, waiting))
        rounds = iter([True, False])
        relay(partial(next, rounds))
        assert len(sent) == expected
    assert sent == [event.id for event in events()]
    assert publish_batch(lambda _event: None) == 0, backlog.slug
