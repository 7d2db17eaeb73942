"""What projects, milestones and people say about schedule, cost and staffing: three queries for all projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, Value

from pmo_site.accounts.roles import ProjectRole
from pmo_site.accounts.selectors import organization_calendar
from pmo_site.kernel.evidence import Evidence, RowReference
from pmo_site.kernel.money import Money
from pmo_site.resources.evidence import Some, offer_evidence
from projects.domain import measures
from projects.domain.project import FINISHED, GovernanceTier, ProjectStatus
from projects.domain.staffing import ROLES_ASKED
from projects.models import Milestone, Project

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2098, 12, 31)
"""The days between which every calendar counts working days."""


class Facts(NamedTuple):
    """What is read of a project: a tuple, because there may be ten thousand of them."""

    id: UUID
    status: str
    baseline_start: date | None
    baseline_finish: date | None
    baselined_on: date | None
    forecast_finish: date | None
    currency: str
    original_budget: Decimal | None
    latest_budget: Decimal | None
    actual_cost: Decimal | None
    percent_complete: Decimal | None
    data_as_of: date | None

    def money(self, amount: Decimal | None) -> Money | None:
        """An amount in the project's currency."""
        return None if amount is None else Money(amount, self.currency)


_FACTS = tuple(Facts.__annotations__)


def project_evidence(as_of: date, projects: Some) -> Iterable[Evidence]:
    """Slip, overdue finish, budget growth and cost efficiency of each project that has a light."""
    rows = Project.objects.judged()
    if projects is not None:
        rows = rows.filter(pk__in=projects)
    # Many projects share their dates: each pair is counted once.
    count = cache(organization_calendar().working_days_between)
    for row in rows.values_list(*_FACTS).iterator(chunk_size=2000):
        yield from _evidence_of(Facts(*row), as_of, count)


def _is_counted(*days: date | None) -> bool:
    """Whether the calendar knows these days."""
    return all(day is None or FIRST_DAY <= day <= LAST_DAY for day in days)


def _evidence_of(project: Facts, as_of: date, count: measures.CountDays) -> Iterator[Evidence]:
    row = (RowReference("projects.project", project.id),)
    source = measures.Source(project.id, min(project.data_as_of or as_of, as_of), row)
    yield measures.finish_slip(
        source,
        measures.FinishDates(
            original_finish=project.baseline_finish,
            latest_finish=project.forecast_finish,
            baseline_start=project.baseline_start,
            first_reported_on=project.baselined_on,
        ),
        working_days=count if _is_counted(project.baseline_finish, project.forecast_finish) else None,
    )
    if project.status in FINISHED:
        yield measures.finished(source)
    elif project.forecast_finish:
        # A finish that has passed is known today, however old the report that promised it.
        yield measures.finish_overdue(measures.Source(project.id, as_of, row), project.forecast_finish, as_of)
    latest = project.money(project.latest_budget)
    yield measures.budget_growth(source, project.money(project.original_budget), latest)
    if latest and project.actual_cost is not None and project.percent_complete is not None:
        earned = project.money(latest.amount * project.percent_complete / 100)
        yield measures.cost_index(source, earned, project.money(project.actual_cost))


def milestone_evidence(as_of: date, projects: Some) -> Iterable[Evidence]:
    """Milestones missed and forecast late, counted per project in one query."""
    rows = Milestone.objects.filter(project__archived_at__isnull=True).exclude(project__status__in=FINISHED)
    if projects is not None:
        rows = rows.filter(project_id__in=projects)
    counts = rows.values("project_id").annotate(
        due=Count("id", filter=Q(baseline_on__lte=as_of)),
        missed=Count("id", filter=Q(baseline_on__lte=as_of, actual_on__isnull=True)),
        open=Count("id", filter=Q(actual_on__isnull=True, baseline_on__isnull=False, forecast_on__isnull=False)),
        late=Count("id", filter=Q(actual_on__isnull=True, forecast_on__gt=F("baseline_on"))),
    )
    for key, due, missed, open_, late in counts.values_list("project_id", "due", "missed", "open", "late"):
        source = measures.Source(key, as_of, (RowReference("projects.milestones", key),))
        if due:
            yield measures.milestones_missed(source, missed, due)
        if open_:
            yield measures.milestones_forecast_late(source, late, open_)


def people_evidence(as_of: date, projects: Some) -> Iterable[Evidence]:
    """Whether somebody is accountable, and the roles that the tier asks for, in one query.

    Told of work that is decided and not finished: a proposal needs no manager yet, finished work none any more.
    """
    rows = Project.objects.judged().exclude(status__in=[*FINISHED, ProjectStatus.PROPOSED])
    if projects is not None:
        rows = rows.filter(pk__in=projects)
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
