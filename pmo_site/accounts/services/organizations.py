"""Writes of the platform's operators: organizations themselves, their suspension and its end."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.accounts.errors import ReasonMissingError
from pmo_site.accounts.models import OrganizationStateChange
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState


def organization_suspend(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Close an organization's doors from the next request on; its data stays as it is."""
    _change(actor, organization_id, OrganizationState.SUSPENDED, reason)


def organization_resume(*, actor: Actor, organization_id: UUID, reason: str) -> None:
    """Open a suspended organization again."""
    _change(actor, organization_id, OrganizationState.ACTIVE, reason)


def _change(actor: Actor, organization_id: UUID, state: OrganizationState, reason: str) -> None:
    require(actor, Right.ORGANIZATION_SUSPEND)
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic(), tenant(organization_id, user_id=actor.user_id):
        organization = Organization.objects.select_for_update().get(id=organization_id)
        if organization.state == state.value:
            return
        organization.state = state
        organization.save(update_fields=["state"])
        OrganizationStateChange.objects.create(state=state, reason=reason.strip(), changed_by_user_id=actor.user_id)
