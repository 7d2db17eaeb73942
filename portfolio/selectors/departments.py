"""What the projects of each department come to, and all of them together, over what the viewer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from portfolio.domain.budgets import BudgetSum, budget_sums
from portfolio.selectors.health import NO_DEPARTMENT, WORST_FIRST, judged_projects
from portfolio.selectors.lights import LightRow, lights
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Totals:
    """What some projects come to.

    `projects` counts those that the viewer may see, `unjudged` those of them without a light, `left_out` those that
    the viewer may not see. `unknown` counts projects without a budget, `hidden` those whose money is closed.
    """

    levels: tuple[tuple[str, int], ...]
    projects: int
    unjudged: int
    left_out: int
    budgets: tuple[BudgetSum, ...]
    unknown: int
    hidden: int

    @property
    def order(self) -> tuple[int, ...]:
        """Worst first: by the number of red lights, then of amber ones, and so on."""
        return tuple(-count for _, count in self.levels)


@dataclass(frozen=True, slots=True)
class DepartmentTotals:
    """One department; `key` None stands for the projects that belong to none."""

    key: UUID | None
    name: str
    totals: Totals

    @property
    def code(self) -> str:
        """The department as filters name it."""
        return str(self.key) if self.key else NO_DEPARTMENT


@dataclass(frozen=True, slots=True)
class DepartmentPicture:
    """Every department with projects, worst first, and the organization as a whole."""

    departments: tuple[DepartmentTotals, ...]
    whole: Totals


def department_picture(actor: Actor, *, as_of: date | None = None) -> DepartmentPicture:
    """Totals per department and of the organization, summed at read; four queries, however many projects."""
    rows = lights(actor, as_of=as_of)
    names = {row.department: row.department_name for row in rows}
    every, seen = _counted(actor, None, as_of), _counted(actor, Right.HEALTH_VIEW, as_of)
    names |= {key: name or "" for key, name in every if key not in names}
    of = {key: [row for row in rows if row.department == key] for key in names}
    all_of = Counter({key: count for (key, _), count in every.items()})
    seen_of = Counter({key: count for (key, _), count in seen.items()})
    found = [DepartmentTotals(key, name, _totals(of[key], seen_of[key], all_of[key])) for key, name in names.items()]
    shown = [each for each in found if each.totals.projects]
    return DepartmentPicture(
        tuple(sorted(shown, key=lambda each: (each.totals.order, each.name))),
        _totals(rows, seen_of.total(), all_of.total()),
    )


def _counted(actor: Actor, right: Right | None, as_of: date | None) -> dict[tuple[UUID | None, str | None], int]:
    """How many projects each department has: all of them, or those on which the actor holds a right; one query."""
    projects = Project.objects.get_queryset() if right is None else Project.objects.visible_to(actor, right)
    rows = judged_projects(projects, as_of).order_by().values("department_id", "department__name")
    found = rows.annotate(count=Count("pk")).values_list("department_id", "department__name", "count")
    return {(key, name): count for key, name, count in found}


def _totals(rows: Sequence[LightRow], seen: int, every: int) -> Totals:
    counts = Counter(row.level for row in rows)
    budgets = [row.budget for row in rows if row.budget]
    return Totals(
        levels=tuple((level.value, counts[level]) for level in WORST_FIRST),
        projects=seen,
        unjudged=seen - len(rows),
        left_out=every - seen,
        budgets=budget_sums(budgets),
        unknown=sum(budget.latest is None for budget in budgets),
        hidden=len(rows) - len(budgets),
    )
