"""Reads of the people pages: who is known, who may sign in, where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from pmo_site.accounts.grounds import organization_rights
from pmo_site.accounts.models import (
    Department,
    Invitation,
    Membership,
    MembershipRole,
    OperatingModelSwitch,
    Person,
)
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.kernel import clock
from pmo_site.kernel.tree import within


def with_roles(_actor: Actor) -> models.QuerySet[Person]:
    """Everybody, each with the present membership and its roles; their register filters who may see them."""
    present = Membership.objects.filter(ended_at__isnull=True).prefetch_related("roles")
    return Person.objects.prefetch_related(models.Prefetch("memberships", present, to_attr="present_memberships"))


def people_choices() -> models.QuerySet[Person]:
    """People to choose from."""
    return Person.objects.filter(archived_at__isnull=True)


def memberships_of(person_ids: Iterable[UUID]) -> dict[UUID, Membership]:
    """Present memberships by person, with their roles at hand."""
    roles = models.Prefetch("roles", MembershipRole.objects.all())
    memberships = Membership.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    return {membership.person_id: membership for membership in memberships.prefetch_related(roles)}


def person_of(actor: Actor, *, person_id: UUID, slug: str = "") -> Person | None:  # noqa: ARG001  parts of the address
    """The person that an address names."""
    return Person.objects.filter(id=person_id).select_related("department").first()


def open_invitation_of(person_id: UUID) -> Invitation | None:
    """The invitation that a person has not answered yet."""
    return Invitation.objects.filter(person_id=person_id, accepted_at__isnull=True, expires_at__gt=clock.now()).first()


def department_choices() -> models.QuerySet[Department]:
    """Departments to choose from."""
    return Department.objects.order_by("folded_name", "id")


def department_parents() -> dict[UUID, UUID | None]:
    """Every department with the one that it stands below."""
    return dict(Department.objects.values_list("pk", "parent_id"))


def department_tree() -> dict[UUID, tuple[str, UUID | None]]:
    """The name of every department, and the one that it stands below."""
    rows = Department.objects.values_list("pk", "name", "parent_id")
    return {key: (name, parent) for key, name, parent in rows}


def departments_within(department_id: UUID) -> frozenset[UUID]:
    """A department with every one below it."""
    return within(department_id, department_parents())


def person_choices() -> models.QuerySet[Person]:
    """Everybody that a form may offer, by reading."""
    return Person.objects.all()


def member_choices() -> models.QuerySet[Person]:
    """People with an account here, by reading; a subquery, for a join would let through who never had one."""
    return Person.objects.filter(pk__in=Membership.objects.filter(ended_at__isnull=True).values("person_id"))


def operating_model_switches(*, actor: Actor) -> list[OperatingModelSwitch]:
    """Past switches of the operating model, newest first."""
    require(actor, Right.ORGANIZATION_VIEW)
    return list(OperatingModelSwitch.objects.select_related("switched_by"))


def holders_everywhere(right: Right, model: OperatingModel) -> models.QuerySet[MembershipRole]:
    """The present roles that hold a right on everything of the organization."""
    roles = [role for role in OrganizationRole if right in organization_rights(frozenset({role}), model)]
    return MembershipRole.objects.filter(role__in=roles, membership__ended_at__isnull=True)
