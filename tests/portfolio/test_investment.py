from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portfolio.domain.errors import PortfolioRuleError
from portfolio.domain.investment import (
    InvestmentCase,
    InvestmentError,
    Outcome,
    Stage,
    bcr,
    case_sensitivity,
    discount_rate,
    discounted_payback,
    expected_npv,
    mirr,
    npv,
    one_way,
    payback,
    profitability_index,
    real_rate,
    require_same_basis,
    roi,
    staged_npv,
    switching_values,
    xnpv,
)
from portfolio.domain.investment.discounting import DiscountRate
from tests.shared_data import shared_path

# Microsoft Support, functions NPV, XNPV, MIRR: published examples.
SHOE_SHOP = [-40000.0, 8000.0, 9200.0, 10000.0, 12000.0, 14500.0]
DATED = [
    (date(2008, 1, 1), -10000.0),
    (date(2008, 3, 1), 2750.0),
    (date(2008, 10, 30), 4250.0),
    (date(2009, 2, 15), 3250.0),
    (date(2009, 4, 1), 2750.0),
]

money = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
streams = st.lists(money, min_size=1, max_size=8).map(tuple)
rates = st.decimals(Decimal("-0.5"), Decimal(2), places=3)


def test_the_first_flow_is_not_discounted() -> None:
    assert npv(0.08, SHOE_SHOP) == pytest.approx(1922.06, abs=0.005)
    assert npv(0.08, [*SHOE_SHOP, -9000.0]) == pytest.approx(-3749.47, abs=0.005)


def test_the_spreadsheet_function_is_one_period_later() -> None:
    assert (npv(0.1, [-10000, 3000, 4200, 6800]) or 0) / 1.1 == pytest.approx(1188.44, abs=0.005)


def test_money_in_is_money_out_and_exact() -> None:
    value = npv(Decimal("0.1"), [Decimal(-100), Decimal(0), Decimal("121.00")])
    assert isinstance(value, Decimal)
    assert value == 0
    assert npv(0.1, [Decimal(-100), Decimal(110)]) == 0


def test_a_present_value_without_flows_or_below_minus_one_hundred_percent_is_undefined() -> None:
    assert npv(0.1, []) is None
    assert npv(-1, [1.0, 2.0]) is None
    assert npv(Decimal(-1), [Decimal(1), Decimal(2)]) is None
    assert xnpv(Decimal(-1), [(date(2026, 4, 1), Decimal(1))]) is None
    assert npv(-1.5, [1.0, 2.0]) is None
    assert npv(-0.999999, [1.0] * 400) is None
    assert xnpv(0.1, list[tuple[date, float]]()) is None
    assert xnpv(-1, DATED) is None
    assert xnpv(Decimal("-1.5"), [(day, Decimal(str(amount))) for day, amount in DATED]) is None


def test_dated_flows_count_actual_days_over_365() -> None:
    assert xnpv(0.09, DATED) == pytest.approx(2086.6476020315, abs=1e-6)
    in_money = xnpv(Decimal("0.09"), [(day, Decimal(str(amount))) for day, amount in reversed(DATED)])
    assert isinstance(in_money, Decimal)
    assert float(in_money) == pytest.approx(2086.6476020315, abs=1e-9)


def test_mirr_borrows_and_reinvests_at_its_own_rates() -> None:
    flows = [-120000.0, 39000.0, 30000.0, 21000.0, 37000.0, 46000.0]
    assert mirr(flows, 0.10, 0.12) == pytest.approx(0.126094, abs=1e-6)
    assert mirr(flows, 0.10, 0.14) == pytest.approx(0.134759, abs=1e-6)  # the same page, reinvested at 14 %


def test_mirr_of_one_period_is_the_plain_return() -> None:
    assert mirr([-100.0, 110.0], 0.5, 0.5) == pytest.approx(0.1)


@pytest.mark.parametrize("flows", [[], [-1.0], [-1.0, -1.0], [1.0, 1.0]])
def test_mirr_without_income_or_outlay_is_undefined(flows: list[float]) -> None:
    assert mirr(flows, 0.1, 0.1) is None


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 40, 40, 40], 2.5),
        ([-100, 100], 1.0),
        ([-100, 50, 49], None),
        ([-100, 120, -50, 100], 100 / 120),
        ([0, -100, 50, 100], 2.5),
        ([100, -150, 80], 1.625),
        ([5, 5], 0.0),
        ([0.5, 0.2], 0.0),
        ([0], 0.0),
        ([], None),
    ],
)
def test_payback_is_when_the_outlay_has_come_back(flows: list[float], expected: float | None) -> None:
    result = payback(flows)
    assert result == (None if expected is None else pytest.approx(expected))


def test_discounted_payback_is_later_or_never() -> None:
    """At 10 %: 50/1.1 = 45.4545, 60/1.21 = 49.5868, 70/1.331 = 52.5920; then 4.9587 is missing."""
    flows = [Decimal(-100), Decimal(50), Decimal(60), Decimal(70)]
    assert payback(flows) == pytest.approx(1 + 50 / 60)
    assert discounted_payback(Decimal("0.1"), flows) == pytest.approx(2 + 4.958678 / 52.592036)
    assert discounted_payback(1, flows) is None
    assert discounted_payback(-1, flows) is None


@given(rates, streams, streams)
def test_npv_is_positive_exactly_when_bcr_exceeds_one(
    rate: Decimal, benefits: tuple[Decimal, ...], costs: tuple[Decimal, ...]
) -> None:
    case = InvestmentCase(rate, benefits, costs)
    ratio, value = bcr(rate, benefits, costs), npv(rate, case.flows)
    if not any(costs):
        assert ratio is None
        return
    assert ratio is not None
    assert value is not None
    assert (value > 0) == (ratio > 1)
    assert (value == 0) == (ratio == 1)


@given(rates, streams, money)
def test_npv_is_positive_exactly_when_the_profitability_index_exceeds_one(
    rate: Decimal, later: tuple[Decimal, ...], outlay: Decimal
) -> None:
    flows = [-outlay, *later]
    index, value = profitability_index(rate, flows), npv(rate, flows)
    assert (index is None) == (outlay == 0)
    if index is not None and value is not None:
        assert (value > 0) == (index > 1)


@given(rates, streams, streams, st.decimals(-3, 3, places=2))
def test_present_values_add_up_and_scale(
    rate: Decimal, first: tuple[Decimal, ...], second: tuple[Decimal, ...], factor: Decimal
) -> None:
    assume(len(first) == len(second))
    joined = [left + factor * right for left, right in zip(first, second, strict=True)]
    parts = (npv(rate, first) or 0) + factor * (npv(rate, second) or 0)
    assert npv(rate, joined) == pytest.approx(parts, rel=Decimal("1e-20"), abs=Decimal("1e-12"))


def test_ratios_compare_benefit_and_cost() -> None:
    assert bcr(Decimal("0.1"), [Decimal(0), Decimal(165)], [Decimal(100)]) == Decimal("1.5")
    assert bcr(0.1, [1.0], [0.0]) is None
    assert profitability_index(Decimal("0.1"), [Decimal(-100), Decimal(165)]) == Decimal("1.5")
    assert roi(Decimal(150), Decimal(100)) == Decimal("0.5")
    assert bcr(0.0, [1.0], [0.5]) == 2
    assert roi(1.0, 0.5) == 1
    assert roi(1.0, 0.0) is None


def test_the_expected_value_weighs_success_against_failure() -> None:
    outcomes = [Outcome(Decimal("0.6"), Decimal(500)), Outcome(Decimal("0.4"), Decimal(-200))]
    assert expected_npv(outcomes) == Decimal(220)
    assert expected_npv([Outcome(0, -50.0), Outcome(1, 20.0)]) == 20
    assert expected_npv(list[Outcome[Decimal]]()) is None


def test_probabilities_that_are_no_distribution_are_refused() -> None:
    with pytest.raises(InvestmentError, match=r"probabilities_not_one: 0\.6"):
        expected_npv([Outcome(0.6, 1.0)])
    with pytest.raises(InvestmentError, match="probability_off_scale: 1"):
        expected_npv([Outcome(0.5, 1.0), Outcome(-0.5, 1.0)])
    with pytest.raises(InvestmentError, match="probability_off_scale: 0"):
        staged_npv([Stage(1.0, 1.2)], 5.0)


def test_stages_fold_back_from_the_payoff() -> None:
    """Cooper, expected commercial value: (PV 40 * 0.8 - 5) * 0.5 - 3 = 10.5."""
    stages = [Stage(Decimal(3), Decimal("0.5")), Stage(Decimal(5), Decimal("0.8"))]
    assert staged_npv(stages, Decimal(40)) == Decimal("10.5")


CASE = InvestmentCase(Decimal("0.1"), (Decimal(0), Decimal(220)), (Decimal(100), Decimal(55)))


def test_the_widest_swing_comes_first() -> None:
    """PV of benefits 200, of costs 150: 20 % swings the NPV of 50 by 80 and by 60."""
    swings = case_sensitivity(CASE)
    assert [(each.name, each.at_low, each.at_high) for each in swings[:2]] == [
        ("benefits", 10, 90),
        ("costs", 80, 20),
    ]
    assert [each.width for each in swings[:2]] == [80, 60]
    assert (swings[2].name, swings[2].low, swings[2].high) == ("rate", Decimal("0.8"), Decimal("1.2"))
    assert swings[2].at_low == npv(Decimal("0.08"), CASE.flows)
    assert swings[2].at_high == npv(Decimal("0.12"), CASE.flows)


def test_switching_values_say_how_wrong_an_input_may_be() -> None:
    values = switching_values(CASE)
    assert values.benefits == Decimal("-0.25")
    assert values.costs == pytest.approx(Decimal(1) / 3)
    assert values.rates == pytest.approx((0.65,))
    nothing = switching_values(InvestmentCase(Decimal("0.1"), (Decimal(0),), (Decimal(0),)))
    assert (nothing.benefits, nothing.costs, nothing.rates) == (None, None, ())


def test_undefined_swings_come_last_and_unknown_inputs_are_refused() -> None:
    swings = one_way(
        lambda inputs: None if inputs["b"] else 2 * float(inputs["a"]), {"a": 1, "b": 0}, {"b": (0, 1), "a": (0, 2)}
    )
    assert [(each.name, each.width) for each in swings] == [("a", 4), ("b", None)]
    with pytest.raises(InvestmentError, match="unknown_input: z"):
        one_way(lambda _: 0.0, {"a": 1}, {"z": (0, 1)})


def test_a_discount_rate_holds_from_its_day() -> None:
    green_book = discount_rate("uk-green-book", date(2026, 4, 1))
    japan = discount_rate("jp-public-works", date(2026, 4, 1))
    assert green_book is not None
    assert japan is not None
    assert (green_book.rate, green_book.horizon_years, japan.rate) == (Decimal("0.035"), 30, Decimal("0.04"))
    assert discount_rate("uk-green-book", date(1999, 1, 1)) is None
    newer = DiscountRate("own", Decimal("0.05"), "nominal", date(2026, 4, 1), None, "board")
    older = DiscountRate("own", Decimal("0.06"), "nominal", date(2020, 4, 1), None, "board")
    assert discount_rate("own", date(2026, 3, 31), (newer, older)) is older
    assert discount_rate("own", date(2026, 4, 1), (newer, older)) is newer


def test_real_rates_do_not_meet_nominal_flows() -> None:
    rate = discount_rate("uk-green-book", date(2026, 4, 1))
    assert rate is not None
    assert require_same_basis(rate, "real") == Decimal("0.035")
    with pytest.raises(InvestmentError, match="mixed_basis: uk-green-book: real / nominal"):
        require_same_basis(rate, "nominal")
    assert real_rate(Decimal("0.0712"), Decimal("0.03")) == Decimal("0.04")
    assert real_rate(Decimal("0.05"), Decimal(-1)) is None


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(PortfolioRuleError, match="not_a_number"):
        payback([float("nan"), 1.0])


def test_the_shared_cases_give_their_expected_values() -> None:
    path = shared_path("data", "finance.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    seen = []
    for case in json.loads(path.read_text()):
        given_, found = case["input"], None
        if case["kind"] == "excel_npv":
            found = (npv(given_["rate"], given_["values"]) or 0) / (1 + given_["rate"])
        elif case["kind"] == "npv_t0":
            found = npv(given_["rate"], given_["values"])
        elif case["kind"] == "xnpv":
            days = [date.fromisoformat(day) for day in given_["dates"]]
            found = xnpv(given_["rate"], list(zip(days, given_["values"], strict=True)))
        elif case["kind"] == "mirr":
            found = mirr(given_["values"], given_["finance"], given_["reinvest"])
        else:
            continue
        seen.append(case["id"])
        assert found == pytest.approx(case["expected"], abs=case["tol"]), case["id"]
    assert len(seen) == 5


def test_the_return_on_what_is_no_number_is_refused_and_kinds_may_mix() -> None:
    for benefit, cost in ((float("nan"), 1.0), (1.0, float("inf"))):
        with pytest.raises(PortfolioRuleError, match="not_a_number"):
            roi(benefit, cost)
    mixed: Any = 100.0
    assert roi(Decimal(150), mixed) == Decimal("0.5")
