"""What happens around a sign-in: counting, the notice to the owner, the end of other sessions, one use of a code."""

from __future__ import annotations

import time
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from pmo_site.accounts.models import User
from pmo_site.accounts.services.attempts import (
    Counted,
    Subject,
    attempt_count,
    attempt_returned,
    attempt_succeeded,
    attempts_count,
    client_address,
)
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.ids import new_id

NOBODY = UUID(int=0)
TOTP_PERIOD = 30


def folded_email(email: str) -> str:
    """An e-mail as accounts are found by it."""
    return email.strip().lower()


def sign_in_tried(request: HttpRequest, *, email: str) -> Counted:
    """Count an attempt by address and by account, whether the account exists or not."""
    return attempts_count(
        Subject("sign_in_address", client_address(request)), Subject("sign_in_account", folded_email(email))
    )


def sign_in_failed(*, email: str, reached: bool) -> None:
    """At the failure that locks, tell the owner once; an unknown account costs the same work."""
    if not reached:
        return
    user_id = User.objects.filter(email=folded_email(email), is_active=True).values_list("id", flat=True).first()
    ask("accounts.mail_lock_notice", organization_id=None, user_id=str(user_id or NOBODY), mark=new_id().hex)


def sign_in_succeeded(request: HttpRequest, *, email: str) -> None:
    """Forget the account's failures; from the address only this attempt is taken back."""
    attempt_succeeded(Subject("sign_in_account", folded_email(email)))
    attempt_returned(Subject("sign_in_address", client_address(request)))


def code_tried(user: User) -> Counted:
    """Count an attempt at a second factor."""
    counted = attempt_count(Subject("code_account", str(user.pk)))
    if counted.reached:
        ask("accounts.mail_lock_notice", organization_id=None, user_id=str(user.pk), mark=new_id().hex)
    return counted


def code_succeeded(user: User) -> None:
    """Forget the failures at the second factor."""
    attempt_succeeded(Subject("code_account", str(user.pk)))


def totp_step_claim(user: User, *, step: int | None = None) -> bool:
    """Use up a time-based code: each period counts once per account (RFC 6238, 5.2), however many try at once."""
    current = int(time.time()) // TOTP_PERIOD if step is None else step
    return bool(User.objects.filter(pk=user.pk, totp_step__lt=current).update(totp_step=current))


def security_change_tell(*, user: User, change: str) -> None:
    """Ask for the mail that tells an owner of a change of password or second factor."""
    ask("accounts.mail_security_change", organization_id=None, user_id=str(user.pk), mark=new_id().hex, change=change)


@transaction.atomic
def sessions_end_elsewhere(request: HttpRequest, *, user: User) -> None:
    """End every session of the account but this one, which goes on under a new key."""
    User.objects.filter(pk=user.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    user.refresh_from_db(fields=["sessions_epoch"])
    update_session_auth_hash(request, user)
    UserSession.objects.filter(user_id=user.pk).delete()
    UserSession.objects.create_from_request(request)
