"""Mails about accounts. Each may be delivered twice and mails once."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from pmo_site.accounts.services.acts import acts_forget
from pmo_site.accounts.services.mails import (
    invitation_mail,
    lock_notice_mail,
    password_reset_mail,
    security_change_mail,
)
from pmo_site.accounts.services.organizations import organization_open
from pmo_site.accounts.services.upkeep import forget_what_is_over
from pmo_site.jobs.tasks import AccountTask, PlatformTask, TenantTask


@shared_task(name="accounts.open_organization", base=TenantTask)
def open_organization(organization_id: str, act_id: str) -> None:
    """Invite the first member of an organization that was founded."""
    organization_open(organization_id=UUID(organization_id), act_id=UUID(act_id))


@shared_task(name="accounts.mail_invitation", base=TenantTask)
def mail_invitation(organization_id: str, invitation_id: str) -> None:
    """Mail an invitation with its key."""
    invitation_mail(organization_id=UUID(organization_id), invitation_id=UUID(invitation_id))


@shared_task(name="accounts.mail_password_reset", base=AccountTask)
def mail_password_reset(user_id: str, mark: str) -> None:
    """Mail the link that sets a new password."""
    password_reset_mail(user_id=UUID(user_id), mark=mark)


@shared_task(name="accounts.mail_lock_notice", base=AccountTask)
def mail_lock_notice(user_id: str, mark: str) -> None:
    """Tell the owner of an account that it is closed for a while."""
    lock_notice_mail(user_id=UUID(user_id), mark=mark)


@shared_task(name="accounts.mail_security_change", base=AccountTask)
def mail_security_change(user_id: str, mark: str, change: str) -> None:
    """Tell the owner of an account of a change of password or second factor."""
    security_change_mail(user_id=UUID(user_id), mark=mark, change=change)


@shared_task(name="accounts.forget_what_is_over", base=PlatformTask)
def forget() -> None:
    """Delete what no longer serves: old counts, marks of old mails, dead sessions."""
    forget_what_is_over()


@shared_task(name="accounts.forget_acts", base=PlatformTask)
def forget_acts() -> None:
    """Delete acts that can be taken back no longer."""
    acts_forget()
