"""Reads of projects, their people and their milestones; each takes the actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.models import Membership, Person
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.roles import ProjectRole
from pmo_site.tenancy.statements import Ids
from projects.models import Milestone, Project, ProjectGrant, ProjectMember
from projects.models.project import ProjectQuerySet


@dataclass(frozen=True, slots=True)
class SingleGrant:
    """A right that a person holds on one project beyond any role."""

    grant_id: int
    project_id: UUID
    membership: Membership
    right: Right

    @property
    def person(self) -> Person:
        """Who holds it."""
        return self.membership.person

    @property
    def label(self) -> str:
        """The right in words."""
        return str(RIGHT_LABELS[self.right])


def managers_of(today: date) -> QuerySet[ProjectMember]:
    """Who is accountable for a project on a day."""
    return ProjectMember.objects.filter(_accountable_on(today)).select_related("person")


def _accountable_on(today: date, path: str = "") -> Q:
    in_term = Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": today})
    return in_term & Q(**{f"{path}role": ProjectRole.PROJECT_MANAGER, f"{path}starts_on__lte": today})


_MANAGER: tuple[str, ...] = ("manager_today__person",)


def with_managers(actor: Actor) -> ProjectQuerySet:
    """Every project, each with its accountable manager of today; its list filters what the actor may see.

    The join adds no row: the database refuses a second manager on the same day.
    """
    accountable = FilteredRelation("members", condition=_accountable_on(actor.today, "members__"))
    rows = Project.objects.get_queryset().annotate(
        manager_today=accountable, is_manager_read=Value(value=True, output_field=BooleanField())
    )
    return rows.select_related(*_MANAGER)


def project_list(actor: Actor) -> ProjectQuerySet:
    """Projects that the actor may see and that are not archived."""
    return Project.objects.visible_to(actor).current()


def _project(actor: Actor, project_id: UUID) -> ProjectQuerySet:
    return with_managers(actor).visible_to(actor).select_related("department").filter(pk=project_id)[:1]


_PROJECT = AskedByActor(_project, by_key=True)


def project_get(actor: Actor, project_id: UUID) -> Project | None:
    """One project that the actor may see, archived ones too; None for missing and for invisible alike."""
    found: Project | None = _PROJECT.first(actor, project_id=project_id)
    return found


def manager_read(project: Project) -> Person | None:
    """The accountable manager of today as the project was read with; None where it was read without."""
    role: ProjectMember | None = getattr(project, "manager_today", None)
    return role.person if role is not None else None


def accountable_manager(actor: Actor, project: Project) -> Person | None:
    """Today's accountable manager of a project that the actor may see; read with the project where it was."""
    if getattr(project, "is_manager_read", False):
        return manager_read(project)
    visible = Project.objects.visible_to(actor)
    found = managers_of(actor.today).filter(project__in=visible, project=project).first()
    return found.person if found else None


def _with_money(actor: Actor, *, ids: Sequence[UUID]) -> QuerySet[Project, tuple[UUID]]:
    return Project.objects.visible_to(actor, Right.MONEY_VIEW).filter(pk__in=ids).values_list("pk")


_WITH_MONEY = AskedByActor(_with_money, by_key=True)


def sees_money(actor: Actor, project_ids: Iterable[UUID]) -> set[UUID]:
    """Of these projects, those whose money the actor may see; one query for a whole list."""
    ids = Ids(project_ids)
    return {key for (key,) in _WITH_MONEY.all(actor, ids=ids)} if ids else set()


def member_list(actor: Actor, project: Project) -> QuerySet[ProjectMember]:
    """The people of a project that the actor may see, present ones first."""
    rows = ProjectMember.objects.filter(project__in=Project.objects.visible_to(actor), project=project)
    return rows.select_related("person").order_by("ends_on", "role", "starts_on", "id")


def member_get(actor: Actor, project: Project, member_id: UUID) -> ProjectMember | None:
    """One role on a project that the actor may see."""
    return member_list(actor, project).filter(pk=member_id).select_related("project").first()


def member_find(actor: Actor, member_id: UUID) -> ProjectMember | None:
    """One role on any project that the actor may see; None for missing and for invisible alike."""
    rows = ProjectMember.objects.filter(project__in=Project.objects.visible_to(actor))
    return rows.select_related("person", "project").filter(pk=member_id).first()


def milestone_list(actor: Actor, project: Project | None = None) -> QuerySet[Milestone]:
    """Milestones of projects that the actor may see, by the day they were promised."""
    rows = Milestone.objects.filter(project__in=Project.objects.visible_to(actor).current())
    if project is not None:
        rows = Milestone.objects.filter(project__in=Project.objects.visible_to(actor), project=project)
    return rows.select_related("project").order_by("baseline_on", "id")


def grant_list(actor: Actor, project: Project) -> list[SingleGrant]:
    """Single rights that members hold on a project beyond their roles."""
    if not may(actor, Right.GRANTS_MANAGE, project):
        return []
    return single_grants(list(_grants(actor).filter(content_object=project).order_by("pk")))


def grant_find(actor: Actor, grant_id: int) -> SingleGrant | None:
    """One single grant of the organization."""
    return next(iter(single_grants(list(_grants(actor).filter(pk=grant_id)))), None)


def grant_held(project: Project, right: Right, membership: Membership) -> SingleGrant | None:
    """The single grant by which a member holds a right on a project."""
    rows = ProjectGrant._default_manager.filter(content_object=project, user_id=membership.user_id)
    found = rows.filter(permission__codename=right.name.lower()).values_list("pk", flat=True).first()
    return None if found is None else SingleGrant(found, project.pk, membership, right)


def single_grants(rows: Sequence[ProjectGrant]) -> list[SingleGrant]:
    """Grants with who holds them; one query."""
    holders = {
        membership.user_id: membership
        for membership in Membership.objects.filter(user_id__in=[row.user_id for row in rows]).select_related(
            "person", "user"
        )
    }
    return [
        SingleGrant(row.pk, row.content_object_id, holders[row.user_id], Right[row.permission.codename.upper()])
        for row in rows
    ]


def _grants(actor: Actor) -> QuerySet[ProjectGrant]:
    rows = ProjectGrant._default_manager.filter(organization_id=actor.organization_id)
    return rows.select_related("permission")


def next_milestones(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, Milestone]:
    """The next open milestone of some projects that the actor may see, by its forecast; one query."""
    rows = (
        milestone_list(actor)
        .filter(project_id__in=list(project_ids), actual_on__isnull=True)
        .annotate(expected_on=Coalesce("forecast_on", "baseline_on"))
        .order_by("project_id", "expected_on", "id")
        .distinct("project_id")
    )
    return {row.project_id: row for row in rows}


def own_projects(actor: Actor, *, supported: bool = False, limit: int = 8) -> list[Project]:
    """Current projects on which the actor has a role today, or those that the actor supports; soonest finish first."""
    if actor.person_id is None:
        return []
    mine = ProjectMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=actor.today), person_id=actor.person_id, starts_on__lte=actor.today
    )
    support = Q(role=ProjectRole.SUPPORT)
    mine = mine.filter(support if supported else ~support)
    rows = Project.objects.visible_to(actor).current().filter(pk__in=mine.values("project_id"))
    return list(rows.order_by("forecast_finish", "code")[:limit])
