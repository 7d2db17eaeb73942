"""The worked examples of docs/calculations.md on gates, maturity, tiers and kinds, figure by figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from standards.domain.classification import (
    Answers,
    GateAnswers,
    Kind,
    Tier,
    drift,
    reporting_burden,
    suggest_tier,
)
from standards.domain.gates import Gatekeeper, GateOutcome, MustMeet, QuorumRule, ShouldMeet, assess_gate, tally
from standards.domain.maturity import (
    QUESTIONNAIRE,
    Answer,
    OperatingModel,
    assess_maturity,
    propose_operating_model,
)


def test_the_gate_example() -> None:
    review = assess_gate(
        [MustMeet("legal", met=True), MustMeet("strategy", met=True)],
        [ShouldMeet("benefit", 8, weight=3), ShouldMeet("risk", 2, weight=1)],
    )
    assert (review.score, review.suggested) == (0.65, GateOutcome.GO)
    votes = (GateOutcome.GO, GateOutcome.GO, GateOutcome.HOLD)
    board = [
        *(Gatekeeper(f"present {place}", "member", present=True, vote=vote) for place, vote in enumerate(votes)),
        *(Gatekeeper(f"absent {place}", "member", present=False) for place in range(2)),
    ]
    result = tally(board, QuorumRule())
    assert (result.needed, result.outcome, result.dissent) == (3, GateOutcome.GO, ("present 2",))


def test_the_maturity_example() -> None:
    answers = [Answer(each.id, 75 if each.id == "risk_management-2" else 100, "seen") for each in QUESTIONNAIRE]
    result = assess_maturity(QUESTIONNAIRE, answers)
    assert (result.level, result.weakest) == (1, ("risk_management",))
    assert propose_operating_model(result, OperatingModel.COMBINED).proposed is OperatingModel.COMBINED


def test_the_tier_example() -> None:
    result = suggest_tier(budget=Decimal(40_000_000), currency="JPY", people=4, days=400)
    assert dict(result.by_measure) == {"budget": Tier.STANDARD, "people": Tier.LIGHT, "days": Tier.FULL}
    assert (result.tier, result.decided_by) == (Tier.FULL, ("days",))
    burden = reporting_burden(items_per_month=21, minutes_per_item=24, people=1)
    assert (burden.hours_per_month, burden.share, burden.exceeds) == (8.4, 0.0525, True)


def test_the_drift_example() -> None:
    start = Answers(
        new_service=True,
        new_business_model=True,
        new_work_processes=True,
        owned_organizational_change=False,
        hosting_only=False,
    )
    later = Answers(
        new_service=False,
        new_business_model=False,
        new_work_processes=True,
        owned_organizational_change=False,
        hosting_only=False,
    )
    (found,) = drift([GateAnswers("1", date(2026, 4, 1), start), GateAnswers("3", date(2026, 9, 1), later)])
    assert (found.before, found.after, found.changed_questions, found.is_flag) == (Kind.DX, Kind.IT, (1, 2), True)
