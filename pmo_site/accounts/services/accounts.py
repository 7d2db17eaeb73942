"""Writes of global accounts: their making, their preferences, the way back in."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.accounts.models import User
from pmo_site.accounts.services.sign_in import NOBODY, folded_email
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.ids import new_id


@transaction.atomic
def account_create(*, email: str, password: str | None, language: str = "ja") -> User:
    """Make an account; only an accepted invitation, a seed or an operator does."""
    return User.objects.create_user(email, password, language=language)


@transaction.atomic
def preferences_revise(*, user_id: UUID, language: str, theme: str, single_keys: bool) -> None:
    """Store how an account likes its pages."""
    User.objects.filter(id=user_id).update(language=language, theme=theme, single_keys=single_keys)


@transaction.atomic
def language_adopt(*, user: User, language: str) -> None:
    """Take the language in which an account's owner first signed in: until then nobody asked them for one."""
    User.objects.filter(id=user.pk).update(language=language)
    user.language = language


@transaction.atomic
def password_reset_request(*, email: str) -> None:
    """Ask for a reset mail; the same work is done whether the account exists or not.

    The token is made by the worker and never stands in the outbox.
    """
    user_id = User.objects.filter(email=folded_email(email), is_active=True).values_list("id", flat=True).first()
    ask("accounts.mail_password_reset", organization_id=None, user_id=str(user_id or NOBODY), mark=new_id().hex)
