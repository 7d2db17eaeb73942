"""Health by month and by dimension, for all projects that the reader may see, on one sheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.ui.paging import pager_of
from portfolio.forms import LightsForm
from portfolio.selectors.matrix import matrix_rows, months_until
from portfolio.views.heat import matrix_lines
from portfolio.views.light_files import lights_file
from portfolio.views.parts import as_of_query, crumbs, lights_page, portfolio_tabs
from portfolio.words import DIMENSION_LABELS


@require_safe
@lists(Right.HEALTH_VIEW)
def matrix(request: ActorRequest, slug: str) -> HttpResponse:
    """Projects by the last twelve months and by dimension, worst first."""
    form = LightsForm(request.GET, today=request.actor.today)
    form.is_valid()
    values = form.cleaned_data
    as_of = values.get("as_of")
    day, query, level = as_of or request.actor.today, as_of_query(as_of), values.get("level", "")
    if asked := form_asked(request):
        return file_answer(lights_file(request.actor, form.narrowing, level=level, as_of=as_of), asked, day)
    page = lights_page(request, form.narrowing, as_of=as_of, level=level)
    context = {
        "files": file_links(request),
        "crumbs": crumbs(request, _("Health by month")),
        "tabs": portfolio_tabs(request, "matrix"),
        "form": form,
        "as_of": as_of,
        "day": day,
        "rows": matrix_lines(matrix_rows(request.actor, page.rows, as_of=as_of), slug=slug, query=query),
        "dimensions": list(DIMENSION_LABELS.values()),
        "months": months_until(day),
        "query": query,
        "pager": pager_of(page, request.GET),
    }
    return render(request, "portfolio/matrix.html", context)
