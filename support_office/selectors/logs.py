"""Reads of the logs; each takes the actor, and money stays with who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, DateField, Q, QuerySet, Sum, Value

from pmo_site.accounts.policy import Actor, visible
from pmo_site.accounts.rights import Right
from projects.models import Project
from support_office.domain.logs import LIVE_ACTIONS, LIVE_ISSUES, LIVE_RISKS, IssueState, Priority, RiskState
from support_office.domain.risk.matrix import Kind
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry
from support_office.selectors.proximities import near, proximity_case
from support_office.selectors.scales import working_days

Entry = TypeVar("Entry", bound=Risk | Issue)
FIRST_YEAR, LAST_YEAR = 1950, 2098
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Exposure:
    """Expected losses of live threats that the reader may see, by currency, and what no sum holds."""

    sums: tuple[tuple[str, Decimal], ...]
    estimated: int
    unestimated: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many risks are live, and of these how many are overdue, extreme or near; how many wait for triage."""

    live: int
    overdue: int
    extreme: int
    near: int
    raised: int


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A project's live risks, and the expected loss of its threats; None where unknown or closed to the reader."""

    live: int
    expected: Decimal | None


def risk_rows(actor: Actor) -> QuerySet[Risk]:
    """Every risk with its proximity today; its register filters what the actor may see."""
    return Risk.objects.annotate(proximity=proximity_case(actor.today)).select_related("raised_by")


def risk_proximity(risk: Risk) -> str | None:
    """Where the day as of which a risk was read stands to its window."""
    found: str | None = getattr(risk, "proximity", None)
    return found


def issue_rows(actor: Actor) -> QuerySet[Issue]:
    """Every issue with the day as of which its age is told; its register filters what the actor may see."""
    dated = Issue.objects.annotate(as_of=Value(actor.today, output_field=DateField()))
    return dated.select_related("raised_by", "risk")


def action_rows(_actor: Actor) -> QuerySet[Action]:
    """Every action with what it was made from; its register filters what the actor may see."""
    return Action.objects.select_related("risk", "issue")


def issue_age(issue: Issue) -> int | None:
    """Working days from the day an issue was written down to its confirmation, or to today."""
    until = issue.confirmed_on or getattr(issue, "as_of", None)
    if until is None or not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (issue.raised_on, until)):
        return None
    return max(0, working_days().working_days_between(issue.raised_on, until))


def risk_get(actor: Actor, risk_id: UUID) -> Risk | None:
    """One risk of a project that the actor may see."""
    rows = visible(actor, Right.PROJECT_VIEW, Risk.objects.select_related("project", "owner", "raised_by"))
    return rows.filter(pk=risk_id).first()


def issue_get(actor: Actor, issue_id: UUID) -> Issue | None:
    """One issue of a project that the actor may see."""
    rows = visible(actor, Right.PROJECT_VIEW, Issue.objects.select_related("project", "owner", "raised_by", "risk"))
    return rows.filter(pk=issue_id).first()


def rated(rows: QuerySet[Risk]) -> dict[tuple[str, int, int], int]:
    """How many of some live risks stand in each cell of the matrix, by kind, probability and impact."""
    live = rows.filter(state__in=LIVE_RISKS, score__isnull=False).order_by()
    found = live.values("kind", "probability", "impact").annotate(number=Count("pk"))
    return {(each["kind"], each["probability"], each["impact"]): each["number"] for each in found}


def risk_counts(actor: Actor, rows: QuerySet[Risk]) -> Counts:
    """What asks for attention among some risks; one query."""
    live = Q(state__in=LIVE_RISKS)
    found = rows.order_by().aggregate(
        live=Count("pk", filter=live),
        overdue=Count("pk", filter=live & Q(live_due_on__lt=actor.today)),
        extreme=Count("pk", filter=live & Q(zone="extreme")),
        near=Count("pk", filter=live & near(actor.today)),
        raised=Count("pk", filter=Q(state=RiskState.RAISED)),
    )
    return Counts(**found)


def exposure(actor: Actor, rows: QuerySet[Risk]) -> Exposure:
    """The expected losses of live threats: sums over what the actor may see, and what is left out of them."""
    threats = rows.filter(state__in=LIVE_RISKS, kind=Kind.THREAT).order_by()
    total = threats.count()
    seen = visible(actor, Right.MONEY_VIEW, threats)
    sums = seen.values("project__currency").annotate(total=Sum("expected_loss"), estimated=Count("expected_loss"))
    found = sorted((row["project__currency"], row["total"], row["estimated"]) for row in sums if row["estimated"])
    estimated = sum(row[2] for row in found)
    visible_count = total if Right.MONEY_VIEW in actor.everywhere else seen.count()
    return Exposure(
        sums=tuple((currency, amount) for currency, amount, _count in found),
        estimated=estimated,
        unestimated=visible_count - estimated,
        left_out=total - visible_count,
    )


def risk_lines(actor: Actor, project_ids: Iterable[UUID]) -> dict[UUID, RiskLine]:
    """The live risks of some projects, for lists of projects; two queries, money where the reader may see it."""
    rows = visible(actor, Right.PROJECT_VIEW, Risk.objects.filter(project__in=list(project_ids), state__in=LIVE_RISKS))
    counts = rows.order_by().values("project_id").annotate(number=Count("pk"))
    opened = visible(actor, Right.MONEY_VIEW, rows).filter(kind=Kind.THREAT)
    losses = dict(
        opened.order_by().values("project_id").annotate(total=Sum("expected_loss")).values_list("project_id", "total")
    )
    return {each["project_id"]: RiskLine(each["number"], losses.get(each["project_id"])) for each in counts}


def issue_counts(actor: Actor, rows: QuerySet[Issue]) -> dict[str, int]:
    """How many of some issues are live, overdue, urgent, wait for a decision or for triage; one query."""
    live = Q(state__in=LIVE_ISSUES)
    found: dict[str, int] = rows.order_by().aggregate(
        live=Count("pk", filter=live),
        overdue=Count("pk", filter=Q(live_due_on__lt=actor.today)),
        urgent=Count("pk", filter=live & Q(priority=Priority.URGENT)),
        deciding=Count("pk", filter=live & Q(needs_decision=True)),
        raised=Count("pk", filter=Q(state=IssueState.RAISED)),
    )
    return found


def action_counts(actor: Actor, rows: QuerySet[Action]) -> dict[str, int]:
    """How many of some actions are live, overdue, and the actor's own; one query."""
    live = Q(state__in=LIVE_ACTIONS)
    found: dict[str, int] = rows.order_by().aggregate(
        live=Count("pk", filter=live),
        overdue=Count("pk", filter=Q(live_due_on__lt=actor.today)),
        own=Count("pk", filter=live & Q(owner_id=actor.person_id)),
    )
    return found


def top_risks(actor: Actor, project: Project) -> list[Risk]:
    """The live risks of a project with the highest scores."""
    found = risk_rows(actor).filter(project=project, state__in=LIVE_RISKS)
    rows = visible(actor, Right.PROJECT_VIEW, found)
    return list(rows.select_related("owner").order_by("-live_score", "live_due_on", "id")[:SHOWN])


def open_issues(actor: Actor, project: Project) -> list[Issue]:
    """The open issues of a project, most overdue first."""
    rows = visible(actor, Right.PROJECT_VIEW, Issue.objects.filter(project=project, state__in=LIVE_ISSUES))
    return list(rows.select_related("owner").order_by("live_due_on", "id")[:SHOWN])


def open_actions(actor: Actor, project: Project) -> list[Action]:
    """The open actions of a project, most overdue first."""
    rows = visible(actor, Right.PROJECT_VIEW, Action.objects.filter(project=project, state__in=LIVE_ACTIONS))
    return list(rows.select_related("owner").order_by("live_due_on", "id")[:SHOWN])


def own_entries(actor: Actor) -> list[LogEntry]:
    """The live entries that the actor answers for, most overdue first; three queries."""
    if actor.person_id is None:
        return []
    found: list[LogEntry] = []
    for kind, live in ((Risk, LIVE_RISKS), (Issue, LIVE_ISSUES), (Action, LIVE_ACTIONS)):
        rows = _held(actor, Right.PROJECT_VIEW, kind, owner_id=actor.person_id, state__in=live)
        found += rows.filter(live_due_on__isnull=False).order_by("live_due_on", "id")[:SHOWN]
    return sorted(found, key=lambda entry: entry.live_due_on or actor.today)[:SHOWN]


def live_counts(project: Project) -> tuple[int, int, int]:
    """How many risks, issues and actions of a project are live."""
    return (
        Risk.objects.filter(project=project, state__in=LIVE_RISKS).count(),
        Issue.objects.filter(project=project, state__in=LIVE_ISSUES).count(),
        Action.objects.filter(project=project, state__in=LIVE_ACTIONS).count(),
    )


def raised_entries(actor: Actor) -> list[Risk | Issue]:
    """What waits for the actor's triage, oldest first."""
    found: list[Risk | Issue] = []
    for kind in (Risk, Issue):
        found += _held(actor, Right.RISK_CHANGE, kind, state=RiskState.RAISED).select_related("raised_by")
    return sorted(found, key=lambda entry: (entry.raised_on, entry.created_at))


def _held(actor: Actor, right: Right, kind: type[LogEntry], **facts: object) -> QuerySet[Any]:
    """Entries of current projects on which the actor holds a right."""
    rows: QuerySet[Any] = kind._default_manager.filter(project__archived_at__isnull=True, **facts)
    return visible(actor, right, rows).select_related("project")


def merge_targets(entries: Iterable[Risk | Issue]) -> dict[tuple[type, UUID], list[LogEntry]]:
    """What raised entries may be merged into: the live entries of their kind and project; two queries."""
    listed = list(entries)
    found: dict[tuple[type, UUID], list[LogEntry]] = {}
    for kind, live in ((Risk, LIVE_RISKS), (Issue, LIVE_ISSUES)):
        projects = {entry.project_id for entry in listed if isinstance(entry, kind)}
        if projects:
            for row in kind._default_manager.filter(project_id__in=projects, state__in=live).order_by("number"):
                found.setdefault((kind, row.project_id), []).append(row)
    return found


def merge_target(entry: Entry, target_id: UUID) -> Entry | None:
    """One entry that another may be merged into."""
    live = LIVE_RISKS if isinstance(entry, Risk) else LIVE_ISSUES
    rows: QuerySet[Any] = type(entry)._default_manager.filter(project_id=entry.project_id, state__in=live)
    return rows.filter(pk=target_id).first()


def action_of(source: Risk | Issue, folded_title: str) -> Action | None:
    """The action that was made from an entry under a title."""
    rows = Action.objects.filter(**{_link(source): source}, folded_title=folded_title)
    return rows.select_related("project").first()


def actions_of(source: Risk | Issue) -> list[Action]:
    """Every action that was made from an entry."""
    return list(Action.objects.filter(**{_link(source): source}).select_related("owner").order_by("number"))


def issue_of(risk: Risk) -> Issue | None:
    """The issue that a risk became."""
    return Issue.objects.filter(risk=risk).select_related("owner", "project").first()


def _link(source: Risk | Issue) -> str:
    return "risk" if isinstance(source, Risk) else "issue"
