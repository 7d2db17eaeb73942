"""The audit log: who changed what, when, for whom and by which request; and what was refused."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.console.events import lines_of
from pmo_site.console.forms import AuditForm, DenialForm
from pmo_site.console.page_files import audit_file, denials_file
from pmo_site.console.selectors.audit import Narrowing, audit_page
from pmo_site.console.selectors.denials import NEWEST, DenialNarrowing, denial_list, who_tried
from pmo_site.console.services.exports import audit_export_ask
from pmo_site.resources.page_files import FORMS, file_answer, file_links, form_asked
from pmo_site.ui.paging import page_asked, pager_of
from pmo_site.ui.parts import Crumb, Pager, Tab, query_url

MOST_ROWS = 5_000
"""A file of more events is made by a worker."""
MOST_CHARACTERS = 8_000
DENIALS_SHOWN = 50


@require_safe
@needs(Right.AUDIT_VIEW)
def audit(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Every change, newest first; with `format` the same as a file."""
    form = AuditForm(request.GET, actor=request.actor)
    narrowing = form.narrowing(_zone(request)) if form.is_valid() else Narrowing()
    if asked := form_asked(request):
        return _file(request, narrowing, asked)
    after = request.GET.get("after", "")
    events, place = audit_page(request.actor, narrowing, after=after)
    query = dict(request.GET.lists())
    pager = Pager(
        shown=len(events),
        first_url=query_url(query, drop=("after",)) if after else "",
        next_url=query_url(query, after=place) if place else "",
    )
    context = {
        **_frame(request, "audit"),
        "form": form,
        "lines": lines_of(events),
        "pager": pager,
        "is_narrowed": narrowing != Narrowing(),
        "files": file_links(request),
    }
    return render(request, "console/audit.html", context)


@require_safe
@needs(Right.AUDIT_VIEW)
def denials(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """What was refused to somebody signed in."""
    form = DenialForm(request.GET)
    narrowing = form.narrowing(_zone(request)) if form.is_valid() else DenialNarrowing()
    rows = denial_list(request.actor, narrowing)
    if asked := form_asked(request):
        newest = list(rows[:MOST_ROWS])
        return file_answer(denials_file(newest, who_tried(newest)), asked, request.actor.today)
    page = page_asked(rows, NEWEST, request.GET, size=DENIALS_SHOWN)
    names = who_tried(page.rows)
    context = {
        **_frame(request, "denials"),
        "files": file_links(request),
        "form": form,
        "lines": [(row, names.get(str(row.user_id), "")) for row in page.rows],
        "pager": pager_of(page, request.GET),
        "is_narrowed": narrowing != DenialNarrowing(),
    }
    return render(request, "console/denials.html", context)


@require_POST
@needs(Right.AUDIT_VIEW)
def export(request: ActorRequest, slug: str) -> HttpResponse:
    """Have the file of the log made by a worker; a notice brings it."""
    asked = QueryDict(request.POST.get("query", "")[:MOST_CHARACTERS])
    form = AuditForm(asked, actor=request.actor)
    if form.is_valid() and request.POST.get("form") in FORMS:
        audit_export_ask(actor=request.actor, narrowing=form.narrowing(_zone(request)), form=request.POST["form"])
        messages.success(request, _("The file is being made. A notice brings it to you."))
    else:
        messages.error(request, _("No file was made: choose its form and what it holds again."))
    return redirect("console:audit", slug=slug)


def _file(request: ActorRequest, narrowing: Narrowing, form: str) -> HttpResponse:
    """The file at once; a long one is offered in the background, since nobody waits for it before an empty page."""
    events, more = audit_page(request.actor, narrowing, size=MOST_ROWS)
    if more:
        query = request.GET.urlencode()
        context = {**_frame(request, "audit"), "limit": MOST_ROWS, "form_asked": form, "query": query}
        return render(request, "console/audit_export.html", context)
    return file_answer(audit_file(lines_of(events)), form, request.actor.today)


def _zone(request: ActorRequest) -> ZoneInfo:
    return ZoneInfo(request.settings.time_zone)


def _frame(request: ActorRequest, current: str) -> dict[str, Any]:
    slug = request.organization.slug
    pages = (("audit", _("Changes")), ("denials", _("Denied attempts")))
    tabs = [Tab(label, reverse(f"console:{name}", kwargs={"slug": slug}), name == current) for name, label in pages]
    home = Crumb(_("Console"), reverse("console:home", kwargs={"slug": slug}))
    return {"tabs": tabs, "crumbs": [home, Crumb(_("Audit log"))], "organization": request.organization}
