"""Reads of health: the newest light of each project that the viewer may see, as of any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel import clock
from pmo_site.kernel.evidence import Dimension, Level, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from pmo_site.tenancy.keyset import KeysetPage, Order, Place, page_from, page_rows
from pmo_site.tenancy.statements import Ids
from portfolio.domain.urgency import overshoot
from portfolio.models import HealthOverride, ProjectHealth, Trigger
from portfolio.selectors.newest import (
    Narrowing,
    asked_with,
    judged_projects,
    judged_until,
    judged_visible,
    newest_lights_written,
)
from portfolio.selectors.overrides import overrides_on
from projects.models import Project
from projects.selectors import sees_money

WORST = Order("rank")
WORST_FIRST = (Level.RED, Level.AMBER, Level.GREY, Level.GREEN, Level.BLUE)
PERIODS = 12
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


def health_list(
    actor: Actor, *, as_of: date | None = None, level: str = "", narrowing: Narrowing | None = None
) -> QuerySet[ProjectHealth]:
    """The newest snapshot of each current project that the actor may see, worst first by the computed level."""
    asked = narrowing or Narrowing()
    return _worst_first(actor, level, asked, **asked_with(as_of, asked))


def _worst_first(actor: Actor, level: str, narrowing: Narrowing, **asked: Any) -> QuerySet[ProjectHealth]:  # noqa: ANN401  days and ids
    rows = newest_lights_written(actor, narrowing, **asked).select_related("project__department")
    return (rows.filter(overall=level) if level else rows).order_by("rank", "pk")


def _page(
    actor: Actor,
    level: str,
    narrowing: Narrowing,
    size: int,
    place: Place | None,
    *,
    rank: Decimal | None = None,
    light_id: UUID | None = None,
    **asked: Any,  # noqa: ANN401  days and ids
) -> QuerySet[ProjectHealth]:
    rows = _worst_first(actor, level, narrowing, **asked)
    return page_rows(rows, WORST, size=size, place=place.at(rank, light_id) if place else None)


_PAGE = AskedByActor(_page)


def health_page(
    actor: Actor, *, as_of: date | None, level: str, narrowing: Narrowing | None, size: int, place: Place | None
) -> KeysetPage[ProjectHealth]:
    """A page of the same, prepared; one query."""
    asked, at = narrowing or Narrowing(), place or Place(None, None)
    values = {**asked_with(as_of, asked), "rank": at.value, "light_id": at.key}
    found = _PAGE.all(actor, level, asked.shape, size, place and place.shape, **values)
    return page_from(found, WORST, size=size, place=place)


def level_counts(actor: Actor, *, as_of: date | None = None, narrowing: Narrowing | None = None) -> Counts:
    """How many projects stand at each level, over what the actor may see; two queries."""
    rows = health_list(actor, as_of=as_of, narrowing=narrowing).order_by()
    return counts_of(actor, rows.values_list("overall", "day", "computed_at"), as_of=as_of, narrowing=narrowing)


def _project_counts(
    actor: Actor, narrowing: Narrowing, *, judged: date | None = None, departments: Ids | None = None
) -> QuerySet[Any, Any]:
    """How many projects there are, and how many of them the actor may see: one row."""
    rows = judged_projects(Project.objects.get_queryset(), judged).filter(narrowing.to(departments).on())
    seen = Count("pk", filter=Q(pk__in=judged_visible(actor, judged).values("pk")))
    return (
        rows.order_by()
        .values(whole=Value(value=True))
        .annotate(every=Count("pk"), seen=seen)
        .values_list("every", "seen")
    )


_PROJECT_COUNTS = AskedByActor(_project_counts)


def counts_of(
    actor: Actor,
    seen: Iterable[tuple[str, date, datetime]],
    *,
    as_of: date | None = None,
    narrowing: Narrowing | None = None,
) -> Counts:
    """The same from all lights that the actor may see: level, day, moment; one query, for those without a light."""
    lights, asked = list(seen), narrowing or Narrowing()
    every, visible = _PROJECT_COUNTS.first(actor, asked.shape, judged=judged_until(as_of), departments=asked.ids)
    levels = Counter(level for level, _day, _at in lights)
    return Counts(
        by_level=tuple((level.value, levels[level.value]) for level in WORST_FIRST),
        judged=len(lights),
        unjudged=visible - len(lights),
        left_out=every - visible,
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


def overview_rows(
    actor: Actor,
    snapshots: Sequence[ProjectHealth],
    *,
    as_of: date | None = None,
    money: Collection[UUID] | None = None,
) -> list[OverviewRow]:
    """A page of lights with their strips and overrides as of a day, and whether the actor may see their money.

    `money` holds the projects of which it is known already that they may.
    """
    ids = [snapshot.project_id for snapshot in snapshots]
    money = sees_money(actor, ids) if money is None else money
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


def _strips(actor: Actor, *, ids: Sequence[UUID], as_of: date | None = None) -> QuerySet[Any, Any]:
    rows = ProjectHealth.objects.filter(
        project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW),
        project_id__in=ids,
        trigger=Trigger.DAILY,
        **({"day__lte": as_of} if as_of else {}),
    )
    placed = rows.annotate(place=Window(RowNumber(), partition_by=F("project_id"), order_by=F("day").desc()))
    return placed.filter(place__lte=PERIODS).order_by("project_id", "day").values_list("project_id", "overall")


_STRIPS = AskedByActor(_strips)


def health_strips(actor: Actor, project_ids: Iterable[UUID], *, as_of: date | None = None) -> dict[UUID, list[str]]:
    """The levels of the last daily snapshots of some projects up to a day, oldest first; one query."""
    ids = Ids(project_ids)
    found: dict[UUID, list[str]] = {}
    for project_id, level in _STRIPS.all(actor, ids=ids, as_of=as_of) if ids else ():
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
