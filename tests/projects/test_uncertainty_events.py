"""Risk events and correlation groups in a simulation."""

from __future__ import annotations

from math import sqrt

import pytest

from projects.domain.schedule import Link
from projects.domain.uncertainty import (
    CorrelationGroup,
    Impact,
    RiskEvent,
    ThreePoint,
    simulate,
)
from tests.projects.simulation_checks import PAIR, RUNS, assert_mean

# Risk events.


def test_a_risk_event_adds_its_expected_value_to_a_chain() -> None:
    storm = RiskEvent("storm", 0.3, Impact(2, 4, 6), ("A",))
    hit = simulate([ThreePoint("A", 4, 5, 6)], [], runs=RUNS, seed=11, events=[storm])
    assert_mean(hit, 5 + 0.3 * 4)
    assert hit.base == 5
    assert (hit.event_sensitivity["storm"] or 0) > 0.5


@pytest.mark.parametrize(("probability", "finish"), [(0, 5), (1, 8)])
def test_an_event_that_never_or_always_happens_is_exact(probability: float, finish: float) -> None:
    plan = [ThreePoint("A", 5, 5, 5)]
    assert simulate(plan, [], runs=100, seed=1, events=[RiskEvent("E", probability, 3, ("A",))]).mean == finish


def test_an_opportunity_shortens_but_never_below_nothing() -> None:
    plan = [ThreePoint("A", 5, 5, 5), ThreePoint("B", 1, 1, 1)]
    luck = RiskEvent("luck", 1, -3, ("A", "B"))
    found = simulate(plan, [Link("A", "B")], runs=10, seed=1, events=[luck])
    assert found.mean == 2


def test_an_event_strikes_all_its_activities_in_the_same_run() -> None:
    plan = [ThreePoint("A", 5, 5, 5), ThreePoint("B", 5, 5, 5)]
    strike = simulate(plan, [Link("A", "B")], runs=1_000, seed=12, events=[RiskEvent("E", 0.5, 1, ("A", "B"))])
    assert set(strike.finishes) == {10, 12}


def test_an_event_leaves_the_other_draws_as_they_were() -> None:
    never = RiskEvent("E", 0, 3, ("A",))
    assert simulate(PAIR, [], runs=500, seed=13).mean == simulate(PAIR, [], runs=500, seed=13, events=[never]).mean


# Correlation groups.


@pytest.mark.parametrize("distribution", ["triangular", "pert", "uniform"])
def test_durations_that_move_together_make_their_sum_vary_as_one(distribution: str) -> None:
    together = simulate(
        PAIR, [Link("A", "B")], runs=RUNS, seed=14, distribution=distribution,
        correlations=[CorrelationGroup(("A", "B"), 1)],
    )  # fmt: skip
    alone = simulate(PAIR[:1], [], runs=RUNS, seed=15, distribution=distribution)
    assert_mean(together, 10)
    assert together.standard_deviation == pytest.approx(2 * (alone.standard_deviation or 0), rel=0.03)


def test_the_later_of_two_identical_durations_is_no_later_than_one() -> None:
    together = simulate(PAIR, [], runs=RUNS, seed=16, correlations=[CorrelationGroup(("A", "B"), 1)])
    assert_mean(together, 5)


def test_a_group_without_correlation_is_independent() -> None:
    assert_mean(simulate(PAIR, [], runs=RUNS, seed=17, correlations=[CorrelationGroup(("A", "B"), 0)]), 6.166667)


def test_the_stated_rank_correlation_comes_out() -> None:
    """The second activity never matters, so its sensitivity is its rank correlation with the first."""
    plan = [ThreePoint("A", 10, 15, 20), ThreePoint("B", 1, 2, 5)]
    found = simulate(plan, [], runs=RUNS, seed=18, correlations=[CorrelationGroup(("A", "B"), 0.6)])
    assert abs((found.sensitivity["B"] or 0) - 0.6) <= 4 / sqrt(RUNS)
