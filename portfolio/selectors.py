"""Reads of health: the newest light of each project that the viewer may see, as of any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import Right
from pmo_site.kernel.evidence import Dimension, Level, Reason
from portfolio.models import ProjectHealth
from projects.models import Project

DETAIL_SHOWN = (Dimension.SCHEDULE, Dimension.COST)
"""Dimensions that the thin first page has evidence for; later work offers more."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Projects per level, worst first, and how many are left out because the viewer may not see them."""

    by_level: tuple[tuple[Level, int], ...]
    total: int
    unjudged: int


def _newest(as_of: date | None) -> QuerySet[ProjectHealth]:
    rows = ProjectHealth.objects.filter(project_id=OuterRef("project_id"))
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.order_by("-day", "-computed_at", "-id")


def health_list(actor: Actor, *, as_of: date | None = None, level: str = "") -> QuerySet[ProjectHealth]:
    """The newest snapshot of each current project that the actor may see, worst first."""
    projects = Project.objects.visible_to(actor, Right.HEALTH_VIEW).current()
    rows = ProjectHealth.objects.filter(
        project__in=projects, id=Subquery(_newest(as_of).values("id")[:1])
    ).select_related("project", "project__department")
    if level:
        rows = rows.filter(overall=level)
    return rows.order_by("severity", "project__code")


def health_of(actor: Actor, project_id: UUID, *, as_of: date | None = None) -> ProjectHealth | None:
    """The newest snapshot of one project that the actor may see."""
    projects = Project.objects.visible_to(actor, Right.HEALTH_VIEW)
    rows = ProjectHealth.objects.filter(project__in=projects, project_id=project_id)
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.select_related("project").order_by("-day", "-computed_at", "-id").first()


def health_strip(actor: Actor, project_id: UUID, *, periods: int = 12) -> Sequence[ProjectHealth]:
    """The last daily snapshots of one project, oldest first."""
    projects = Project.objects.visible_to(actor, Right.HEALTH_VIEW)
    rows = ProjectHealth.objects.filter(project__in=projects, project_id=project_id, trigger="daily")
    return list(reversed(rows.order_by("-day")[:periods]))


def reasons_for(snapshot: ProjectHealth, *, sees_money: bool) -> list[Reason]:
    """Why a light has its color; amounts are absent for whoever may not see money."""
    reasons = [Reason.from_json(reason) for reason in snapshot.reasons]
    return reasons if sees_money else [reason.without_money() for reason in reasons]
