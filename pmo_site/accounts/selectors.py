"""Reads of people, memberships and settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from pmo_site.accounts.models import (
    Department,
    Invitation,
    Membership,
    OrganizationSettings,
    Person,
    UndoableAct,
    User,
)
from pmo_site.accounts.policy import Actor, member_actor
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.kernel import clock
from pmo_site.kernel.calendar import DAY_OFF, WorkCalendar, YearEnd
from pmo_site.kernel.parsing import fold
from pmo_site.tenancy.context import account
from pmo_site.tenancy.prepared import Prepared


@dataclass(frozen=True, slots=True)
class OrganizationChoice:
    """An organization that an account may enter."""

    slug: str
    name: str


def _membership(user_id: UUID) -> models.QuerySet[Any]:
    codes = ArrayAgg("roles__role", filter=Q(roles__isnull=False), default=[])
    rows = Membership.objects.filter(user_id=user_id, user__is_staff=False, ended_at__isnull=True)
    return rows.select_related("person").annotate(role_codes=codes).order_by("id")[:1]


_SETTINGS = Prepared(lambda: OrganizationSettings.objects.order_by("id")[:1])
_MEMBERSHIP = Prepared(_membership, user_id=UUID)


def organization_settings() -> OrganizationSettings:
    """The current organization's settings; defaults where it never changed them."""
    return _SETTINGS.first() or OrganizationSettings()


def organization_calendar(settings: OrganizationSettings | None = None) -> WorkCalendar:
    """The organization's working days: its country's holidays, its year-end days and days of its own."""
    settings = settings or organization_settings()
    return _calendar(settings.country, settings.closing, tuple(settings.own_holidays))


@lru_cache(maxsize=64)
def _calendar(country: str, closing: str, own_holidays: tuple[date, ...]) -> WorkCalendar:
    """One calendar for all who keep the same days: it remembers the days that it counted."""
    return WorkCalendar(country=country, year_end=YearEnd(closing), days=dict.fromkeys(own_holidays, DAY_OFF))


def organization_now(settings: OrganizationSettings | None = None) -> datetime:
    """The present moment on the organization's own clock."""
    return clock.now().astimezone(ZoneInfo((settings or organization_settings()).time_zone))


def actor_of_user(user_id: UUID, *, organization_id: UUID, settings: OrganizationSettings) -> Actor | None:
    """The actor of an account in the current organization; None for who is no member (any more).

    An operator's account opens no organization, whatever membership it may once have had.
    """
    membership = _MEMBERSHIP.first(user_id=user_id)
    if membership is None:
        return None
    roles = frozenset(OrganizationRole(code) for code in membership.role_codes)
    return actor_of_member(membership, roles=roles, organization_id=organization_id, settings=settings)


def actor_of_member(
    membership: Membership,
    *,
    roles: frozenset[OrganizationRole],
    organization_id: UUID,
    settings: OrganizationSettings,
) -> Actor:
    """The actor that a membership is under the organization's settings of today."""
    return member_actor(
        organization_id=organization_id,
        user_id=membership.user_id,
        person_id=membership.person_id,
        roles=roles,
        model=OperatingModel(settings.operating_model),
        today=clock.today(ZoneInfo(settings.time_zone)),
        name=membership.person.display(get_language() or "ja"),
    )


def organizations_of_user(user_id: UUID) -> list[OrganizationChoice]:
    """Organizations that an account may enter, by name; suspended ones stand here too and say so inside."""
    with account(user_id):
        rows = (
            Membership.across.filter(user_id=user_id, user__is_staff=False, ended_at__isnull=True)
            .order_by("organization__name")
            .values_list("organization__slug", "organization__name")
        )
        return [OrganizationChoice(slug, name) for slug, name in rows]


def folded_name(name: str) -> str:
    """A department's name as it is looked up: width, case, kana and spacing do not tell two names apart."""
    return fold(name)


def department_for_name(name: str) -> Department | None:
    """The department whose folded name is exactly this one; the oldest where several carry it."""
    return Department.objects.filter(folded_name=folded_name(name)).order_by("id").first()


def invitation_for_key(key_hash: str, *, lock: bool = False) -> Invitation | None:
    """The open invitation of a key's hash in the current organization; None where it is used, over or unknown."""
    invitations = Invitation.objects.filter(
        key_hash=key_hash, accepted_at__isnull=True, expires_at__gt=clock.now()
    ).exclude(key_hash="")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    return invitations.first()


def names_of_users(user_ids: Iterable[str]) -> dict[str, str]:
    """Names of members by their account's id, in the reader's language; those who left are named too."""
    rows = Membership.objects.filter(user_id__in=list(user_ids)).select_related("person")
    return {str(row.user_id): row.person.display(get_language() or "ja") for row in rows}


def names_of_people(person_ids: Iterable[str]) -> dict[str, str]:
    """Names of people by id, in the reader's language."""
    rows = Person.objects.filter(pk__in=list(person_ids))
    return {str(row.pk): row.display(get_language() or "ja") for row in rows}


def names_of_records(wanted: Mapping[type[models.Model], Iterable[Any]]) -> dict[Any, str]:
    """Names of linked records by id, of memberships and accounts their person's: one query for each kind."""
    found: dict[Any, str] = {}
    language = get_language() or "ja"
    for kind, keys in wanted.items():
        if kind in {Membership, User}:
            key = "pk" if kind is Membership else "user_id"
            members = Membership.objects.filter(**{f"{key}__in": list(keys)}).select_related("person")
            found |= {getattr(row, key): row.person.display(language) for row in members}
            continue
        for record in kind._default_manager.filter(pk__in=list(keys)):
            found[record.pk] = record.display(language) if isinstance(record, Person) else str(record)
    return found


def membership_of_person(person_id: UUID) -> Membership | None:
    """A person's present membership, None for who has no account here."""
    return Membership.objects.filter(person_id=person_id, ended_at__isnull=True).select_related("user").first()


def acts_own(actor: Actor) -> models.QuerySet[UndoableAct]:
    """The actor's own acts that are kept."""
    if actor.person_id is None:
        return UndoableAct.objects.none()
    return UndoableAct.objects.filter(made_by_id=actor.person_id)


def act_get(actor: Actor, act_id: UUID) -> UndoableAct | None:
    """An act of the actor's own, which they may take back."""
    return acts_own(actor).filter(pk=act_id).first()


def account_exists(email: str) -> bool:
    """Whether an e-mail has an account: asked only for who holds an invitation to that e-mail."""
    return User.objects.filter(email=email).exists()
