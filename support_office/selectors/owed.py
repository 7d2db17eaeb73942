"""Who owes which report: the worst first, a missing one never taken for good news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.kernel.evidence import Level
from pmo_site.kernel.parsing import fold
from projects.domain.project import ProjectStatus
from projects.models import Project
from projects.selectors import manager_read, project_list, with_managers
from support_office.domain.report import PUBLIC_STATES, ReportState
from support_office.domain.reporting import Cadence, Obligation, Standing, working_days_left
from support_office.models import ReportReminder, StatusReport
from support_office.selectors.schedules import Clock, obligations_of, organization_clock

TO_ACCEPT = "to_accept"
_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class OwedFilter:
    """What the list is narrowed to: a standing, or reports that wait for acceptance."""

    search: str = ""
    department: UUID | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A project, its manager, the report that it owes, and the last one that it handed in."""

    project: Project
    manager: Person | None
    cadence: Cadence
    owed: Obligation
    last: StatusReport | None
    reminded_at: datetime | None
    days_left: int

    @property
    def is_owed(self) -> bool:
        """Whether the due time has passed."""
        return self.owed.standing is not Standing.OPEN

    @property
    def waits_for_acceptance(self) -> bool:
        """Whether the PMO has a report of this project to judge."""
        return self.last is not None and self.last.state == ReportState.SUBMITTED

    @property
    def declared(self) -> Level | None:
        """What was declared last; None while a report is overdue, so that silence is never read as on track."""
        return None if self.is_owed or self.last is None else Level(self.last.overall)


def owed_rows(actor: Actor, narrowing: OwedFilter | None = None) -> list[OwedRow]:
    """Every project that the actor may see and that owes reports; missing and late first. Six queries."""
    narrowing = narrowing or OwedFilter()
    wanted = project_list(actor).filter(status=ProjectStatus.ACTIVE)
    if narrowing.department:
        wanted = wanted.filter(department_id=narrowing.department)
    if narrowing.search:
        words = Q(folded_name__contains=fold(narrowing.search)) | Q(code__icontains=narrowing.search)
        wanted = wanted.filter(words)
    at = organization_clock()
    projects = list(
        with_managers(actor).filter(pk__in=wanted.values("pk")).select_related("department").order_by("code")
    )
    owed = obligations_of(projects, at)
    last, reminded = _last_reports(owed), _reminders(owed)
    rows = [
        OwedRow(
            project=project,
            manager=manager_read(project),
            cadence=owed[project.pk][0],
            owed=owed[project.pk][1],
            last=last.get(project.pk),
            reminded_at=reminded.get((project.pk, owed[project.pk][1].period.ends_on)),
            days_left=_days_left(owed[project.pk][1], at),
        )
        for project in projects
        if project.pk in owed
    ]
    return sorted(rows, key=lambda row: (_ORDER[row.owed.standing], row.owed.period.ends_on, row.project.code))


def narrowed(rows: Iterable[OwedRow], standing: str) -> list[OwedRow]:
    """The rows of one standing, or those that wait for acceptance; all where none is named."""
    if standing == TO_ACCEPT:
        return [row for row in rows if row.waits_for_acceptance]
    return [row for row in rows if not standing or row.owed.standing == standing]


def counts(rows: Iterable[OwedRow]) -> list[tuple[str, int]]:
    """How many rows each filter shows, in the order of the filters."""
    found = list(rows)
    return [(name, len(narrowed(found, name))) for name in (*(each.value for each in Standing), TO_ACCEPT)]


def own_owed(actor: Actor) -> list[OwedRow]:
    """The reports that the actor answers for as accountable manager."""
    if actor.person_id is None:
        return []
    return [row for row in owed_rows(actor) if row.manager and row.manager.pk == actor.person_id]


def _last_reports(project_ids: Iterable[UUID]) -> dict[UUID, StatusReport]:
    rows = StatusReport.objects.filter(project_id__in=list(project_ids), state__in=PUBLIC_STATES)
    rows = rows.defer("figures").order_by("project_id", "-period_to", "-id").distinct("project_id")
    return {row.project_id: row for row in rows}


def _reminders(project_ids: Iterable[UUID]) -> dict[tuple[UUID, object], datetime]:
    rows = ReportReminder.objects.filter(project_id__in=list(project_ids)).values("project_id", "due_on")
    found = rows.annotate(newest=Max("sent_at")).values_list("project_id", "due_on", "newest")
    return {(project_id, due_on): newest for project_id, due_on, newest in found}


def _days_left(owed: Obligation, at: Clock) -> int:
    return working_days_left(at.calendar, today=at.today, due=owed.period.ends_on)
