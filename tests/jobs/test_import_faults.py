"""An import in real processes: seen while it runs, cancelled, killed: it is there once or not at all."""

from __future__ import annotations

from uuid import UUID

import pytest

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.exchange.models import ImportEffect, ImportRun, ImportState
from pmo_site.exchange.selectors import import_get
from pmo_site.exchange.services.runs import import_ask, import_ask_undo, import_cancel
from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.local.valkey import Valkey
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from tests.accounts.world import Member, make_member
from tests.exchange.bring import brought, job_of
from tests.jobs.machines import RELAY, WORKER, kill, running, wait_until
from tests.jobs.world import company, valkey

__all__ = ["company", "valkey"]
ROWS = 6_000
CONTENT = ("code,name,due\n" + "".join(f"K-{place},name {place},2027-03-31\n" for place in range(ROWS))).encode()


@pytest.fixture
def manager(company: Organization) -> Member:
    return make_member(company, OrganizationRole.PMO_MANAGER)


@pytest.fixture
def run(manager: Member) -> ImportRun:
    with manager.acting() as actor:
        checked = brought(actor, CONTENT)
        OutboxEvent.objects.all().delete()  # the check was worked off by hand
        return import_ask(actor=actor, run=checked)


def stored(company: Organization) -> tuple[int, int]:
    with tenant(company.id):
        return Project.objects.count(), ImportEffect.objects.count()


def job(company: Organization, run: ImportRun) -> Job:
    with tenant(company.id):
        return Job.objects.get(pk=job_of(run))


def stands(manager: Member, run_id: UUID) -> str:
    with manager.acting() as actor:
        found = import_get(actor, run_id)
        assert found
        return found.state


def all_over() -> bool:
    return not OutboxEvent.objects.filter(finished_at__isnull=True, task="exchange.run_import").exists()


@pytest.mark.fault("F04")
def test_an_import_whose_worker_is_killed_in_the_middle_is_stored_once(
    company: Organization, manager: Member, run: ImportRun, valkey: Valkey
) -> None:
    with running(valkey, *RELAY):
        with running(valkey, *WORKER, "--pool", "solo") as first:
            assert wait_until(lambda: job(company, run).steps_done >= ROWS / 2)
            kill(first)
        assert stored(company) == (0, 0)
        with running(valkey, *WORKER, "--pool", "solo"):
            assert wait_until(all_over)
    assert stored(company) == (ROWS, ROWS)
    assert (stands(manager, run.pk), job(company, run).attempts) == (ImportState.DONE, 2)


def test_an_import_that_is_cancelled_at_work_leaves_nothing_and_can_be_applied_again(
    company: Organization, manager: Member, run: ImportRun, valkey: Valkey
) -> None:
    with running(valkey, *RELAY), running(valkey, *WORKER, "--pool", "solo"):
        assert wait_until(lambda: job(company, run).steps_done > 0)
        with manager.acting() as actor:
            assert import_cancel(actor=actor, run=run)
        assert wait_until(all_over)
        assert (job(company, run).state, stands(manager, run.pk)) == (JobState.CANCELLED, ImportState.CHECKED)
        assert stored(company) == (0, 0)
        with manager.acting() as actor:
            import_ask(actor=actor, run=run)
        assert wait_until(all_over)
        assert stored(company) == (ROWS, ROWS)
        with manager.acting() as actor:
            undoing = import_ask_undo(actor=actor, run=run)
        assert wait_until(lambda: job(company, undoing).steps_total == ROWS or all_over())
        assert wait_until(all_over)
    with tenant(company.id):
        assert not Project.objects.current().exists()
    assert stands(manager, run.pk) == ImportState.UNDONE
