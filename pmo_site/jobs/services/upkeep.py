"""Jobs that are over are forgotten after a while."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.selectors import active_organization_ids

KEPT = timedelta(days=30)


def jobs_forget() -> None:
    """Delete what ended a month ago, organization by organization; failed jobs stay until they are retried."""
    before = clock.now() - KEPT
    failed: set[int] = set()
    for organization_id in active_organization_ids():
        with tenant(organization_id):
            Job.objects.filter(finished_at__lt=before).exclude(state=JobState.FAILED).delete()
            failed.update(Job.objects.filter(finished_at__lt=before).values_list("event_id", flat=True))
    with transaction.atomic():
        OutboxEvent.objects.filter(finished_at__lt=before).exclude(id__in=failed).delete()
