"""The portfolio page: where to look, as of any day, and why."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.ui.parts import LevelCount, query_url
from portfolio.forms import OverviewForm
from portfolio.reasons import main_reason
from portfolio.selectors import DETAIL_SHOWN, level_counts, money_by_level, overview_rows
from portfolio.services.health import health_demand_all
from portfolio.views.parts import address, as_of_query, crumbs, health_page, pager, portfolio_tabs, quick_days
from portfolio.words import DIMENSION_LABELS


@require_safe
@lists(Right.HEALTH_VIEW)
def overview(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Where to look: the lights of all projects that the reader may see, worst first, as of any day."""
    form = OverviewForm(request.GET)
    form.is_valid()
    as_of: date | None = form.cleaned_data.get("as_of")
    counts = level_counts(request.actor, as_of=as_of)
    page = health_page(request, as_of=as_of, level=form.cleaned_data.get("level", ""))
    rows = overview_rows(request.actor, page.rows, as_of=as_of)
    context = {
        "crumbs": crumbs(request),
        "tabs": portfolio_tabs(request, "overview"),
        "form": form,
        "as_of": as_of or counts.newest_day,
        "counts": [LevelCount(name, count, _level_url(request, name)) for name, count in counts.by_level],
        "summary": counts,
        "rows": [(row, main_reason(row)) for row in rows],
        "dimensions": [(dimension.value, DIMENSION_LABELS[dimension]) for dimension in DETAIL_SHOWN],
        "shows_money": any(row.sees_money for row in rows),
        "pager": pager(request, page),
        "query": as_of_query(as_of),
        "quick_days": quick_days(request, as_of),
        "money_lines": money_by_level(request.actor, as_of=as_of),
        "is_stale": as_of is None and counts.is_stale,
        "may_compute": may(request.actor, Right.HEALTH_COMPUTE),
    }
    return render(request, "portfolio/overview.html", context)


@require_POST
@needs(Right.HEALTH_COMPUTE)
def compute_all(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Ask for the health of every project now."""
    health_demand_all(actor=request.actor)
    messages.success(request, _("The health of all projects is being computed. Look again in a moment."))
    return redirect(address(request, "overview"))


def _level_url(request: ActorRequest, level: str) -> str:
    return query_url(dict(request.GET.lists()), drop=("after", "before"), level=level)
