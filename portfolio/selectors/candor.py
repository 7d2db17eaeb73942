"""Reads of the candor gap: what the evidence says beside what managers declare."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import names_of_people
from pmo_site.kernel.evidence import Level
from pmo_site.resources.declarations import Declaration, declarations
from portfolio.domain.health import CandorGap, candor_gap
from portfolio.models import ProjectHealth
from portfolio.selectors.health import health_list
from projects.models import Project


@dataclass(frozen=True, slots=True)
class CandorLine:
    """One project whose declared level is not the computed one, since when, and who declared it."""

    snapshot: ProjectHealth
    project: Project
    declaration: Declaration
    gap: CandorGap
    since: date
    days: int
    author: str


@dataclass(frozen=True, slots=True)
class CandorPicture:
    """All gaps of the projects that the viewer may see, oldest first, and how many projects there are to compare."""

    watermelons: tuple[CandorLine, ...]
    kinder: tuple[CandorLine, ...]
    stricter: tuple[CandorLine, ...]
    declared: int
    silent: int


@dataclass(frozen=True, slots=True)
class Span:
    """From the day on which the computed level last changed to the day of the picture."""

    changed: date | None
    day: date


def candor_picture(actor: Actor, *, as_of: date | None = None) -> CandorPicture:
    """Compare the newest lights with the newest declarations: four queries, however many projects."""
    day = as_of or actor.today
    lights = {row.project_id: row for row in health_list(actor, as_of=as_of).defer("findings").order_by()}
    declared = declarations(day, lights.keys())
    gaps = {key: candor_gap(Level(lights[key].overall), each.overall) for key, each in declared.items()}
    apart = {key for key, gap in gaps.items() if gap.steps}
    since = _since(actor, apart, day)
    names = names_of_people({str(declared[key].author) for key in apart if declared[key].author})
    lines = [
        _line(
            lights[key], declared[key], gaps[key], Span(since.get(key), day), names.get(str(declared[key].author), "")
        )
        for key in apart
    ]
    lines.sort(key=lambda line: (line.since, line.project.code))
    return CandorPicture(
        watermelons=tuple(line for line in lines if line.gap.is_watermelon),
        kinder=tuple(line for line in lines if (line.gap.steps or 0) > 0 and not line.gap.is_watermelon),
        stricter=tuple(line for line in lines if (line.gap.steps or 0) < 0),
        declared=len(declared),
        silent=len(lights) - len(declared),
    )


def _line(light: ProjectHealth, told: Declaration, gap: CandorGap, span: Span, author: str) -> CandorLine:
    """The gap stands since both levels have been as they are."""
    since = max(told.since, span.changed or light.day)
    return CandorLine(light, light.project, told, gap, since, (span.day - since).days, author)


def _since(actor: Actor, ids: Collection[UUID], day: date) -> dict[UUID, date]:
    """The day on which the computed level last changed, of some projects; one query that returns the changes only."""
    before = Window(
        Lag("overall"),
        partition_by=F("project_id"),
        order_by=[F("day").asc(), F("computed_at").asc(), F("id").asc()],
    )
    rows = (
        ProjectHealth.objects.filter(
            project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW), project_id__in=list(ids), day__lte=day
        )
        .annotate(before=before)
        .filter(Q(before__isnull=True) | ~Q(before=F("overall")))
        .order_by("day", "computed_at", "id")
    )
    return dict(rows.values_list("project_id", "day"))
