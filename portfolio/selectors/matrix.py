"""Reads of health over time: the last light of each month, dimension by dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import TruncMonth

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.evidence import Dimension
from portfolio.models import HealthOverride, ProjectHealth
from portfolio.selectors.overrides import overrides_on
from projects.models import Project

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthLight:
    """The last light of a month and the day that it was judged for; level None where none was judged."""

    month: date
    level: str | None = None
    day: date | None = None

    @property
    def day_text(self) -> str:
        """The day as an address names it."""
        return self.day.isoformat() if self.day else ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One project: its newest light by dimension, and its light at the end of each month."""

    snapshot: ProjectHealth
    project: Project
    months: Sequence[MonthLight]
    override: HealthOverride | None

    @property
    def cells(self) -> list[tuple[str, str | None]]:
        """The level of each dimension; None where it does not count in the project's tier and says nothing."""
        facts = self.snapshot.dimensions
        return [(name.value, facts[name.value]["level"] if facts[name.value]["counts"] else None) for name in Dimension]


def months_until(day: date, count: int = MONTHS) -> list[date]:
    """The first days of the last months up to the one of a day, oldest first."""
    last = day.year * 12 + day.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(last - count + 1, last + 1)]


def matrix_rows(actor: Actor, snapshots: Sequence[ProjectHealth], *, as_of: date | None = None) -> list[MatrixRow]:
    """A page of lights with those of the months before; two queries."""
    day = as_of or actor.today
    ids, months = [snapshot.project_id for snapshot in snapshots], months_until(day)
    lights = _month_lights(actor, ids, months[0], day)
    overrides = overrides_on(actor, ids, day)
    return [
        MatrixRow(
            row,
            row.project,
            [lights.get((row.project_id, month), MonthLight(month)) for month in months],
            overrides.get(row.project_id),
        )
        for row in snapshots
    ]


def _month_lights(actor: Actor, ids: list[UUID], first: date, last: date) -> Mapping[tuple[UUID, date], MonthLight]:
    rows = (
        ProjectHealth.objects.filter(
            project__in=Project.objects.visible_to(actor, Right.HEALTH_VIEW),
            project_id__in=ids,
            day__range=(first, last),
        )
        .annotate(month=TruncMonth("day"))
        .order_by("project_id", "month", "-day", "-computed_at", "-id")
        .distinct("project_id", "month")
    )
    return {
        (project_id, month): MonthLight(month, level, day)
        for project_id, month, level, day in rows.values_list("project_id", "month", "overall", "day")
    }
