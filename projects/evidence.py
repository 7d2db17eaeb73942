"""What projects, milestones and people say about schedule, cost and staffing: three queries for all projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Value

from pmo_site.accounts.roles import ProjectRole
from pmo_site.accounts.selectors import organization_calendar
from pmo_site.kernel.evidence import Evidence, Facts, OwnFacts, RowReference
from pmo_site.resources.evidence import Some, offer_evidence
from pmo_site.tenancy.counting import Counted
from projects import addresses
from projects.domain import measures
from projects.domain.project import FINISHED, GovernanceTier, ProjectStatus
from projects.domain.staffing import ROLES_ASKED
from projects.models import Milestone, Project

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2098, 12, 31)
"""The days between which every calendar counts working days."""
SHARED = 5000
"""How many different things are remembered of one kind, to say them of another project with the same object."""

_PROJECT, _MISSED, _LATE, _MEMBERS = (
    (RowReference.of_project(kind),)
    for kind in ("projects.project", addresses.MISSED_MILESTONES, addresses.LATE_MILESTONES, "projects.members")
)


class _Dates(NamedTuple):
    """What a project's schedule is judged by; many projects share all of it."""

    baseline_start: date | None
    baseline_finish: date | None
    baselined_on: date | None
    forecast_finish: date | None
    is_finished: bool
    observed_on: date


_Told = tuple[date | None, date | None, date | None, date | None, bool, date]
"""The same as a plain tuple, which is made of every project only to find what was said already."""
_AMOUNTS = ("currency", "original_budget", "latest_budget", "actual_cost", "percent_complete")
_COLUMNS = ("id", "status", "data_as_of", *tuple(_Dates.__annotations__)[:4], *_AMOUNTS)


def project_evidence(as_of: date, projects: Some) -> Iterable[tuple[UUID, Facts]]:
    """Slip, overdue finish, budget growth and cost efficiency of each project that has a light."""
    rows = Project.objects.judged()
    if projects is not None:
        rows = rows.filter(pk__in=projects)
    schedule = lru_cache(SHARED)(partial(_schedule, as_of=as_of, count=organization_calendar().working_days_between))
    source = lru_cache(SHARED)(partial(measures.Source, rows=_PROJECT))
    found = rows.values_list(*_COLUMNS).iterator(chunk_size=2000)
    for key, status, known_on, start, finish, baselined_on, forecast, currency, original, latest, *spent in found:
        observed_on = as_of if known_on is None or known_on > as_of else known_on
        yield key, schedule((start, finish, baselined_on, forecast, status in FINISHED, observed_on))
        yield key, _cost(currency, source(observed_on), original, latest, spent)


def _is_counted(*days: date | None) -> bool:
    """Whether the calendar knows these days."""
    return all(day is None or FIRST_DAY <= day <= LAST_DAY for day in days)


def _schedule(told: _Told, as_of: date, count: measures.CountDays) -> Facts:
    project = _Dates(*told)
    source = measures.Source(project.observed_on, _PROJECT)
    dates = measures.FinishDates(
        original_finish=project.baseline_finish,
        latest_finish=project.forecast_finish,
        baseline_start=project.baseline_start,
        first_reported_on=project.baselined_on,
    )
    is_counted = _is_counted(project.baseline_finish, project.forecast_finish)
    slip = measures.finish_slip(source, dates, working_days=count if is_counted else None)
    if project.is_finished:
        return slip, measures.finished(source)
    if project.forecast_finish:
        # A finish that has passed is known today, however old the report that promised it.
        return slip, measures.finish_overdue(measures.Source(as_of, _PROJECT), project.forecast_finish, as_of)
    return (slip,)


def _cost(
    currency: str,
    source: measures.Source,
    original: Decimal | None,
    latest: Decimal | None,
    spent: Sequence[Decimal | None],
) -> Facts:
    """What a project costs, which is its own: `spent` is its actual cost and how many percent are complete."""
    actual, percent = spent
    known = None if original is None and latest is None else currency
    growth = measures.budget_growth_in(known, source, original, latest)
    if latest is None or actual is None or percent is None:
        return OwnFacts((growth,))
    return OwnFacts((growth, measures.cost_index_in(currency, source, latest * percent / 100, actual)))


def milestone_evidence(as_of: date, projects: Some) -> Iterable[tuple[UUID, Facts]]:
    """Milestones missed and forecast late, counted per project in one query."""
    rows = Milestone.objects.filter(project__archived_at__isnull=True).exclude(project__status__in=FINISHED)
    if projects is not None:
        rows = rows.filter(project_id__in=projects)
    counts = rows.values("project_id").annotate(
        due=Counted("id", filter=Q(baseline_on__lte=as_of)),
        missed=Counted("id", filter=Q(baseline_on__lte=as_of, actual_on__isnull=True)),
        open=Counted("id", filter=Q(actual_on__isnull=True, baseline_on__isnull=False, forecast_on__isnull=False)),
        late=Counted("id", filter=Q(actual_on__isnull=True, forecast_on__gt=F("baseline_on"))),
    )
    told = lru_cache(SHARED)(partial(_milestones, as_of))
    for key, *counted in counts.values_list("project_id", "due", "missed", "open", "late"):
        yield key, told(*counted)


def _milestones(as_of: date, due: int, missed: int, open_: int, late: int) -> Facts:
    found: list[Evidence] = []
    if due:
        found.append(measures.milestones_missed(measures.Source(as_of, _MISSED), missed, due))
    if open_:
        found.append(measures.milestones_forecast_late(measures.Source(as_of, _LATE), late, open_))
    return tuple(found)


def people_evidence(as_of: date, projects: Some) -> Iterable[tuple[UUID, Facts]]:
    """Whether somebody is accountable, and the roles that the tier asks for, in one query.

    Told of work that is decided and not finished: a proposal needs no manager yet, finished work none any more.
    """
    rows = Project.objects.judged().exclude(status__in=[*FINISHED, ProjectStatus.PROPOSED])
    if projects is not None:
        rows = rows.filter(pk__in=projects)
    present = Q(members__starts_on__lte=as_of) & (Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=as_of))
    held = ArrayAgg("members__role", filter=present, distinct=True, default=Value([]))
    told = lru_cache(SHARED)(partial(_people, measures.Source(as_of, _MEMBERS)))
    for key, tier, roles in rows.annotate(held=held).values_list("id", "tier", "held"):
        yield key, told(tier, *roles)


def _people(source: measures.Source, tier: str, *roles: str) -> Facts:
    wanted = ROLES_ASKED[GovernanceTier(tier)]
    return (
        measures.manager_missing(source, is_missing=ProjectRole.PROJECT_MANAGER not in roles),
        measures.roles_unfilled(source, sum(role not in roles for role in wanted), len(wanted)),
    )


def offer() -> None:
    """Offer this app's evidence; called once when the site starts."""
    offer_evidence("projects", project_evidence)
    offer_evidence("milestones", milestone_evidence)
    offer_evidence("people", people_evidence)
