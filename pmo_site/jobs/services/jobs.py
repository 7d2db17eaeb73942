"""What people do with jobs: ask that one end, and have a failed one tried again; who did so is kept."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.kernel import clock


@transaction.atomic
def job_cancel(*, job_id: UUID, person_id: UUID | None) -> bool:
    """Ask that a job end, in the name of a person; False where it is over.

    One that waits never starts, one that runs ends between two steps.
    """
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    now = clock.now()
    job.cancel_requested_at, job.cancelled_by_id = now, person_id
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, now
    job.save(update_fields=["cancel_requested_at", "cancelled_by", "state", "finished_at"])
    return True


@transaction.atomic
def job_retry(*, job_id: UUID, person_id: UUID | None) -> bool:
    """Queue a failed or cancelled job again with all its attempts; False where it is neither."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in {JobState.FAILED, JobState.CANCELLED}:
        return False
    asked = OutboxEvent.objects.filter(pk=job.event_id)
    if not asked.update(finished_at=None, due_at=clock.now(), attempts=0, publications=0):
        return False
    job.state, job.attempts, job.finished_at, job.cancel_requested_at = JobState.QUEUED, 0, None, None
    job.retried_at, job.retried_by_id = clock.now(), person_id
    job.save()
    return True
