"""Reads of people, memberships and settings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from pmo_site.accounts.models import Membership, OrganizationSettings
from pmo_site.accounts.policy import Actor, member_actor
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.kernel import clock
from pmo_site.tenancy.context import account


@dataclass(frozen=True, slots=True)
class OrganizationChoice:
    """An organization that an account may enter."""

    slug: str
    name: str


def organization_settings() -> OrganizationSettings:
    """The current organization's settings; defaults where it never changed them."""
    return OrganizationSettings.objects.first() or OrganizationSettings()


def actor_of_user(user_id: UUID, *, organization_id: UUID, settings: OrganizationSettings) -> Actor | None:
    """The actor of an account in the current organization; None for who is no member (any more)."""
    membership = (
        Membership.objects.filter(user_id=user_id, ended_at__isnull=True)
        .select_related("person")
        .annotate(role_codes=ArrayAgg("roles__role", filter=Q(roles__isnull=False), default=[]))
        .first()
    )
    if membership is None:
        return None
    return member_actor(
        organization_id=organization_id,
        user_id=user_id,
        person_id=membership.person_id,
        roles=frozenset(OrganizationRole(code) for code in membership.role_codes),
        model=OperatingModel(settings.operating_model),
        today=clock.today(ZoneInfo(settings.time_zone)),
        name=str(membership.person),
    )


def organizations_of_user(user_id: UUID) -> list[OrganizationChoice]:
    """Organizations that an account may enter, by name; suspended ones stand here too and say so inside."""
    with account(user_id):
        rows = (
            Membership.across.filter(user_id=user_id, ended_at__isnull=True)
            .order_by("organization__name")
            .values_list("organization__slug", "organization__name")
        )
        return [OrganizationChoice(slug, name) for slug, name in rows]
