"""Reads of the dashboard: milestones kept, and the plan of the projects shown; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.kernel.calendar import fiscal_quarter, fiscal_year, quarter_range
from pmo_site.tenancy.statements import Ids
from portfolio.selectors.newest import Narrowing
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
    ended = first - timedelta(days=1)
    before = quarter_of(ended, fiscal_start=fiscal_start)[2]
    asked = narrowing or Narrowing()
    days = {"first": first, "last": actor.today, "before": before, "ended": ended}
    due, on_time, due_before, on_time_before = _KEPT.first(actor, asked.shape, **days, departments=asked.ids)
    return Kept(first, actor.today, due, on_time), Kept(before, ended, due_before, on_time_before)


def _kept(
    actor: Actor,
    narrowing: Narrowing,
    *,
    first: date,
    last: date,
    before: date,
    ended: date,
    departments: Ids | None = None,
) -> QuerySet[Any, Any]:
    """What was due and what was on time, in two spans: one row."""
    rows = milestone_list(actor).exclude(project__status=ProjectStatus.CANCELLED)
    rows = rows.filter(narrowing.to(departments).on("project__")).order_by()
    counts = {}
    for name, span in (("now", (first, last)), ("then", (before, ended))):
        due = Q(baseline_on__range=span)
        counts[f"{name}_due"] = Count("pk", filter=due)
        counts[f"{name}_on_time"] = Count("pk", filter=due & Q(actual_on__lte=F("baseline_on")))
    return rows.values(whole=Value(value=True)).annotate(**counts).values_list(*counts)


_KEPT = AskedByActor(_kept)


def _plan(actor: Actor, *, ids: Sequence[UUID]) -> QuerySet[Milestone]:
    rows = milestone_list(actor).filter(project_id__in=ids)
    return rows.annotate(expected_on=Coalesce("actual_on", "forecast_on", "baseline_on")).order_by("expected_on", "id")


_PLAN = AskedByActor(_plan)


def plan_of(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, list[Milestone]]:
    """The milestones of some projects that the actor may see, by the day they are expected; one query."""
    ids, found = Ids(project_ids), dict[UUID, list[Milestone]]()
    for row in _PLAN.all(actor, ids=ids) if ids else ():
        found.setdefault(row.project_id, []).append(row)
    return found
