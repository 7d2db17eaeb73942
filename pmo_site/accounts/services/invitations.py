"""Writes of invitations: the only way to an account and into an organization."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from pmo_site.accounts.errors import AlreadyMemberError, InvitationGoneError, WrongAccountError
from pmo_site.accounts.limits import INVITATION_DAYS
from pmo_site.accounts.models import Invitation, Membership, Person, User
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PROTECTED_ROLES, OrganizationRole
from pmo_site.accounts.selectors import invitation_for_key
from pmo_site.accounts.services.accounts import account_create
from pmo_site.accounts.services.revising import checked
from pmo_site.accounts.services.roles import membership_create, require_rank_for
from pmo_site.accounts.services.sign_in import folded_email
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock

KEY_BYTES = 32


@transaction.atomic
def invitation_send(*, actor: Actor, person_id: UUID, email: str, role: OrganizationRole) -> Invitation:
    """Invite a person by mail to a role no higher than one's own.

    Nothing is told of whether the e-mail has an account. Older open invitations of the person end.
    """
    require(actor, Right.PEOPLE_MANAGE)
    require_rank_for(actor, role)
    person = Person.objects.get(id=person_id)
    if Membership.objects.filter(person=person, ended_at__isnull=True).exists():
        raise AlreadyMemberError
    now = clock.now()
    Invitation.objects.filter(person=person, accepted_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    invitation = Invitation(
        person=person,
        email=folded_email(email),
        role=role.value,
        key_hash="-",
        invited_by_id=actor.person_id,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    checked(invitation)
    invitation.key_hash = ""
    invitation.save()
    ask("accounts.mail_invitation", organization_id=actor.organization_id, invitation_id=str(invitation.id))
    return invitation


def invitation_key_make(*, invitation_id: UUID) -> tuple[Invitation, str] | None:
    """Make the key in the worker; None where it was made before or the invitation is over.

    Only the hash stays: the key stands in the mail and nowhere else.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(id=invitation_id, key_hash="", accepted_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if invitation is None:
        return None
    key = secrets.token_urlsafe(KEY_BYTES)
    invitation.key_hash = key_hash(key)
    invitation.save(update_fields=["key_hash"])
    return invitation, key


def key_hash(key: str) -> str:
    """What is kept of a key; it is long and random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def invitation_accept(*, actor: Actor, key: str, user: User | None, password: str = "", language: str = "ja") -> User:
    """Accept an invitation: with the account that carries its e-mail, or by making that account.

    It works once. Somebody else's account is refused, an operator's too, and so is a new password for an existing
    account. The first member of an organization administers it and runs its PMO, until others are appointed.
    """
    require(actor, Right.PEOPLE_MANAGE)
    invitation = invitation_for_key(key_hash(key), lock=True)
    if invitation is None:
        raise InvitationGoneError
    if user is None:
        user = _new_account(invitation.email, password, language)
    elif folded_email(user.email) != invitation.email or user.is_staff:
        raise WrongAccountError
    roles = {OrganizationRole(invitation.role)}
    if not Membership.objects.exists():
        roles |= PROTECTED_ROLES
    membership_create(actor=actor, person_id=invitation.person_id, user_id=user.pk, roles=roles)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def _new_account(email: str, password: str, language: str) -> User:
    try:
        with transaction.atomic():
            return account_create(email=email, password=password, language=language)
    except IntegrityError as error:
        raise WrongAccountError from error
