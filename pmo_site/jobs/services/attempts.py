"""Attempts are counted beside the task's own transaction; the effect and the mark of its end stand in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.process import IDENTITY
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant

LOST = "lost"
"""The reason of an attempt that ended without a word: its process was killed or ran out of time."""
SUSPENDED = "suspended"
_LOCKS = 7_140_520


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one event by one process: `organization_id` None is a task of a global account."""

    event_id: int
    handler: str
    organization_id: UUID | None
    process: str = IDENTITY


def attempt_begin(attempt: Attempt) -> bool:
    """Count a try before it starts; False where the event is over, dead, cancelled or at work elsewhere."""
    with _open(attempt) as event:
        if event is None:
            return False
        if not _lock(attempt):
            _again(event, seconds=settings.JOBS_BACKOFF_SECONDS, process=event.process)
            return False
        return _start(event, _job(attempt), attempt.process)


def _start(event: OutboxEvent, job: Job | None, process: str) -> bool:
    if job and job.cancel_requested_at:
        _end(event, job, JobState.CANCELLED)
        return False
    if job and job.state == JobState.RUNNING:
        job.reason = LOST
    if event.attempts >= settings.JOBS_ATTEMPTS:
        _end(event, job, JobState.FAILED, job.reason if job else LOST)
        return False
    event.attempts += 1
    _again(event, seconds=settings.JOBS_STUCK_SECONDS, process=process)
    if job:
        job.state, job.started_at, job.attempts = JobState.RUNNING, clock.now(), event.attempts
        job.steps_done, job.steps_total, job.message = 0, None, ""
        job.save()
    return True


def attempt_hold(attempt: Attempt) -> bool:
    """Keep every other try of the event out until the task's transaction ends; False where it is over."""
    return _lock(attempt) and OutboxEvent.objects.filter(pk=attempt.event_id, finished_at__isnull=True).exists()


def attempt_succeed(attempt: Attempt) -> None:
    """Mark the end in the task's own transaction: the effect and its mark are stored together or not at all."""
    now = clock.now()
    OutboxEvent.objects.filter(pk=attempt.event_id).update(finished_at=now, process="")
    if attempt.organization_id is not None:
        jobs = Job.objects.filter(event_id=attempt.event_id, handler=attempt.handler)
        jobs.update(state=JobState.DONE, reason="", finished_at=now)


def attempt_fail(attempt: Attempt, reason: str) -> None:
    """Record why a try failed: the event is due again after a pause, or dead after the last one."""
    with _open(attempt) as event:
        if event is None:
            return
        job = _job(attempt)
        if event.attempts >= settings.JOBS_ATTEMPTS:
            _end(event, job, JobState.FAILED, reason)
            return
        _again(event, seconds=settings.JOBS_BACKOFF_SECONDS * 4 ** (event.attempts - 1))
        if job:
            job.state, job.reason = JobState.QUEUED, reason
            job.save(update_fields=["state", "reason"])


def attempt_drop(attempt: Attempt, reason: str = "") -> None:
    """End an event without its effect: it was cancelled, or its organization is suspended."""
    with _open(attempt) as event:
        if event is not None:
            _end(event, _job(attempt), JobState.CANCELLED, reason)


@contextmanager
def _open(attempt: Attempt) -> Iterator[OutboxEvent | None]:
    """The event, locked, in a transaction of the attempt's organization; None where it is over."""
    with tenant(attempt.organization_id) if attempt.organization_id else transaction.atomic():
        yield OutboxEvent.objects.select_for_update().filter(pk=attempt.event_id, finished_at__isnull=True).first()


def _job(attempt: Attempt) -> Job | None:
    if attempt.organization_id is None:
        return None
    return Job.objects.get_or_create(event_id=attempt.event_id, handler=attempt.handler)[0]


def _lock(attempt: Attempt) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, f"{attempt.event_id}:{attempt.handler}"]
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _again(event: OutboxEvent, *, seconds: int, process: str = "") -> None:
    """Make the event due later; until then `process` has it, if any has."""
    event.due_at, event.process = clock.now() + timedelta(seconds=seconds), process
    event.save(update_fields=["due_at", "attempts", "process"])


def _end(event: OutboxEvent, job: Job | None, state: JobState, reason: str = "") -> None:
    event.finished_at, event.process = clock.now(), ""
    event.save(update_fields=["finished_at", "process"])
    if job:
        job.state, job.reason, job.finished_at = state, reason, event.finished_at
        job.save(update_fields=["state", "reason", "finished_at"])
