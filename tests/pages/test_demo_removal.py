"""Removing the demo: everything of it goes, nothing else, and only by who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from pmo_site.accounts.models import User
from pmo_site.accounts.services.organizations import FirstMember
from pmo_site.pages.services.demo import HOKUTO, MINATO, demo_load
from pmo_site.portability.services.removal import organization_erase
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from tests.accounts.world import found_organization
from tests.databases import owner_cursor
from tests.projects.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "admin"])
ADDRESS = f"/o/{HOKUTO.slug}/demo/"


@pytest.fixture
def loaded() -> Iterator[Cast]:
    """Both demo organizations, committed."""
    demo_load()
    yield Cast(HOKUTO.slug)
    connections["admin"].close()


def rows_of(organization: Organization) -> list[tuple[str, int]]:
    """Tables that still hold a row of an organization, counted past every wall."""
    name = connections["default"].settings_dict["NAME"]
    found = []
    with owner_cursor(name) as cursor:
        cursor.execute("SELECT set_config('app.organization', %s, false)", [str(organization.pk)])
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'organization_id'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE organization_id = %s", [str(organization.pk)])  # noqa: S608  names from the catalog
            found.append((table, cursor.fetchone()[0]))
    return [each for each in found if each[1]]


def test_the_pmo_manager_removes_the_demo_by_typing_its_name(loaded: Cast) -> None:
    home, away = (Organization.objects.get(slug=each.slug) for each in (HOKUTO, MINATO))
    before = rows_of(away)
    client = loaded.client("pmo-manager")
    assert "/demo/" in client.get(f"/o/{HOKUTO.slug}/").content.decode()
    masked = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(ADDRESS).content.decode())
    assert masked  # as a browser sends it: the form is watched for being sent twice
    assert client.post(ADDRESS, {"name": HOKUTO.name, "csrfmiddlewaretoken": masked[1]}).status_code == 302
    assert rows_of(home) == []
    assert not Organization.objects.filter(slug=HOKUTO.slug).exists()
    assert not User.objects.filter(email__endswith="@hokuto.example").exists()
    assert client.get(f"/o/{HOKUTO.slug}/").status_code == 302
    assert rows_of(away) == before
    assert demo_load() is True


def test_a_removed_demo_does_not_come_back_with_the_next_start(loaded: Cast) -> None:  # noqa: ARG001  it is loaded
    organization_erase(Organization.objects.get(slug=MINATO.slug).pk)
    said = StringIO()
    call_command("seed_demo", first=True, stdout=said)
    assert list(Organization.objects.values_list("slug", flat=True)) == [HOKUTO.slug]
    assert not User.objects.filter(email__endswith=f"@{MINATO.slug}.example").exists()
    assert HOKUTO.slug in said.getvalue()
    assert MINATO.slug not in said.getvalue()


def test_another_name_removes_nothing(loaded: Cast) -> None:
    answer = loaded.client("administrator").post(ADDRESS, {"name": "北斗"})
    assert answer.status_code == 200
    assert "aria-invalid" in answer.content.decode()
    with tenant(Organization.objects.get(slug=HOKUTO.slug).pk):
        assert Project.objects.exists()


@pytest.mark.parametrize("key", ["executive", "pm", "none"])
def test_who_may_not_removes_nothing(loaded: Cast, key: str) -> None:
    assert loaded.client(key).post(ADDRESS, {"name": HOKUTO.name}).status_code == 403
    assert Organization.objects.filter(slug=HOKUTO.slug, state="active").exists()


def test_an_organization_of_real_people_has_no_such_page_and_stays(loaded: Cast) -> None:  # noqa: ARG001  it is loaded
    password = "a-long-enough-password"
    first = FirstMember("Mori", "S", "s@acme.example")
    found_organization("acme", "ACME", first, password)
    client = Client()
    client.post("/accounts/login/", {"login": first.email, "password": password})
    assert client.post("/o/acme/demo/", {"name": "ACME"}).status_code == 404
    call_command("seed_demo", remove=True)
    assert list(Organization.objects.values_list("slug", flat=True)) == ["acme"]
    assert list(User.objects.values_list("email", flat=True)) == [first.email]


def test_an_account_that_works_elsewhere_too_stays(loaded: Cast) -> None:  # noqa: ARG001  it is loaded
    email = f"pm@{HOKUTO.slug}.example"
    found_organization("acme", "ACME", FirstMember("Sato", "K", email), "unused-password-1")
    organization_erase(Organization.objects.get(slug=HOKUTO.slug).pk)
    assert User.objects.filter(email=email).exists()
    assert not User.objects.filter(email=f"lead@{HOKUTO.slug}.example").exists()
