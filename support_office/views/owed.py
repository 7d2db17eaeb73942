"""Who owes which report, and one click that reminds them all."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.ui.parts import Crumb, Pager, Tab, query_url
from projects.models import Project
from projects.views.parts import find_project
from support_office.forms import OwedFilterForm
from support_office.models.choices import STANDING_CHOICES
from support_office.selectors.owed import TO_ACCEPT, OwedFilter, OwedRow, counts, narrowed, owed_rows
from support_office.services.reminders import Reminded, reports_remind
from support_office.views.owed_files import owed_file
from support_office.views.parts import address

PAGE_SIZE = 100


@require_safe
@lists(Right.PROJECT_VIEW)
def owed_page(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Projects that owe reports: missing and late ones first."""
    form = OwedFilterForm(request.GET)
    form.is_valid()
    department = form.cleaned_data.get("department")
    standing = form.cleaned_data.get("standing", "")
    narrowing = OwedFilter(form.cleaned_data.get("q", ""), department.pk if department else None, standing)
    everything = owed_rows(request.actor, narrowing)
    rows = narrowed(everything, standing)
    if asked := form_asked(request):
        return file_answer(owed_file(rows), asked, request.actor.today)
    page, pager = _page(request, rows)
    context = {
        "files": file_links(request),
        "crumbs": [Crumb(_("Status reports"))],
        "form": form,
        "rows": page,
        "pager": pager,
        "tabs": _tabs(request, everything, standing),
        "is_narrowed": bool(request.GET),
        "clear_url": address(request, "owed"),
        "overdue": len([row for row in everything if row.is_owed]),
        "may_remind": may(request.actor, Right.REPORT_REMIND),
    }
    return render(request, "support_office/owed.html", context)


@require_POST
@needs(Right.REPORT_REMIND)
def remind_all_action(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Remind the manager of every overdue report, once per period however often this is pressed."""
    _say(request, reports_remind(actor=request.actor))
    return redirect(address(request, "owed"))


@require_POST
@needs(Right.REPORT_REMIND, of=find_project, sees=Right.PROJECT_VIEW)
def remind_one_action(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Remind the manager of one project."""
    _say(request, reports_remind(actor=request.actor, project=record))
    return redirect(address(request, "owed"))


def _say(request: HttpRequest, found: Reminded) -> None:
    words = ngettext("%(count)s reminder was sent.", "%(count)s reminders were sent.", found.sent) % {
        "count": found.sent
    }
    if found.before:
        words += " " + ngettext(
            "%(count)s manager had been reminded of this period before.",
            "%(count)s managers had been reminded of this period before.",
            found.before,
        ) % {"count": found.before}
    if found.without_manager:
        words += " " + ngettext(
            "%(count)s project has no manager to remind.",
            "%(count)s projects have no manager to remind.",
            found.without_manager,
        ) % {"count": found.without_manager}
    messages.success(request, words)


def _tabs(request: ActorRequest, rows: list[OwedRow], standing: str) -> list[Tab]:
    query = dict(request.GET.lists())
    labels: dict[str, str | Promise] = {**dict(STANDING_CHOICES), TO_ACCEPT: _("Waiting for acceptance")}
    every = Tab(_("All"), query_url(query, drop=("page", "standing")), not standing, len(rows))
    parts = [
        Tab(labels[name], query_url(query, drop=("page",), standing=name), name == standing, count)
        for name, count in counts(rows)
    ]
    return [every, *parts]


def _page(request: HttpRequest, rows: list[OwedRow]) -> tuple[list[OwedRow], Pager]:
    text = request.GET.get("page", "")
    last = max(0, (len(rows) - 1) // PAGE_SIZE)
    place = min(int(text), last) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004  enough pages
    shown = rows[place * PAGE_SIZE : (place + 1) * PAGE_SIZE]
    query = dict(request.GET.lists())
    return shown, Pager(
        shown=len(shown),
        total=len(rows),
        first_url=query_url(query, drop=("page",)) if place else "",
        previous_url=query_url(query, page=str(place - 1)) if place else "",
        next_url=query_url(query, page=str(place + 1)) if place < last else "",
    )
