"""Tasks for tests: they count their effects, fail, wait, step and kill their own process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from celery import shared_task
from django.db import connection
from django.db.models import F

from pmo_site.jobs.progress import step
from pmo_site.jobs.tasks import AccountTask, TenantTask
from pmo_site.tenancy.models import Counter

PATIENCE = 60.0


def _count(mark: str) -> None:
    Counter.objects.get_or_create(kind=mark)
    Counter.objects.filter(kind=mark).update(last=F("last") + 1)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)


@shared_task(name="tests.count", base=TenantTask)
def count(organization_id: str, mark: str) -> None:  # noqa: ARG001  TenantTask entered it
    """Have an effect that can be counted."""
    _count(mark)


@shared_task(name="tests.fail", base=TenantTask)
def fail(organization_id: str, mark: str) -> None:  # noqa: ARG001  the same
    """Have an effect, then fail: the effect goes with the transaction."""
    _count(mark)
    raise ValueError(mark)


@shared_task(name="tests.fail_for_account", base=AccountTask)
def fail_for_account(user_id: str) -> None:  # noqa: ARG001  the same
    """Fail for a global account."""
    raise ValueError("an account")


@shared_task(name="tests.hang_up", base=TenantTask)
def hang_up(organization_id: str, mark: str) -> None:  # noqa: ARG001  the same
    """Have an effect, then lose the database as by its restart: the effect goes with the transaction."""
    _count(mark)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@shared_task(name="tests.poison", base=TenantTask)
def poison(organization_id: str) -> None:  # noqa: ARG001  the same
    """Kill the process that runs it."""
    os.kill(os.getpid(), signal.SIGKILL)


@shared_task(name="tests.wait", base=TenantTask)
def wait(organization_id: str, mark: str, folder: str) -> None:  # noqa: ARG001  the same
    """Say that it began, have an effect, and wait to be let go."""
    (Path(folder) / "began").write_text(str(os.getpid()))
    _count(mark)
    _wait_for(Path(folder) / "go")


@shared_task(name="tests.step", base=TenantTask)
def steps(organization_id: str, mark: str, folder: str) -> None:  # noqa: ARG001  the same
    """Tell a first step, wait, and tell a second one."""
    _count(mark)
    step(1, 2, "tests.halfway")
    (Path(folder) / "began").touch()
    _wait_for(Path(folder) / "go")
    step(2, 2)
