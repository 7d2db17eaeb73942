"""Reads of the people pages: who is known, who may sign in, where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from pmo_site.accounts.models import (
    Department,
    Invitation,
    Membership,
    MembershipRole,
    OperatingModelSwitch,
    Person,
)
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import (
    ORGANIZATION_ROLE_LABELS,
    OperatingModel,
    OrganizationRole,
    Right,
    organization_rights,
)
from pmo_site.kernel import clock
from pmo_site.kernel.parsing import fold

SHOWN = 200


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people."""

    person: Person
    name: str
    reading: str
    roles: tuple[OrganizationRole, ...]
    has_account: bool

    @property
    def role_labels(self) -> list[str]:
        """Roles in the reader's language."""
        return [str(ORGANIZATION_ROLE_LABELS[role]) for role in self.roles]


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One line of the tree of departments; the root has depth 0."""

    department: Department
    depth: int
    people: int

    @property
    def levels(self) -> range:
        """As many steps as the line is indented."""
        return range(self.depth)


def people_lines(
    *, actor: Actor, language: str, search: str = "", archived: bool = False
) -> tuple[list[PersonLine], bool]:
    """People by reading, at most 200 of them, and whether there are more. Three queries, however many people."""
    found = list(people_list(actor, search=search, archived=archived)[: SHOWN + 1])
    memberships = memberships_of(person.id for person in found)
    lines = [_line(person, memberships.get(person.id), language) for person in found[:SHOWN]]
    return lines, len(found) > SHOWN


def people_list(actor: Actor, *, search: str = "", archived: bool = False) -> models.QuerySet[Person]:
    """People whose names, readings or e-mail contain every word of the search."""
    require(actor, Right.PEOPLE_VIEW)
    people = Person.objects.filter(archived_at__isnull=not archived).select_related("department")
    for word in fold(search.replace("\x00", "")).split():
        people = people.filter(folded__contains=word)
    return people


def department_list(actor: Actor) -> models.QuerySet[Department]:
    """The departments of the organization."""
    require(actor, Right.PEOPLE_VIEW)
    return department_choices()


def people_choices() -> models.QuerySet[Person]:
    """People to choose from."""
    return Person.objects.filter(archived_at__isnull=True)


def memberships_of(person_ids: Iterable[UUID]) -> dict[UUID, Membership]:
    """Present memberships by person, with their roles at hand."""
    roles = models.Prefetch("roles", MembershipRole.objects.all())
    memberships = Membership.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    return {membership.person_id: membership for membership in memberships.prefetch_related(roles)}


def _line(person: Person, membership: Membership | None, language: str) -> PersonLine:
    roles = tuple(OrganizationRole(row.role) for row in membership.roles.all()) if membership else ()
    reading = " ".join(part for part in (person.family_name_reading, person.given_name_reading) if part)
    return PersonLine(person, person.display(language), reading, roles, membership is not None)


def person_of(actor: Actor, *, person_id: UUID, slug: str = "") -> Person | None:  # noqa: ARG001  parts of the address
    """The person that an address names."""
    return Person.objects.filter(id=person_id).select_related("department").first()


def department_of(actor: Actor, *, department_id: UUID, slug: str = "") -> Department | None:  # noqa: ARG001  parts of the address
    """The department that an address names."""
    return Department.objects.filter(id=department_id).first()


def open_invitation_of(person_id: UUID) -> Invitation | None:
    """The invitation that a person has not answered yet."""
    return Invitation.objects.filter(person_id=person_id, accepted_at__isnull=True, expires_at__gt=clock.now()).first()


def department_choices() -> models.QuerySet[Department]:
    """Departments to choose from."""
    return Department.objects.order_by("folded_name", "id")


def person_choices() -> models.QuerySet[Person]:
    """Everybody that a form may offer, by reading."""
    return Person.objects.all()


def member_choices() -> models.QuerySet[Person]:
    """People with an account here, by reading."""
    return Person.objects.filter(memberships__ended_at__isnull=True)


def department_tree(*, actor: Actor) -> list[DepartmentLine]:
    """Departments from the roots down, each level by name, with the number of people that are not archived."""
    require(actor, Right.PEOPLE_VIEW)
    counted = models.Count("people", filter=models.Q(people__archived_at__isnull=True))
    children: dict[UUID | None, list[tuple[Department, int]]] = {}
    for each in department_choices().annotate(head_count=counted):
        children.setdefault(each.parent_id, []).append((each, each.head_count))
    lines: list[DepartmentLine] = []
    waiting: list[tuple[tuple[Department, int], int]] = [(root, 0) for root in reversed(children.get(None, []))]
    while waiting:
        (department, people), depth = waiting.pop()
        lines.append(DepartmentLine(department, depth, people))
        waiting.extend((child, depth + 1) for child in reversed(children.get(department.id, [])))
    return lines


def operating_model_switches(*, actor: Actor) -> list[OperatingModelSwitch]:
    """Past switches of the operating model, newest first."""
    require(actor, Right.ORGANIZATION_VIEW)
    return list(OperatingModelSwitch.objects.select_related("switched_by"))


def holders_everywhere(right: Right, model: OperatingModel) -> models.QuerySet[Person]:
    """People who hold a right on everything of the organization, by their present roles."""
    roles = [role for role in OrganizationRole if right in organization_rights(frozenset({role}), model)]
    present = MembershipRole.objects.filter(role__in=roles, membership__ended_at__isnull=True)
    return Person.objects.filter(pk__in=present.values("membership__person_id"))
