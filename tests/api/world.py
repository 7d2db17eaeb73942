"""One organization with projects, people of different rights, and a way to ask the API as one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from projects.services.member import member_add
from projects.services.milestone import milestone_create
from projects.services.project import project_create
from tests.accounts.world import TODAY, Member, make_member, make_organization, seeder

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROBLEM = "application/problem+json"


@dataclass
class Caller:
    """Somebody signed in, speaking JSON."""

    client: Client
    base: str

    def get(self, path: str = "", **headers: str) -> Any:
        return self.client.get(self.base + path, headers=headers)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Send JSON; bytes go as they are."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, self.base + path, data, content_type="application/json", headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: object, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)


@dataclass(frozen=True)
class World:
    """The organization and who is in it."""

    organization: Organization
    project: Project
    hidden: Project
    manager: Member
    pm: Member
    lead: Member

    def caller(self, member: Member) -> Caller:
        client = Client()
        client.force_login(member.user, backend=BACKEND)
        client.cookies["django_language"] = "en"
        return Caller(client, f"/api/v1/organizations/{self.organization.slug}/")


def make_world(slug: str = "north") -> World:
    """A PMO manager, and a project manager and a lead (who sees no money) of one of two projects."""
    organization = make_organization(slug)
    manager = make_member(organization, OrganizationRole.PMO_MANAGER)
    pm = make_member(organization, OrganizationRole.MEMBER, email=f"pm@{slug}.example")
    lead = make_member(organization, OrganizationRole.MEMBER, email=f"lead@{slug}.example")
    with tenant(organization.id, history={"system": "test"}):
        actor = seeder(organization)
        project = project_create(actor=actor, values=facts(code="P-1", name="Bridge"))
        hidden = project_create(actor=actor, values=facts(code="P-2", name="Tunnel"))
        for member, role in ((pm, ProjectRole.PROJECT_MANAGER), (lead, ProjectRole.PROJECT_LEAD)):
            term = {"person": member.person, "role": role, "starts_on": date(2026, 1, 1)}
            member_add(actor=actor, project=project, values=term)
        milestone_create(actor=actor, project=project, values={"name": "Opening", "baseline_on": TODAY})
    return World(organization, project, hidden, manager, pm, lead)


def facts(**changes: object) -> dict[str, Any]:
    return {
        "currency": "JPY",
        "original_budget": Decimal(1_000_000),
        "latest_budget": Decimal(1_200_000),
        "baseline_finish": date(2026, 12, 1),
        "forecast_finish": date(2027, 1, 15),
        **changes,
    }


def more_projects(world: World, count: int, prefix: str = "M") -> None:
    """Add projects to the organization, each with its manager."""
    with tenant(world.organization.id):
        actor = seeder(world.organization)
        for number in range(count):
            project = project_create(actor=actor, values=facts(code=f"{prefix}-{number:03d}", name=f"More {number}"))
            term = {"person": world.pm.person, "role": ProjectRole.PROJECT_MANAGER, "starts_on": date(2026, 1, 1)}
            member_add(actor=actor, project=project, values=term)


def problem(response: Any, status: int, code: str) -> Mapping[str, Any]:
    """The body of an error answer, checked to be the one expected."""
    body: Mapping[str, Any] = json.loads(response.content)
    assert (response.status_code, body.get("code")) == (status, code), body
    assert response.headers["Content-Type"] == PROBLEM
    assert body["status"] == status
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert set(body) <= {"type", "title", "status", "detail", "code", "request_id", "errors", "current_version"}
    return body


def fields_of(body: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Field and code of every error in a problem."""
    return {(each["field"], each["code"]) for each in body["errors"]}


def etag(record: Any) -> str:
    return f'"{record.pk}-{record.version}"'
