"""Real processes that are killed, frozen and doubled: nothing is lost, nothing happens twice, nothing loops."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from django.db import transaction

from pmo_site.jobs.models import Heartbeat, Job, JobRun, JobState, OutboxEvent
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.local.valkey import Valkey
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Counter, Organization
from portfolio.models import ProjectHealth
from projects.models import Project
from tests.jobs.machines import BEAT, RELAY, WORKER, kill, running, send, wait_until
from tests.jobs.world import company, valkey

__all__ = ["company", "valkey"]


def effects(company: Organization) -> dict[str, int]:
    with tenant(company.id):
        return dict(Counter.objects.exclude(kind="").values_list("kind", "last"))


def states(company: Organization) -> list[tuple[str, int, str]]:
    with tenant(company.id):
        return list(Job.objects.order_by("event_id").values_list("state", "attempts", "reason"))


def write(company: Organization, mark: str) -> None:
    """A committed write that wants one effect."""
    with transaction.atomic():
        ask("tests.count", organization_id=company.id, mark=mark)


def all_over() -> bool:
    return not OutboxEvent.objects.filter(finished_at__isnull=True).exists()


def test_a_worker_killed_in_the_middle_of_a_task_leaves_it_to_the_next_one(
    company: Organization, valkey: Valkey, tmp_path: Path
) -> None:
    ask("tests.wait", organization_id=company.id, mark="m", folder=str(tmp_path))
    with running(valkey, *RELAY):
        with running(valkey, *WORKER, "--pool", "solo") as first:
            assert wait_until((tmp_path / "began").exists)
            kill(first)
        assert effects(company) == {}
        (tmp_path / "go").touch()
        with running(valkey, *WORKER, "--pool", "solo"):
            assert wait_until(all_over)
    assert effects(company) == {"m": 1}
    assert states(company) == [(JobState.DONE, 2, "")]


@pytest.mark.fault("J01")
def test_j01_a_job_of_a_worker_killed_with_its_children_is_done_again_soon_and_once(
    company: Organization, valkey: Valkey, tmp_path: Path
) -> None:
    """The limits of the test are a fifteenth of the documented ones: beats of a second, silence of three."""
    ask("tests.wait", organization_id=company.id, mark="m", folder=str(tmp_path))
    with running(valkey, *RELAY):
        with running(valkey, *WORKER) as first:
            assert wait_until((tmp_path / "began").exists)
            child = int((tmp_path / "began").read_text())
            assert child != first.pid
            kill(first)
        event = OutboxEvent.objects.get()
        assert (event.finished_at, event.attempts) == (None, 1)
        assert event.process == Heartbeat.objects.get(kind="worker").process
        (tmp_path / "go").touch()
        with running(valkey, *WORKER):
            assert wait_until(all_over, seconds=30)
    assert effects(company) == {"m": 1}
    assert states(company) == [(JobState.DONE, 2, "")]


def test_j01_children_that_outlive_their_killed_parent_are_never_doubled(
    company: Organization, valkey: Valkey, tmp_path: Path
) -> None:
    ask("tests.wait", organization_id=company.id, mark="m", folder=str(tmp_path))
    with running(valkey, *RELAY), running(valkey, *WORKER) as first:
        assert wait_until((tmp_path / "began").exists)
        first.kill()
        with running(valkey, *WORKER):
            assert wait_until(lambda: OutboxEvent.objects.filter(process="").exists())
            began = (tmp_path / "began").stat().st_mtime_ns
            assert wait_until(lambda: OutboxEvent.objects.filter(publications__gte=2).exists())
            assert (tmp_path / "began").stat().st_mtime_ns == began
            (tmp_path / "go").touch()
            assert wait_until(all_over)
    assert effects(company) == {"m": 1}


@pytest.mark.fault("J03")
def test_j03_a_task_that_kills_its_process_is_dead_after_three_tries_and_others_go_on(
    company: Organization, valkey: Valkey
) -> None:
    ask("tests.poison", organization_id=company.id)
    write(company, "beside")
    with running(valkey, *RELAY), running(valkey, *WORKER):
        assert wait_until(all_over)
        assert set(Heartbeat.objects.values_list("kind", flat=True)) == {"worker", "relay"}
    assert states(company) == [(JobState.FAILED, 3, "lost"), (JobState.DONE, 1, "")]
    assert effects(company) == {"beside": 1}


@pytest.mark.fault("J02")
def test_j02_a_broker_that_is_frozen_and_killed_while_writes_go_on_costs_no_effect_and_doubles_none(
    company: Organization, valkey: Valkey
) -> None:
    marks = [f"m{number}" for number in range(12)]
    with running(valkey, *RELAY), running(valkey, *WORKER, "--pool", "solo"):
        write(company, marks[0])
        assert wait_until(all_over)
        send(valkey, signal.SIGSTOP)
        for mark in marks[1:6]:
            write(company, mark)
        send(valkey, signal.SIGCONT)
        write(company, marks[6])
        send(valkey, signal.SIGKILL)
        for mark in marks[7:]:
            write(company, mark)
        assert not all_over()
        valkey.start()
        assert wait_until(all_over)
    assert effects(company) == dict.fromkeys(marks, 1)
    assert {state for state, _attempts, _reason in states(company)} == {JobState.DONE}


@pytest.mark.fault("J04")
def test_j04_two_beats_ask_often_and_a_day_is_one_job_and_one_rollup(
    company: Organization, valkey: Valkey, tmp_path: Path
) -> None:
    with tenant(company.id):
        Project.objects.create(code="P-1", name="x", folded_name="x")
    with running(valkey, *RELAY), running(valkey, *WORKER, "--pool", "solo"):
        with running(valkey, *BEAT, str(tmp_path / "one")), running(valkey, *BEAT, str(tmp_path / "two")):
            assert wait_until(lambda: OutboxEvent.objects.exists() and all_over())
            for _ in range(3):
                before = clock.now()
                assert wait_until(lambda: Heartbeat.objects.filter(kind="beat", beat_at__gt=before).exists())  # noqa: B023  waited for within the round
        assert wait_until(all_over)
    with tenant(company.id):
        days = Job.objects.filter(handler="portfolio.compute_daily_health", state=JobState.DONE).count()
        assert days == JobRun.objects.count() == ProjectHealth.objects.count() == Job.objects.count()
