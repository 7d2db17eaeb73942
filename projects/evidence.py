"""What projects, milestones and people say about schedule, cost and staffing: three queries for all projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, Value

from pmo_site.accounts.roles import ProjectRole
from pmo_site.accounts.selectors import organization_calendar
from pmo_site.kernel.calendar import WorkCalendar
from pmo_site.kernel.evidence import Evidence, RowReference
from pmo_site.kernel.money import Money
from pmo_site.resources.evidence import offer_evidence
from projects.domain import measures
from projects.domain.project import FINISHED, GovernanceTier, ProjectStatus
from projects.domain.staffing import ROLES_ASKED
from projects.models import Milestone, Project

FIRST_YEAR, LAST_YEAR = 1950, 2098

_FACTS = (
    "id",
    "status",
    "baseline_start",
    "baseline_finish",
    "baselined_on",
    "forecast_finish",
    "currency",
    "original_budget",
    "latest_budget",
    "actual_cost",
    "percent_complete",
    "data_as_of",
)


def project_evidence(as_of: date, project_id: UUID | None) -> Iterable[Evidence]:
    """Slip, overdue finish, budget growth and cost efficiency of each project that has a light."""
    rows = Project.objects.judged().only(*_FACTS)
    if project_id is not None:
        rows = rows.filter(pk=project_id)
    calendar = organization_calendar()
    for project in rows.iterator(chunk_size=2000):
        yield from _evidence_of(project, as_of, calendar)


def _count_with(calendar: WorkCalendar, project: Project) -> Callable[[date, date], int] | None:
    """Count by the calendar; None for dates beyond the years that it knows."""
    known = all(
        FIRST_YEAR <= day.year <= LAST_YEAR for day in (project.baseline_finish, project.forecast_finish) if day
    )
    return calendar.working_days_between if known else None


def _evidence_of(project: Project, as_of: date, calendar: WorkCalendar) -> Iterator[Evidence]:
    row = (RowReference("projects.project", project.pk),)
    source = measures.Source(project.pk, min(project.data_as_of or as_of, as_of), row)
    yield measures.finish_slip(
        source,
        measures.FinishDates(
            original_finish=project.baseline_finish,
            latest_finish=project.forecast_finish,
            baseline_start=project.baseline_start,
            first_reported_on=project.baselined_on,
        ),
        working_days=_count_with(calendar, project),
    )
    if project.status in FINISHED:
        yield measures.finished(source)
    elif project.forecast_finish:
        # A finish that has passed is known today, however old the report that promised it.
        yield measures.finish_overdue(measures.Source(project.pk, as_of, row), project.forecast_finish, as_of)
    original, latest = _money(project, project.original_budget), _money(project, project.latest_budget)
    yield measures.budget_growth(source, original, latest)
    if latest and project.actual_cost is not None and project.percent_complete is not None:
        earned = _money(project, latest.amount * project.percent_complete / 100)
        yield measures.cost_index(source, earned, _money(project, project.actual_cost))


def _money(project: Project, amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(amount, project.currency)


def milestone_evidence(as_of: date, project_id: UUID | None) -> Iterable[Evidence]:
    """Milestones missed and forecast late, counted per project in one query."""
    rows = Milestone.objects.filter(project__archived_at__isnull=True).exclude(project__status__in=FINISHED)
    if project_id is not None:
        rows = rows.filter(project_id=project_id)
    counts = rows.values("project_id").annotate(
        due=Count("id", filter=Q(baseline_on__lte=as_of)),
        missed=Count("id", filter=Q(baseline_on__lte=as_of, actual_on__isnull=True)),
        open=Count("id", filter=Q(actual_on__isnull=True, baseline_on__isnull=False, forecast_on__isnull=False)),
        late=Count("id", filter=Q(actual_on__isnull=True, forecast_on__gt=F("baseline_on"))),
    )
    for row in counts:
        reference = (RowReference("projects.milestones", row["project_id"]),)
        source = measures.Source(row["project_id"], as_of, reference)
        if row["due"]:
            yield measures.milestones_missed(source, row["missed"], row["due"])
        if row["open"]:
            yield measures.milestones_forecast_late(source, row["late"], row["open"])


def people_evidence(as_of: date, project_id: UUID | None) -> Iterable[Evidence]:
    """Whether somebody is accountable, and the roles that the tier asks for, in one query.

    Told of work that is decided and not finished: a proposal needs no manager yet, finished work none any more.
    """
    rows = Project.objects.judged().exclude(status__in=[*FINISHED, ProjectStatus.PROPOSED])
    if project_id is not None:
        rows = rows.filter(pk=project_id)
    present = Q(members__starts_on__lte=as_of) & (Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=as_of))
    held = ArrayAgg("members__role", filter=present, distinct=True, default=Value([]))
    for key, tier, roles in rows.annotate(held=held).values_list("id", "tier", "held"):
        source = measures.Source(key, as_of, (RowReference("projects.members", key),))
        yield measures.manager_missing(source, is_missing=ProjectRole.PROJECT_MANAGER not in roles)
        wanted = ROLES_ASKED[GovernanceTier(tier)]
        yield measures.roles_unfilled(source, sum(role not in roles for role in wanted), len(wanted))


def offer() -> None:
    """Offer this app's evidence; called once when the site starts."""
    offer_evidence("projects", project_evidence)
    offer_evidence("milestones", milestone_evidence)
    offer_evidence("people", people_evidence)
