"""Tasks of the cases: they count their effects, take their time, and kill or spare the process that runs them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from celery import shared_task
from django.db.models import F

from pmo_site.jobs.progress import step
from pmo_site.jobs.tasks import TenantTask
from pmo_site.tenancy.models import Counter

_STEP_SECONDS = 0.5


@shared_task(name="chaos.count", base=TenantTask)
def count(organization_id: str, mark: str, milliseconds: int = 0) -> None:  # noqa: ARG001  TenantTask entered it
    """Have an effect that a second run would double, and take so long to commit it."""
    Counter.objects.get_or_create(kind=mark)
    Counter.objects.filter(kind=mark).update(last=F("last") + 1)
    time.sleep(milliseconds / 1000)


@shared_task(name="chaos.slow", base=TenantTask)
def slow(organization_id: str, mark: str, seconds: int) -> None:  # noqa: ARG001  the same
    """Have an effect and tell progress for so many seconds."""
    Counter.objects.get_or_create(kind=mark)
    Counter.objects.filter(kind=mark).update(last=F("last") + 1)
    total = int(seconds / _STEP_SECONDS)
    for done in range(total):
        step(done, total)
        time.sleep(_STEP_SECONDS)


@shared_task(name="chaos.poison", base=TenantTask)
def poison(organization_id: str, cure: str) -> None:  # noqa: ARG001  the same
    """Kill the process that runs it, unless the cause is removed: the file is there."""
    if not Path(cure).exists():
        os.kill(os.getpid(), signal.SIGKILL)
