"""Everything that waits for somebody above the project: asks of the board and overdue actions, as of any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.decisions import Decision, decision_page, decisions, kinds_of
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.tenancy.keyset import CursorError, KeysetPage
from pmo_site.ui.paging import pager_of
from pmo_site.ui.parts import Tab, query_url
from portfolio.forms.waiting import WaitingForm
from portfolio.views.light_files import decisions_file
from portfolio.views.parts import PAGE_SIZE, crumbs, portfolio_tabs, quick_days
from portfolio.words import kind_links

_PLACES = ("after", "before")


@require_safe
@lists(Right.HEALTH_VIEW)
def decisions_page(request: ActorRequest, slug: str) -> HttpResponse:
    """What waits on projects that the reader may see, the longest overdue first, a page at a time."""
    form = WaitingForm(request.GET, today=request.actor.today)
    form.is_valid()
    as_of: date | None = form.cleaned_data.get("as_of")
    kind: str = form.cleaned_data.get("kind", "")
    found = decisions(request.actor, slug, as_of=as_of)
    shown = [each for each in found if kind in {"", each.kind}]
    if asked := form_asked(request):
        return file_answer(decisions_file(shown), asked, as_of or request.actor.today)
    page = _asked_page(request, shown)
    context = {
        "files": file_links(request),
        "crumbs": crumbs(request, _("Decide now")),
        "tabs": portfolio_tabs(request, "overview"),
        "as_of": as_of,
        "quick_days": quick_days(request, as_of),
        "kinds": _kinds(request, found, kind),
        "waiting": dated(request, page.rows, as_of),
        "pager": pager_of(page, request.GET, total=len(shown)),
    }
    return render(request, "portfolio/decisions.html", context)


def dated(request: ActorRequest, found: Sequence[Decision], as_of: date | None) -> list[tuple[Decision, bool]]:
    """Each with whether it is late on the day that is shown."""
    day = as_of or request.actor.today
    return [(each, each.is_overdue(day)) for each in found]


def _asked_page(request: ActorRequest, found: Sequence[Decision]) -> KeysetPage[Any]:
    """The page that the address names; a cursor that the list did not give leads to the first one."""
    after, before = (request.GET.get(name, "") for name in _PLACES)
    try:
        return decision_page(found, size=PAGE_SIZE, after=after, before=before)
    except CursorError:
        return decision_page(found, size=PAGE_SIZE)


def _kinds(request: ActorRequest, found: Sequence[Decision], chosen: str) -> list[Tab]:
    every = query_url(dict(request.GET.lists()), drop=(*_PLACES, "kind"))
    joined = f"{every}{'' if every.endswith('?') else '&'}"
    return [Tab(_("All"), every, not chosen, len(found)), *kind_links(kinds_of(found), joined, chosen)]
