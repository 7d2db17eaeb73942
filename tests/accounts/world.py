"""A small world for tests of accounts: organizations, people with roles, and the actors they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.test import Client

from pmo_site.accounts.models import Membership, Person, User
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.organizations import FirstMember, first_member_admit, organization_found
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.roles import membership_create
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization

TODAY = date(2026, 11, 23)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "tsuki-ga-kirei-desu-ne"


@dataclass(frozen=True)
class Member:
    """An account with its place in an organization."""

    user: User
    person: Person
    membership: Membership
    organization: Organization

    @contextmanager
    def acting(self) -> Iterator[Actor]:
        """The member's actor, inside the organization."""
        with tenant(self.organization.id, user_id=self.user.pk, history={"user": str(self.user.pk)}):
            found = actor_of_user(self.user.pk, organization_id=self.organization.id, settings=organization_settings())
            assert found is not None
            yield found


def make_organization(slug: str) -> Organization:
    return Organization.objects.create(slug=slug, name=f"Organization {slug}")


def found_organization(slug: str, name: str, first: FirstMember, password: str) -> Organization:
    """An organization founded as operators do, whose first member is in already."""
    act = organization_found(slug=slug, name=name, first=first, operator="operator")
    first_member_admit(act=act, password=password)
    return Organization.objects.get(slug=slug)


def seeder(organization: Organization) -> Actor:
    return system_actor(organization.id, "test", frozenset(Right), today=TODAY)


def make_user(email: str, password: str | None = None) -> User:
    return User.objects.create_user(email, password, language="en")


def make_member(
    organization: Organization, *roles: OrganizationRole, email: str = "", password: str | None = None
) -> Member:
    name = roles[0].value if roles else "nobody"
    address = email or f"{name}@{organization.slug}.example"
    user = User.objects.filter(email=address).first() or make_user(address, password)
    with tenant(organization.id):
        actor = seeder(organization)
        person = person_create(actor=actor, facts=PersonFacts(family_name=name.title(), email=address))
        membership = membership_create(actor=actor, person_id=person.id, user_id=user.pk, roles=roles)
    return Member(user, person, membership, organization)


def client_of(member: Member) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user, backend=BACKEND)
    return client
