"""PERT along the critical path, against a published network."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.schedule import (
    Activity,
    InvalidActivityError,
    Link,
    ScheduleError,
    pert_estimate,
    pert_path,
    schedule,
)

# Render, Stair and Hanna, Quantitative Analysis for Management, General Foundry: a, m, b, then te and 36 variance.
GENERAL_FOUNDRY = {
    "A": ((1, 2, 3), 2, 4),
    "B": ((2, 3, 4), 3, 4),
    "C": ((1, 2, 3), 2, 4),
    "D": ((2, 4, 6), 4, 16),
    "E": ((1, 4, 7), 4, 36),
    "F": ((1, 2, 9), 3, 64),
    "G": ((3, 4, 11), 5, 64),
    "H": ((1, 2, 3), 2, 4),
}
LINKS = [Link(*pair) for pair in ("AC", "BD", "CE", "CF", "DG", "EG", "FH", "GH")]
ESTIMATES = {key: pert_estimate(*times) for key, (times, _, _) in GENERAL_FOUNDRY.items()}


def test_the_expected_times_and_variances_are_as_printed() -> None:
    for key, (_, mean, variance) in GENERAL_FOUNDRY.items():
        assert ESTIMATES[key].mean == mean
        assert ESTIMATES[key].variance == pytest.approx(variance / 36)
        assert ESTIMATES[key].standard_deviation ** 2 == pytest.approx(variance / 36)


def test_general_foundry_makes_sixteen_weeks_with_seventy_two_percent() -> None:
    """The book: mean 15, variance 112 / 36 = 3.11, Z = (16 - 15) / 1.76 = 0.57, chance 0.716."""
    found = pert_path(ESTIMATES, LINKS)
    assert found.path == ("A", "C", "E", "G", "H")
    assert found.mean == 15
    assert found.variance == pytest.approx(112 / 36)
    assert found.standard_deviation == pytest.approx(1.76, abs=0.005)
    assert found.chance_by(16) == pytest.approx(0.716, abs=0.002)
    assert found.duration_for(0.99) == pytest.approx(19.1, abs=0.02)


def test_the_beta_distribution_varies_by_its_own_formula() -> None:
    assert pert_estimate(0, 5, 10).beta_variance == pytest.approx(25 / 7)
    assert pert_estimate(1, 2, 9).beta_variance == pytest.approx(2 * 6 / 7)


def test_of_equal_paths_the_one_that_varies_most_is_told() -> None:
    estimates = {"calm": pert_estimate(6, 6, 6), "wild": pert_estimate(1, 5.5, 13), "end": pert_estimate(1, 1, 1)}
    found = pert_path(estimates, [Link("calm", "end"), Link("wild", "end")])
    assert found.path == ("wild", "end")
    assert (found.mean, found.variance) == (7, 4)


def test_what_does_not_vary_is_certain() -> None:
    found = pert_path({"A": pert_estimate(3, 3, 3)}, [])
    assert (found.chance_by(2.9), found.chance_by(3), found.duration_for(0.9)) == (0, 1, 3)
    assert pert_path({}, []).path == ()


def test_a_lag_lengthens_the_path_without_varying() -> None:
    estimates = {"A": pert_estimate(1, 2, 3), "B": pert_estimate(1, 2, 3)}
    assert pert_path(estimates, [Link("A", "B", lag=5)]).mean == 9


def test_estimates_out_of_order_and_other_links_are_refused() -> None:
    with pytest.raises(InvalidActivityError):
        pert_estimate(3, 2, 4)
    with pytest.raises(ScheduleError, match="not SS"):
        pert_path({"A": pert_estimate(1, 1, 1), "B": pert_estimate(1, 1, 1)}, [Link("A", "B", "SS")])
    with pytest.raises(ScheduleError, match="between 0 and 1"):
        pert_path(ESTIMATES, LINKS).duration_for(1)


@given(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)).map(sorted))
def test_the_mean_lies_within_the_estimates(times: list[int]) -> None:
    found = pert_estimate(*times)
    assert found.optimistic <= found.mean <= found.pessimistic
    assert found.beta_variance >= 0


@given(st.lists(st.tuples(*(st.integers(0, 9),) * 3).map(sorted), min_size=1, max_size=7), st.data())
def test_the_mean_of_the_path_is_the_finish_of_the_means(times: list[list[int]], data: st.DataObject) -> None:
    estimates = {number: pert_estimate(*one) for number, one in enumerate(times)}
    pairs = [(first, second) for second in estimates for first in range(second)]
    links = [Link(*pair) for pair in data.draw(st.lists(st.sampled_from(pairs), unique=True))] if pairs else []
    found = pert_path({**estimates}, links)
    plan = schedule([Activity(key, one.mean) for key, one in estimates.items()], links)
    assert found.mean == pytest.approx(plan.finish)
    assert found.variance == pytest.approx(sum(estimates[int(str(key))].variance for key in found.path))


def test_estimates_may_be_decimal() -> None:
    points: list[Any] = [Decimal(1), Decimal(2), Decimal(9)]
    found = pert_path({"A": pert_estimate(*points)}, [])
    plain = pert_path({"A": pert_estimate(1, 2, 9)}, [])
    assert found.chance_by(5) == pytest.approx(plain.chance_by(5))
    assert found.duration_for(0.8) == pytest.approx(plain.duration_for(0.8))
