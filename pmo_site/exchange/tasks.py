"""The tasks of imports."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.exchange.services.queueing import TASK
from pmo_site.exchange.services.runs import import_run
from pmo_site.exchange.services.uploads import uploads_forget
from pmo_site.jobs.tasks import PlatformTask, TenantTask


@shared_task(base=TenantTask, name=TASK)
def run_import(organization_id: str, run_id: str, user_id: str) -> None:
    """Read, check, apply or undo an import for the member who asked, with the rights they hold now."""
    actor = actor_of_user(UUID(user_id), organization_id=UUID(organization_id), settings=organization_settings())
    import_run(actor=actor, run_id=UUID(run_id))


@shared_task(base=PlatformTask, name="exchange.forget_uploads")
def forget_uploads() -> None:
    """Let the rows of uploads go whose time is over."""
    uploads_forget()
