"""What the dashboard draws: budget bars on one scale, and the plans of projects on one time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from pmo_site.accounts.policy import Actor
from pmo_site.ui.addresses import address_of
from pmo_site.ui.charts.roadmap import Milestone as Mark
from pmo_site.ui.charts.roadmap import Roadmap, Track, roadmap
from portfolio.domain.budgets import BudgetFigure, BudgetSum, largest
from portfolio.selectors import OverviewRow
from portfolio.selectors.lights import LightRow
from projects.models import Milestone, Project

BARS = 12
ROAD = 16
_AIR = Decimal("1.04")
_BACK, _AHEAD = 6, 15
"""Months before and after the present quarter that the axis covers."""


@dataclass(frozen=True, slots=True)
class BudgetBars:
    """The largest budgets in one currency on a common scale; `others` counts projects that are not drawn."""

    currency: str
    scale: Decimal
    bars: tuple[tuple[LightRow, BudgetFigure], ...]
    others: int


def budget_bars(rows: Sequence[LightRow], sums: Sequence[BudgetSum]) -> BudgetBars | None:
    """The largest budgets in the currency of most projects; None where no budget is known to the reader."""
    if not sums:
        return None
    currency = sums[0].currency
    by_id = {row.project: row for row in rows}
    shown = largest((row.budget for row in rows if row.budget), currency, BARS)
    amounts = [each for bar in shown for each in (bar.original, bar.latest, bar.actual) if each]
    known = sum(each.projects for each in sums)
    bars = tuple((by_id[bar.project], bar) for bar in shown)
    return BudgetBars(currency, max(amounts, default=Decimal(1)) * _AIR, bars, known - len(shown))


def road_of(
    actor: Actor, rows: Sequence[OverviewRow], plan: Mapping[UUID, list[Milestone]], *, slug: str, fiscal_start: int
) -> Roadmap | None:
    """The plans of the first projects of the list on one axis; None where nobody knows a date."""
    quarter = _months_on(actor.today.replace(day=1), -((actor.today.month - fiscal_start) % 3))
    start, end = _months_on(quarter, -_BACK), _months_on(quarter, _AHEAD)
    tracks = [_track(row, plan.get(row.project.pk, []), slug, actor.today) for row in rows[:ROAD]]
    if not any(track.start and track.finish for track in tracks):
        return None
    return roadmap(tracks, start=start, end=end, today=actor.today, fiscal_start=fiscal_start)


def _track(row: OverviewRow, stones: Sequence[Milestone], slug: str, today: date) -> Track:
    project: Project = row.project
    following = next((stone.pk for stone in stones if stone.actual_on is None and _day(stone) >= today), None)
    marks = tuple(
        Mark(stone.name, _day(stone), late=stone.is_late, labeled=stone.pk == following)
        for stone in stones
        if _day(stone) != date.min
    )
    complete = None if project.percent_complete is None else float(project.percent_complete) / 100
    return Track(
        name=project.name,
        level=row.override.level if row.override else row.snapshot.overall,
        start=project.actual_start or project.forecast_start or project.baseline_start,
        finish=project.actual_finish or project.forecast_finish or project.baseline_finish,
        complete=complete,
        milestones=marks,
        url=address_of("projects:detail", slug, project_id=project.pk),
    )


def _day(stone: Milestone) -> date:
    return stone.actual_on or stone.forecast_on or stone.baseline_on or date.min


def _months_on(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
