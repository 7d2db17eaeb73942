"""The worked examples of docs/calculations.md that no other test repeats, figure by figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portfolio.domain.investment import bcr, discounted_payback, irr, mirr, npv, payback, profitability_index
from portfolio.domain.prioritization import (
    ScoreCriterion,
    Scored,
    ScoringModel,
    ahp,
    comparison_matrix,
    rank,
    repairs,
    weight_sensitivity,
)
from portfolio.domain.selection import Candidate, Problem, blocked, budget_prices, force_in, solve


def test_the_scoring_example() -> None:
    model = ScoringModel(
        "2026-1",
        (
            ScoreCriterion("strategy", Decimal("0.5")),
            ScoreCriterion("return", Decimal("0.3")),
            ScoreCriterion("risk", Decimal("0.2"), direction="cost"),
        ),
    )
    items = [
        Scored("CRM", {"strategy": 4, "return": 3, "risk": 2}),
        Scored("ERP", {"strategy": 3, "return": 5, "risk": 3}),
    ]
    assert [(each.id, each.score) for each in rank(items, model)] == [("CRM", 3.7), ("ERP", 3.6)]
    first = weight_sensitivity(items, model)[0]
    assert (first.criterion, first.lower, first.upper_gains) == ("return", 0, "ERP")
    assert first.upper == pytest.approx(1 / 3)
    assert first.margin == pytest.approx(0.033, abs=5e-4)


def test_the_pairwise_example() -> None:
    matrix = comparison_matrix("abc", [("a", "b", 2), ("b", "c", 2), ("a", "c", 8)])
    result = ahp(matrix)
    assert result.weights == pytest.approx((0.643, 0.255, 0.101), abs=5e-4)
    assert result.lambda_max == pytest.approx(3.0536, abs=5e-5)
    assert result.consistency_index == pytest.approx(0.0268, abs=5e-5)
    assert result.consistency_ratio == pytest.approx(0.046, abs=5e-4)
    found = {(each.row, each.column): each for each in repairs(matrix)}
    assert found[1, 2].implied == pytest.approx(4)
    assert found[0, 2].implied == pytest.approx(4)
    assert all(each.disagreement == pytest.approx(2) and each.ratio_after == 0 for each in found.values())


def test_the_selection_example() -> None:
    items = [
        Candidate("CRM", Decimal(60), [Decimal(40), Decimal(10)]),
        Candidate("ERP", Decimal(90), [Decimal(60), Decimal(30)]),
        Candidate("Law", Decimal(5), [Decimal(30), Decimal(0)]),
        Candidate("AI", Decimal(50), [Decimal(30), Decimal(40)]),
    ]
    problem = Problem(items, [Decimal(100), Decimal(60)])
    chosen = solve(problem)
    assert (chosen.chosen, chosen.value, chosen.used, chosen.proven_optimal) == (("CRM", "ERP"), 150, (100, 40), True)
    assert [each.limits for each in blocked(problem, chosen)] == [
        (("budget", "0"),),
        (("budget", "0"), ("budget", "1")),
    ]
    forced = force_in(problem, "Law", base=chosen)
    assert (forced.leaves, forced.joins, forced.change) == (("ERP",), ("Law", "AI"), -35)
    first = budget_prices(problem)[0]
    assert (first.less.chosen, first.lost, first.gained) == (("CRM", "AI"), 40, 0)


def test_the_investment_example() -> None:
    flows, rate = [Decimal(-100), Decimal(60), Decimal(70)], Decimal("0.1")
    assert npv(rate, flows) == pytest.approx(Decimal("12.40"), abs=Decimal("0.005"))
    assert irr(flows) == pytest.approx(0.1888, abs=5e-5)
    assert payback(flows) == pytest.approx(1.57, abs=5e-3)
    assert discounted_payback(rate, flows) == pytest.approx(1.79, abs=5e-3)
    assert profitability_index(rate, flows) == pytest.approx(Decimal("1.124"), abs=Decimal("5e-4"))
    assert bcr(rate, [Decimal(0), *flows[1:]], [Decimal(100)]) == profitability_index(rate, flows)
    assert mirr(flows, 0.1, 0.1) == pytest.approx(0.1662, abs=5e-5)
