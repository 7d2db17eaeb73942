"""What stands in an organization already, for the first steps of those who open it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from pmo_site.accounts.models import Department, Invitation, Membership, OrganizationSettings
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import ProjectRole
from pmo_site.pages.models import HomeChoice
from pmo_site.tenancy.models import Organization
from portfolio.models import HealthPolicyVersion, ProjectHealth
from projects.models import Milestone, Project, ProjectMember
from support_office.domain.report import ReportState
from support_office.models import Decision, Risk, StatusReport

FILED: Final = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def first_facts(actor: Actor, person_id: UUID) -> Mapping[str, bool]:
    """What was done already, found from the data in one statement whatever their number.

    `own_…` is about the projects that the person manages today; `leads` tells whether there is one.
    """
    asked = {**_of_organization(person_id), **_of_manager(person_id, actor.today)}
    found = {name: Exists(rows) for name, rows in asked.items()}
    row: Mapping[str, object] = Organization.objects.filter(pk=actor.organization_id).values(**found).get()
    return {name: bool(row[name]) for name in asked}


def _of_organization(person_id: UUID) -> dict[str, QuerySet[Any]]:
    rows: dict[str, QuerySet[Any]] = {
        "settings": OrganizationSettings.objects.filter(version__gt=1),
        "departments": Department.objects.all(),
        "invited": Invitation.objects.exclude(invited_by=None),  # operators invite the first member
        "others": Membership.objects.filter(ended_at__isnull=True).exclude(person_id=person_id),
        "projects": Project.objects.all(),
        "managers": ProjectMember.objects.filter(role=ProjectRole.PROJECT_MANAGER),
        "health": ProjectHealth.objects.all(),
        "policy": HealthPolicyVersion.objects.all(),
        "reports": StatusReport.objects.filter(state__in=FILED),
        "decisions": Decision.objects.all(),
        "hidden": HomeChoice.objects.filter(person_id=person_id, hides_first_steps=True),
    }
    return rows


def _of_manager(person_id: UUID, today: date) -> dict[str, QuerySet[Any]]:
    term = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    leads = ProjectMember.objects.filter(
        term,
        person_id=person_id,
        role=ProjectRole.PROJECT_MANAGER,
        starts_on__lte=today,
        project__archived_at__isnull=True,
    )
    own = leads.values("project_id")
    rows: dict[str, QuerySet[Any]] = {
        "leads": leads,
        "own_milestones": Milestone.objects.filter(project_id__in=own),
        "own_risks": Risk.objects.filter(project_id__in=own),
        "own_reports": StatusReport.objects.filter(project_id__in=own, state__in=FILED),
    }
    return rows
