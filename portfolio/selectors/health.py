"""Reads of health: the newest light of each project that the viewer may see, as of any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.jobs.models import JobRun, RunState
from pmo_site.kernel import clock
from pmo_site.kernel.evidence import Dimension, Level, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from portfolio.domain.urgency import overshoot
from portfolio.models import HealthOverride, ProjectHealth, Trigger
from portfolio.selectors.overrides import overrides_on
from projects.models import Project
from projects.models.project import ProjectQuerySet
from projects.selectors import sees_money

NO_DEPARTMENT = "none"
"""Names the projects that belong to no department."""

WORST_FIRST = (Level.RED, Level.AMBER, Level.GREY, Level.GREEN, Level.BLUE)
PERIODS = 12
DAILY = "health.daily"
"""The kind of job run that judges a day."""
STALE_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Counts:
    """Projects per level, worst first; how many are not judged yet; how many the viewer may not see.

    `computed_at` is when the newest of the lights was computed.
    """

    by_level: tuple[tuple[str, int], ...]
    judged: int
    unjudged: int
    left_out: int
    newest_day: date | None
    computed_at: datetime | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the newest light is older than a day of the clock."""
        return self.computed_at is not None and clock.now() - self.computed_at > STALE_AFTER


@dataclass(frozen=True, slots=True)
class Narrowing:
    """To which projects the figures are narrowed: of a tier, of some departments, or of none (NO_DEPARTMENT)."""

    tier: str = ""
    departments: frozenset[UUID] | str = frozenset()

    def on(self, prefix: str = "") -> Q:
        """The condition on a project, or on what belongs to one."""
        found = Q(**{f"{prefix}tier": self.tier}) if self.tier else Q()
        if self.departments == NO_DEPARTMENT:
            return found & Q(**{f"{prefix}department__isnull": True})
        return found & Q(**{f"{prefix}department_id__in": self.departments}) if self.departments else found


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One project's light with what stands beside it."""

    snapshot: ProjectHealth
    project: Project
    sees_money: bool
    strip: Sequence[str]
    override: HealthOverride | None = None
    is_past: bool = False

    @property
    def budget(self) -> tuple[Decimal | None, str]:
        """The latest budget and its currency: today's, or on a past day what the light was judged by."""
        if not self.is_past:
            return self.project.latest_budget, self.project.currency
        told = budget_told(self.snapshot.reasons)
        amount = told.numbers.get("latest_budget_amount") if told else None
        return amount, (told and told.currency) or self.project.currency

    @property
    def levels(self) -> dict[Dimension, str | None]:
        """The level of each dimension; None where it does not count in the tier, for then it has no reasons."""
        facts = self.snapshot.dimensions
        return {name: facts[name.value]["level"] if facts[name.value]["counts"] else None for name in Dimension}


def _visible(actor: Actor, as_of: date | None = None) -> QuerySet[Project]:
    return judged_projects(Project.objects.visible_to(actor, Right.HEALTH_VIEW), as_of)


def judged_projects(projects: ProjectQuerySet, as_of: date | None) -> QuerySet[Project]:
    """Projects that have a light, or had one on a past day: what was archived or cancelled since stood there then."""
    run = None
    if as_of is not None:
        runs = JobRun.objects.filter(kind=DAILY, state=RunState.DONE, period__lte=as_of.isoformat())
        run = runs.order_by("-period").values_list("period", flat=True).first()
    if run is None:
        return projects.judged()
    then = ProjectHealth.objects.filter(day=date.fromisoformat(run), trigger=Trigger.DAILY)
    return projects.filter(Q(pk__in=projects.judged().values("pk")) | Q(pk__in=then.values("project_id")))


def _newest(as_of: date | None, of: str = "project_id") -> QuerySet[ProjectHealth]:
    rows = ProjectHealth.objects.filter(project_id=OuterRef(of))
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.order_by("-day", "-computed_at", "-id")


def health_list(
    actor: Actor, *, as_of: date | None = None, level: str = "", narrowing: Narrowing | None = None
) -> QuerySet[ProjectHealth]:
    """The newest snapshot of each current project that the actor may see, worst first by the computed level.

    Each project looks up its own newest one: asked of every snapshot whether it is the newest, years of days would be
    gone through.
    """
    newest = _visible(actor, as_of).values_list(Subquery(_newest(as_of, of="pk").values("id")[:1]))
    rows = ProjectHealth.objects.filter(id__in=newest).select_related("project__department")
    if narrowing is not None:
        rows = rows.filter(narrowing.on("project__"))
    return (rows.filter(overall=level) if level else rows).order_by("rank", "pk")


def level_counts(actor: Actor, *, as_of: date | None = None, narrowing: Narrowing | None = None) -> Counts:
    """How many projects stand at each level, over what the actor may see; two queries."""
    rows = health_list(actor, as_of=as_of, narrowing=narrowing).order_by()
    return counts_of(actor, rows.values_list("overall", "day", "computed_at"), as_of=as_of, narrowing=narrowing)


def counts_of(
    actor: Actor,
    seen: Iterable[tuple[str, date, datetime]],
    *,
    as_of: date | None = None,
    narrowing: Narrowing | None = None,
) -> Counts:
    """The same from all lights that the actor may see: level, day, moment; one query, for those without a light."""
    lights = list(seen)
    judged = judged_projects(Project.objects.get_queryset(), as_of).filter((narrowing or Narrowing()).on())
    mine = Count("pk", filter=Q(pk__in=_visible(actor, as_of).values("pk")))
    projects = judged.order_by().aggregate(all=Count("pk"), seen=mine)
    levels = Counter(level for level, _day, _at in lights)
    return Counts(
        by_level=tuple((level.value, levels[level.value]) for level in WORST_FIRST),
        judged=len(lights),
        unjudged=projects["seen"] - len(lights),
        left_out=projects["all"] - projects["seen"],
        newest_day=max((day for _level, day, _at in lights), default=None),
        computed_at=max((at for *_, at in lights), default=None),
    )


def is_stale(snapshot: ProjectHealth | None) -> bool:
    """Whether a light is older than a day of the clock; none is not stale."""
    return snapshot is not None and clock.now() - snapshot.computed_at > STALE_AFTER


def newest_lights(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, ProjectHealth]:
    """The newest snapshot of some projects that the actor may see; one query."""
    rows = health_list(actor).filter(project_id__in=list(project_ids))
    return {row.project_id: row for row in rows}


def overview_rows(actor: Actor, snapshots: Sequence[ProjectHealth], *, as_of: date | None = None) -> list[OverviewRow]:
    """A page of lights with their strips and overrides as of a day, and whether the actor may see their money."""
    ids = [snapshot.project_id for snapshot in snapshots]
    money = sees_money(actor, ids)
    strips = health_strips(actor, ids, as_of=as_of)
    overrides = overrides_on(actor, ids, as_of or actor.today)
    return [
        OverviewRow(row, row.project, key in money, strips.get(key, ()), overrides.get(key), as_of is not None)
        for key, row in zip(ids, snapshots, strict=True)
    ]


def health_of(actor: Actor, project_id: UUID, *, as_of: date | None = None) -> ProjectHealth | None:
    """The newest snapshot of one project that the actor may see."""
    projects = Project.objects.visible_to(actor, Right.HEALTH_VIEW)
    rows = ProjectHealth.objects.filter(project__in=projects, project_id=project_id)
    if as_of is not None:
        rows = rows.filter(day__lte=as_of)
    return rows.select_related("project").order_by("-day", "-computed_at", "-id").first()


def health_strips(actor: Actor, project_ids: Iterable[UUID], *, as_of: date | None = None) -> dict[UUID, list[str]]:
    """The levels of the last daily snapshots of some projects up to a day, oldest first; one query."""
    rows = (
        ProjectHealth.objects.filter(
            project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW),
            project_id__in=list(project_ids),
            trigger=Trigger.DAILY,
            **({"day__lte": as_of} if as_of else {}),
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
    return _shown(snapshot.reasons, sees_money=sees_money)


def _shown(reasons: Sequence[Reason], *, sees_money: bool) -> list[Reason]:
    return list(reasons) if sees_money else [reason.without_money() for reason in reasons]


def budget_told(reasons: Iterable[Reason]) -> Reason | None:
    """The reason that holds the budget by which a light was judged."""
    return next((each for each in reasons if each.code == Code.BUDGET_GROWTH), None)


def main_reason(snapshot: ProjectHealth, reasons: Sequence[Reason]) -> Reason | None:
    """The reason that a light is shown with: one of its own color, the farthest beyond its limit."""
    return max(reasons, key=lambda reason: (reason.level == snapshot.overall, overshoot(reason)), default=None)


def weightiest(snapshot: ProjectHealth, *, sees_money: bool) -> Reason | None:
    """The same, without reading the reasons of another color where there are any of its own."""
    own = snapshot.reasons_at(Level(snapshot.overall))
    return main_reason(snapshot, _shown(own or snapshot.reasons, sees_money=sees_money))
