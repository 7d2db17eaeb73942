"""Pages of accounts: who gets in, what is refused and recorded, and what a stale save shows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from pmo_site.accounts.models import (
    Denial,
    OperatorAct,
    Person,
)
from pmo_site.accounts.policy import platform_actor
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.organizations import organization_resume, organization_suspend
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import BACKEND, TODAY, Member, client_of, make_member, make_organization, make_user


def denials(organization: Organization) -> list[tuple[Any, ...]]:
    with tenant(organization.id):
        return list(Denial.objects.order_by("id").values_list("status", "method", "path", "user_id"))


# The way in


@pytest.mark.django_db
def test_one_membership_leads_straight_in_several_to_a_choice_none_to_a_kind_word(
    organization: Organization, member: Member
) -> None:
    client = client_of(member)
    assert client.get("/")["Location"] == "/o/north/"
    make_member(make_organization("south"), OrganizationRole.MEMBER, email=member.user.email)
    page = client.get("/").content.decode()
    assert f"Organization {organization.slug}" in page
    assert "Organization south" in page
    alone = Client(headers={"accept-language": "en"})
    alone.force_login(make_user("alone@north.example"), backend=BACKEND)
    page = alone.get("/").content.decode()
    assert "No organization yet" in page
    assert "Organization" not in page.replace("No organization yet", "").split("</h1>")[0].rpartition("<main")[2]


@pytest.mark.django_db
def test_preferences_are_saved_and_the_language_changes_at_once(member: Member) -> None:
    client = client_of(member)
    assert client.post("/me/", {"language": "ja", "theme": "dark"}).status_code == 302
    member.user.refresh_from_db()
    assert (member.user.language, member.user.theme) == ("ja", "dark")
    assert '<html lang="ja" data-theme="dark">' in client.get("/me/").content.decode()
    assert client.post("/me/", {"language": "xx", "theme": "dark"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/me/", "/accounts/sessions/", "/accounts/2fa/", "/o/north/people/"])
def test_who_is_not_signed_in_is_asked_to(organization: Organization, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert denials(organization) == []


# Refusals


@pytest.mark.fault("O01")
@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_recorded_though_its_request_is_rolled_back() -> None:
    organization = make_organization("north")
    member = make_member(organization, OrganizationRole.MEMBER)
    stranger = make_member(make_organization("south"), OrganizationRole.TENANT_ADMINISTRATOR)
    assert client_of(member).get("/o/north/settings/").status_code == 403
    assert client_of(stranger).get("/o/north/people/").status_code == 404
    assert denials(organization) == [
        (403, "GET", "/o/north/settings/", member.user.pk),
        (404, "GET", "/o/north/people/", stranger.user.pk),
    ]
    assert denials(stranger.organization) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (OrganizationRole.TENANT_ADMINISTRATOR, 200),
        (OrganizationRole.PMO_MANAGER, 200),
        (OrganizationRole.EXECUTIVE, 403),
        (OrganizationRole.PMO_EXPERT, 403),
        (OrganizationRole.PMO_ADMINISTRATOR, 403),
        (OrganizationRole.PSO_STAFF, 403),
        (OrganizationRole.AUDITOR, 403),
        (OrganizationRole.MEMBER, 403),
    ],
)
@pytest.mark.fault("Z08")
def test_settings_and_people_are_managed_by_those_who_hold_the_right(
    organization: Organization, member: Member, role: OrganizationRole, status: int
) -> None:
    client = client_of(make_member(organization, role, email="who@north.example"))
    for address in ("settings/", "people/new/", "departments/new/", f"people/{member.person.id}/edit/"):
        assert client.get(f"/o/north/{address}").status_code == status
    assert client.get("/o/north/people/").status_code == 200
    assert client.get("/o/north/departments/").status_code == 200


@pytest.mark.django_db
def test_a_person_of_another_organization_is_as_missing_as_none_at_all(administrator: Member) -> None:
    foreign = make_member(make_organization("south"), OrganizationRole.MEMBER)
    client = client_of(administrator)
    answers = [client.get(f"/o/north/people/{key}/") for key in (foreign.person.id, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    posts = [client.post(f"/o/north/people/{key}/archive/") for key in (foreign.person.id, uuid4())]
    assert [answer.status_code for answer in posts] == [404, 404]
    with tenant(foreign.organization.id):
        assert Person.objects.get(id=foreign.person.id).archived_at is None


# Suspension


@pytest.mark.django_db
def test_suspension_holds_from_the_next_request_and_ends_with_it(organization: Organization, member: Member) -> None:
    client = client_of(member)
    operator = platform_actor(organization.id, None, "operator", today=TODAY)
    assert client.get("/o/north/people/").status_code == 200
    organization_suspend(actor=operator, organization_id=organization.id, reason="unpaid")
    assert client.get("/o/north/people/").status_code == 403
    organization_resume(actor=operator, organization_id=organization.id, reason="paid")
    assert client.get("/o/north/people/").status_code == 200
    with tenant(organization.id):
        changes = OperatorAct.objects.order_by("id").values_list("deed", "reason")
        assert list(changes) == [("suspended", "unpaid"), ("active", "paid")]


@pytest.mark.django_db
def test_no_role_of_an_organization_suspends_it(administrator: Member) -> None:
    with administrator.acting() as actor, pytest.raises(PermissionDenied):
        organization_suspend(actor=actor, organization_id=administrator.organization.id, reason="because")
    assert Organization.objects.get(id=administrator.organization.id).state == "active"
