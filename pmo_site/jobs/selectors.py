"""Reads of jobs, and of whether work moves at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from pmo_site.jobs.models import Heartbeat, Job, JobState, OutboxEvent
from pmo_site.kernel import clock

WORKER, RELAY, BEAT = "worker", "relay", "beat"
OPEN_STATES = frozenset({JobState.QUEUED, JobState.RUNNING})
MOST_OWN = 50


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


@dataclass(frozen=True, slots=True)
class JobNarrowing:
    """Which jobs are asked for; what is empty narrows nothing, and the end is not part of the period."""

    state: str = ""
    handler: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Jobs of one kind that failed for good for one reason."""

    handler: str
    reason: str
    count: int
    last: datetime | None


EVERY = JobNarrowing()


def job_list(narrowing: JobNarrowing = EVERY) -> QuerySet[Job]:
    """The jobs of the organization, or some of them, with who cancelled and retried them."""
    jobs = Job.objects.select_related("cancelled_by", "retried_by")
    exact = {"state": narrowing.state, "handler": narrowing.handler, "reason": narrowing.reason}
    period = {"asked_at__gte": narrowing.since, "asked_at__lt": narrowing.until}
    return jobs.filter(**{name: value for name, value in (exact | period).items() if value})


def jobs_matching(narrowing: JobNarrowing, *, most: int) -> list[UUID]:
    """The ids of jobs that match, those asked first in front, so many at most."""
    found = job_list(narrowing).order_by("asked_at", "id").values_list("pk", flat=True)
    return list(found[:most])


def dead_letters() -> list[DeadLetters]:
    """Why jobs failed for good: each kind and reason once, the most frequent first."""
    found = Job.objects.filter(state=JobState.FAILED).values_list("handler", "reason")
    groups = found.annotate(count=Count("id"), last=Max("finished_at")).order_by("-count", "handler", "reason")
    return [DeadLetters(*group) for group in groups]


def jobs_own(person_id: UUID | None, *, since: datetime) -> list[Job]:
    """What a person asked for and waits for, and what of it ended since a moment; newest first."""
    mine = job_list().filter(asked_by_id=person_id, asked_by__isnull=False)
    return list(mine.filter(Q(finished_at__isnull=True) | Q(finished_at__gte=since)).order_by("-asked_at")[:MOST_OWN])


def jobs_open_of(person_id: UUID) -> QuerySet[Job]:
    """What a person asked for that is not over."""
    return Job.objects.filter(asked_by_id=person_id, state__in=OPEN_STATES)


def periodic_last(handlers: Iterable[str]) -> dict[str, Job]:
    """The newest job of each kind of periodic work."""
    newest = Job.objects.filter(handler__in=list(handlers)).order_by("handler", "-asked_at").distinct("handler")
    return {job.handler: job for job in newest}


def job_get(job_id: UUID) -> Job | None:
    """One job of the organization."""
    return job_list().filter(pk=job_id).first()


def job_arguments(job: Job) -> dict[str, str | int | None]:
    """What a job's task was given; nothing where its event is forgotten."""
    given = OutboxEvent.objects.filter(pk=job.event_id, organization_id=job.organization_id).values_list("arguments")
    return next((arguments for (arguments,) in given), {})
