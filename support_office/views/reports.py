"""The status reports of a project: their list, one report, and its editor that is filled before it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.figures import Figures
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.tenancy.keyset import KeysetPage, Order
from pmo_site.ui.editing import mark_problems, tried
from pmo_site.ui.history import history_entries
from pmo_site.ui.paging import page_asked, pager_of
from projects.models import Project
from projects.views.parts import find_project, put_away
from support_office.domain.report import ReportState
from support_office.domain.reporting import Period
from support_office.forms import PLAIN, ReportForm, ReturnForm, form_values
from support_office.models import StatusReport
from support_office.models.report import UNSPOKEN_FIELDS
from support_office.selectors.asks import is_answered
from support_office.selectors.deliveries import delivery_lines
from support_office.selectors.figures import report_figures
from support_office.selectors.reports import (
    OPEN_STATES,
    changes_since,
    open_report,
    report_before,
    report_list,
    seen_figures,
    shown_figures,
    starting_values,
)
from support_office.selectors.schedules import obligation_of, organization_clock, schedule_of
from support_office.services.report import is_own, period_to_report, report_create, report_revise
from support_office.views.parts import address, find_report, report_frame
from support_office.views.report_files import reports_file
from support_office.views.shown import change_lines, dimension_lines, typed

_VIEW = Right.PROJECT_VIEW
PAGE_SIZE = 50


@require_safe
@needs(_VIEW, of=find_project)
def report_list_page(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """The reports of a project, newest first, and when the next one is due."""
    rows = report_list(request.actor, record).select_related("submitted_by", "accepted_by")
    if asked := form_asked(request):
        return file_answer(reports_file(record, rows), asked, request.actor.today)
    page = _page(request, rows)
    context = {
        **report_frame(request, record),
        "files": file_links(request),
        "reports": page.rows,
        "pager": pager_of(page, request.GET),
        "schedule": schedule_of(record),
        "owed": obligation_of(record, organization_clock(request.settings)),
    }
    return render(request, "support_office/reports.html", context)


@require_safe
@needs(_VIEW, of=find_report)
def report_page(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """One report on one page of paper."""
    return render(request, "support_office/report.html", report_context(request, record, ReturnForm()))


def report_context(request: ActorRequest, record: StatusReport, form: ReturnForm) -> dict[str, Any]:
    """All that the page of a report shows."""
    at = organization_clock(request.settings)
    figures = shown_figures(request.actor, record, at)
    previous = report_before(record.project, record.period_to)
    changes = changes_since(request.actor, previous, figures, record.declared)
    answered = bool(record.ask_text) and is_answered(record)
    framed = report_frame(request, record.project, record.title)
    deliveries = delivery_lines(request.actor, record)
    is_accepted = record.state == ReportState.ACCEPTED
    return {
        **framed,
        "report": record,
        "figures": typed(figures),
        "lines": dimension_lines(record.declared, figures),
        "previous": previous,
        "changes": change_lines(changes, figures),
        "is_open": record.state in OPEN_STATES,
        "is_submitted": record.state == ReportState.SUBMITTED,
        "is_own": is_own(request.actor, record),
        "is_ask_answered": answered,
        "is_ask_late": bool(record.ask_due_on and not answered and record.ask_due_on < at.today),
        "deliveries": deliveries,
        "may_distribute": framed["may_write"] and is_accepted and any(line.waits for line in deliveries),
        "return_form": form,
        "entries": history_entries(record, hidden=UNSPOKEN_FIELDS),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REPORT_WRITE, of=find_project, sees=_VIEW)
def report_new(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """The editor of the owed report, filled from data and from the last one; opening it stores nothing."""
    if closed := put_away(request, record):
        return closed
    waiting = open_report(record)
    if waiting is not None and request.method != "POST":
        return redirect(address(request, "edit", report_id=waiting.pk))
    at = organization_clock(request.settings)
    try:
        period = period_to_report(record, at)
    except RuleError:
        messages.info(request, _("Everything up to today is reported already."))
        return redirect(address(request, "reports", project_id=project_id))
    previous = report_before(record)
    figures = report_figures(record, since=period.starts_on, as_of=min(at.today, period.ends_on))
    initial = form_values(starting_values(previous, figures), version=1)
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report = report_create(
                actor=request.actor, project=record, values=form.values(), submit="submit" in request.POST
            )
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            return _saved(request, report)
    context = _editor(request, record, form, figures, previous) | {"period": period}
    return render(request, "support_office/report_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REPORT_WRITE, of=find_report, sees=_VIEW)
def report_edit(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Change a draft or a returned report; a stale edit shows both versions, and what stands for good is only shown."""
    if closed := put_away(request, record.project):
        return closed
    if record.state not in OPEN_STATES and request.method != "POST":
        return render(request, "support_office/report.html", report_context(request, record, ReturnForm()))
    at = organization_clock(request.settings)
    stored = form_values(_values(record), version=record.version)
    form = ReportForm(request.POST or None, initial=stored)
    saved: list[StatusReport] = []
    edit = tried(
        form,
        stored=stored,
        save=lambda version, values: saved.append(
            report_revise(
                actor=request.actor, report=record, version=version, values=values, submit="submit" in request.POST
            )
        ),
    )
    if edit.is_saved:
        return _saved(request, saved[0])
    figures = report_figures(record.project, since=record.period_from, as_of=min(at.today, record.period_to))
    previous = report_before(record.project, record.period_to)
    context = _editor(request, record.project, form, figures, previous) | {
        "report": record,
        "period": Period(record.period_from, record.period_to),
        "clashes": edit.clashes,
    }
    return render(request, "support_office/report_form.html", context, status=edit.status)


def _editor(
    request: ActorRequest,
    project: Project,
    form: ReportForm,
    figures: Mapping[str, Figures],
    previous: StatusReport | None,
) -> dict[str, Any]:
    seen = seen_figures(request.actor, project, figures)
    changes = changes_since(request.actor, previous, seen, {})
    health = seen.get("health") or {}
    return {
        **report_frame(request, project, _("Write the report")),
        "form": form,
        "figures": typed(seen),
        "levels": [(*each, (health.get("dimensions") or {}).get(key, "")) for key, *each in form.dimensions],
        "previous": previous,
        "changes": change_lines(changes, seen),
    }


def _values(report: StatusReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in (*PLAIN, "declared")}


def _saved(request: ActorRequest, report: StatusReport) -> HttpResponse:
    words = _("The report was submitted.") if report.state == ReportState.SUBMITTED else _("The draft was saved.")
    messages.success(request, words)
    return redirect(address(request, "report", report_id=report.pk))


def _page(request: ActorRequest, rows: models.QuerySet[StatusReport]) -> KeysetPage[StatusReport]:
    return page_asked(rows, Order("period_to", descending=True), request.GET, size=PAGE_SIZE)
