"""Reads of overrides: which one stands on a day, and which stood before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.tenancy.statements import Ids
from portfolio.models import HealthOverride
from projects.models import Project
from projects.selectors import accountable_manager


def _standing(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day) & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))


def override_list(actor: Actor, project: Project) -> QuerySet[HealthOverride]:
    """Every override of a project whose health the actor may see, the latest first."""
    rows = HealthOverride.objects.filter(
        project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW), project=project
    )
    return rows.select_related("author").order_by("-starts_on", "-created_at", "-id")


def override_get(actor: Actor, override_id: UUID) -> HealthOverride | None:
    """One override of a project whose health the actor may see; None for missing and for invisible alike."""
    rows = HealthOverride.objects.filter(project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW))
    return rows.select_related("project", "author").filter(pk=override_id).first()


def override_on(actor: Actor, project: Project, day: date) -> HealthOverride | None:
    """The override of a project that is in force on a day: the latest started where several are."""
    return override_list(actor, project).filter(_standing(day)).first()


def _overrides(actor: Actor, *, ids: Sequence[UUID], day: date) -> QuerySet[HealthOverride]:
    visible = Project.objects.visible_to(actor, Right.HEALTH_VIEW)
    rows = HealthOverride.objects.filter(_standing(day), project__in=visible, project_id__in=ids)
    return rows.order_by("starts_on", "created_at", "id")


_OVERRIDES = AskedByActor(_overrides)


def overrides_on(actor: Actor, project_ids: Iterable[UUID], day: date) -> dict[UUID, HealthOverride]:
    """The overrides in force on a day, of some projects whose health the actor may see; one query."""
    ids = Ids(project_ids)
    return {row.project_id: row for row in _OVERRIDES.all(actor, ids=ids, day=day)} if ids else {}


def may_override(actor: Actor, project: Project) -> bool:
    """Whether the actor may override a project's level: nobody does it for a project that is their own to manage."""
    if not may(actor, Right.HEALTH_OVERRIDE):
        return False
    manager = accountable_manager(actor, project)
    return manager is None or manager.pk != actor.person_id
