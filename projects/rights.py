"""How rights on single projects are held: by a role on the project today, or by a single grant."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from pmo_site.accounts.grounds import Ground, project_ground
from pmo_site.accounts.models import Person
from pmo_site.accounts.numbering import register_numbered
from pmo_site.accounts.policy import Actor, Scope, granted, granted_grounds, register_scope
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import ProjectRole, project_roles_with
from pmo_site.accounts.selectors import organization_settings
from pmo_site.kernel import clock
from projects.models import Project, ProjectGrant, ProjectMember


def _on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _in_term(actor: Actor) -> Q:
    return _on(actor.today)


def _project_condition(actor: Actor, right: Right, prefix: str = "") -> Q:
    if actor.user_id is None or actor.person_id is None:
        return Q(pk__in=[])
    mine = ProjectMember.objects.filter(
        _in_term(actor), person_id=actor.person_id, role__in=project_roles_with(right)
    ).values("project_id")
    return Q(**{f"{prefix}id__in": mine}) | Q(**{f"{prefix}id__in": granted(actor, right, Project)})


def _project_grounds(actor: Actor, project: Project) -> tuple[Ground, ...]:
    if actor.user_id is None or actor.person_id is None:
        return ()
    roles = ProjectMember.objects.filter(_in_term(actor), person_id=actor.person_id, project_id=project.pk)
    held = [project_ground(ProjectRole(role), until) for role, until in roles.values_list("role", "ends_on")]
    return (*held, *granted_grounds(actor, project))


def _owned_grounds(actor: Actor, record: Any) -> tuple[Ground, ...]:  # noqa: ANN401  any kind owned by a project
    return _project_grounds(actor, record.project)


def _owned_condition(actor: Actor, right: Right) -> Q:
    return _project_condition(actor, right, "project__")


PROJECT_SCOPE = Scope(grounds_of=_project_grounds, condition=_project_condition)
OWNED_BY_PROJECT = Scope(grounds_of=_owned_grounds, condition=_owned_condition)
"""The scope of every kind that has a `project`."""


def project_people(project: Project, right: Right) -> QuerySet[Person]:
    """People who hold a right on this one project: by a role of today, or by a single grant."""
    today = clock.today(ZoneInfo(organization_settings().time_zone))
    roles = ProjectMember.objects.filter(_on(today), project_id=project.pk, role__in=project_roles_with(right))
    grants = ProjectGrant.objects.filter(content_object_id=project.pk, permission__codename=right.name.lower())
    return Person.objects.filter(
        Q(pk__in=roles.values("person_id")) | Q(memberships__user_id__in=grants.values("user_id"))
    )


def register() -> None:
    """Declare the scopes of this app's kinds that are no registers; called once when the site starts."""
    register_scope(Project, PROJECT_SCOPE)
    register_numbered(Project, prefix="P-", digits=4)
    register_scope(ProjectMember, OWNED_BY_PROJECT)
