"""The page of the search; its results alone where the palette asks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.search.lines import find_groups
from pmo_site.resources.search.selectors import finds
from pmo_site.resources.search.words import LONGEST
from pmo_site.ui.parts import Crumb

ON_THE_PAGE = 20
IN_THE_PALETTE = 4


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def search_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Records of every register that hold all typed words, as far as the reader may see them."""
    typed = request.GET.get("q", "")[:LONGEST].strip()
    is_palette = request.headers.get("PM-Palette") == "1"
    found = finds(request.actor, typed, each=IN_THE_PALETTE if is_palette else ON_THE_PAGE)
    context = {
        "crumbs": [Crumb(_("Search"))],
        "groups": find_groups(found, slug=slug, typed=typed),
        "organization": request.organization,
        "typed": typed,
    }
    answer = render(request, "search/finds.html" if is_palette else "search/page.html", context)
    answer["Vary"] = "PM-Palette"
    return answer
