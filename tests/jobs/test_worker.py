"""The outbox, the relay, a real Celery worker on a real Valkey, and the run that happens once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import structlog
from django.db import connection, transaction

from pmo_site.jobs.models import JobRun, OutboxEvent
from pmo_site.jobs.outbox import ask, publish_batch
from pmo_site.jobs.relay import relay, send_to_celery
from pmo_site.jobs.runs import run_once
from pmo_site.pages.services.demo import HOKUTO, demo_load
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState
from portfolio.models import ProjectHealth
from portfolio.tasks import compute_health_for, hand_out_daily_health

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = date(2026, 11, 23)


@pytest.fixture
def organization(transactional_db: None) -> Organization:  # noqa: ARG001  other connections must see it
    demo_load((HOKUTO,))
    OutboxEvent.objects.all().delete()
    return Organization.objects.get(slug="hokuto")


@contextmanager
def worker(log: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own on the test's database."""
    address = os.environ["DATABASE_URL"].replace("/rashinban?", f"/{connection.settings_dict['NAME']}?")
    command = [sys.executable, "-m", "celery", "--app", "pmo_site.celery", "worker", "--concurrency", "1", "--pool"]
    process = subprocess.Popen(  # noqa: S603  our own interpreter
        [*command, "solo", "--without-gossip", "--without-mingle", "--loglevel", "INFO" if log else "ERROR"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address},
        stderr=log,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stderr:
            process.stderr.close()


def _wait_for_health(organization: Organization) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with tenant(organization.id):
            count = ProjectHealth.objects.filter(day=DAY).count()
        if count:
            return count
        time.sleep(0.2)
    return 0


def test_an_event_travels_from_the_outbox_through_the_relay_to_a_worker_process(organization: Organization) -> None:
    with transaction.atomic():
        ask("portfolio.compute_health_for", organization_id=organization.id, day=DAY.isoformat(), occasion="one")
    rounds = iter([True, False])
    relay(lambda: next(rounds))
    assert OutboxEvent.objects.get().published_at is not None
    with worker():
        assert _wait_for_health(organization) == 6


def test_what_is_rolled_back_is_never_published(organization: Organization) -> None:
    with transaction.atomic():
        ask("portfolio.compute_health_for", organization_id=organization.id, day=DAY.isoformat(), occasion="x")
        transaction.set_rollback(True)
    sent: list[str] = []
    assert publish_batch(lambda event: sent.append(event.task)) == 0
    assert sent == []


def test_two_relays_never_take_the_same_event(organization: Organization) -> None:
    for number in range(20):
        ask("portfolio.assess_project", organization_id=organization.id, project_id=str(number))
    sent: list[int] = []

    def slowly(event: OutboxEvent) -> None:
        sent.append(event.id)
        time.sleep(0.01)

    def take() -> None:
        publish_batch(slowly)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == sorted(OutboxEvent.objects.values_list("id", flat=True))


def test_an_event_stays_when_the_broker_refuses_it(organization: Organization) -> None:
    ask("portfolio.compute_daily_health", organization_id=organization.id)

    def refuse(_event: OutboxEvent) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  exactly what the broker raised
        publish_batch(refuse)
    assert OutboxEvent.objects.get().published_at is None


def test_a_task_run_twice_has_one_effect(organization: Organization) -> None:
    for _ in range(2):
        compute_health_for(str(organization.id), day=DAY.isoformat(), occasion="same")
    with tenant(organization.id):
        assert ProjectHealth.objects.filter(day=DAY).count() == 6
        assert JobRun.objects.get(period="same").outcome["projects"] == 6


def test_two_workers_at_once_do_a_period_once(organization: Organization) -> None:
    entered, leave = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> dict[str, object]:
        entered.set()
        leave.wait(10)
        done.append("slow")
        return {}

    def first() -> None:
        with tenant(organization.id):
            run_once("test", "2026", slow)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with tenant(organization.id):
        assert run_once("test", "2026", lambda: {"never": 1}) is None
    leave.set()
    thread.join()
    with tenant(organization.id):
        again = run_once("test", "2026", lambda: {"never": 1})
        assert again is not None
        assert again.outcome == {}
    assert done == ["slow"]


def test_work_that_fails_leaves_no_run_behind(organization: Organization) -> None:
    def fail() -> dict[str, object]:
        raise RuntimeError

    with pytest.raises(RuntimeError), tenant(organization.id):
        run_once("test", "2026", fail)
    with tenant(organization.id):
        assert not JobRun.objects.filter(kind="test").exists()


def test_a_suspended_organizations_tasks_are_skipped(organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(state=OrganizationState.SUSPENDED)
    compute_health_for(str(organization.id), day=DAY.isoformat(), occasion="late")
    hand_out_daily_health()
    assert not OutboxEvent.objects.exists()
    Organization.objects.filter(pk=organization.pk).update(state=OrganizationState.ACTIVE)
    with tenant(organization.id):
        assert not ProjectHealth.objects.filter(day=DAY).exists()


def test_beat_asks_for_every_active_organization(organization: Organization) -> None:
    hand_out_daily_health()
    event = OutboxEvent.objects.get()
    assert (event.task, event.organization_id) == ("portfolio.compute_daily_health", organization.id)


def test_the_organizations_id_goes_first_and_the_events_id_along(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        "pmo_site.jobs.relay.current_app.send_task",
        lambda name, args, kwargs, headers: calls.append((name, args, kwargs, headers)),
    )
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        ask("portfolio.assess_project", organization_id=organization.id, project_id="p")
    publish_batch(send_to_celery)
    event_id = OutboxEvent.objects.get().id
    kwargs, asked_by = {"project_id": "p", "event_id": event_id}, {"asked_by_request": "r-1"}
    assert calls == [("portfolio.assess_project", [str(organization.id)], kwargs, asked_by)]


def test_the_log_of_a_worker_names_the_request_and_the_organization(organization: Organization) -> None:
    with structlog.contextvars.bound_contextvars(request_id="01-the-request"):
        ask("portfolio.compute_health_for", organization_id=organization.id, day=DAY.isoformat(), occasion="log")
    rounds = iter([True, False])
    relay(lambda: next(rounds))
    with worker(log=subprocess.PIPE) as process:
        assert process.stderr is not None
        lines = (json.loads(line) for line in process.stderr if line.startswith(b"{"))
        told = (line for line in lines if line["event"] == "task is done")
        done = next(line for line in told if line["request_id"] == "01-the-request")
    facts = {name: done[name] for name in ("task", "request_id", "organization")}
    assert facts == {
        "task": "portfolio.compute_health_for",
        "request_id": "01-the-request",
        "organization": str(organization.id),
    }
