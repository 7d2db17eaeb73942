"""A database that is away is said as such, everywhere, and told when to come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from tests.accounts.world import client_of, make_member, make_organization


@pytest.fixture
def client(transactional_db: None) -> Iterator[Client]:  # noqa: ARG001  the connection is broken, so no transaction may be open
    client = client_of(make_member(make_organization("north"), OrganizationRole.PMO_MANAGER))
    client.raise_request_exception = False
    yield client
    connection.close()


def hang_up() -> None:
    """End our own connection from the server's side, as its restart does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


@pytest.mark.fault("D01")
def test_d01_a_page_says_503_and_when_to_come_back(client: Client) -> None:
    hang_up()
    response = client.get("/o/north/projects/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Out of service for a short time" in response.content.decode()


@pytest.mark.fault("D01")
def test_d01_an_operation_says_503_as_a_problem(client: Client) -> None:
    hang_up()
    response = client.post("/api/v1/organizations/north/projects/", {"name": "x"}, content_type="application/json")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "unavailable"
    connection.close()
    with tenant(Organization.objects.get().id):
        assert not Project.objects.exists()


def test_d01_the_process_lives_and_is_not_ready(client: Client) -> None:  # noqa: ARG001  it gives the connection back
    hang_up()
    assert Client().get("/healthz").status_code == 200
    response = Client().get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.json()["checks"]["postgresql"] == "failed"


def test_a_fault_of_ours_stays_a_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pmo_site.pages.views.home_cards", break_down)
    response = client.get("/o/north/")
    assert response.status_code == 500
    assert "Retry-After" not in response.headers
