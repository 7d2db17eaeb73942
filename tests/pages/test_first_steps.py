"""First steps: what the data shows as done is done, everybody sees the steps that are theirs, and may hide them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Department, OrganizationSettings
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.accounts.services.settings import SettingsFacts, settings_revise
from pmo_site.pages.first_steps import first_steps
from pmo_site.pages.models import HomeChoice
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.selectors.policy import policy_on
from portfolio.services.health import health_compute_day
from portfolio.services.policy import Saving, policy_save
from projects.models import Milestone, Project, ProjectMember
from support_office.models import Decision, Risk, StatusReport
from tests.accounts.world import TODAY, Member, client_of, make_member, make_organization

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "name": "Young",
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "fiscal_year_start": 4,
    "country": "JP",
    "closing": "none",
    "currency": "JPY",
}
MANAGERS_STEPS = 9


@pytest.fixture
def organization() -> Organization:
    return make_organization("young")


@pytest.fixture
def manager(organization: Organization) -> Member:
    return make_member(organization, OrganizationRole.PMO_MANAGER)


def left(member: Member) -> list[str]:
    """The steps that are left to somebody, by route."""
    with member.acting() as actor:
        found = first_steps(actor, "young")
    return [each.step.route for each in found.left] if found else []


def page(member: Member) -> str:
    return client_of(member).get("/o/young/").content.decode()


def report(project: Project, state: str) -> StatusReport:
    return StatusReport.objects.create(
        project=project, number=1, state=state, period_from=TODAY, period_to=TODAY, overall="green",
        submitted_at="2026-11-23T00:00:00Z", accepted_at="2026-11-23T00:00:00Z",
    )  # fmt: skip


def test_each_step_is_done_by_the_deed_alone(organization: Organization, manager: Member) -> None:
    steps = [
        "settings", "departments:list", "people:list", "imports:center", "projects:list", "portfolio:overview",
        "portfolio:policy", "support_office:owed", "decisions:list",
    ]  # fmt: skip
    assert left(manager) == steps
    with manager.acting() as actor:
        settings, _made = OrganizationSettings.objects.get_or_create()
        settings_revise(actor=actor, version=settings.version, facts=SettingsFacts(**FACTS))
    assert left(manager) == steps[1:]
    with tenant(organization.id):
        Department.objects.create(name="Finance", folded_name="finance")
    assert left(manager) == steps[2:]
    pm = make_member(organization, OrganizationRole.MEMBER)
    assert left(manager) == steps[3:]
    with tenant(organization.id):
        project = Project.objects.create(code="P-1", name="Bridge", folded_name="bridge")
    assert left(manager) == steps[4:]
    with tenant(organization.id):
        role = {"role": ProjectRole.PROJECT_MANAGER, "starts_on": date(2026, 1, 1)}
        ProjectMember.objects.create(project=project, person=pm.person, **role)
    assert left(manager) == steps[5:]
    with tenant(organization.id, history={"system": "test"}):
        health_compute_day(day=TODAY)
    assert left(manager) == steps[6:]
    with manager.acting() as actor:
        policy_save(actor=actor, draft=policy_on(actor.today), saving=Saving(actor.today, "Reviewed", after=1))
    assert left(manager) == steps[7:]
    with tenant(organization.id):
        draft = report(project, "draft")
    assert left(manager) == steps[7:]
    with tenant(organization.id):
        StatusReport.objects.filter(pk=draft.pk).update(state="submitted")
    assert left(manager) == steps[8:]
    assert "First steps" in page(manager)
    with tenant(organization.id):
        Decision.objects.create(project=project, title="Build", decided_on=TODAY)
    assert left(manager) == []
    assert "First steps" not in page(manager)


def test_the_page_says_how_far_it_is_and_why_each_step_is_worth_it(manager: Member) -> None:
    told = page(manager)
    assert f"0 of {MANAGERS_STEPS} done" in told
    assert 'href="/o/young/settings/"' in told
    assert "Budgets and lights are summed by department." in told
    assert "Nothing waits for you" not in told


def test_everybody_sees_the_steps_of_their_own_rights(organization: Organization) -> None:
    administrator = make_member(organization, OrganizationRole.TENANT_ADMINISTRATOR)
    with tenant(organization.id):
        Department.objects.create(name="Finance", folded_name="finance")
    assert left(administrator) == ["settings", "people:list"]
    assert left(make_member(organization, OrganizationRole.AUDITOR)) == []
    assert left(make_member(organization, OrganizationRole.MEMBER)) == []


def test_who_manages_a_project_sees_what_it_lacks(organization: Organization) -> None:
    pm = make_member(organization, OrganizationRole.MEMBER)
    with tenant(organization.id):
        project, other = (
            Project.objects.create(code=code, name=code, folded_name=code.lower()) for code in ("P-1", "P-2")
        )
        role = {"role": ProjectRole.PROJECT_MANAGER, "starts_on": date(2026, 1, 1)}
        own = ProjectMember.objects.create(project=project, person=pm.person, **role)
        Milestone.objects.create(project=other, name="Start", baseline_on=TODAY)
    assert left(pm) == ["milestones:list", "risks:list", "support_office:owed"]
    with tenant(organization.id):
        Milestone.objects.create(project=project, name="Start", baseline_on=TODAY)
        Risk.objects.create(project=project, number=1, code="R-001", title="Rain", raised_on=TODAY)
        report(project, "accepted")
    assert left(pm) == []
    with tenant(organization.id):
        Milestone.objects.filter(project=project).delete()
        assert left(pm) == ["milestones:list"]
        ProjectMember.objects.filter(pk=own.pk).update(ends_on=date(2026, 2, 1))
    assert left(pm) == []


def test_all_steps_are_found_by_one_statement(manager: Member) -> None:
    with manager.acting() as actor, CaptureQueriesContext(connection) as captured:
        first_steps(actor, "young")
    assert len(captured) == 1


def test_another_organization_s_work_does_not_count(manager: Member) -> None:
    away = make_organization("away")
    with tenant(away.id):
        Department.objects.create(name="Finance", folded_name="finance")
        Project.objects.create(code="P-1", name="Bridge", folded_name="bridge")
    assert len(left(manager)) == MANAGERS_STEPS


def test_who_hides_the_steps_finds_them_again(organization: Organization, manager: Member) -> None:
    second = make_member(organization, OrganizationRole.PMO_MANAGER, email="second@young.example")
    client = client_of(manager)
    assert client.post("/o/young/first-steps/", {"hide": ""}).status_code == 302
    hidden = page(manager)
    assert "Check the settings" not in hidden
    assert "Show the first steps (8 left)" in hidden
    assert "Check the settings" in page(second)
    assert client.post("/o/young/first-steps/", {"show": ""}).status_code == 302
    assert "Check the settings" in page(manager)


def test_a_stranger_hides_nothing(organization: Organization, manager: Member) -> None:
    stranger = make_member(make_organization("away"), OrganizationRole.PMO_MANAGER)
    assert client_of(stranger).post("/o/young/first-steps/", {"hide": ""}).status_code == 404
    assert client_of(manager).get("/o/young/first-steps/").status_code == 405
    with tenant(organization.id):
        assert not HomeChoice.objects.exists()
