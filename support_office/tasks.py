"""The support office's tasks."""

from __future__ import annotations

from celery import shared_task

from pmo_site.accounts.selectors import organization_now
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.tasks import PlatformTask, TenantTask
from pmo_site.tenancy.selectors import active_organization_ids
from support_office.services.overdue import overdue_tell_daily
from support_office.services.reminders import reports_remind_daily


@shared_task(base=PlatformTask, name="support_office.hand_out_report_reminders")
def hand_out_report_reminders() -> None:
    """Ask for every organization's reminders of its own today; the unique run makes repeated asking harmless."""
    for organization_id in active_organization_ids():
        ask("support_office.remind_of_reports", organization_id=organization_id)


@shared_task(base=TenantTask, name="support_office.remind_of_reports")
def remind_of_reports(organization_id: str) -> None:  # noqa: ARG001  TenantTask entered it
    """Remind the managers whose reports are due soon or late, on the organization's own day."""
    reports_remind_daily(day=organization_now().date())


@shared_task(base=PlatformTask, name="support_office.hand_out_overdue")
def hand_out_overdue() -> None:
    """Ask for every organization's digest of what is overdue; the unique run makes repeated asking harmless."""
    for organization_id in active_organization_ids():
        ask("support_office.tell_overdue", organization_id=organization_id)


@shared_task(base=TenantTask, name="support_office.tell_overdue")
def tell_overdue(organization_id: str) -> None:  # noqa: ARG001  TenantTask entered it
    """Tell owners once a day what of theirs is overdue, on the organization's own day."""
    overdue_tell_daily(day=organization_now().date())
