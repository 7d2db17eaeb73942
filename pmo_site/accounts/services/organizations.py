"""Writes of the platform's operators: organizations themselves, their suspension and its end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.errors import ReasonMissingError
from pmo_site.accounts.models import OrganizationStateChange
from pmo_site.accounts.policy import Actor, require, system_actor
from pmo_site.accounts.roles import OrganizationRole, Right
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.revising import checked
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState


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
