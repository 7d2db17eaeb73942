"""The tasks of files."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from pmo_site.files.services.sweep import files_sweep
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.tasks import PlatformTask, TenantTask
from pmo_site.tenancy.selectors import active_organization_ids


@shared_task(base=PlatformTask, name="files.hand_out_sweeps")
def hand_out_sweeps() -> None:
    """Ask for a sweep of every organization's files."""
    for organization_id in active_organization_ids():
        ask("files.sweep", organization_id=organization_id)


@shared_task(base=TenantTask, name="files.sweep")
def sweep(organization_id: str) -> None:
    """Sweep the files of one organization."""
    files_sweep(organization_id=UUID(organization_id))
