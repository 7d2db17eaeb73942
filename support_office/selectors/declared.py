"""What managers declared in their reports, as the portfolio compares it with the evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from pmo_site.accounts.selectors import organization_settings
from pmo_site.kernel.evidence import Dimension, Level
from pmo_site.resources.declarations import Declaration
from support_office.domain.report import PUBLIC_STATES
from support_office.models import StatusReport
from support_office.selectors.schedules import end_of


def declarations(as_of: date, project_ids: Collection[UUID]) -> Iterable[Declaration]:
    """The newest declaration of each project up to a day, and since when its overall level has been so; one query."""
    zone = ZoneInfo(organization_settings().time_zone)
    rows = (
        StatusReport.objects.filter(
            project_id__in=list(project_ids), state__in=PUBLIC_STATES, submitted_at__lt=end_of(as_of, zone)
        )
        .exclude(overall="")
        .order_by("project_id", "-submitted_at", "-id")
    )
    for project_id, reports in groupby(rows.iterator(), key=lambda report: report.project_id):
        yield _newest(project_id, list(reports), zone)


def _newest(project_id: UUID, reports: list[StatusReport], zone: ZoneInfo) -> Declaration:
    newest = reports[0]
    since = newest
    for report in reports:
        if report.overall != newest.overall:
            break
        since = report
    levels = {Dimension(name): Level(each["level"]) for name, each in newest.declared.items() if each.get("level")}
    return Declaration(
        project_id, Level(newest.overall), _day(newest, zone), _day(since, zone), newest.submitted_by_id, levels
    )


def _day(report: StatusReport, zone: ZoneInfo) -> date:
    """The day of the organization on which a report was submitted."""
    moment = report.submitted_at or report.created_at
    return moment.astimezone(zone).date()
