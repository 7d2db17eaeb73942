"""The list of projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import lists
from pmo_site.kernel.calendar import fiscal_year, fiscal_year_range
from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, page_of
from pmo_site.ui.parts import Chip, Column, Pager, query_url
from projects.forms import ProjectFilterForm
from projects.models import Project
from projects.models.project import ProjectQuerySet
from projects.selectors import SORTS, ProjectFilter, project_list, sees_money
from projects.views.parts import address, crumbs, manager_of, person_name

PAGE_SIZE = 50
DEFAULT_SORT = "code"


@require_safe
@lists(Right.PROJECT_VIEW)
def project_list_page(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Projects that the reader may see: narrowed, sorted, in pages by key."""
    start = request.settings.fiscal_year_start
    form = ProjectFilterForm(request.GET, current_year=fiscal_year(request.actor.today, start))
    narrowing = narrowing_of(form, fiscal_year_start=start)
    rows = project_list(request.actor, narrowing)
    page, sort = _page(request, rows)
    money = sees_money(request.actor, (row.pk for row in page.rows))
    context = {
        "crumbs": crumbs(request),
        "form": form,
        "chips": chips_of(request, form),
        "clear_url": address(request, "list"),
        "lines": [(row, person_name(manager_of(row)), row.pk in money) for row in page.rows],
        "shows_money": bool(money),
        "columns": _columns(shows_money=bool(money)),
        "sort": sort,
        "pager": _pager(request, page, total=rows.count()),
        "may_create": may(request.actor, Right.PROJECT_CREATE),
        "is_narrowed": narrowing != ProjectFilter(),
    }
    return render(request, "projects/list.html", context)


def narrowing_of(form: ProjectFilterForm, *, fiscal_year_start: int) -> ProjectFilter:
    """The filter that a query asks for; parts that make no sense are left out and told at their field."""
    form.is_valid()
    found: dict[str, Any] = form.cleaned_data
    department = found.get("department")
    year = found.get("fiscal_year")
    first, last = fiscal_year_range(year, fiscal_year_start) if year else (None, None)
    return ProjectFilter(
        search=found.get("q", ""),
        status=found.get("status", ""),
        tier=found.get("tier", ""),
        department=department.pk if department else None,
        finish_from=first,
        finish_until=last,
        late=found.get("late", False),
        unassigned=found.get("unassigned", False),
        archived=found.get("archived", False),
    )


def order_of(sort: str) -> tuple[Order, str]:
    """The order that a query asks for; an unknown one is the default."""
    key = sort.removeprefix("-")
    if key not in SORTS:
        return Order(SORTS[DEFAULT_SORT]), DEFAULT_SORT
    return Order(SORTS[key], descending=sort.startswith("-")), sort


def _page(request: ActorRequest, rows: ProjectQuerySet) -> tuple[KeysetPage[Project], str]:
    order, sort = order_of(request.GET.get("sort", DEFAULT_SORT))
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(rows, order, size=PAGE_SIZE, after=after, before=before), sort
    except CursorError:
        return page_of(rows, order, size=PAGE_SIZE), sort


def _columns(*, shows_money: bool) -> list[Column]:
    columns = [
        Column("code", _("Code"), sort="code"),
        Column("name", _("Name"), sort="name", wide=True),
        Column("status", _("Status"), sort="status"),
        Column("department", _("Department"), sort="department"),
        Column("manager", _("Manager")),
        Column("finish", _("Forecast finish"), sort="forecast_finish"),
        Column("percent", _("Progress"), sort="percent_complete", numeric=True),
    ]
    return [*columns, Column("budget", _("Latest budget"), numeric=True)] if shows_money else columns


def _pager(request: ActorRequest, page: KeysetPage[Project], *, total: int) -> Pager:
    query = dict(request.GET.lists())
    drop = ("after", "before")
    return Pager(
        shown=len(page.rows),
        total=total,
        first_url=query_url(query, drop=drop) if page.previous_cursor else "",
        previous_url=query_url(query, drop=drop, before=page.previous_cursor) if page.previous_cursor else "",
        next_url=query_url(query, drop=drop, after=page.next_cursor) if page.next_cursor else "",
    )


def chips_of(request: ActorRequest, form: ProjectFilterForm) -> list[Chip]:
    """Active filters in words, each with the address of the list without it."""
    query = dict(request.GET.lists())
    found = []
    for name, value in form.cleaned_data.items():
        if value:
            bound = form[name]
            choices = (
                dict(getattr(bound.field, "choices", None) or {}) if name in {"status", "tier", "fiscal_year"} else {}
            )
            words = str(bound.label) if value is True else f"{bound.label}: {choices.get(value, value)}"
            found.append(Chip(words, query_url(query, drop=(name, "after", "before"))))
    return found
