"""Pages of accounts: who gets in, what is refused and recorded, and what a stale save shows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.checks import FOREIGN_VIEWS, database_driver, database_role, declared_views, routes, view_name
from pmo_site.accounts.models import (
    Denial,
    Department,
    MembershipRole,
    OperatingModelSwitch,
    OrganizationSettings,
    OrganizationStateChange,
    Person,
)
from pmo_site.accounts.policy import platform_actor
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.routing import Openness, UndeclaredViewError, requirement_of
from pmo_site.accounts.services.organizations import organization_resume, organization_suspend
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import TODAY, Member, make_member, make_organization, make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SETTINGS = {
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "fiscal_year_start": "4",
    "country": "JP",
    "closing": "none",
    "own_holidays": "2026-12-29\n2026/12/30",
    "currency": "JPY",
    "project_prefix": "P-",
    "project_digits": "4",
}


def client_of(member: Member) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user, backend=BACKEND)
    return client


def denials(organization: Organization) -> list[tuple[Any, ...]]:
    with tenant(organization.id):
        return list(Denial.objects.order_by("id").values_list("status", "method", "path", "user_id"))


# Every address declares what it asks for


def test_every_address_declares_what_it_asks_for() -> None:
    assert declared_views() == []


def test_the_list_of_foreign_views_holds_nothing_that_is_gone_or_declared() -> None:
    undeclared = set()
    for _route, view in routes():
        try:
            requirement_of(view)
        except UndeclaredViewError:
            undeclared.add(view_name(view))
    assert {name for name in FOREIGN_VIEWS if name.startswith("django.")} <= undeclared
    assert undeclared <= set(FOREIGN_VIEWS)


def test_a_view_without_a_declaration_is_found_out() -> None:
    def forgotten(_request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(UndeclaredViewError):
        requirement_of(forgotten)


def test_views_open_to_all_give_their_reason() -> None:
    for _route, view in routes():
        if view_name(view) not in FOREIGN_VIEWS and requirement_of(view).openness is Openness.ALL:
            assert requirement_of(view).reason


@pytest.mark.django_db
def test_the_role_of_this_very_test_run_passes_the_checks_of_a_deployment() -> None:
    assert database_role() == []
    assert database_driver() == []


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
def test_settings_and_people_are_managed_by_those_who_hold_the_right(
    organization: Organization, member: Member, role: OrganizationRole, status: int
) -> None:
    client = client_of(make_member(organization, role, email="who@north.example"))
    for address in ("settings/", "people/new/", "people/departments/new/", f"people/{member.person.id}/"):
        assert client.get(f"/o/north/{address}").status_code == status
    assert client.get("/o/north/people/").status_code == 200
    assert client.get("/o/north/people/departments/").status_code == 200


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
        changes = OrganizationStateChange.objects.order_by("id").values_list("state", "reason")
        assert list(changes) == [("suspended", "unpaid"), ("active", "paid")]


@pytest.mark.django_db
def test_no_role_of_an_organization_suspends_it(administrator: Member) -> None:
    with administrator.acting() as actor, pytest.raises(PermissionDenied):
        organization_suspend(actor=actor, organization_id=administrator.organization.id, reason="because")
    assert Organization.objects.get(id=administrator.organization.id).state == "active"


# Settings


@pytest.mark.django_db
def test_a_stale_save_of_the_settings_shows_both_versions_and_loses_neither(administrator: Member) -> None:
    client = client_of(administrator)
    assert client.post("/o/north/settings/", SETTINGS | {"version": "1"}).status_code == 302
    stale = client.post("/o/north/settings/", SETTINGS | {"version": "1", "currency": "CAD", "project_prefix": "X-"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert all(word in page for word in ("CAD", "JPY", "X-", "P-"))
    assert 'name="version" value="2"' in page
    with tenant(administrator.organization.id):
        stands = OrganizationSettings.objects.get()
        assert (stands.currency, stands.version) == ("JPY", 2)
        assert [day.isoformat() for day in stands.own_holidays] == ["2026-12-29", "2026-12-30"]
    again = client.post("/o/north/settings/", SETTINGS | {"version": "2", "currency": "CAD"})
    assert again.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "yen"),
        ("time_zone", "Mars/Olympus"),
        ("own_holidays", "yesterday"),
        ("fiscal_year_start", "13"),
        ("version", "9" * 30),
        ("project_prefix", "nul\x00"),
        ("project_digits", "9" * 6000),
    ],
)
def test_bad_input_of_the_settings_is_refused_and_kept_in_the_form(
    administrator: Member, field: str, value: str
) -> None:
    answer = client_of(administrator).post("/o/north/settings/", SETTINGS | {"version": "1", field: value})
    assert answer.status_code == 200
    with tenant(administrator.organization.id):
        assert not OrganizationSettings.objects.exists()


@pytest.mark.django_db
def test_a_manager_switches_the_model_and_the_page_lists_it(manager: Member, administrator: Member) -> None:
    address = "/o/north/settings/operating-model/"
    switch = {"model": "separate", "reason": "The PSO stands on its own now."}
    assert client_of(administrator).post(address, switch).status_code == 403
    client = client_of(manager)
    assert client.post(address, {"model": "separate", "reason": ""}).status_code == 200
    assert client.post(address, switch).status_code == 302
    assert "The PSO stands on its own now." in client.get("/o/north/settings/").content.decode()
    with tenant(manager.organization.id):
        assert OperatingModelSwitch.objects.count() == 1
    assert client.get(address).status_code == 405


# People


@pytest.mark.django_db
def test_people_are_recorded_found_revised_and_archived_by_pages(administrator: Member) -> None:
    client = client_of(administrator)
    made = client.post("/o/north/people/new/", {"family_name": "山田", "family_name_reading": "ヤマダ"})
    page = made["Location"]
    assert "山田" in client.get("/o/north/people/?q=やまだ").content.decode()
    assert client.post(page, {"family_name": "佐藤", "version": "1"}).status_code == 302
    stale = client.post(page, {"family_name": "鈴木", "version": "1"})
    assert stale.status_code == 409
    assert "佐藤" in stale.content.decode()
    assert "鈴木" in stale.content.decode()
    client.post(f"{page}archive/")
    assert "佐藤" not in client.get("/o/north/people/").content.decode()
    assert "佐藤" in client.get("/o/north/people/?archived=on").content.decode()


@pytest.mark.django_db
def test_roles_are_given_and_taken_by_pages_and_a_refusal_is_put_in_words(
    administrator: Member, member: Member
) -> None:
    client = client_of(administrator)
    address = f"/o/north/people/{member.person.id}/roles/"
    client.post(address, {"role": "auditor", "action": "grant"})
    client.post(address, {"role": "member", "action": "revoke"})
    with tenant(member.organization.id):
        assert list(MembershipRole.objects.filter(membership=member.membership).values_list("role", flat=True)) == [
            "auditor"
        ]
    own = f"/o/north/people/{administrator.person.id}/roles/"
    refused = client.post(own, {"role": "tenant_administrator", "action": "revoke"}, follow=True)
    assert "at least one person with this role" in refused.content.decode()


@pytest.mark.django_db
def test_departments_are_recorded_moved_and_kept_from_looping_by_pages(administrator: Member) -> None:
    client = client_of(administrator)
    client.post("/o/north/people/departments/new/", {"name": "本部"})
    with tenant(administrator.organization.id):
        top = Department.objects.get()
    client.post("/o/north/people/departments/new/", {"name": "課", "parent": str(top.id)})
    with tenant(administrator.organization.id):
        low = Department.objects.get(name="課")
    looped = client.post(
        f"/o/north/people/departments/{top.id}/", {"name": "本部", "parent": str(low.id), "version": "1"}
    )
    assert "cannot stand below itself" in looped.content.decode()
    assert "課" in client.get("/o/north/people/departments/").content.decode()


@pytest.mark.django_db
def test_the_list_of_people_costs_the_same_queries_with_twice_the_people(administrator: Member) -> None:
    client = client_of(administrator)
    client.get("/o/north/people/")
    counts = []
    for batch in range(2):
        with tenant(administrator.organization.id):
            for number in range(5):
                Person.objects.create(family_name=f"人{batch}{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/o/north/people/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
