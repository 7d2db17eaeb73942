"""The dashboard of the portfolio: where it stands, what to decide, where to look first and why, as of any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.resources.decisions import decisions, first_of_each, kinds_of
from pmo_site.resources.page_files import file_links
from pmo_site.ui.paging import pager_of
from pmo_site.ui.parts import LevelCount, query_url
from portfolio.domain.budgets import budget_sums
from portfolio.forms import LightsForm
from portfolio.selectors import Narrowing, OverviewRow, overview_rows
from portfolio.selectors.dashboard import milestones_kept, plan_of, quarter_of
from portfolio.selectors.lights import (
    LightRow,
    dimensions_with_data,
    last_period,
    light_counts,
    lights,
    money_lines,
    moves,
)
from portfolio.services.health import health_demand_all
from portfolio.views.decisions import dated
from portfolio.views.heat import heat_rows
from portfolio.views.parts import address, as_of_query, crumbs, lights_page, portfolio_tabs, quick_days
from portfolio.views.pictures import ROAD, budget_bars, road_of
from portfolio.words import DIMENSION_LABELS, kind_links

HEAT = 25
DECISIONS_SHOWN = 5
MOVED_SHOWN = 3


@require_safe
@lists(Right.HEALTH_VIEW)
def overview(request: ActorRequest, slug: str) -> HttpResponse:
    """Figures, decisions and lights of all projects that the reader may see, worst first, as of any day."""
    form = LightsForm(request.GET, today=request.actor.today)
    form.is_valid()
    as_of: date | None = form.cleaned_data.get("as_of")
    every = lights(request.actor, form.narrowing, as_of=as_of)
    page = lights_page(request, form.narrowing, as_of=as_of, level=form.cleaned_data.get("level", ""), size=HEAT)
    open_to = {row.project for row in every if row.budget}
    rows = overview_rows(request.actor, page.rows, as_of=as_of, money=open_to)
    health = _health(request, form.narrowing, as_of, every)
    is_narrowed = any(form.cleaned_data.values())
    context = {
        "crumbs": crumbs(request),
        "tabs": portfolio_tabs(request, "overview"),
        "files": file_links(request, address(request, "matrix")),
        "form": form,
        "is_narrowed": is_narrowed,
        "is_empty": not (is_narrowed or health["summary"].judged or health["summary"].unjudged),
        "may_import": may(request.actor, Right.DATA_IMPORT),
        "pager": pager_of(page, request.GET),
        "query": as_of_query(as_of),
        "quick_days": quick_days(request, as_of),
        "may_compute": may(request.actor, Right.HEALTH_COMPUTE),
        **health,
        **_waiting(request, slug, as_of, form),
        **_money(every),
        **_heat(request, rows, every, as_of),
        **(_plan(request, slug, rows, form.narrowing) if as_of is None else {}),
    }
    return render(request, "portfolio/overview.html", context)


@require_POST
@needs(Right.HEALTH_COMPUTE)
def compute_all(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Ask for the health of every project now."""
    health_demand_all(actor=request.actor)
    messages.success(request, _("The health of all projects is being computed. Look again in a moment."))
    return redirect(address(request, "overview"))


def _health(
    request: ActorRequest, narrowing: Narrowing, as_of: date | None, every: Sequence[LightRow]
) -> dict[str, Any]:
    counts = light_counts(request.actor, every, as_of=as_of, narrowing=narrowing)
    since = last_period(as_of or request.actor.today)
    moved = moves(request.actor, every, since, narrowing)
    return {
        "as_of": as_of or counts.newest_day,
        "counts": [LevelCount(name, count, _level_url(request, name)) for name, count in counts.by_level],
        "summary": counts,
        "is_stale": as_of is None and counts.is_stale,
        "moved": moved,
        "worse": moved.worse[:MOVED_SHOWN] if moved else (),
        "more_worse": max(len(moved.worse) - MOVED_SHOWN, 0) if moved else 0,
    }


def _waiting(request: ActorRequest, slug: str, as_of: date | None, form: LightsForm) -> dict[str, Any]:
    """What waits for a decision; narrowed to a department the figures speak of other projects, so it is left out."""
    if form.cleaned_data.get("department") or form.cleaned_data.get("tier"):
        return {}
    found = decisions(request.actor, slug, as_of=as_of)
    query = as_of_query(as_of)
    more = f"{address(request, 'decisions')}{query}{'&' if query else '?'}"
    return {
        "waiting": dated(request, first_of_each(found, DECISIONS_SHOWN), as_of),
        "waiting_total": len(found),
        "waiting_kinds": kind_links(kinds_of(found), more),
    }


def _money(every: Sequence[LightRow]) -> dict[str, Any]:
    budgets = [row.budget for row in every if row.budget]
    sums = budget_sums(budgets)
    return {
        "budget_sums": sums,
        "budget_unknown": sum(budget.latest is None for budget in budgets),
        "budget_hidden": len(every) - len(budgets),
        "bars": budget_bars(every, sums),
        "money_lines": money_lines(every),
    }


def _heat(
    request: ActorRequest, rows: Sequence[OverviewRow], every: Sequence[LightRow], as_of: date | None
) -> dict[str, Any]:
    shown = dimensions_with_data(every)
    return {
        "rows": heat_rows(rows, shown, slug=request.organization.slug, query=as_of_query(as_of)),
        "dimensions": [DIMENSION_LABELS[dimension] for dimension in shown],
        "shows_money": any(row.sees_money for row in rows),
    }


def _plan(request: ActorRequest, slug: str, rows: Sequence[OverviewRow], narrowing: Narrowing) -> dict[str, Any]:
    """Milestones and the roadmap: plans are kept as they stand today, so a past day does not show them."""
    start = request.settings.fiscal_year_start
    kept, before = milestones_kept(request.actor, fiscal_start=start, narrowing=narrowing)
    year, quarter, _first = quarter_of(request.actor.today, fiscal_start=start)
    plan = plan_of(request.actor, [row.project.pk for row in rows[:ROAD]])
    span = f"?baseline_on_from={kept.first}&baseline_on_until={kept.last}"
    return {
        "kept": kept,
        "kept_before": before,
        "kept_change": None if kept.share is None or before.share is None else kept.share - before.share,
        "kept_url": reverse("milestones:list", kwargs={"slug": slug}) + span,
        "quarter": (year, quarter),
        "road": road_of(request.actor, rows, plan, slug=slug, fiscal_start=start),
        "road_count": min(len(rows), ROAD),
    }


def _level_url(request: ActorRequest, level: str) -> str:
    return query_url(dict(request.GET.lists()), drop=("after", "before"), level=level)
