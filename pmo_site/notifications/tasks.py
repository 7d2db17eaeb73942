"""Mails of notices. Every task may be delivered twice; each mail goes once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from celery import shared_task

from pmo_site.jobs.outbox import ask
from pmo_site.jobs.tasks import PlatformTask, TenantTask
from pmo_site.kernel import clock
from pmo_site.notifications.services.mails import mails_gather, notices_mail
from pmo_site.tenancy.selectors import active_organization_ids


@shared_task(base=PlatformTask, name="notifications.hand_out_mails")
def hand_out_mails() -> None:
    """Ask every organization whose digest hours have come, each by its own clock."""
    for organization_id in active_organization_ids():
        ask("notifications.gather_mails", organization_id=organization_id)


@shared_task(base=TenantTask, name="notifications.gather_mails")
def gather_mails(organization_id: str) -> None:  # noqa: ARG001  TenantTask entered it
    """Ask for the mails that are due now, one task a person: one that fails fails alone."""
    mails_gather(now=clock.now())


@shared_task(base=TenantTask, name="notifications.mail_notices")
def mail_notices(organization_id: str, person_id: str, moment: str = "") -> None:  # noqa: ARG001  TenantTask entered it
    """Mail one person what waits: a digest up to its moment, or without one the urgent notices."""
    due = datetime.fromisoformat(moment) if moment else None
    notices_mail(person_id=UUID(person_id), moment=due, now=clock.now())
