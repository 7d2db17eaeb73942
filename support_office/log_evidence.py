"""What risks and issues say about a project's health, and what they tell its status reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from pmo_site.kernel.calendar import WorkCalendar
from pmo_site.kernel.evidence import Dimension, Evidence, RowReference
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from pmo_site.resources.evidence import Some, offer_evidence
from pmo_site.resources.figures import Figures, offer_figures
from support_office import addresses
from support_office.domain.logs import LIVE_ISSUES, LIVE_RISKS
from support_office.models import Issue, Risk
from support_office.selectors.log_evidence import LogCounts, issue_facts, period_counts, risk_facts
from support_office.selectors.scales import steps, working_days

OLD_AFTER = 10
"""Working days after which an urgent issue is old."""

Numbers = dict[str, Decimal | None]


def risk_evidence(as_of: date, projects: Some) -> Iterable[Evidence]:
    """Exposure against the contingency, extreme risks without an answer, overdue responses."""
    reserve = Decimal(steps().contingency) / 100
    for found in risk_facts(as_of, projects):
        yield _exposure(found, as_of, reserve)
        yield _evidence(
            found, as_of, Dimension.RISK, Code.EXTREME_RISKS_UNANSWERED, addresses.EXTREME_RISKS,
            {"risk_count": found.count("unanswered"), "live_count": found.count("live")},
        )  # fmt: skip
        if found.count("due"):
            yield _evidence(
                found, as_of, Dimension.RISK, Code.RESPONSES_OVERDUE, addresses.OVERDUE_RISKS,
                _shares("due", found),
            )  # fmt: skip


def issue_evidence(as_of: date, projects: Some) -> Iterable[Evidence]:
    """Overdue issues, urgent ones that are old, and the longest wait for a decision."""
    calendar = working_days()
    old_since = calendar.add_working_days(as_of, -OLD_AFTER)
    for found in issue_facts(as_of, old_since, projects):
        yield from _of_issues(found, as_of, calendar)


def _of_issues(found: LogCounts, as_of: date, calendar: WorkCalendar) -> Iterator[Evidence]:
    yield _evidence(
        found, as_of, Dimension.ISSUES, Code.ISSUES_OVERDUE, addresses.OVERDUE_ISSUES, _shares("live", found)
    )
    yield _evidence(
        found, as_of, Dimension.ISSUES, Code.URGENT_ISSUES_OLD, addresses.URGENT_ISSUES,
        {"issue_count": found.count("old"), "limit_days": Decimal(OLD_AFTER)},
    )  # fmt: skip
    if found.facts["deciding"]:
        waited = max(0, calendar.working_days_between(min(found.facts["asked_on"], as_of), as_of))
        numbers: Numbers = {"waiting_days": Decimal(waited), "issue_count": found.count("deciding")}
        yield _evidence(found, as_of, Dimension.ISSUES, Code.DECISION_WAITING, addresses.DECISIONS, numbers)


def _exposure(found: LogCounts, as_of: date, reserve: Decimal) -> Evidence:
    """Expected losses against the organization's share of the budget; unknown while a threat is not estimated."""
    threats, loss, budget = found.facts["threats"], found.facts["loss"], found.facts["budget"]
    held = None if budget is None else budget * reserve
    exposure = Decimal(0) if not threats else loss
    numbers: Numbers = {
        "exposure_ratio": None if exposure is None or not held else exposure / held,
        "exposure_amount": exposure,
        "contingency_amount": held,
        "unestimated_count": Decimal(threats - found.facts["estimated"]),
    }
    return _evidence(
        found, as_of, Dimension.RISK, Code.RISK_EXPOSURE, addresses.RISKS, numbers, currency=found.facts["currency"]
    )


def _shares(whole: str, found: LogCounts) -> Numbers:
    overdue, every = found.count("overdue"), found.count(whole)
    return {
        "overdue_ratio": overdue / every if every else Decimal(0),
        "overdue_count": overdue,
        "open_count": every,
    }


def _evidence(  # noqa: PLR0917  one line of evidence
    found: LogCounts,
    as_of: date,
    dimension: Dimension,
    code: Code,
    rows: str,
    numbers: Numbers,
    *,
    currency: str | None = None,
) -> Evidence:
    return Evidence(
        project=found.project_id,
        dimension=dimension,
        code=code.value,
        numbers=numbers,
        observed_on=as_of,
        rows=(RowReference(rows, found.project_id),),
        currency=currency,
    )


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
