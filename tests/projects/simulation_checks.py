"""How the tests of uncertainty judge an estimate: within 4 of its standard errors."""

from __future__ import annotations

from statistics import NormalDist

from projects.domain.uncertainty import (
    Simulation,
    ThreePoint,
)

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
