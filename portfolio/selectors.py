"""Reads of health: the newest light of each project that the viewer may see, as of any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import Right
from pmo_site.kernel.evidence import Dimension, Level, Reason
from portfolio.models import ProjectHealth, Trigger
from projects.models import Project
from projects.selectors import sees_money

DETAIL_SHOWN = (Dimension.SCHEDULE, Dimension.COST)
"""Dimensions that some evidence is offered for; later kinds add theirs."""

WORST_FIRST = (Level.RED, Level.AMBER, Level.GREY, Level.GREEN, Level.BLUE)
PERIODS = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """Projects per level, worst first; how many are not judged yet; how many the viewer may not see."""

    by_level: tuple[tuple[str, int], ...]
    judged: int
    unjudged: int
    left_out: int
    newest_day: date | None


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One project's light with what stands beside it."""

    snapshot: ProjectHealth
    project: Project
    sees_money: bool
    strip: Sequence[str]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The dimensions shown and their levels."""
        return [(name.value, self.snapshot.dimensions[name.value]["level"]) for name in DETAIL_SHOWN]


def _visible(actor: Actor) -> QuerySet[Project]:
    return Project.objects.visible_to(actor, Right.HEALTH_VIEW).current()


def _newest(as_of: date | None) -> QuerySet[ProjectHealth]:
    rows = ProjectHealth.objects.filter(project_id=OuterRef("project_id"))
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.order_by("-day", "-computed_at", "-id")


def health_list(actor: Actor, *, as_of: date | None = None, level: str = "") -> QuerySet[ProjectHealth]:
    """The newest snapshot of each current project that the actor may see, worst first."""
    rows = ProjectHealth.objects.filter(
        project__in=_visible(actor), id=Subquery(_newest(as_of).values("id")[:1])
    ).select_related("project__department")
    if level:
        rows = rows.filter(overall=level)
    return rows.order_by("rank", "pk")


def level_counts(actor: Actor, *, as_of: date | None = None) -> Counts:
    """How many projects stand at each level, over what the actor may see."""
    rows = health_list(actor, as_of=as_of).order_by().values("overall")
    found = {row["overall"]: row for row in rows.annotate(count=Count("id"), day=Max("day"))}
    by_level = tuple((level.value, found[level.value]["count"] if level.value in found else 0) for level in WORST_FIRST)
    judged = sum(count for _, count in by_level)
    seen, every = _visible(actor).count(), Project.objects.current().count()
    newest = max((row["day"] for row in found.values()), default=None)
    return Counts(by_level, judged, seen - judged, every - seen, newest)


def overview_rows(actor: Actor, snapshots: Sequence[ProjectHealth]) -> list[OverviewRow]:
    """A page of lights with their strips and whether the actor may see their money."""
    ids = [snapshot.project_id for snapshot in snapshots]
    money = sees_money(actor, Project.objects.with_ids(ids))
    strips = health_strips(actor, ids)
    return [OverviewRow(row, row.project, row.project_id in money, strips.get(row.project_id, ())) for row in snapshots]


def health_of(actor: Actor, project_id: UUID, *, as_of: date | None = None) -> ProjectHealth | None:
    """The newest snapshot of one project that the actor may see."""
    projects = Project.objects.visible_to(actor, Right.HEALTH_VIEW)
    rows = ProjectHealth.objects.filter(project__in=projects, project_id=project_id)
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.select_related("project").order_by("-day", "-computed_at", "-id").first()


def health_strips(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The levels of the last daily snapshots of some projects, oldest first; one query."""
    rows = (
        ProjectHealth.objects.filter(
            project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW),
            project_id__in=list(project_ids),
            trigger=Trigger.DAILY,
        )
        .annotate(place=Window(RowNumber(), partition_by=F("project_id"), order_by=F("day").desc()))
        .filter(place__lte=PERIODS)
        .order_by("project_id", "day")
    )
    found: dict[UUID, list[str]] = {}
    for project_id, level in rows.values_list("project_id", "overall"):
        found.setdefault(project_id, []).append(level)
    return found


def reasons_for(snapshot: ProjectHealth, *, sees_money: bool) -> list[Reason]:
    """Why a light has its color; amounts are absent for whoever may not see money."""
    reasons = [Reason.from_json(reason) for reason in snapshot.reasons]
    return reasons if sees_money else [reason.without_money() for reason in reasons]
