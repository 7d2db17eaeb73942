"""Who is told when a level changes: the people of the project that answer for it, and the PMO."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from pmo_site.accounts.models import Membership
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from projects.models import ProjectMember

PROJECT_ROLES = (ProjectRole.PROJECT_MANAGER, ProjectRole.PM_ASSISTANT, ProjectRole.SUPPORT)
PMO_ROLES = (OrganizationRole.PMO_MANAGER, OrganizationRole.PMO_EXPERT)


def audiences(project_ids: Collection[UUID], day: date) -> dict[UUID, set[UUID]]:
    """The people to tell about each project: its manager, assistants and support of the day, and the PMO."""
    pmo = set(
        Membership.objects.filter(roles__role__in=PMO_ROLES, ended_at__isnull=True).values_list("person_id", flat=True)
    )
    found = {project_id: set(pmo) for project_id in project_ids}
    present = ProjectMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        project_id__in=project_ids,
        role__in=PROJECT_ROLES,
        starts_on__lte=day,
    )
    for project_id, person_id in present.values_list("project_id", "person_id"):
        found[project_id].add(person_id)
    return found
