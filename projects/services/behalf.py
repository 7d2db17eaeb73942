"""Whose work it is: the manager decides, others prepare; history names both."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import ProjectRole
from pmo_site.tenancy.context import name_in_history
from pmo_site.tenancy.versions import refuse_archived
from projects.models import Project, ProjectMember

OWN_ROLES = frozenset({ProjectRole.PROJECT_MANAGER, ProjectRole.PM_ASSISTANT, ProjectRole.PROJECT_LEAD})
"""Roles whose changes of the project are their own work."""


def act_in_own_name(project: Project) -> None:
    """Record that somebody does what they answer for themselves; an archived project takes that neither."""
    refuse_archived(project)
    name_in_history(on_behalf_of="")


def act_on_behalf(actor: Actor, project: Project) -> UUID | None:
    """Record that whoever has no own role on the project changes it for its accountable manager, and say whom.

    Every write to a project and what belongs to it begins here, and ends here where the project is archived.
    """
    refuse_archived(project)
    today = actor.today
    present = ProjectMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), project=project, starts_on__lte=today
    ).values_list("person_id", "role")
    roles = [(person_id, ProjectRole(role)) for person_id, role in present]
    manager = next((person_id for person_id, role in roles if role is ProjectRole.PROJECT_MANAGER), None)
    is_own = any(person_id == actor.person_id and role in OWN_ROLES for person_id, role in roles)
    for_manager = manager if actor.person_id is not None and not is_own else None
    name_in_history(on_behalf_of="" if for_manager is None else str(for_manager))
    return for_manager
