"""Status reports over the API: the same selectors and services as their pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.tenancy.keyset import Order
from projects.views.parts import find_project
from support_office.api.shapes import REPORT_FIELDS, ReportRead, ReportRow, ReportWrite, ReturnWrite
from support_office.models import StatusReport
from support_office.selectors.reports import report_list, seen_figures
from support_office.services.report import report_accept, report_create, report_return, report_revise, report_submit
from support_office.views.parts import find_report

_SEES = Right.PROJECT_VIEW
_TAG = "reports"


def report_row(report: StatusReport) -> dict[str, Any]:
    """A report's own fields but its figures."""
    return {name: getattr(report, name) for name in REPORT_FIELDS}


def report_body(actor: Actor, report: StatusReport) -> dict[str, Any]:
    """A report with its figures, without money for who may not see it."""
    return report_row(report) | {"figures": seen_figures(actor, report.project, report.figures)}


@declares(GET=needs(_SEES, of=find_project), POST=needs(Right.REPORT_WRITE, of=find_project, sees=_SEES))
class ReportList(ApiView):
    """The reports of a project."""

    @describe(
        "report_list",
        _("List the status reports of a project"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("ReportPage", ReportRow),
    )
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The newest period first; drafts for who writes and judges them."""
        query = query_of(request, PageQuery)
        page = asked_page(report_list(request.actor, self.record), Order("period_to", descending=True), query)
        return Response(envelope(request, page, [report_row(row) for row in page.rows]))

    @describe(
        "report_create",
        _("Write the report that is owed, as a draft"),
        tag=_TAG,
        body=ReportWrite,
        answer=ReportRead,
        status=201,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Store a draft for the period that is owed."""
        query_of(request)
        report = report_create(actor=request.actor, project=self.record, values=_values(request))
        address = reverse("api-support-office:report", kwargs={"slug": slug, "report_id": report.pk})
        return created(report, report_body(request.actor, report), address)


@declares(GET=needs(_SEES, of=find_report), PATCH=needs(Right.REPORT_WRITE, of=find_report, sees=_SEES))
class ReportDetail(ApiView):
    """One report."""

    @describe("report_get", _("Read a status report"), tag=_TAG, answer=ReportRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The report with the figures that it froze."""
        query_of(request)
        return detail(request, self.record, report_body(request.actor, self.record))

    @describe("report_change", _("Change a draft"), tag=_TAG, body=ReportWrite, answer=ReportRead, versioned=True)
    def patch(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Set some fields of the version that If-Match names; `declared` is set as a whole."""
        query_of(request)
        version = expected_version(request, self.record)
        values = _values(request, partial=True)
        revised = report_revise(actor=request.actor, report=self.record, version=version, values=values)
        return detail(request, revised, report_body(request.actor, revised))


@declares(POST=needs(Right.REPORT_SUBMIT, of=find_report, sees=_SEES))
class ReportSubmit(ApiView):
    """Hand a report in."""

    @describe("report_submit", _("Submit a report"), tag=_TAG, answer=ReportRead, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Submit the version that If-Match names, with the figures of its period."""
        no_values(request)
        version = expected_version(request, self.record)
        done = report_submit(actor=request.actor, report=self.record, version=version)
        return detail(request, done, report_body(request.actor, done))


@declares(POST=needs(Right.REPORT_ACCEPT, of=find_report, sees=_SEES))
class ReportAccept(ApiView):
    """Accept a report for good."""

    @describe("report_accept", _("Accept a report"), tag=_TAG, answer=ReportRead, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Accept the version that If-Match names; nobody accepts their own."""
        no_values(request)
        version = expected_version(request, self.record)
        done = report_accept(actor=request.actor, report=self.record, version=version)
        return detail(request, done, report_body(request.actor, done))


@declares(POST=needs(Right.REPORT_ACCEPT, of=find_report, sees=_SEES))
class ReportReturn(ApiView):
    """Send a report back to its writers."""

    @describe(
        "report_return",
        _("Return a report"),
        tag=_TAG,
        body=ReturnWrite,
        answer=ReportRead,
        versioned=True,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Return the version that If-Match names, with what has to change."""
        query_of(request)
        version, values = expected_version(request, self.record), values_of(request, ReturnWrite)
        done = report_return(actor=request.actor, report=self.record, version=version, reason=values["reason"])
        return detail(request, done, report_body(request.actor, done))


def _values(request: ApiRequest, *, partial: bool = False) -> dict[str, Any]:
    values = values_of(request, ReportWrite, partial=partial)
    if "declared" in values:
        pairs = {
            name: {"level": each.get("level", ""), "comment": each.get("comment", "")}
            for name, each in values["declared"].items()
        }
        values["declared"] = {name: pair for name, pair in pairs.items() if any(pair.values())}
    return values
