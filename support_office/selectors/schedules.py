"""Reads of when projects report and of what they owe: a fixed number of queries, however many projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.selectors import organization_calendar, organization_now, organization_settings
from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.project import ProjectStatus
from projects.models import Project
from support_office.domain.report import PUBLIC_STATES
from support_office.domain.reporting import Cadence, Obligation, Period, Rhythm, default_rhythm, obligation
from support_office.models import ReportSchedule, StatusReport

DEFAULT_VERSION = 1
SHARED = 1000
"""How many default rhythms are remembered: projects that became known on one day share theirs."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The organization's present moment and its working days, read once for many projects."""

    now: datetime
    zone: ZoneInfo
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        """The organization's own day."""
        return self.now.date()


def organization_clock(settings: OrganizationSettings | None = None) -> Clock:
    """What every question about due days needs of the organization."""
    settings = settings or organization_settings()
    return Clock(organization_now(settings), ZoneInfo(settings.time_zone), organization_calendar(settings))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day of the organization is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def default_schedule(project: Project, zone: ZoneInfo) -> ReportSchedule:
    """The schedule that holds until somebody sets one: by the governance tier, from when the project is known."""
    rhythm = default_rhythm(project.tier, known_since=project.created_at.astimezone(zone).date())
    return ReportSchedule(
        id=project.pk,
        project=project,
        version=DEFAULT_VERSION,
        cadence=rhythm.cadence,
        weekday=rhythm.weekday,
        month_day=rhythm.month_day,
        due_time=rhythm.due_time,
        first_due=rhythm.first_due,
    )


def schedule_of(project: Project) -> ReportSchedule:
    """When a project reports: as it was set, or its default."""
    stored = ReportSchedule.objects.filter(project=project).first()
    return stored or default_schedule(project, ZoneInfo(organization_settings().time_zone))


def rhythms_of(projects: Iterable[Project], zone: ZoneInfo) -> dict[UUID, Rhythm]:
    """The rhythm of each of some projects; one query."""
    rows = list(projects)
    stored = {each.project_id: each for each in ReportSchedule.objects.filter(project_id__in=[row.pk for row in rows])}
    return {row.pk: (stored.get(row.pk) or default_schedule(row, zone)).rhythm for row in rows}


def rhythms_in(projects: QuerySet[Project], zone: ZoneInfo) -> Iterator[tuple[UUID, Rhythm]]:
    """The rhythm of each project of a query, for thousands of them; two queries, and no record for a default."""
    schedules = ReportSchedule.objects.filter(project_id__in=projects.values("id"))
    stored = {each.project_id: each.rhythm for each in schedules}
    default = lru_cache(SHARED)(default_rhythm)
    for key, tier, created_at in projects.values_list("id", "tier", "created_at"):
        yield key, stored.get(key) or default(tier, known_since=created_at.astimezone(zone).date())


def reported_until(project_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day that a submitted report of each project speaks about; one query."""
    rows = StatusReport.objects.filter(project_id__in=list(project_ids), state__in=PUBLIC_STATES)
    return dict(rows.values("project_id").annotate(until=Max("period_to")).values_list("project_id", "until"))


def owes_reports(project: Project) -> bool:
    """Whether reports are asked of a project at all: while it is in progress and in the lists."""
    return project.status == ProjectStatus.ACTIVE and project.archived_at is None


def obligations_of(projects: Iterable[Project], at: Clock) -> dict[UUID, tuple[Cadence, Obligation]]:
    """What each of some projects owes, with its cadence; those of which nothing is asked are left out. Two queries."""
    asked = [project for project in projects if owes_reports(project)]
    rhythms, until = rhythms_of(asked, at.zone), reported_until(project.pk for project in asked)
    found: dict[UUID, tuple[Cadence, Obligation]] = {}
    for project in asked:
        rhythm = rhythms[project.pk]
        owed = obligation(rhythm, at.calendar, now=at.now, reported_until=until.get(project.pk))
        if owed is not None:
            found[project.pk] = (rhythm.cadence, owed)
    return found


def obligation_of(project: Project, at: Clock) -> Obligation | None:
    """The report that one project owes."""
    found: Mapping[UUID, tuple[Cadence, Obligation]] = obligations_of([project], at)
    return found[project.pk][1] if project.pk in found else None


def due_moment(project: Project, period: Period, at: Clock) -> datetime:
    """When the report of a period is due, on the organization's clock."""
    return datetime.combine(period.ends_on, schedule_of(project).due_time, at.zone)
