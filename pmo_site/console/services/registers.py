"""People and departments as their registers write them: values by field, at the version that was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.departments import department_create, department_revise
from pmo_site.accounts.services.people import PersonFacts, person_archive, person_create, person_restore, person_revise
from pmo_site.resources.services.records import record_delete, record_undelete

_NAMES = ("family_name", "given_name", "family_name_reading", "given_name_reading", "email")


def person_add(*, actor: Actor, values: Mapping[str, Any]) -> Person:
    """Record a person, who needs no account."""
    return person_create(actor=actor, facts=_facts(None, values))


def person_change(*, actor: Actor, person: Person, version: int, values: Mapping[str, Any]) -> Person:
    """Change some facts of a person; the others stay."""
    return person_revise(actor=actor, person_id=person.pk, version=version, facts=_facts(person, values))


def person_put_away(*, actor: Actor, person: Person, version: int) -> Person:
    """Put a person out of the lists."""
    return person_archive(actor=actor, person_id=person.pk, version=version)


def person_take_back(*, actor: Actor, person: Person, version: int) -> Person:
    """Bring an archived person back."""
    return person_restore(actor=actor, person_id=person.pk, version=version)


def _facts(person: Person | None, values: Mapping[str, Any]) -> PersonFacts:
    told = {name: values.get(name, getattr(person, name, "")) or "" for name in _NAMES}
    return PersonFacts(**told, department_id=_linked(person, values, "department"))


def _linked(record: Any, values: Mapping[str, Any], name: str) -> UUID | None:  # noqa: ANN401  a person or a department
    """The id of a link: as told by record or id, else as it stands."""
    if name in values:
        return values[name].pk if values[name] is not None else None
    found: UUID | None = values.get(f"{name}_id", getattr(record, f"{name}_id", None))
    return found


def department_add(*, actor: Actor, values: Mapping[str, Any]) -> Department:
    """Record a department."""
    parent_id = _linked(None, values, "parent")
    return department_create(actor=actor, name=values["name"], code=values.get("code", ""), parent_id=parent_id)


def department_change(*, actor: Actor, department: Department, version: int, values: Mapping[str, Any]) -> Department:
    """Rename or move a department; it never comes to stand below itself."""
    return department_revise(
        actor=actor,
        department_id=department.pk,
        version=version,
        name=values.get("name", department.name),
        code=values.get("code", department.code),
        parent_id=_linked(department, values, "parent"),
    )


@transaction.atomic
def department_delete(*, actor: Actor, department: Department, version: int) -> None:
    """Delete a department that nothing names any more."""
    require(actor, Right.PEOPLE_MANAGE)
    record_delete(department, version=version)


@transaction.atomic
def department_undelete(*, actor: Actor, department_id: UUID) -> Department | None:
    """Bring a deleted department back under its old id."""
    sees, asks = Right.PEOPLE_VIEW, Right.PEOPLE_MANAGE
    return record_undelete(Department, department_id, actor=actor, sees=sees, asks=asks)
