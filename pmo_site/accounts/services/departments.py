"""Writes of the tree of departments."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.accounts.directory import department_parents
from pmo_site.accounts.errors import DepartmentLoopError
from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import department_for_name, folded_name
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.accounts.services.revising import checked, revise_checked
from pmo_site.kernel.tree import line


@transaction.atomic
def department_create(*, actor: Actor, name: str, code: str = "", parent_id: UUID | None = None) -> Department:
    """Record a department below its parent."""
    require(actor, Right.PEOPLE_MANAGE)
    department = Department(name=name, folded_name=folded_name(name), code=code, parent_id=parent_id)
    checked(department)
    department.save()
    return department


@transaction.atomic
def department_revise(
    *, actor: Actor, department_id: UUID, version: int, name: str, code: str = "", parent_id: UUID | None = None
) -> Department:
    """Rename or move a department; it never comes to stand below itself, not even by two moves at once."""
    require(actor, Right.PEOPLE_MANAGE)
    one_at_a_time("departments")
    department = Department.objects.get(id=department_id)
    if _stands_below(parent_id, department_id):
        raise DepartmentLoopError
    values = {"name": name, "folded_name": folded_name(name), "code": code, "parent_id": parent_id}
    return revise_checked(department, version=version, values=values)


@transaction.atomic
def department_ensure(*, actor: Actor, name: str) -> Department:
    """Find a department by its exact folded name or create it at the root: what an import needs."""
    require(actor, Right.DATA_IMPORT)
    one_at_a_time("departments")
    found = department_for_name(name)
    if found is not None:
        return found
    department = Department(name=name, folded_name=folded_name(name))
    checked(department)
    department.save()
    return department


def _stands_below(candidate_id: UUID | None, department_id: UUID) -> bool:
    """Whether a candidate for parent is the department itself or stands somewhere below it."""
    return candidate_id is not None and department_id in line(candidate_id, department_parents())
