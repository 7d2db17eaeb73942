"""Reads of jobs, and of whether work moves at all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from pmo_site.jobs.models import Heartbeat, Job, OutboxEvent
from pmo_site.kernel import clock

WORKER, RELAY, BEAT = "worker", "relay", "beat"


@dataclass(frozen=True, slots=True)
class Pulse:
    """Seconds since the newest sign of life of each kind of process, and since the longest waiting event was due.

    None where no process ever said anything, and where nothing waits.
    """

    worker: float | None
    relay: float | None
    beat: float | None
    outbox: float | None


def pulse() -> Pulse:
    """Whether work moves: two queries, of global tables alone."""
    now = clock.now()
    newest = dict(Heartbeat.objects.values_list("kind").annotate(newest=Max("beat_at")))
    ages = {kind: max((now - at).total_seconds(), 0.0) for kind, at in newest.items()}
    due = OutboxEvent.objects.filter(finished_at__isnull=True, due_at__lt=now).aggregate(oldest=Min("due_at"))["oldest"]
    waited = (now - due).total_seconds() if due else None
    return Pulse(ages.get(WORKER), ages.get(RELAY), ages.get(BEAT), waited)


def job_list(*, state: str = "") -> QuerySet[Job]:
    """The jobs of the organization, or those in one state, with who cancelled and retried them."""
    jobs = Job.objects.select_related("cancelled_by", "retried_by")
    return jobs.filter(state=state) if state else jobs


def job_get(job_id: UUID) -> Job | None:
    """One job of the organization."""
    return job_list().filter(pk=job_id).first()


def job_arguments(job: Job) -> dict[str, str | int | None]:
    """What a job's task was given; nothing where its event is forgotten."""
    given = OutboxEvent.objects.filter(pk=job.event_id, organization_id=job.organization_id).values_list("arguments")
    return next((arguments for (arguments,) in given), {})
