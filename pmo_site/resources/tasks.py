"""The tasks of registers."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.jobs.tasks import TenantTask
from pmo_site.resources.services.exports import TASK, export_run


@shared_task(base=TenantTask, name=TASK)
def run_export(organization_id: str, run_id: str, user_id: str) -> None:
    """Make the file of a long list for the member who asked, with the rights they hold now."""
    actor = actor_of_user(UUID(user_id), organization_id=UUID(organization_id), settings=organization_settings())
    export_run(actor=actor, run_id=UUID(run_id))
