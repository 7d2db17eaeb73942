"""One risk scored three times: before any response, as it stands, and as it should become."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from support_office.domain.risk.matrix import Kind, RiskMatrix, Score


class Finding(StrEnum):
    """What three scores that contradict each other give away."""

    RESPONSE_WORSENS = "response_worsens"
    TARGET_WORSE_THAN_CURRENT = "target_worse_than_current"


@dataclass(frozen=True, slots=True)
class Rating:
    """The two level codes that somebody chose."""

    probability: str
    impact: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The three ratings of a risk (ISO 31000: analysis before and after treatment); None is not rated."""

    inherent: Rating | None = None
    current: Rating | None = None
    target: Rating | None = None


@dataclass(frozen=True, slots=True)
class AssessedRisk:
    """The three scores and what lies between them; a difference with a missing score is None.

    `achieved` is what the responses changed so far and `outstanding` what they still have to change,
    both positive when they go the right way: down for a threat, up for an opportunity.
    """

    inherent: Score | None
    current: Score | None
    target: Score | None
    achieved: Decimal | None
    outstanding: Decimal | None
    findings: tuple[Finding, ...]


def assess(matrix: RiskMatrix, assessment: Assessment, kind: Kind = Kind.THREAT) -> AssessedRisk:
    """Score inherent, current and target rating on one matrix; raises UnknownLevelError."""
    inherent, current, target = (
        None if rating is None else matrix.score(rating.probability, rating.impact)
        for rating in (assessment.inherent, assessment.current, assessment.target)
    )
    achieved = _progress(inherent, current, kind)
    outstanding = _progress(current, target, kind)
    findings = []
    if achieved is not None and achieved < 0:
        findings.append(Finding.RESPONSE_WORSENS)
    if outstanding is not None and outstanding < 0:
        findings.append(Finding.TARGET_WORSE_THAN_CURRENT)
    return AssessedRisk(inherent, current, target, achieved, outstanding, tuple(findings))


def _progress(before: Score | None, after: Score | None, kind: Kind) -> Decimal | None:
    if before is None or after is None:
        return None
    return before.value - after.value if kind is Kind.THREAT else after.value - before.value
