"""The candor gap: where managers declare another level than the evidence shows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from portfolio.forms import AsOfForm
from portfolio.selectors.candor import candor_picture
from portfolio.views.light_files import candor_file
from portfolio.views.parts import as_of_query, crumbs, portfolio_tabs, quick_days


@require_safe
@lists(Right.HEALTH_VIEW)
def candor(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Watermelons first, oldest first; then every other gap."""
    form = AsOfForm(request.GET, today=request.actor.today)
    form.is_valid()
    as_of = form.cleaned_data.get("as_of")
    picture = candor_picture(request.actor, as_of=as_of)
    if asked := form_asked(request):
        return file_answer(candor_file(picture), asked, as_of or request.actor.today)
    context = {
        "files": file_links(request),
        "crumbs": crumbs(request, _("Candor gap")),
        "tabs": portfolio_tabs(request, "candor"),
        "form": form,
        "as_of": as_of,
        "picture": picture,
        "groups": [
            (_("Declared better than computed"), picture.kinder),
            (_("Declared worse than computed"), picture.stricter),
        ],
        "query": as_of_query(as_of),
        "quick_days": quick_days(request, as_of),
    }
    return render(request, "portfolio/candor.html", context)
