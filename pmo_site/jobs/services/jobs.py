"""What people do with jobs: ask that one end, and have a failed one tried again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.kernel import clock


@transaction.atomic
def job_cancel(*, job_id: UUID) -> bool:
    """Ask that a job end; False where it is over. One that waits never starts, one that runs ends between two steps."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    now = clock.now()
    job.cancel_requested_at = now
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, now
    job.save(update_fields=["cancel_requested_at", "state", "finished_at"])
    return True


@transaction.atomic
def job_retry(*, job_id: UUID) -> bool:
    """Queue a failed or cancelled job again with all its attempts; False where it is neither."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in {JobState.FAILED, JobState.CANCELLED}:
        return False
    asked = OutboxEvent.objects.filter(pk=job.event_id)
    if not asked.update(finished_at=None, due_at=clock.now(), attempts=0, publications=0):
        return False
    job.state, job.attempts, job.finished_at, job.cancel_requested_at = JobState.QUEUED, 0, None, None
    job.save(update_fields=["state", "attempts", "finished_at", "cancel_requested_at"])
    return True
