"""How rights on single projects are held: by a role on the project today, or by a single grant."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from pmo_site.accounts.policy import Actor, Scope, granted, granted_rights, register_scope
from pmo_site.accounts.roles import PROJECT_ROLE_RIGHTS, ProjectRole, Right, project_roles_with
from projects.models import Project, ProjectMember


def _in_term(actor: Actor) -> Q:
    return Q(starts_on__lte=actor.today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=actor.today))


def _project_condition(actor: Actor, right: Right, prefix: str = "") -> Q:
    if actor.user_id is None or actor.person_id is None:
        return Q(pk__in=[])
    mine = ProjectMember.objects.filter(
        _in_term(actor), person_id=actor.person_id, role__in=project_roles_with(right)
    ).values("project_id")
    return Q(**{f"{prefix}id__in": mine}) | Q(**{f"{prefix}id__in": granted(actor, right, Project)})


def _project_rights(actor: Actor, project: Project) -> frozenset[Right]:
    if actor.user_id is None or actor.person_id is None:
        return frozenset()
    roles = ProjectMember.objects.filter(_in_term(actor), person_id=actor.person_id, project_id=project.pk)
    held = (PROJECT_ROLE_RIGHTS[ProjectRole(role)] for role in roles.values_list("role", flat=True))
    return granted_rights(actor, project).union(*held)


def _owned_rights(actor: Actor, record: Any) -> frozenset[Right]:  # noqa: ANN401  any kind owned by a project
    return _project_rights(actor, record.project)


def _owned_condition(actor: Actor, right: Right) -> Q:
    return _project_condition(actor, right, "project__")


PROJECT_SCOPE = Scope(rights_of=_project_rights, condition=_project_condition)
OWNED_BY_PROJECT = Scope(rights_of=_owned_rights, condition=_owned_condition)
"""The scope of every kind that has a `project`."""


def register() -> None:
    """Declare the scopes of this app's kinds that are no registers; called once when the site starts."""
    register_scope(Project, PROJECT_SCOPE)
    register_scope(ProjectMember, OWNED_BY_PROJECT)
