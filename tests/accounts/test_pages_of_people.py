"""Pages of settings, people and departments: what they store, refuse, and show of a stale save."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Department, MembershipRole, OperatingModelSwitch, OrganizationSettings, Person
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.departments import department_create, department_revise
from pmo_site.accounts.services.people import PersonFacts, person_create, person_revise
from pmo_site.accounts.services.settings import SettingsFacts, settings_revise
from pmo_site.tenancy.context import tenant
from tests.accounts.world import Member, client_of

SETTINGS = {
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "fiscal_year_start": "4",
    "country": "JP",
    "closing": "none",
    "own_holidays": "2026-12-29\n2026/12/30",
    "currency": "JPY",
}


# Settings


@pytest.mark.django_db
def test_a_stale_save_of_the_settings_shows_both_versions_and_loses_neither(administrator: Member) -> None:
    client = client_of(administrator)
    assert client.post("/o/north/settings/", SETTINGS | {"version": "1"}).status_code == 302
    stale = client.post("/o/north/settings/", SETTINGS | {"version": "1", "currency": "CAD", "country": "CA"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert all(word in page for word in ("CAD", "JPY", "Canada", "Japan"))
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
        ("currency", "N\x00L"),
        ("fiscal_year_start", "9" * 6000),
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
    made = client.post("/o/north/people/new/", {"family_name": "山田", "family_name_reading": "ヤマダ", "version": "1"})
    page = made["Location"]
    assert "山田" in client.get("/o/north/people/?q=やまだ").content.decode()
    assert client.post(f"{page}edit/", {"family_name": "佐藤", "version": "1"}).status_code == 302
    stale = client.post(f"{page}edit/", {"family_name": "鈴木", "version": "1"})
    assert stale.status_code == 409
    assert "佐藤" in stale.content.decode()
    assert "鈴木" in stale.content.decode()
    client.post(f"{page}archive/", follow=True)  # the page after it names the person in its toast
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
    client.post("/o/north/departments/new/", {"name": "本部", "version": "1"})
    with tenant(administrator.organization.id):
        top = Department.objects.get()
    client.post("/o/north/departments/new/", {"name": "課", "parent": str(top.id), "version": "1"})
    with tenant(administrator.organization.id):
        low = Department.objects.get(name="課")
    looped = client.post(
        f"/o/north/departments/{top.id}/edit/", {"name": "本部", "parent": str(low.id), "version": "1"}
    )
    assert "cannot stand below itself" in looped.content.decode()
    assert "課" in client.get("/o/north/departments/").content.decode()


@pytest.mark.django_db
@pytest.mark.django_db
def test_people_departments_and_settings_show_who_changed_what(manager: Member) -> None:
    client = client_of(manager)
    with manager.acting() as actor:
        person = person_create(actor=actor, facts=PersonFacts("山田", "太郎"))
        person_revise(actor=actor, person_id=person.id, version=1, facts=PersonFacts("山口", "太郎"))
        department = department_create(actor=actor, name="営業部")
        department_revise(actor=actor, department_id=department.id, version=1, name="営業本部")
        stands = organization_settings()
        facts = {each.name: getattr(stands, each.name) for each in fields(SettingsFacts)}
        settings_revise(actor=actor, version=1, facts=SettingsFacts(**facts | {"own_holidays": [date(2026, 12, 29)]}))
    expected = {
        f"people/{person.id}/": ["<del>山田</del>", "<ins>山口</ins>"],
        f"departments/{department.id}/": ["<del>営業部</del>", "<ins>営業本部</ins>"],
        "settings/": ["Own holidays", "<ins>Tue 29 Dec 2026</ins>"],
    }
    for path, wanted in expected.items():
        history = client.get(f"/o/north/{path}").content.decode().partition('id="history"')[2]
        assert [words for words in [*wanted, manager.person.display("en")] if words not in history] == [], path
        assert "Folded" not in history


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
    assert counts[0] <= 19
