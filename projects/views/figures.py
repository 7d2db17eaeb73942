"""What the status page draws: the money of a project as a bar, its milestones on a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pmo_site.ui.charts.roadmap import Milestone as Mark
from pmo_site.ui.charts.roadmap import Roadmap, Track, roadmap
from projects.models import Milestone, Project

_AIR = Decimal("1.08")
_MARGIN = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Shares of one and the common scale of the bar; None where a figure they need is unknown."""

    scale: Decimal
    growth: Decimal | None
    spent: Decimal | None


def money_figures(project: Project) -> MoneyFigures | None:
    """The scale and the shares of a project's money; None where no amount is known."""
    known = [
        amount for amount in (project.original_budget, project.latest_budget, project.actual_cost) if amount is not None
    ]
    if not any(known):
        return None
    original, latest, actual = project.original_budget, project.latest_budget, project.actual_cost
    return MoneyFigures(
        scale=max(known) * _AIR,
        growth=None if not original or latest is None else (latest - original) / original,
        spent=None if not latest or actual is None else actual / latest,
    )


def milestone_axis(
    project: Project, milestones: Sequence[Milestone], *, today: date, fiscal_start: int
) -> Roadmap | None:
    """The project and its milestones on one time axis; None where no day of them is known."""
    start = project.actual_start or project.forecast_start or project.baseline_start
    finish = project.actual_finish or project.forecast_finish or project.baseline_finish
    marks = [
        Mark("", day, late=stone.is_late)
        for stone in milestones
        if (day := stone.actual_on or stone.forecast_on or stone.baseline_on)
    ]
    days = [day for day in (start, finish, *(mark.day for mark in marks)) if day]
    if not days:
        return None
    complete = None if project.percent_complete is None else float(project.percent_complete) / 100
    track = Track(project.name, "blue", start, finish, complete, marks)
    return roadmap([track], start=min(days) - _MARGIN, end=max(days) + _MARGIN, today=today, fiscal_start=fiscal_start)
