"""The portfolio page and the health of a project: every light opens its reasons, every reason its rows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.kernel.evidence import Dimension
from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, page_of
from pmo_site.ui.parts import Crumb, LevelCount, Pager, Tab, query_url
from portfolio.forms import OverviewForm
from portfolio.models import ProjectHealth
from portfolio.reasons import DIMENSION_LABELS, ReasonText, main_reason, reason_text
from portfolio.selectors import (
    DETAIL_SHOWN,
    health_list,
    health_of,
    health_strips,
    is_stale,
    level_counts,
    money_by_level,
    overview_rows,
    reasons_for,
)
from portfolio.services.health import health_demand
from projects.models import Project
from projects.views.parts import find_project, frame

PAGE_SIZE = 50


@require_safe
@lists(Right.HEALTH_VIEW)
def overview(request: ActorRequest, slug: str) -> HttpResponse:
    """Where to look: the lights of all projects that the reader may see, worst first, as of any day."""
    form = OverviewForm(request.GET)
    form.is_valid()
    as_of: date | None = form.cleaned_data.get("as_of")
    level = form.cleaned_data.get("level", "")
    counts = level_counts(request.actor, as_of=as_of)
    page = _page(request, as_of, level)
    rows = overview_rows(request.actor, page.rows)
    context = {
        "crumbs": [Crumb(_("Portfolio"))],
        "form": form,
        "as_of": as_of or counts.newest_day,
        "counts": [LevelCount(name, count, _level_url(request, name)) for name, count in counts.by_level],
        "summary": counts,
        "rows": [(row, main_reason(row, slug=slug)) for row in rows],
        "dimensions": [(dimension.value, DIMENSION_LABELS[dimension]) for dimension in DETAIL_SHOWN],
        "shows_money": any(row.sees_money for row in rows),
        "pager": _pager(request, page),
        "query": _as_of_query(as_of),
        "quick_days": _quick_days(request, as_of),
        "money_lines": money_by_level(request.actor, as_of=as_of),
        "is_stale": as_of is None and counts.is_stale,
    }
    return render(request, "portfolio/overview.html", context)


@require_safe
@needs(Right.HEALTH_VIEW, of=find_project, sees=Right.PROJECT_VIEW)
def project_health(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:
    """Why a light has its color: each reason with its numbers, its limit and its rows."""
    form = OverviewForm(request.GET)
    form.is_valid()
    as_of = form.cleaned_data.get("as_of")
    snapshot = health_of(request.actor, project_id, as_of=as_of)
    sees_money = may(request.actor, Right.MONEY_VIEW, record)
    found = reasons_for(snapshot, sees_money=sees_money) if snapshot else []
    reasons = [reason_text(reason, slug=slug) for reason in found]
    context = {
        **frame(request, record, "detail", _("Health")),
        "snapshot": snapshot,
        "groups": _groups(snapshot, reasons),
        "strip": health_strips(request.actor, [project_id]).get(project_id, []),
        "as_of": as_of,
        "is_stale": as_of is None and is_stale(snapshot),
        "may_compute": may(request.actor, Right.HEALTH_COMPUTE, record),
    }
    return render(request, "portfolio/project_health.html", context)


@require_POST
@needs(Right.HEALTH_COMPUTE, of=find_project, sees=Right.PROJECT_VIEW)
def project_health_compute(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:
    """Compute a project's health now."""
    health_demand(actor=request.actor, project=record)
    messages.success(request, _("The health was computed from the present evidence."))
    return redirect(reverse("portfolio:health", kwargs={"slug": slug, "project_id": project_id}))


def _page(request: ActorRequest, as_of: date | None, level: str) -> KeysetPage[ProjectHealth]:
    rows = health_list(request.actor, as_of=as_of, level=level)
    order = Order("rank")
    try:
        after, before = request.GET.get("after", ""), request.GET.get("before", "")
        return page_of(rows, order, size=PAGE_SIZE, after=after, before=before)
    except CursorError:
        return page_of(rows, order, size=PAGE_SIZE)


def _pager(request: ActorRequest, page: KeysetPage[ProjectHealth]) -> Pager:
    query, drop = dict(request.GET.lists()), ("after", "before")
    return Pager(
        shown=len(page.rows),
        first_url=query_url(query, drop=drop) if page.previous_cursor else "",
        previous_url=query_url(query, drop=drop, before=page.previous_cursor) if page.previous_cursor else "",
        next_url=query_url(query, drop=drop, after=page.next_cursor) if page.next_cursor else "",
    )


def _level_url(request: ActorRequest, level: str) -> str:
    return query_url(dict(request.GET.lists()), drop=("after", "before"), level=level)


def _as_of_query(as_of: date | None) -> str:
    return f"?as_of={as_of.isoformat()}" if as_of else ""


def _quick_days(request: ActorRequest, chosen: date | None) -> list[Tab]:
    """Days that are often asked for: the newest, a week ago, the end of last month and of last quarter."""
    today = request.actor.today
    quarter_months = (today.month - request.settings.fiscal_year_start) % 3
    days = [
        (_("Newest"), None),
        (_("A week ago"), today - timedelta(days=7)),
        (_("End of last month"), today.replace(day=1) - timedelta(days=1)),
        (_("End of last quarter"), _months_back(today, quarter_months) - timedelta(days=1)),
    ]
    query, drop = dict(request.GET.lists()), ("after", "before", "as_of")
    return [
        Tab(
            label,
            query_url(query, drop=drop, as_of=day.isoformat()) if day else query_url(query, drop=drop),
            day == chosen,
        )
        for label, day in days
    ]


def _months_back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _groups(
    snapshot: ProjectHealth | None, reasons: list[ReasonText]
) -> list[tuple[str, dict[str, object], list[ReasonText]]]:
    if snapshot is None:
        return []
    found = []
    for dimension in Dimension:
        facts = snapshot.dimensions[dimension.value]
        mine = [text for text in reasons if text.reason.dimension is dimension]
        if facts["counts"] or mine:
            found.append((str(DIMENSION_LABELS[dimension]), facts, mine))
    return found
