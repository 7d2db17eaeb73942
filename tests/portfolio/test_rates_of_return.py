from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.investment import (
    irr,
    irr_roots,
    npv,
    npv_profile,
    rate_of_return,
    xirr,
    xirr_roots,
    xnpv,
)
from tests.shared_data import shared_path

# Microsoft Support, IRR and XIRR (published -2.1 %, 8.7 %, 37.34 %; further digits by numpy-financial).
RESTAURANT = [-70000.0, 12000.0, 15000.0, 18000.0, 21000.0]
DATED = [
    (date(2008, 1, 1), -10000.0),
    (date(2008, 3, 1), 2750.0),
    (date(2008, 10, 30), 4250.0),
    (date(2009, 2, 15), 3250.0),
    (date(2009, 4, 1), 2750.0),
]


def test_published_rates_of_return_come_out() -> None:
    assert irr(RESTAURANT) == pytest.approx(-0.021244848, abs=1e-6)
    assert irr([*RESTAURANT, 26000.0]) == pytest.approx(0.08663094803, abs=1e-6)
    assert xirr(DATED) == pytest.approx(0.3733625335, abs=1e-6)
    # numpy-financial, TestIrr.test_basic_values
    assert irr([-150000, 15000, 25000, 35000, 45000, 60000]) == pytest.approx(0.0524, abs=5e-4)


@pytest.mark.parametrize(
    ("flows", "roots"),
    [
        ([-100, 100, 0, -7], (-0.67889, -0.0833)),
        ([-5, 10.5, 1, -8, 1], (-0.8702, 0.0886, 0.70956)),
        ([-100, 220, -121], (0.1,)),
        ([-1000, 3600, -4310, 1716], (0.1, 0.2, 0.3)),
    ],
)
def test_every_root_is_found_and_several_are_flagged(flows: list[float], roots: tuple[float, ...]) -> None:
    """The first two are those on which numpy-financial returns only -8.33 % and 8.86 %."""
    result = rate_of_return(flows)
    assert result.roots == irr_roots(flows) == pytest.approx(roots, abs=5e-5)
    assert result.ambiguous == (len(roots) > 1)
    assert result.value == min(result.roots, key=abs)


@pytest.mark.parametrize("flows", [[], [0.0], [-1.0], [1.0, 2.0], [-1.0, 0.0, -5.0], [100.0, -200.0, 101.0]])
def test_without_a_root_there_is_no_rate(flows: list[float]) -> None:
    assert irr(flows) is None
    assert irr_roots(flows) == ()


def test_the_count_of_sign_changes_skips_zeros_and_bounds_the_roots() -> None:
    assert rate_of_return([-100, 0, 100, 0, -7]).sign_changes == 2
    assert rate_of_return([100.0, -200.0, 101.0]).sign_changes == 2
    assert rate_of_return([0.0, 0.0]).sign_changes == 0


@given(
    st.lists(st.integers(-9, 60), min_size=1, max_size=4, unique=True),
    st.integers(1, 10**6),
    st.sampled_from([1, -1]),
)
def test_flows_built_from_rates_give_exactly_these_rates(tenths: list[int], scale: int, sign: int) -> None:
    flows = [float(sign * scale)]
    for tenth in tenths:
        growth = 1 + tenth / 10
        flows = [left - growth * right for left, right in zip([*flows, 0.0], [0.0, *flows], strict=True)]
    assert irr_roots(flows) == pytest.approx(sorted(tenth / 10 for tenth in tenths), abs=1e-5)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=30))
def test_every_root_makes_the_present_value_vanish(flows: list[int]) -> None:
    roots = irr_roots(flows)
    assert len(roots) <= rate_of_return(flows).sign_changes
    for rate in roots:
        scale = fsum(abs(flow) / (1 + rate) ** period for period, flow in enumerate(flows))
        value = npv(rate, [float(flow) for flow in flows])
        assert value is not None
        assert abs(value) <= 1e-6 * scale


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_one_outlay_followed_by_more_income_has_one_positive_rate(outlay: int, income: list[int]) -> None:
    flows = [-outlay, *income]
    rates = irr_roots(flows)
    assert len(rates) == (1 if any(income) else 0)
    if sum(flows) > 0:
        assert rates[0] > 0


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(-(10**6), 10**6)), min_size=2, max_size=12))
def test_every_dated_root_makes_the_dated_value_vanish(flows: list[tuple[int, int]]) -> None:
    dated = [(date(2020, 1, 1) + timedelta(days), float(amount)) for days, amount in flows]
    first = min(day for day, _ in dated)
    for rate in xirr_roots(dated):
        if not -0.99 < rate < 1e6:
            continue
        value = xnpv(rate, dated)
        scale = fsum(abs(amount) / (1 + rate) ** ((day - first).days / 365) for day, amount in dated)
        assert value is not None
        assert abs(value) <= 1e-6 * scale


def test_dates_out_of_order_and_money_give_the_same_rate() -> None:
    turned = [(day, Decimal(str(amount))) for day, amount in reversed(DATED)]
    assert xirr(turned) == xirr(DATED)


def test_flows_of_one_day_count_together() -> None:
    flows = [(date(2025, 4, 1), -60.0), (date(2025, 4, 1), -40.0), (date(2026, 4, 1), 110.0)]
    assert xirr(flows) == pytest.approx(0.1)


def test_dated_flows_without_income_or_at_all_have_no_rate() -> None:
    assert xirr([(date(2026, 1, 1), -5.0), (date(2027, 1, 1), -5.0)]) is None
    assert xirr(list[tuple[date, float]]()) is None


def test_the_profile_crosses_zero_at_the_roots() -> None:
    profile = npv_profile([-100.0, 100.0, 0.0, -7.0], [-0.7, -0.5, 0.0])
    assert [value is not None and value > 0 for _, value in profile] == [False, True, False]


def test_the_shared_cases_give_their_expected_rates() -> None:
    path = shared_path("data", "finance.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    seen = []
    for case in json.loads(path.read_text()):
        flows, found = case["input"]["values"], None
        if case["kind"] == "irr":
            found = irr(flows)
        elif case["kind"] == "xirr":
            days = [date.fromisoformat(day) for day in case["input"]["dates"]]
            found = xirr(list(zip(days, flows, strict=True)))
        else:
            continue
        seen.append(case["id"])
        assert found == pytest.approx(case["expected"], abs=case["tol"]), case["id"]
    assert len(seen) == 4


def test_getting_back_what_was_paid_is_a_rate_of_exactly_zero() -> None:
    assert (irr([-100.0, 100.0]), irr([-100.0, 50.0, 50.0])) == (0, 0)
    assert f"{irr([-100.0, 100.0]):.2%}" == "0.00%"
