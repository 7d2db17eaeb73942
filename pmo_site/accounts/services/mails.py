"""What workers write to people about their accounts; keys and tokens are made here and stand in the mail alone."""

from __future__ import annotations

from uuid import UUID

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from pmo_site.accounts.models import User
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.invitations import invitation_key_make
from pmo_site.jobs.mail import Letter, send_once, site_link
from pmo_site.tenancy.selectors import organization_by_id


def password_reset_mail(*, user_id: UUID, mark: str) -> None:
    """Send the link that sets a new password; an account that does not exist gets nothing."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        return
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    send_once(
        f"password-reset:{mark}",
        Letter(user.email, user.language, "mails/password_reset.txt", {"link": site_link(path)}),
    )


def lock_notice_mail(*, user_id: UUID, mark: str) -> None:
    """Tell the owner that sign-in is closed for a while after too many failures."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        return
    link = site_link(reverse("account_reset_password"))
    send_once(f"lock-notice:{mark}", Letter(user.email, user.language, "mails/lock_notice.txt", {"link": link}))


def security_change_mail(*, user_id: UUID, mark: str, change: str) -> None:
    """Tell the owner that the password or the second factor was changed."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        return
    values = {"change": change, "link": site_link(reverse("account_reset_password"))}
    send_once(f"security-change:{mark}", Letter(user.email, user.language, "mails/security_change.txt", values))


def invitation_mail(*, organization_id: UUID, invitation_id: UUID) -> None:
    """Send an invitation with the key made now; a second run finds the key made and sends nothing."""
    made = invitation_key_make(invitation_id=invitation_id)
    organization = organization_by_id(organization_id)
    if made is None or organization is None:
        return
    invitation, key = made
    language = organization_settings().language
    path = reverse("invitation", kwargs={"slug": organization.slug, "key": key})
    values = {
        "organization": organization.name,
        "person": invitation.person.display(language),
        "until": invitation.expires_at,
        "link": site_link(path),
    }
    send_once(f"invitation:{invitation.id}", Letter(invitation.email, language, "mails/invitation.txt", values))
