"""Monte Carlo against results that are known exactly; each estimate within 4 of its standard errors."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from math import asin, pi, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.domain.schedule import Activity, CycleError, InvalidLinkError, Link, schedule
from projects.domain.uncertainty import (
    CorrelationGroup,
    Impact,
    RiskEvent,
    Simulation,
    ThreePoint,
    UncertaintyError,
    chance_to_meet_date,
    finish_date,
    percentile_date,
    simulate,
)
from projects.domain.uncertainty.draws import normal_correlation

RUNS = 20_000
FOUR_ERRORS = 2 * NormalDist().cdf(4) - 1
PAIR = (ThreePoint("A", 0, 5, 10), ThreePoint("B", 0, 5, 10))


def assert_mean(simulation: Simulation, expected: float) -> None:
    """The mean lies within 4 standard errors."""
    assert simulation.standard_error is not None
    assert abs(simulation.mean - expected) <= 4 * simulation.standard_error


def assert_percentile(simulation: Simulation, p: float, expected: float) -> None:
    """The percentile lies within 4 standard errors, in terms of ranks."""
    low, high = simulation.percentile_interval(p, FOUR_ERRORS)
    assert low is not None
    assert high is not None
    assert low <= expected <= high
    assert low <= simulation.percentile(p) <= high


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


# The estimate and its own confidence.


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    first, again, other = (simulate(PAIR, [], runs=3_000, seed=seed) for seed in (19, 19, 20))
    assert list(first.finishes) == list(again.finishes)
    assert dict(first.sensitivity) == dict(again.sensitivity)
    assert first.mean != other.mean
    assert (first.seed, first.runs, first.distribution) == (19, 3_000, "triangular")


def test_percentiles_are_linear_between_runs() -> None:
    found = simulate(PAIR, [], runs=5, seed=21)
    low, *_, middle, high = (float(found.finishes[place]) for place in (0, 3, 4))
    assert (found.percentile(0), found.percentile(75), found.percentile(100)) == (low, middle, high)
    assert found.percentile(87.5) == pytest.approx((middle + high) / 2)


def test_the_standard_error_shrinks_with_the_root_of_the_runs() -> None:
    few, many = (simulate(PAIR, [], runs=runs, seed=22) for runs in (1_000, 100_000))
    assert (few.standard_error or 0) / (many.standard_error or 1) == pytest.approx(10, rel=0.1)
    low, high = many.mean_interval(0.99) or (0, 0)
    assert low < 6.166667 < high


def test_one_run_has_no_spread_and_says_so() -> None:
    once = simulate(PAIR, [], runs=1, seed=23)
    assert (once.standard_deviation, once.standard_error, once.mean_interval()) == (None, None, None)
    assert once.percentile_interval(50) == (None, None)


def test_a_chance_that_no_run_contradicts_is_still_not_certain() -> None:
    sure = simulate(PAIR, [], runs=1_000, seed=24).chance_to_meet(10)
    assert sure.value == 1
    low, high = sure.interval()
    assert 0.99 < low < 1 == high


def test_a_finish_on_the_due_date_meets_it() -> None:
    certain = simulate([ThreePoint("A", 5, 5, 5)], [], runs=10, seed=0)
    assert (certain.chance_to_meet(5).value, certain.chance_to_meet(4.999).value) == (1, 0)


# Dates.


class Weekdays:
    """Monday to Friday."""

    def is_working(self, day: date) -> bool:
        return day.isoweekday() < 6


class Closed:
    """Never."""

    def is_working(self, day: date) -> bool:
        del day
        return False


FRIDAY = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("days", "last"),
    [(0, FRIDAY), (1, FRIDAY), (1.5, date(2026, 4, 6)), (6, date(2026, 4, 10)), (7, date(2026, 4, 13))],
)
def test_working_days_end_on_a_working_day(days: float, last: date) -> None:
    assert finish_date(days, FRIDAY, Weekdays()) == last


def test_the_chance_to_meet_a_date_counts_its_working_days() -> None:
    certain = simulate([ThreePoint("A", 2, 2, 2)], [], runs=10, seed=0)
    chances = [
        chance_to_meet_date(certain, day, start=FRIDAY, calendar=Weekdays()).value
        for day in (date(2026, 4, 2), date(2026, 4, 5), date(2026, 4, 6))
    ]
    assert chances == [0, 0, 1]
    assert percentile_date(certain, 80, start=FRIDAY, calendar=Weekdays()) == date(2026, 4, 6)


def test_a_calendar_without_work_is_refused() -> None:
    with pytest.raises(UncertaintyError, match="2026-04-03"):
        finish_date(1, FRIDAY, Closed())


# Refusals.


@pytest.mark.parametrize("points", [(5, 4, 6), (1, 7, 6), (-1, 2, 3), (0, 1, float("inf")), (0, float("nan"), 2)])
def test_points_that_do_not_ascend_are_refused_by_activity(points: tuple[float, float, float]) -> None:
    with pytest.raises(UncertaintyError) as refusal:
        simulate([ThreePoint("A-7", *points)], [], runs=10, seed=0)
    assert refusal.value.item == "A-7"


@pytest.mark.parametrize(
    ("events", "correlations", "item"),
    [
        ([RiskEvent("E", 1.1, 1, ("A",))], [], "E"),
        ([RiskEvent("E", 0.1, Impact(3, 2, 1), ("A",))], [], "E"),
        ([RiskEvent("E", 0.1, 1, ("A", "A"))], [], "E"),
        ([RiskEvent("E", 0.1, 1, ("A",)), RiskEvent("E", 0.2, 1, ("A",))], [], "E"),
        ([RiskEvent("E", 0.1, 1, ("Z",))], [], "Z"),
        ([], [CorrelationGroup(("A", "Z"), 0.5)], "Z"),
        ([], [CorrelationGroup(("A", "B"), 0.5), CorrelationGroup(("B",), 0.5)], "B"),
        ([], [CorrelationGroup(("A", "B"), 1.5)], 1.5),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    events: list[RiskEvent], correlations: list[CorrelationGroup], item: object
) -> None:
    with pytest.raises(UncertaintyError) as refusal:
        simulate(PAIR, [], runs=10, seed=0, events=events, correlations=correlations)
    assert refusal.value.item == item


def test_a_wrong_number_of_runs_seed_distribution_or_percentile_is_refused() -> None:
    with pytest.raises(UncertaintyError, match="runs"):
        simulate(PAIR, [], runs=0, seed=0)
    with pytest.raises(UncertaintyError, match="seed"):
        simulate(PAIR, [], runs=1, seed=-1)
    with pytest.raises(UncertaintyError, match="gaussian"):
        simulate(PAIR, [], runs=1, seed=0, distribution="gaussian")
    with pytest.raises(UncertaintyError, match="activity"):
        simulate([], [], runs=1, seed=0)
    found = simulate(PAIR, [], runs=2, seed=0)
    with pytest.raises(UncertaintyError, match="101"):
        found.percentile(101)
    with pytest.raises(UncertaintyError, match="1"):
        found.mean_interval(1)


def test_a_loop_and_an_unknown_activity_are_named() -> None:
    with pytest.raises(CycleError) as loop:
        simulate(PAIR, [Link("A", "B"), Link("B", "A")], runs=1, seed=0)
    assert set(loop.value.loop) == {"A", "B"}
    with pytest.raises(InvalidLinkError, match="Z"):
        simulate(PAIR, [Link("A", "Z")], runs=1, seed=0)
    with pytest.raises(InvalidLinkError, match="XX"):
        simulate(PAIR, [Link("A", "B", "XX")], runs=1, seed=0)


def test_starting_costs_no_numpy() -> None:
    code = "import sys, projects.domain.uncertainty; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own interpreter


def test_the_normal_copula_states_ranks_not_scores() -> None:
    """6/π·asin(ρ/2) of the normal scores is the rank correlation (Pearson 1907); ours inverts it."""
    assert 6 / pi * asin(normal_correlation(0.6) / 2) == pytest.approx(0.6)
    assert normal_correlation(1) == pytest.approx(1)
