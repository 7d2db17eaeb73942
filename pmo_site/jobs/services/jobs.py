"""What people do with jobs: ask that they end, and have failed ones tried again; who did so is kept.

Every deed takes many jobs and marks them with one moment, by which whoever did it can take it back as a whole.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.kernel import clock

_OPEN = (JobState.QUEUED, JobState.RUNNING)
_OVER = (JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to how many jobs, and the moment that marks them."""

    count: int
    at: datetime


def job_cancel(*, job_id: UUID, person_id: UUID | None) -> bool:
    """Ask that a job end, in the name of a person; False where it is over."""
    return bool(jobs_cancel(job_ids=[job_id], person_id=person_id).count)


def job_retry(*, job_id: UUID, person_id: UUID | None) -> bool:
    """Queue a failed or cancelled job again with all its attempts; False where it is neither."""
    return bool(jobs_retry(job_ids=[job_id], person_id=person_id).count)


@transaction.atomic
def jobs_cancel(*, job_ids: Collection[UUID], person_id: UUID | None) -> Deed:
    """Ask that jobs end. One that waits never starts, one that runs ends between two steps."""
    now = clock.now()
    asked = {"cancel_requested_at": now, "cancelled_by_id": person_id}
    jobs = _locked(Job.objects.filter(pk__in=job_ids, state__in=_OPEN, cancel_requested_at__isnull=True))
    waiting = jobs.filter(state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=now, **asked)
    return Deed(waiting + jobs.filter(state=JobState.RUNNING).update(**asked), now)


@transaction.atomic
def jobs_retry(*, job_ids: Collection[UUID], person_id: UUID | None) -> Deed:
    """Queue failed and cancelled jobs again with all their attempts; those whose event is forgotten stay."""
    now = clock.now()
    jobs = _locked(Job.objects.filter(pk__in=job_ids, state__in=_OVER))
    asked = OutboxEvent.objects.filter(id__in=list(jobs.values_list("event_id", flat=True)))
    events = list(asked.values_list("id", flat=True))
    asked.update(finished_at=None, due_at=now, attempts=0, publications=0)
    count = jobs.filter(event_id__in=events).update(
        retried_from=F("state"),
        state=JobState.QUEUED,
        attempts=0,
        finished_at=None,
        cancel_requested_at=None,
        retried_at=now,
        retried_by_id=person_id,
    )
    return Deed(count, now)


@transaction.atomic
def jobs_cancel_undo(*, person_id: UUID | None, at: datetime) -> int:
    """Take back what a person asked to end at a moment: what waited waits again, what still runs runs on."""
    marked = Job.objects.filter(cancelled_by_id=person_id, cancel_requested_at=at)
    ended = OutboxEvent.objects.filter(
        id__in=list(marked.filter(state=JobState.CANCELLED).values_list("event_id", flat=True))
    )
    events = list(ended.select_for_update().values_list("id", flat=True))
    ended.filter(finished_at__isnull=False).update(finished_at=None, due_at=clock.now(), publications=0)
    unasked = {"cancel_requested_at": None, "cancelled_by_id": None}
    again = marked.filter(state=JobState.CANCELLED, event_id__in=events)
    waiting = again.update(state=JobState.QUEUED, finished_at=None, **unasked)
    return waiting + marked.filter(state=JobState.RUNNING).update(**unasked)


@transaction.atomic
def jobs_retry_undo(*, person_id: UUID | None, at: datetime) -> int:
    """Put back what a person queued again at a moment, as far as no worker has begun it."""
    marked = Job.objects.filter(retried_by_id=person_id, retried_at=at, state=JobState.QUEUED)
    waiting = OutboxEvent.objects.filter(
        id__in=list(marked.values_list("event_id", flat=True)), attempts=0, finished_at__isnull=True
    )
    events = list(waiting.select_for_update().values_list("id", flat=True))
    now, back = clock.now(), marked.filter(event_id__in=events)
    OutboxEvent.objects.filter(id__in=events).update(finished_at=now)
    back.filter(retried_from=JobState.FAILED).update(attempts=settings.JOBS_ATTEMPTS)
    return back.update(state=F("retried_from"), finished_at=now, retried_by_id=None, retried_at=None)


def _locked(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """The same jobs, held until the transaction ends, so that what is asked of them still holds."""
    return Job.objects.filter(pk__in=list(jobs.select_for_update().order_by("pk").values_list("pk", flat=True)))
