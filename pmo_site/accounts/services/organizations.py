"""Writes of the platform's operators: organizations themselves, and what is done to them from outside.

What an operator does is written on the operator's own road to the database, whose role reads nothing that tenants
keep. What needs more, the invitation of a first member, is asked of the worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from uuid import UUID

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pmo_site.accounts.errors import ReasonMissingError
from pmo_site.accounts.models import Invitation, OperatorAct, OperatorDeed, OrganizationSettings, User
from pmo_site.accounts.policy import Actor, platform_actor, require, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.invitations import invitation_accept, invitation_key_make, invitation_send
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.revising import checked
from pmo_site.accounts.services.sign_in import folded_email
from pmo_site.jobs.outbox import ask_from_outside
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState

logger = structlog.get_logger(__name__)

OPEN = "accounts.open_organization"
_MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True)
class FirstMember:
    """Whom a new organization invites: its first tenant administrator and PMO manager, in its main language."""

    family_name: str
    given_name: str
    email: str
    language: str = "ja"


def organization_found(
    *, slug: str, name: str, first: FirstMember, operator: str, user_id: UUID | None = None, reason: str = ""
) -> OperatorAct:
    """Make an organization; the worker invites its first member, who invites everybody else."""
    organization = Organization(slug=slug, name=name)
    actor = platform_actor(organization.id, user_id, operator, today=clock.today("UTC"))
    checked(organization)
    _check_email(first.email)
    with _from_outside(actor, organization.id):
        organization.save(force_insert=True)
        act = _note(actor, OperatorDeed.FOUNDED, reason, detail=first.email, first_member=asdict(first))
        ask_from_outside(OPEN, organization_id=organization.id, act_id=str(act.id))
    return act


def organization_open(*, organization_id: UUID, act_id: UUID) -> Invitation | None:
    """Give a founded organization its settings and invite its first member; once, however often it is asked."""
    act = OperatorAct.objects.select_for_update().filter(id=act_id).first()
    if act is None or not act.first_member:
        return None
    first = FirstMember(**act.first_member)
    OrganizationSettings.objects.get_or_create(defaults={"language": first.language})
    actor = _founder(organization_id)
    person = person_create(actor=actor, facts=PersonFacts(first.family_name, first.given_name, email=first.email))
    invitation = invitation_send(
        actor=actor, person_id=person.id, email=first.email, role=OrganizationRole.TENANT_ADMINISTRATOR
    )
    OperatorAct.objects.filter(id=act_id).update(first_member={})
    return invitation


def first_member_admit(*, act: OperatorAct, password: str) -> bool:
    """Open a founded organization at once and let its first member in, where no mail leads there.

    Whoever has an account already keeps its password; returns whether the password is theirs now.
    """
    organization_id = UUID(str(act.organization_id))
    with tenant(organization_id, history={"system": "platform"}):
        invitation = organization_open(organization_id=organization_id, act_id=act.id)
        made = invitation_key_make(invitation_id=invitation.id) if invitation else None
        if made is None:
            return False
        user = User.objects.filter(email=folded_email(made[0].email)).first()
        invitation_accept(actor=_founder(organization_id), key=made[1], user=user, password=password)
    return user is None


def organization_suspend(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Close an organization's doors from the next request on; its data stays as it is."""
    _change(actor, organization_id, {"state": OrganizationState.SUSPENDED.value}, reason)


def organization_resume(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Open a suspended organization again."""
    _change(actor, organization_id, {"state": OrganizationState.ACTIVE.value}, reason)


def organization_revise(*, actor: Actor, organization_id: UUID, values: Mapping[str, object], reason: str) -> None:
    """Change an organization's name, state or space for files: each that differs is an act with the reason."""
    _change(actor, organization_id, values, reason)


def _change(actor: Actor, organization_id: UUID, values: Mapping[str, object], reason: str) -> None:
    require(actor, Right.ORGANIZATION_OPERATE)
    if not reason.strip():
        raise ReasonMissingError
    with _from_outside(actor, organization_id):
        organization = Organization.objects.select_for_update().get(id=organization_id)
        for column, value in values.items():
            before = getattr(organization, column)
            if before == value:
                continue
            setattr(organization, column, value)
            checked(organization)
            organization.save(update_fields=[column])
            _note(actor, _DEEDS.get(column) or OperatorDeed(str(value)), reason, detail=_detail(column, before, value))


def _check_email(email: str) -> None:
    """Refuse now what the worker could invite nobody by."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise RuleError([FieldProblem("email", "invalid")]) from error


_DEEDS = {"name": OperatorDeed.RENAMED, "files_quota_bytes": OperatorDeed.QUOTA}


def _detail(column: str, before: object, after: object) -> str:
    """The value before and after, where the act does not say it by itself."""
    return "" if column == "state" else " → ".join(_told(column, value) for value in (before, after))


def _told(column: str, value: object) -> str:
    """A value as operators enter it: space in whole megabytes."""
    if value is None:
        return "–"
    return f"{value // _MEBIBYTE} MB" if column == "files_quota_bytes" and isinstance(value, int) else str(value)


def _note(
    actor: Actor, deed: OperatorDeed, reason: str, *, detail: str = "", first_member: Mapping[str, str] | None = None
) -> OperatorAct:
    logger.info("operator acted", deed=deed.value, organization_id=str(actor.organization_id))
    return OperatorAct.objects.create(
        deed=deed.value,
        reason=reason.strip(),
        detail=detail[:300],
        operator=actor.name,
        acted_by_user_id=actor.user_id,
        first_member=dict(first_member or {}),
    )


@contextmanager
def _from_outside(actor: Actor, organization_id: UUID) -> Iterator[None]:
    """One transaction in which history names the platform, the account that acted and its request."""
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    told = {"system": "platform", "user": str(actor.user_id or ""), "request_id": request_id}
    with tenant(organization_id, user_id=actor.user_id, history={name: fact for name, fact in told.items() if fact}):
        yield


def _founder(organization_id: UUID) -> Actor:
    """The founding itself acts inside the new organization, where there is nobody yet."""
    return system_actor(organization_id, "operator", frozenset({Right.PEOPLE_MANAGE}), today=clock.today("UTC"))
