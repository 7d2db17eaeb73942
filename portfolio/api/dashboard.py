"""The figures of the dashboard over the API: the same sums, counts and decisions as on the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe
from pmo_site.resources.decisions import decisions
from portfolio.api.days import day_asked
from portfolio.api.health import AsOfQuery
from portfolio.domain.budgets import BudgetSum, budget_sums
from portfolio.models import LEVEL_CHOICES
from portfolio.selectors.dashboard import Kept, milestones_kept
from portfolio.selectors.departments import Totals, department_picture
from portfolio.selectors.lights import Moves, last_period, light_counts, lights, moves

_TAG = "portfolio"


class BudgetSumRead(serializers.Serializer[Any]):
    """The budgets in one currency; `growth` is the ratio of sums over the `compared` projects."""

    currency = serializers.CharField()
    latest = serializers.DecimalField(24, 2)
    projects = serializers.IntegerField()
    growth = serializers.DecimalField(12, 6, allow_null=True)
    compared = serializers.IntegerField()


class TotalsRead(serializers.Serializer[Any]):
    """Totals over what the caller may see, and how many projects are not in them; budgets absent without the right."""

    by_level = serializers.DictField(child=serializers.IntegerField())
    projects = serializers.IntegerField()
    unjudged = serializers.IntegerField()
    left_out = serializers.IntegerField()
    budgets = BudgetSumRead(many=True, required=False)
    budgets_unknown = serializers.IntegerField(required=False)
    budgets_hidden = serializers.IntegerField(required=False)


class DepartmentTotalsRead(TotalsRead):
    """The totals of one department with all below it; id null for the projects that belong to none."""

    id = serializers.UUIDField(allow_null=True)
    parent_id = serializers.UUIDField(allow_null=True)
    depth = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)


class DepartmentsRead(serializers.Serializer[Any]):
    """Departments with projects in or below them, each followed by its own, and the organization as a whole."""

    items = DepartmentTotalsRead(many=True)
    organization = TotalsRead()


class MoveRead(serializers.Serializer[Any]):
    """A project whose level got worse."""

    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    before = serializers.ChoiceField(LEVEL_CHOICES)
    after = serializers.ChoiceField(LEVEL_CHOICES)


class MovesRead(serializers.Serializer[Any]):
    """How the levels changed since the end of the month before."""

    since = serializers.DateField()
    worse = MoveRead(many=True)
    better = serializers.IntegerField()


class KeptRead(serializers.Serializer[Any]):
    """Milestones due from a day to a day, and those of them reached by their day."""

    first = serializers.DateField()
    last = serializers.DateField()
    due = serializers.IntegerField()
    on_time = serializers.IntegerField()


class SummaryRead(TotalsRead):
    """The figures of the dashboard; milestones only as of today, for plans are not kept by day."""

    moves = MovesRead(allow_null=True)
    milestones = KeptRead(allow_null=True)
    milestones_before = KeptRead(allow_null=True)
    decisions = serializers.IntegerField()


@declares(GET=lists(Right.HEALTH_VIEW))
class Summary(ApiView):
    """The portfolio at a glance."""

    @describe(
        "portfolio_summary", _("Read the figures of the portfolio"), tag=_TAG, query=AsOfQuery, answer=SummaryRead
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Counts, budgets, milestones and movements over what the caller may see."""
        as_of = day_asked(request, query_of(request, AsOfQuery))
        rows = lights(request.actor, as_of=as_of)
        counts = light_counts(request.actor, rows, as_of=as_of)
        budgets = [row.budget for row in rows if row.budget]
        totals = Totals(
            levels=counts.by_level,
            projects=counts.judged + counts.unjudged,
            unjudged=counts.unjudged,
            left_out=counts.left_out,
            budgets=budget_sums(budgets),
            unknown=sum(budget.latest is None for budget in budgets),
            hidden=len(rows) - len(budgets),
        )
        start = request.settings.fiscal_year_start
        kept, before = (None, None) if as_of else milestones_kept(request.actor, fiscal_start=start)
        moved = moves(request.actor, rows, last_period(as_of or request.actor.today))
        return Response(
            {
                **totals_body(totals),
                "moves": _moves(moved) if moved else None,
                "milestones": _kept(kept) if kept else None,
                "milestones_before": _kept(before) if before else None,
                "decisions": len(decisions(request.actor, slug, as_of=as_of)),
            }
        )


@declares(GET=lists(Right.HEALTH_VIEW))
class Departments(ApiView):
    """Totals by department."""

    @describe(
        "portfolio_departments", _("Read the totals by department"), tag=_TAG, query=AsOfQuery, answer=DepartmentsRead
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Every department with projects that the caller may see; a department counts all below it, each once."""
        picture = department_picture(request.actor, as_of=day_asked(request, query_of(request, AsOfQuery)))
        items = [
            {"id": each.key, "parent_id": each.parent, "depth": each.depth, "name": each.name or None}
            | totals_body(each.totals)
            for each in picture.departments
        ]
        return Response({"items": items, "organization": totals_body(picture.whole)})


def totals_body(totals: Totals) -> dict[str, Any]:
    """Totals as they are answered; budgets are absent where none is open to the caller."""
    found: dict[str, Any] = {
        "by_level": dict(totals.levels),
        "projects": totals.projects,
        "unjudged": totals.unjudged,
        "left_out": totals.left_out,
    }
    if totals.budgets or totals.unknown:
        found["budgets"] = [_budget(each) for each in totals.budgets]
        found |= {"budgets_unknown": totals.unknown, "budgets_hidden": totals.hidden}
    return found


def _budget(each: BudgetSum) -> dict[str, Any]:
    growth = None if each.growth is None else f"{each.growth:.6f}"
    return {
        "currency": each.currency,
        "latest": f"{each.latest:.2f}",
        "projects": each.projects,
        "growth": growth,
        "compared": each.compared,
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {"first": kept.first, "last": kept.last, "due": kept.due, "on_time": kept.on_time}


def _moves(moved: Moves) -> dict[str, Any]:
    worse = [
        {"project_id": each.row.project, "project_code": each.row.code, "before": each.before, "after": each.after}
        for each in moved.worse
    ]
    return {"since": moved.since, "worse": worse, "better": moved.better}
