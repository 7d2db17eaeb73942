"""Periodic work done once, whatever crashes or is delivered twice."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from pmo_site.jobs.models import JobRun, RunState
from pmo_site.kernel import clock
from pmo_site.tenancy.context import require_organization_id


def run_once(kind: str, period: str, work: Callable[[], dict[str, object]]) -> JobRun | None:
    """Do the work of a period unless it is done; None where another worker is at it now.

    The advisory lock, the run row and the work stand in one transaction: it all happens or none of it.
    """
    if not _lock(f"{kind}:{period}"):
        return None
    run, created = JobRun.objects.get_or_create(kind=kind, period=period)
    if not created:
        return run
    run.outcome = work()
    run.state = RunState.DONE
    run.finished_at = clock.now()
    run.save(update_fields=["outcome", "state", "finished_at"])
    return run


def _lock(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{require_organization_id()}:{name}"]
        )
        row = cursor.fetchone()
    return bool(row and row[0])
