"""Writes of memberships and their organization roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.errors import AlreadyMemberError, HigherRoleError, LastHolderError, OwnRoleError
from pmo_site.accounts.models import Membership, MembershipRole
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PROTECTED_ROLES, ROLE_RANKS, OrganizationRole, rank
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.kernel import clock


@dataclass(frozen=True, slots=True)
class Ended:
    """When a membership ended, and which roles ended with it."""

    at: datetime
    roles: frozenset[OrganizationRole]


@transaction.atomic
def membership_create(
    *, actor: Actor, person_id: UUID, user_id: UUID, roles: Collection[OrganizationRole]
) -> Membership:
    """Tie an account to a person of the organization, with roles no higher than the actor's own.

    A membership that had ended begins again; one account has one person and the other way round.
    """
    require(actor, Right.PEOPLE_MANAGE)
    one_at_a_time("roles")
    for role in roles:
        require_rank_for(actor, role)
    if Membership.objects.exclude(user_id=user_id).filter(person_id=person_id).exists():
        raise AlreadyMemberError
    membership, created = Membership.objects.get_or_create(user_id=user_id, defaults={"person_id": person_id})
    if not created:
        if membership.ended_at is None:
            raise AlreadyMemberError
        membership.person_id, membership.ended_at = person_id, None
        membership.save(update_fields=["person_id", "ended_at"])
    for role in roles:
        MembershipRole.objects.create(membership=membership, role=role.value)
    return membership


@transaction.atomic
def membership_grant_role(*, actor: Actor, membership_id: UUID, role: OrganizationRole) -> MembershipRole | None:
    """Give a member a role: never to oneself, never above one's own rank. Giving it twice changes nothing: None."""
    require(actor, Right.PEOPLE_MANAGE)
    one_at_a_time("roles")
    membership = _within_reach(actor, membership_id)
    if membership.person_id == actor.person_id:
        raise OwnRoleError
    require_rank_for(actor, role)
    held, is_new = MembershipRole.objects.get_or_create(membership=membership, role=role.value)
    return held if is_new else None


@transaction.atomic
def membership_revoke_role(*, actor: Actor, membership_id: UUID, role: OrganizationRole) -> bool:
    """Take a role from a member, if they hold it; the last tenant administrator and the last PMO manager stay."""
    require(actor, Right.PEOPLE_MANAGE)
    one_at_a_time("roles")
    membership = _within_reach(actor, membership_id)
    require_rank_for(actor, role)
    _keep_a_holder(membership, [role])
    taken, _kinds = MembershipRole.objects.filter(membership=membership, role=role.value).delete()
    return bool(taken)


@transaction.atomic
def membership_end(*, actor: Actor, membership_id: UUID) -> Ended:
    """End a membership: the account loses the organization with its next request, the person stays known."""
    require(actor, Right.PEOPLE_MANAGE)
    one_at_a_time("roles")
    membership = _within_reach(actor, membership_id)
    roles = _roles_of(membership)
    _keep_a_holder(membership, list(roles))
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    MembershipRole.objects.filter(membership=membership).delete()
    return Ended(membership.ended_at, roles)


def rank_of(actor: Actor) -> int:
    """The rank of who acts; a system actor with the right (an operator, a seed) stands at the top."""
    return max(ROLE_RANKS.values()) if actor.system else rank(actor.roles)


def require_rank_for(actor: Actor, role: OrganizationRole) -> None:
    """Raise unless the actor ranks at least as high as a role that is to be given or taken."""
    if ROLE_RANKS[role] > rank_of(actor):
        raise HigherRoleError


def _within_reach(actor: Actor, membership_id: UUID) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).get(id=membership_id, ended_at__isnull=True)
    if rank(_roles_of(membership)) > rank_of(actor):
        raise HigherRoleError
    return membership


def _roles_of(membership: Membership) -> frozenset[OrganizationRole]:
    codes = MembershipRole.objects.filter(membership=membership).values_list("role", flat=True)
    return frozenset(OrganizationRole(code) for code in codes)


def _keep_a_holder(membership: Membership, roles: list[OrganizationRole]) -> None:
    protected = PROTECTED_ROLES & set(roles)
    held_elsewhere = set(
        MembershipRole.objects.filter(role__in=protected, membership__ended_at__isnull=True)
        .exclude(membership=membership)
        .values_list("role", flat=True)
    )
    for role in sorted(protected & _roles_of(membership)):
        if role.value not in held_elsewhere:
            raise LastHolderError
