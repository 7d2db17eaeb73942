"""Totals by department with all below it: how they stand, what their budgets come to; each number leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.ui.parts import LevelCount
from portfolio.forms import AsOfForm
from portfolio.selectors import NO_DEPARTMENT
from portfolio.selectors.departments import Totals, department_picture
from portfolio.views.department_files import totals_file
from portfolio.views.parts import address, as_of_query, crumbs, portfolio_tabs, quick_days

DEEPEST = 4
"""Deeper levels of the tree are indented like this one."""


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department as it is shown: its totals, its lights as links, and the lists behind its numbers."""

    name: str
    totals: Totals
    counts: list[LevelCount]
    url: str
    projects_url: str
    depth: int = 0


@require_safe
@lists(Right.HEALTH_VIEW)
def departments(request: ActorRequest, slug: str) -> HttpResponse:
    """All departments with projects that the reader may see, worst first, and the organization as a whole."""
    form = AsOfForm(request.GET, today=request.actor.today)
    form.is_valid()
    as_of = form.cleaned_data.get("as_of")
    picture = department_picture(request.actor, as_of=as_of)
    if form_file := form_asked(request):
        return file_answer(totals_file(picture), form_file, as_of or request.actor.today)
    overview, listed = address(request, "overview"), reverse("projects:list", kwargs={"slug": slug})
    day = {"as_of": as_of.isoformat()} if as_of else {}
    lines = [
        DepartmentLine(
            name=each.name or _("Not assigned"),
            totals=each.totals,
            counts=_links(each.totals, overview, {**day, "department": each.code}),
            url=f"{overview}?{urlencode({**day, 'department': each.code})}",
            projects_url="" if each.code == NO_DEPARTMENT or as_of else f"{listed}?department={each.code}",
            depth=min(each.depth, DEEPEST),
        )
        for each in picture.departments
    ]
    context = {
        "crumbs": crumbs(request, _("By department")),
        "tabs": portfolio_tabs(request, "departments"),
        "as_of": as_of,
        "quick_days": quick_days(request, as_of),
        "files": file_links(request),
        "lines": lines,
        "whole": picture.whole,
        "whole_counts": _links(picture.whole, overview, day),
        "whole_url": overview + as_of_query(as_of),
        "shows_money": bool(picture.whole.budgets or picture.whole.unknown),
    }
    return render(request, "portfolio/departments.html", context)


def _links(totals: Totals, overview: str, query: dict[str, str]) -> list[LevelCount]:
    return [
        LevelCount(level, count, f"{overview}?{urlencode({**query, 'level': level})}") for level, count in totals.levels
    ]
