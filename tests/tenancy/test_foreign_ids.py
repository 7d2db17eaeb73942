"""An id of another organization is worth nothing in a form, a filter or a body."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from pmo_site.accounts.models import Department
from pmo_site.tenancy.context import tenant
from projects.models import Project, ProjectMember
from tests.tenancy.pair import Pair
from tests.tenancy.test_walls import client_of

NEW = {"name": "New", "tier": "standard", "status": "planned", "currency": "JPY", "version": "1"}


@pytest.fixture
def department(pair: Pair) -> str:
    """A department of the other organization."""
    with tenant(pair.south.organization.id):
        return str(Department.objects.create(name=pair.south.word, folded_name=pair.south.word.casefold()).pk)


def projects_of(pair: Pair) -> list[list[tuple[Any, ...]]]:
    """Every project of both sides."""
    found = []
    for side in (pair.north, pair.south):
        with tenant(side.organization.id):
            found.append(list(Project.objects.values_list("pk", "name", "version", "department_id")))
    return found


def post(client: Client, path: str, data: dict[str, Any]) -> Any:
    if "/api/" in path:
        return client.post(path, json.dumps(data), content_type="application/json")
    return client.post(path, data)


@pytest.mark.fault("T03")
@pytest.mark.parametrize(
    ("path", "field"),
    [("/o/north/projects/new/", "department"), ("/api/v1/organizations/north/projects/", "department_id")],
)
def test_a_foreign_department_is_refused_at_its_field(pair: Pair, department: str, path: str, field: str) -> None:
    before = projects_of(pair)
    data = NEW if field == "department" else {"name": "New"}
    answer = post(client_of(pair.north.manager), path, {**data, field: department})
    assert answer.status_code in {400, 422}
    assert field in answer.content.decode()
    assert pair.south.word not in answer.content.decode()
    assert projects_of(pair) == before


@pytest.mark.fault("T03")
@pytest.mark.parametrize("name", ["organization", "organization_id", "tenant", "id"])
def test_no_field_of_a_form_chooses_the_organization(pair: Pair, name: str) -> None:
    client = client_of(pair.north.manager)
    answer = client.post("/o/north/projects/new/", {**NEW, name: str(pair.south.organization.id)})
    assert answer.status_code == 302
    north, south = projects_of(pair)
    assert ([row[1] for row in north], [row[1] for row in south]) == ([pair.north.word, "New"], [pair.south.word])
    unknown = post(client, "/api/v1/organizations/north/projects/", {"name": "Newer", name: str(pair.south.project.pk)})
    assert unknown.status_code in {400, 422}
    assert projects_of(pair) == [north, south]


def test_a_foreign_person_gets_no_role(pair: Pair) -> None:
    client, project = client_of(pair.north.manager), pair.north.project.pk
    person = str(pair.south.manager.person.pk)
    role = {"role": "member", "starts_on": "2026-01-01", "allocation": "50", "version": "1"}
    page = client.post(f"/o/north/projects/{project}/people/new/", {**role, "person": person})
    body = {"role": "member", "starts_on": "2026-01-01", "allocation": 50, "person_id": person}
    answer = post(client, f"/api/v1/organizations/north/projects/{project}/members/", body)
    assert page.status_code == 422
    assert answer.status_code in {400, 422}
    with tenant(pair.north.organization.id):
        assert not ProjectMember.objects.exists()


@pytest.mark.fault("T02")
@pytest.mark.parametrize("path", ["/o/north/projects/", "/api/v1/organizations/north/projects/"])
def test_a_filter_finds_nothing_of_another_organization(pair: Pair, department: str, path: str) -> None:
    client = client_of(pair.north.manager)
    found = {}
    for query in (f"department={department}", "q=CANARY", "sort=-name", "archived=true", f"id={pair.south.project.pk}"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code < 500
        assert pair.south.word not in answer.content.decode()
        found[query] = pair.north.word in answer.content.decode()
    assert found["q=CANARY"]
