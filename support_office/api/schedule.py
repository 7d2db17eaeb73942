"""When projects report and what they owe, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, detail, values_of
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe
from projects.views.parts import find_project
from support_office.api.shapes import SCHEDULE_FIELDS, OwedList, OwedQuery, ScheduleRead, ScheduleWrite
from support_office.models import ReportSchedule
from support_office.selectors.owed import OwedRow, counts, narrowed, owed_rows
from support_office.selectors.schedules import schedule_of
from support_office.services.schedule import schedule_set

_SEES = Right.PROJECT_VIEW
_TAG = "reports"


@declares(GET=needs(_SEES, of=find_project), PATCH=needs(Right.REPORT_SCHEDULE, of=find_project, sees=_SEES))
class Schedule(ApiView):
    """When a project reports."""

    @describe("report_schedule_get", _("Read when a project reports"), tag=_TAG, answer=ScheduleRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The schedule as it was set, or the default of the governance tier."""
        query_of(request)
        schedule = schedule_of(self.record)
        return detail(request, schedule, _body(schedule))

    @describe(
        "report_schedule_change",
        _("Set when a project reports"),
        tag=_TAG,
        body=ScheduleWrite,
        answer=ScheduleRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Set some fields of the version that If-Match names."""
        query_of(request)
        version = expected_version(request, schedule_of(self.record))
        values = values_of(request, ScheduleWrite, partial=True)
        changed = schedule_set(actor=request.actor, project=self.record, version=version, values=values)
        return detail(request, changed, _body(changed))


@declares(GET=lists(_SEES))
class OwedReports(ApiView):
    """Who owes which report."""

    @describe("report_owed", _("List the reports that are owed"), tag=_TAG, query=OwedQuery, answer=OwedList)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Missing and late ones first; the counts are those of all rows."""
        query = query_of(request, OwedQuery)
        rows = owed_rows(request.actor)
        items = [_row(row) for row in narrowed(rows, query.get("standing", ""))]
        return Response({"items": items, "counts": dict(counts(rows))})


def _body(schedule: ReportSchedule) -> dict[str, Any]:
    return {name: getattr(schedule, name) for name in SCHEDULE_FIELDS}


def _row(row: OwedRow) -> dict[str, Any]:
    return {
        "project_id": row.project.pk,
        "project_code": row.project.code,
        "project_name": row.project.name,
        "manager_id": row.manager.pk if row.manager else None,
        "standing": row.owed.standing,
        "passed": row.owed.passed,
        "period_from": row.owed.period.starts_on,
        "period_to": row.owed.period.ends_on,
        "declared": row.declared,
    }
