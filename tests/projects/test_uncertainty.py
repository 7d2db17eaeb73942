"""Monte Carlo against results that are known exactly."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.domain.schedule import Activity, Link, schedule
from projects.domain.uncertainty import (
    ThreePoint,
    simulate,
)
from tests.projects.simulation_checks import PAIR, RUNS, assert_mean, assert_percentile

# Exact oracles.


def test_the_later_of_two_triangular_durations() -> None:
    both = simulate(PAIR, [], runs=RUNS, seed=1)
    assert_mean(both, 6.166667)
    for p, exact in ((50, 6.173166), (80, 7.702471), (95, 8.874821)):
        assert_percentile(both, p, exact)


def test_the_later_of_two_uniform_durations() -> None:
    both = simulate(PAIR, [], runs=RUNS, seed=2, distribution="uniform")
    assert_mean(both, 20 / 3)
    for p, exact in ((50, 7.0711), (80, 8.9443)):
        assert_percentile(both, p, exact)


@pytest.mark.parametrize(
    ("distribution", "mean", "variance"),
    [("triangular", (1 + 2 + 6) / 3, (1 + 4 + 36 - 2 - 6 - 12) / 18), ("pert", 2.5, (2.5 - 1) * (6 - 2.5) / 7)],
)
def test_one_activity_has_the_mean_and_variance_of_its_distribution(
    distribution: str, mean: float, variance: float
) -> None:
    one = simulate([ThreePoint("A", 1, 2, 6)], [], runs=RUNS, seed=3, distribution=distribution)
    assert_mean(one, mean)
    assert one.standard_deviation == pytest.approx(sqrt(variance), rel=0.03)
    assert one.finishes[0] >= 1
    assert one.finishes[-1] <= 6 + 1e-12


def test_a_triangular_duration_follows_its_distribution_on_both_sides_of_the_mode() -> None:
    one = simulate([ThreePoint("A", 1, 2, 6)], [], runs=RUNS, seed=4)
    for due, exact in ((1.5, 0.25 / 5), (2, 1 / 5), (4, 1 - 4 / 20), (6, 1)):
        share = one.chance_to_meet(due)
        assert abs(share.value - exact) <= 4 * max(share.standard_error, 1 / RUNS)


@pytest.mark.parametrize("mode", [0, 10])
def test_the_mode_may_lie_at_an_end(mode: float) -> None:
    assert_mean(simulate([ThreePoint("A", 0, mode, 10)], [], runs=RUNS, seed=5), (10 + mode) / 3)


@pytest.mark.parametrize("distribution", ["triangular", "pert", "uniform"])
def test_a_chain_has_the_sum_of_the_means(distribution: str) -> None:
    chain = [ThreePoint(n, 2, 5, 8) for n in range(10)]
    links = [Link(n, n + 1) for n in range(9)]
    found = simulate(chain, links, runs=RUNS, seed=6, distribution=distribution)
    assert_mean(found, 50)
    assert set(found.criticality.values()) == {1.0}


# Against the deterministic schedule.

KINDS = st.sampled_from(["FS", "SS", "FF", "SF"])


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[int], list[Link]]:
    """Durations in whole units and acyclic links of every kind with lags and leads."""
    durations = draw(st.lists(st.integers(0, 9), min_size=1, max_size=8))
    pairs = [(first, second) for second in range(len(durations)) for first in range(second)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12)) if pairs else []
    return durations, [Link(first, second, draw(KINDS), draw(st.integers(-4, 4))) for first, second in chosen]


@settings(deadline=None)
@given(networks())
def test_without_uncertainty_a_run_is_the_schedule(network: tuple[list[int], list[Link]]) -> None:
    durations, links = network
    planned = schedule([Activity(n, duration) for n, duration in enumerate(durations)], links)
    certain = simulate([ThreePoint(n, d, d, d) for n, d in enumerate(durations)], links, runs=1, seed=0)
    assert certain.mean == planned.finish == certain.base
    assert {n for n, share in certain.criticality.items() if share} == set(planned.critical)


@settings(deadline=None, max_examples=25)
@given(networks(), st.sampled_from(["triangular", "pert", "uniform"]))
def test_no_run_leaves_the_range_between_all_optimistic_and_all_pessimistic(
    network: tuple[list[int], list[Link]], distribution: str
) -> None:
    durations, links = network
    links = [Link(link.predecessor, link.successor, "FS", link.lag) for link in links]
    spread = simulate(
        [ThreePoint(n, d, d + 1, d + 3) for n, d in enumerate(durations)],
        links,
        runs=50,
        seed=0,
        distribution=distribution,
    )
    first = schedule([Activity(n, duration) for n, duration in enumerate(durations)], links).finish
    last = schedule([Activity(n, duration + 3) for n, duration in enumerate(durations)], links).finish
    assert first - 1e-9 <= spread.percentile(0) <= spread.percentile(100) <= last + 1e-9
    assert all(0 <= share <= 1 for share in spread.criticality.values())


def test_the_most_likely_plan_is_optimistic_where_paths_merge() -> None:
    paths = [ThreePoint(n, 8, 10, 12) for n in range(10)]
    merged = simulate(paths, [], runs=2_000, seed=7)
    assert merged.base == 10
    assert merged.mean > 10.5
    assert merged.chance_to_meet(merged.base).value < 0.01


# Criticality and sensitivity.


def test_two_like_paths_share_the_criticality() -> None:
    both = simulate(PAIR, [], runs=RUNS, seed=8)
    assert sum(both.criticality.values()) == pytest.approx(1)
    assert abs(both.criticality["A"] - 0.5) <= 4 * sqrt(0.25 / RUNS)


def test_paths_of_equal_length_are_both_critical_despite_rounding() -> None:
    plan = [ThreePoint(key, d, d, d) for key, d in (("A", 0.1), ("B", 0.2), ("C", 0.3))]
    assert simulate(plan, [Link("A", "B")], runs=1, seed=0).criticality == {"A": 1, "B": 1, "C": 1}


def test_sensitivity_is_one_where_one_activity_decides_and_undefined_where_nothing_varies() -> None:
    plan = [ThreePoint("A", 10, 15, 20), ThreePoint("B", 1, 2, 3), ThreePoint("C", 5, 5, 5)]
    found = simulate(plan, [Link("A", "C")], runs=5_000, seed=9)
    assert found.sensitivity["A"] == pytest.approx(1)
    assert found.sensitivity["C"] is None
    assert abs(found.sensitivity["B"] or 0) <= 4 / sqrt(5_000)
    assert list(found.sensitivity) == ["A", "B", "C"]


def test_sensitivity_ranks_the_wider_estimate_first() -> None:
    found = simulate([ThreePoint("A", 1, 5, 9), ThreePoint("B", 4, 5, 6)], [Link("A", "B")], runs=2_000, seed=10)
    wide, narrow = found.sensitivity["A"], found.sensitivity["B"]
    assert wide is not None
    assert narrow is not None
    assert wide > 0.9
    assert 0 < narrow < 0.5


def test_estimates_and_lags_may_be_decimal() -> None:
    plain = simulate([ThreePoint("A", 1, 2, 3), ThreePoint("B", 2, 3, 5)], [Link("A", "B", lag=0.5)], runs=200, seed=4)
    points: list[Any] = [(Decimal(1), Decimal(2), Decimal(3)), (Decimal(2), Decimal(3), Decimal(5))]
    activities = [ThreePoint(key, *three) for key, three in zip("AB", points, strict=True)]
    lag: Any = Decimal("0.5")
    found = simulate(activities, [Link("A", "B", lag=lag)], runs=200, seed=4)
    assert (found.mean, found.percentile(80), found.base) == (plain.mean, plain.percentile(80), plain.base)
