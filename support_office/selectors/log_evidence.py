"""What the logs of every project say on a day: a fixed number of queries, however many projects and entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from pmo_site.resources.evidence import Some
from pmo_site.tenancy.counting import Counted, Summed
from projects.domain.project import FINISHED
from support_office.domain.logs import LIVE_ISSUES, LIVE_RISKS, Priority, RiskState, Strategy
from support_office.domain.risk.matrix import Kind
from support_office.models import Issue, Risk

UNCOUNTED = (RiskState.RAISED, RiskState.RETURNED, RiskState.MERGED)


class RiskCounts(NamedTuple):
    """What is counted of the risks of one project, besides their money."""

    live: int
    due: int
    overdue: int
    unanswered: int


class Losses(NamedTuple):
    """The threats of one project, how many are estimated and at how much, and the budget that would bear them."""

    threats: int
    estimated: int
    loss: Decimal | None
    budget: Decimal | None
    currency: str


class IssueCounts(NamedTuple):
    """What is counted of the issues of one project; `asked_on` is the day since which a decision is waited for."""

    live: int
    overdue: int
    old: int
    deciding: int
    asked_on: date | None


def risk_facts(as_of: date, projects: Some) -> Iterator[tuple[UUID, RiskCounts, Losses]]:
    """Live, extreme, overdue and estimated risks of each project whose log holds any; one query."""
    live = Q(state__in=LIVE_RISKS)
    due = live & Q(live_due_on__isnull=False)
    silent = Q(response="") & ~Q(strategy=Strategy.ACCEPT)
    unanswered = Q(owner__isnull=True) | Q(strategy="") | silent
    threat = live & Q(kind=Kind.THREAT)
    rows = _judged(Risk.objects.get_queryset(), projects).values(
        "project_id", budget=F("project__latest_budget"), currency=F("project__currency")
    )
    found = rows.annotate(
        live=Counted("pk", filter=live),
        due=Counted("pk", filter=due),
        overdue=Counted("pk", filter=due & Q(live_due_on__lt=as_of)),
        unanswered=Counted("pk", filter=live & Q(zone="extreme") & unanswered),
        threats=Counted("pk", filter=threat),
        estimated=Counted("expected_loss", filter=threat),
        loss=Summed("expected_loss", filter=threat),
    )
    for key, *facts in found.values_list("project_id", *RiskCounts.__annotations__, *Losses.__annotations__):
        yield key, RiskCounts(*facts[:4]), Losses(*facts[4:])


def issue_facts(as_of: date, old_since: date, projects: Some) -> Iterator[tuple[UUID, IssueCounts]]:
    """Open, overdue, old urgent and undecided issues of each project whose log holds any; one query."""
    live = Q(state__in=LIVE_ISSUES)
    found = (
        _judged(Issue.objects.get_queryset(), projects)
        .values("project_id")
        .annotate(
            live=Counted("pk", filter=live),
            overdue=Counted("pk", filter=live & Q(live_due_on__lt=as_of)),
            old=Counted("pk", filter=live & Q(priority=Priority.URGENT, raised_on__lt=old_since)),
            deciding=Counted("pk", filter=live & Q(needs_decision=True)),
            asked_on=Min("asked_on", filter=live & Q(needs_decision=True)),
        )
    )
    for key, *facts in found.values_list("project_id", *IssueCounts.__annotations__):
        yield key, IssueCounts(*facts)


def period_counts(
    rows: QuerySet[Any], live: frozenset[Any], closed: str, since: date, as_of: date
) -> Mapping[str, int]:
    """How many entries are open, and how many were written down and closed in some days; one query."""
    counted = rows.exclude(state__in=UNCOUNTED).filter(raised_on__lte=as_of)
    days = (since, as_of)
    found: Mapping[str, int] = counted.aggregate(
        open_count=Count("pk", filter=Q(state__in=live)),
        new_count=Count("pk", filter=Q(raised_on__range=days)),
        closed_count=Count("pk", filter=Q(**{f"{closed}__range": days})),
        total_count=Count("pk"),
    )
    return found


def _judged(rows: QuerySet[Any], projects: Some) -> QuerySet[Any]:
    """Entries of projects that are worked on; what waits for triage says nothing yet."""
    found = rows.filter(project__archived_at__isnull=True).exclude(project__status__in=FINISHED)
    found = found.exclude(state__in=UNCOUNTED).order_by()
    return found if projects is None else found.filter(project_id__in=projects)
