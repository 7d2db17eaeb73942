"""What risks and issues say about a project's health, and what they tell its status reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from uuid import UUID

from pmo_site.kernel.calendar import WorkCalendar
from pmo_site.kernel.evidence import Dimension, Evidence, Facts, OwnFacts, RowReference
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from pmo_site.resources.evidence import Some, offer_evidence
from pmo_site.resources.figures import Figures, offer_figures
from support_office import addresses
from support_office.domain.logs import LIVE_ISSUES, LIVE_RISKS
from support_office.models import Issue, Risk
from support_office.selectors.log_evidence import (
    IssueCounts,
    Losses,
    RiskCounts,
    issue_facts,
    period_counts,
    risk_facts,
)
from support_office.selectors.scales import steps, working_days

OLD_AFTER = 10
"""Working days after which an urgent issue is old."""

SHARED = 5000
"""How many different counts are remembered, to tell them of another project with the same object."""

Numbers = dict[str, Decimal | None]

# Named once: asking a class for its member costs as much as the fact that every project has.
_RISK, _EXPOSURE, _NOTHING = Dimension.RISK, Code.RISK_EXPOSURE.value, Decimal(0)

_RISKS, _EXTREME, _LATE_RISKS, _LATE_ISSUES, _URGENT, _DECISIONS = (
    (RowReference.of_project(kind),)
    for kind in (
        *(addresses.RISKS, addresses.EXTREME_RISKS, addresses.OVERDUE_RISKS),
        *(addresses.OVERDUE_ISSUES, addresses.URGENT_ISSUES, addresses.DECISIONS),
    )
)


def risk_evidence(as_of: date, projects: Some) -> Iterable[tuple[UUID, Facts]]:
    """Exposure against the contingency, extreme risks without an answer, overdue responses."""
    reserve = Decimal(steps().contingency) / 100
    told = lru_cache(SHARED)(partial(_of_risks, as_of=as_of))
    for key, counts, losses in risk_facts(as_of, projects):
        yield key, _exposure(losses, as_of, reserve)
        yield key, told(counts)


def issue_evidence(as_of: date, projects: Some) -> Iterable[tuple[UUID, Facts]]:
    """Overdue issues, urgent ones that are old, and the longest wait for a decision."""
    calendar = working_days()
    old_since = calendar.add_working_days(as_of, -OLD_AFTER)
    told = lru_cache(SHARED)(partial(_of_issues, as_of=as_of, calendar=calendar))
    for key, counts in issue_facts(as_of, old_since, projects):
        yield key, told(counts)


def _of_risks(counts: RiskCounts, *, as_of: date) -> Facts:
    numbers: Numbers = {"risk_count": Decimal(counts.unanswered), "live_count": Decimal(counts.live)}
    unanswered = Evidence(Dimension.RISK, Code.EXTREME_RISKS_UNANSWERED.value, numbers, as_of, _EXTREME)
    if not counts.due:
        return (unanswered,)
    shares = _shares(counts.overdue, counts.due)
    return unanswered, Evidence(Dimension.RISK, Code.RESPONSES_OVERDUE.value, shares, as_of, _LATE_RISKS)


def _of_issues(counts: IssueCounts, *, as_of: date, calendar: WorkCalendar) -> Facts:
    shares = _shares(counts.overdue, counts.live)
    old: Numbers = {"issue_count": Decimal(counts.old), "limit_days": Decimal(OLD_AFTER)}
    found = (
        Evidence(Dimension.ISSUES, Code.ISSUES_OVERDUE.value, shares, as_of, _LATE_ISSUES),
        Evidence(Dimension.ISSUES, Code.URGENT_ISSUES_OLD.value, old, as_of, _URGENT),
    )
    if not counts.deciding or counts.asked_on is None:
        return found
    waited = max(0, calendar.working_days_between(min(counts.asked_on, as_of), as_of))
    waiting: Numbers = {"waiting_days": Decimal(waited), "issue_count": Decimal(counts.deciding)}
    return *found, Evidence(Dimension.ISSUES, Code.DECISION_WAITING.value, waiting, as_of, _DECISIONS)


def _exposure(losses: Losses, as_of: date, reserve: Decimal) -> Facts:
    """Expected losses against the organization's share of the budget; unknown while a threat is not estimated."""
    threats, estimated, loss, budget, currency = losses
    held = None if budget is None else budget * reserve
    exposure = loss if threats else _NOTHING
    numbers: Numbers = {
        "exposure_ratio": None if exposure is None or not held else exposure / held,
        "exposure_amount": exposure,
        "contingency_amount": held,
        "unestimated_count": Decimal(threats - estimated),
    }
    return OwnFacts((Evidence(_RISK, _EXPOSURE, numbers, as_of, _RISKS, None, currency),))


def _shares(overdue: int, every: int) -> Numbers:
    return {
        "overdue_ratio": Decimal(overdue) / every if every else Decimal(0),
        "overdue_count": Decimal(overdue),
        "open_count": Decimal(every),
    }


def risk_figures(project_id: UUID, since: date, as_of: date) -> Figures | None:
    """Risks that are open, and those written down and closed in the period; None where the log is empty."""
    rows = Risk.objects.filter(project_id=project_id)
    return _figures(dict(period_counts(rows, LIVE_RISKS, "closed_on", since, as_of)))


def issue_figures(project_id: UUID, since: date, as_of: date) -> Figures | None:
    """Issues that are open, and those written down and confirmed in the period; None where the log is empty."""
    rows = Issue.objects.filter(project_id=project_id)
    return _figures(dict(period_counts(rows, LIVE_ISSUES, "confirmed_on", since, as_of)))


def _figures(found: dict[str, int]) -> Figures | None:
    return found if found.pop("total_count") else None


def offer() -> None:
    """Offer evidence and figures; called once when the site starts."""
    offer_evidence("risks", risk_evidence)
    offer_evidence("issues", issue_evidence)
    offer_figures("risks", risk_figures)
    offer_figures("issues", issue_figures)
