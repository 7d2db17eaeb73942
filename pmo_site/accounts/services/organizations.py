"""Writes of the platform's operators: organizations themselves, their suspension and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.errors import ReasonMissingError
from pmo_site.accounts.models import (
    Membership,
    MembershipRole,
    OrganizationSettings,
    OrganizationStateChange,
    Person,
    User,
)
from pmo_site.accounts.policy import Actor, require, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.revising import checked
from pmo_site.accounts.services.sign_in import folded_email
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState


@dataclass(frozen=True, slots=True)
class FirstMember:
    """The person who opens a new organization: its first tenant administrator and PMO manager."""

    family_name: str
    given_name: str
    email: str
    password: str


@transaction.atomic
def organization_create(*, slug: str, name: str, first: FirstMember) -> Organization:
    """Open an organization with its settings and its first member; done by a platform operator's command."""
    organization = Organization(slug=slug, name=name)
    organization.full_clean()
    organization.save(force_insert=True)
    with tenant(organization.id, history={"system": "platform"}):
        OrganizationSettings.objects.create()
        person = Person.objects.create(
            family_name=first.family_name, given_name=first.given_name, email=folded_email(first.email)
        )
        user = User.objects.filter(email=folded_email(first.email)).first()
        user = user or User.objects.create_user(first.email, first.password)
        membership = Membership.objects.create(user=user, person=person)
        for role in (OrganizationRole.PMO_MANAGER, OrganizationRole.TENANT_ADMINISTRATOR):
            MembershipRole.objects.create(membership=membership, role=role.value)
    return organization


@transaction.atomic
def organization_found(*, slug: str, name: str, administrator: PersonFacts, today: date) -> Organization:
    """Make an organization and invite its first administrator, who invites everybody else.

    The one write without an actor of its own: there is no organization yet that anybody could act in.
    """
    organization = Organization(slug=slug, name=name)
    checked(organization)
    organization.save()
    rights = frozenset({Right.PEOPLE_MANAGE})
    actor = system_actor(organization.id, "operator", rights, today=today)
    with tenant(organization.id, history={"system": "operator"}):
        person = person_create(actor=actor, facts=administrator)
        invitation_send(
            actor=actor,
            person_id=person.id,
            email=administrator.email,
            role=OrganizationRole.TENANT_ADMINISTRATOR,
        )
    return organization


def organization_suspend(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Close an organization's doors from the next request on; its data stays as it is."""
    _change(actor, organization_id, OrganizationState.SUSPENDED, reason)


def organization_resume(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Open a suspended organization again."""
    _change(actor, organization_id, OrganizationState.ACTIVE, reason)


def _change(actor: Actor, organization_id: UUID, state: OrganizationState, reason: str) -> None:
    require(actor, Right.ORGANIZATION_OPERATE)
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic(), tenant(organization_id, user_id=actor.user_id):
        organization = Organization.objects.select_for_update().get(id=organization_id)
        if organization.state == state.value:
            return
        organization.state = state
        organization.save(update_fields=["state"])
        OrganizationStateChange.objects.create(state=state, reason=reason.strip(), changed_by_user_id=actor.user_id)
