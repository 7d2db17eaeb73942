"""The audit log: who changed what, when, for whom and by which request; and what was refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import names_of_users
from pmo_site.console.events import lines_of
from pmo_site.console.forms import AuditForm
from pmo_site.console.selectors.audit import Narrowing, audit_page, denial_list
from pmo_site.console.sheets import FORMS, audit_sheet
from pmo_site.tenancy.keyset import Order
from pmo_site.ui.paging import page_asked, pager_of
from pmo_site.ui.parts import Crumb, Pager, Tab, query_url

MOST_ROWS = 5_000
"""A file of the log holds at most so many events; whoever needs more asks for a shorter period."""
DENIALS_SHOWN = 50


@require_safe
@needs(Right.AUDIT_VIEW)
def audit(request: ActorRequest, slug: str) -> HttpResponse:
    """Every change, newest first; with `format` the same as a file."""
    form = AuditForm(request.GET, actor=request.actor)
    narrowing = form.narrowing(ZoneInfo(request.settings.time_zone)) if form.is_valid() else Narrowing()
    asked = request.GET.get("format", "")
    if asked in FORMS:
        return _file(request, slug, narrowing, asked)
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
        "files": [(name.upper(), query_url(query, drop=("after",), format=name)) for name in FORMS],
    }
    return render(request, "console/audit.html", context)


@require_safe
@needs(Right.AUDIT_VIEW)
def denials(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """What was refused to somebody signed in."""
    page = page_asked(denial_list(request.actor), Order("denied_at", descending=True), request.GET, size=DENIALS_SHOWN)
    names = names_of_users({str(row.user_id) for row in page.rows if isinstance(row.user_id, UUID)})
    lines = [(row, names.get(str(row.user_id), "")) for row in page.rows]
    context = {**_frame(request, "denials"), "lines": lines, "pager": pager_of(page, request.GET)}
    return render(request, "console/denials.html", context)


def _file(request: ActorRequest, slug: str, narrowing: Narrowing, form: str) -> HttpResponse:
    events, more = audit_page(request.actor, narrowing, size=MOST_ROWS)
    if more:
        words = _("More than %(count)s events match. Choose a shorter period, then export again.")
        messages.error(request, words % {"count": f"{MOST_ROWS:,}"})
        return redirect(
            reverse("console:audit", kwargs={"slug": slug}) + query_url(dict(request.GET.lists()), drop=("format",))
        )
    content, content_type = audit_sheet(lines_of(events), form)
    name = f"{_('Audit log')}_{request.actor.today:%Y%m%d}.{form}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def _frame(request: ActorRequest, current: str) -> dict[str, Any]:
    slug = request.organization.slug
    pages = (("audit", _("Changes")), ("denials", _("Denied attempts")))
    tabs = [Tab(label, reverse(f"console:{name}", kwargs={"slug": slug}), name == current) for name, label in pages]
    home = Crumb(_("Console"), reverse("console:home", kwargs={"slug": slug}))
    return {"tabs": tabs, "crumbs": [home, Crumb(_("Audit log"))], "organization": request.organization}
