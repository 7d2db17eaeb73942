"""Reads of the dashboard: milestones kept, and the plan of the projects shown; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from pmo_site.accounts.policy import Actor
from pmo_site.kernel.calendar import fiscal_quarter, fiscal_year, quarter_range
from portfolio.selectors.health import Narrowing
from projects.domain.project import ProjectStatus
from projects.models import Milestone
from projects.selectors import milestone_list


@dataclass(frozen=True, slots=True)
class Kept:
    """Milestones that were due from a day to a day, and how many of them were reached by their day."""

    first: date
    last: date
    due: int
    on_time: int

    @property
    def share(self) -> Decimal | None:
        """The share that was kept; None where nothing was due."""
        return Decimal(self.on_time) / self.due if self.due else None


def quarter_of(day: date, *, fiscal_start: int) -> tuple[int, int, date]:
    """The fiscal year and quarter of a day, and the quarter's first day."""
    year, quarter = fiscal_year(day, fiscal_start), fiscal_quarter(day, fiscal_start)
    return year, quarter, quarter_range(year, quarter, fiscal_start)[0]


def milestones_kept(actor: Actor, *, fiscal_start: int, narrowing: Narrowing | None = None) -> tuple[Kept, Kept]:
    """The quarter so far and the whole one before, over projects that the actor may see; one query."""
    first = quarter_of(actor.today, fiscal_start=fiscal_start)[2]
    before = quarter_of(first - timedelta(days=1), fiscal_start=fiscal_start)[2]
    spans = {"now": (first, actor.today), "before": (before, first - timedelta(days=1))}
    wanted = {}
    for name, span in spans.items():
        due = Q(baseline_on__range=span)
        wanted[f"{name}_due"] = Count("pk", filter=due)
        wanted[f"{name}_kept"] = Count("pk", filter=due & Q(actual_on__lte=F("baseline_on")))
    rows = milestone_list(actor).exclude(project__status=ProjectStatus.CANCELLED)
    rows = rows.filter((narrowing or Narrowing()).on("project__"))
    found = rows.order_by().aggregate(**wanted)
    now, then = (Kept(*spans[name], found[f"{name}_due"], found[f"{name}_kept"]) for name in spans)
    return now, then


def plan_of(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, list[Milestone]]:
    """The milestones of some projects that the actor may see, by the day they are expected; one query."""
    rows = milestone_list(actor).filter(project_id__in=list(project_ids))
    rows = rows.annotate(expected_on=Coalesce("actual_on", "forecast_on", "baseline_on")).order_by("expected_on", "id")
    found: dict[UUID, list[Milestone]] = {}
    for row in rows:
        found.setdefault(row.project_id, []).append(row)
    return found
