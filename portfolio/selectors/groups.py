"""What the projects of a program or portfolio come to: lights, money, dates, risks and issues, over what is visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from portfolio.domain.budgets import BudgetFigure, BudgetSum, budget_sums
from portfolio.models import HealthOverride, ProjectHealth
from portfolio.selectors.health import WORST_FIRST, health_list, newest_lights
from portfolio.selectors.overrides import overrides_on
from portfolio.selectors.structure import Group, group_condition, group_projects
from projects.domain.project import slip_days
from projects.models import Project
from support_office.models import Issue, Risk
from support_office.selectors.logs import (
    Counts,
    Exposure,
    RiskLine,
    exposure,
    issue_counts,
    risk_counts,
    risk_lines,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The dates of some projects: the known ones span them, what is unknown is counted and bends nothing.

    `promised_on` is the last baseline finish, `finishes_on` the last finish that is expected or was reached;
    `late` counts projects whose own finish lies behind their own baseline, `undated` those where that is unknown.
    """

    starts_on: date | None
    promised_on: date | None
    finishes_on: date | None
    late: int
    undated: int

    @property
    def slip_days(self) -> int | None:
        """Calendar days from the last promised finish to the last expected one."""
        return slip_days(self.promised_on, self.finishes_on, None)


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """What the projects of a group come to, over what the viewer may see.

    `left_out` counts projects that the viewer may not see, `hidden` those whose money is closed to them, `unknown`
    those without a budget. `issues` counts live and overdue ones.
    """

    projects: int
    left_out: int
    levels: tuple[tuple[str, int], ...]
    unjudged: int
    budgets: tuple[BudgetSum, ...]
    unknown: int
    hidden: int
    span: Span
    risks: Counts
    exposure: Exposure
    issues: dict[str, int]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One project of a group, and what it adds to the totals."""

    project: Project
    light: ProjectHealth | None
    override: HealthOverride | None
    risks: RiskLine


def group_totals(actor: Actor, group: Group, *, day: date, fiscal_start: int) -> GroupTotals:
    """Everything of a group, summed at read; a fixed number of queries, however many projects."""
    seen = group_projects(actor, group, day=day, fiscal_start=fiscal_start)
    every = Project.objects.current().filter(group_condition(actor, group, day, fiscal_start=fiscal_start)).count()
    rows = list(seen)
    money = group_projects(actor, group, day=day, fiscal_start=fiscal_start, right=Right.MONEY_VIEW)
    opened = set(money.values_list("pk", flat=True))
    budgets = [
        BudgetFigure(row.pk, row.currency, row.original_budget, row.latest_budget) for row in rows if row.pk in opened
    ]
    lights = health_list(actor).filter(project__in=seen.values("pk")).order_by().values_list("overall", flat=True)
    counts = Counter(lights)
    risks = Risk.objects.filter(project__in=seen.values("pk"))
    issues = Issue.objects.filter(project__in=seen.values("pk"))
    return GroupTotals(
        projects=len(rows),
        left_out=every - len(rows),
        levels=tuple((level.value, counts[level]) for level in WORST_FIRST),
        unjudged=len(rows) - counts.total(),
        budgets=budget_sums(budgets),
        unknown=sum(each.latest is None for each in budgets),
        hidden=len(rows) - len(budgets),
        span=_span(rows),
        risks=risk_counts(actor, risks),
        exposure=exposure(actor, risks),
        issues=issue_counts(actor, issues),
    )


def group_rows(actor: Actor, group: Group, *, day: date, fiscal_start: int, shown: int) -> list[GroupRow]:
    """The first projects of a group by code, each with its light, its override and its risks; four queries."""
    found = group_projects(actor, group, day=day, fiscal_start=fiscal_start).select_related("department")
    projects = list(found.order_by("code")[:shown])
    keys = [project.pk for project in projects]
    lights: dict[UUID, ProjectHealth] = newest_lights(actor, keys)
    overrides, risks = overrides_on(actor, keys, day), risk_lines(actor, keys)
    return [
        GroupRow(each, lights.get(each.pk), overrides.get(each.pk), risks.get(each.pk, RiskLine(0, None)))
        for each in projects
    ]


def _span(rows: Sequence[Project]) -> Span:
    slips = [row.finish_slip_days for row in rows]
    return Span(
        starts_on=min((day for row in rows if (day := row.actual_start or row.baseline_start)), default=None),
        promised_on=max((row.baseline_finish for row in rows if row.baseline_finish), default=None),
        finishes_on=max((day for row in rows if (day := _finish(row))), default=None),
        late=sum(slip is not None and slip > 0 for slip in slips),
        undated=slips.count(None),
    )


def _finish(row: Project) -> date | None:
    return row.actual_finish or row.forecast_finish or row.baseline_finish
