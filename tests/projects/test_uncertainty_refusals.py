"""What a simulation refuses, by name."""

from __future__ import annotations

import subprocess
import sys
from math import asin, pi

import pytest

from projects.domain.schedule import CycleError, InvalidLinkError, Link
from projects.domain.uncertainty import (
    CorrelationGroup,
    Impact,
    RiskEvent,
    ThreePoint,
    UncertaintyError,
    simulate,
)
from projects.domain.uncertainty.draws import normal_correlation
from tests.projects.simulation_checks import PAIR

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
