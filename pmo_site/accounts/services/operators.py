"""Writes of who operates the platform: done by whoever runs its commands, never by a page."""

from __future__ import annotations

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from pmo_site.accounts.errors import OperatorIsMemberError
from pmo_site.accounts.models import Membership, User
from pmo_site.accounts.services.accounts import account_create, password_reset_request
from pmo_site.accounts.services.sign_in import folded_email
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.context import account

logger = structlog.get_logger(__name__)


@transaction.atomic
def operator_appoint(*, email: str) -> User:
    """Make an account an operator's; one made for it sets its password by the link of a mail.

    A member's account is refused: who sees a tenant's projects does not also rule over tenants.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise RuleError([FieldProblem("email", "invalid")]) from error
    user = User.objects.filter(email=folded_email(email)).first()
    if user is None:
        user = account_create(email=email, password=None)
        password_reset_request(email=user.email)
    if _is_member(user):
        raise OperatorIsMemberError
    _set(user, is_operator=True)
    return user


@transaction.atomic
def operator_dismiss(*, email: str) -> None:
    """Take the operators' pages from an account; every session of it ends."""
    user = User.objects.filter(email=folded_email(email), is_staff=True).first()
    if user is None:
        raise RuleError([FieldProblem("email", "no_operator")])
    _set(user, is_operator=False)


def _is_member(user: User) -> bool:
    with account(user.pk):
        return Membership.across.filter(user=user, ended_at__isnull=True).exists()


def _set(user: User, *, is_operator: bool) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=is_operator, sessions_epoch=F("sessions_epoch") + 1)
    logger.info("operator appointed" if is_operator else "operator dismissed", account=str(user.pk))
