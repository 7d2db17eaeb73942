"""How rights on single projects are held: by a role on the project today, or by a single grant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Value

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.grounds import Ground, project_ground
from pmo_site.accounts.models import Person
from pmo_site.accounts.numbering import register_numbered
from pmo_site.accounts.policy import Actor, Scope, granted, granted_grounds, grants_on, register_scope
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PROJECT_ROLE_RIGHTS, ProjectRole, project_roles_with
from pmo_site.accounts.selectors import organization_settings
from pmo_site.kernel import clock
from pmo_site.tenancy.statements import Ids
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


def _sources(actor: Actor, ids: Collection[UUID]) -> QuerySet[Any, Any]:
    """Roles of today and single grants on some projects: the project, the role or the right, whether it is a role."""
    roles = ProjectMember.objects.filter(_in_term(actor), Q(person_id=actor.person_id), project_id__in=ids)
    grants = grants_on(actor, Project, ids).values_list("content_object_id", "permission__codename", Value(value=False))
    return roles.values_list("project_id", "role", Value(value=True)).union(grants, all=True)


_SOURCES = AskedByActor(_sources, by_key=True)


def _rights_by_project(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, frozenset[Right]]:
    """What roles of today and single grants give on some projects; one query."""
    if actor.user_id is None or actor.person_id is None or not ids:
        return {}
    held: dict[UUID, frozenset[Right]] = {}
    for project_id, name, is_role in _SOURCES.all(actor, ids=Ids(ids)):
        given = PROJECT_ROLE_RIGHTS[ProjectRole(name)] if is_role else frozenset({Right[name.upper()]})
        held[project_id] = held.get(project_id, frozenset()) | given
    return held


def _project_rights(actor: Actor, rows: Sequence[Project]) -> Mapping[UUID, frozenset[Right]]:
    return _rights_by_project(actor, [row.pk for row in rows])


def _owned_rights(actor: Actor, rows: Sequence[Any]) -> Mapping[UUID, frozenset[Right]]:
    held = _rights_by_project(actor, {row.project_id for row in rows})
    return {row.pk: held.get(row.project_id, frozenset()) for row in rows}


PROJECT_SCOPE = Scope(grounds_of=_project_grounds, condition=_project_condition, rights_on=_project_rights)
OWNED_BY_PROJECT = Scope(grounds_of=_owned_grounds, condition=_owned_condition, rights_on=_owned_rights)
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
