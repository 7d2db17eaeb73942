"""Indices and forecasts of earned value, against published cases and what must hold of any figures."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.earned_value import (
    EarnedValueError,
    eac_bottom_up,
    eac_recent,
    eac_weighted,
    earned_value,
)
from tests.shared_data import shared_path

# Figures: BAC, PV, EV, AC; then CV, SV, CPI, SPI, EAC at the budget rate.
PUBLISHED = [
    # ProjectEngineer.net, "set up database": over cost and late.
    ((10_000, 3_000, 2_000, 4_500), (-2_500, -1_000, 0.444444, 0.666667, 12_500)),
    # Damnjanovic and Reinschmidt (2020) by the R package PRA: month 3, 35 % complete.
    ((100_000, 40_000, 35_000, 36_000), (-1_000, -5_000, 0.972222, 0.875, 101_000)),
]
# The same two: EAC at the CPI, EAC at CPI x SPI, ETC, VAC, TCPI to the budget.
DERIVED = [
    (22_500, 31_500, 18_000, -12_500, 1.454545),
    (102_857.142857, 112_408.163265, 66_857.142857, -2_857.142857, 1.015625),
]


@pytest.mark.parametrize(("given_figures", "expected"), PUBLISHED)
def test_the_indices_are_those_published(given_figures: tuple[float, ...], expected: tuple[float, ...]) -> None:
    bac, pv, ev, ac = given_figures
    found = earned_value(bac=bac, pv=pv, ev=ev, ac=ac)
    assert (found.cv, found.sv, found.cpi, found.spi, found.eac_budget_rate) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("case", "expected"), list(zip(PUBLISHED, DERIVED, strict=True)))
def test_the_forecasts_follow_from_the_published_figures(
    case: tuple[tuple[float, ...], tuple[float, ...]], expected: tuple[float, ...]
) -> None:
    bac, pv, ev, ac = case[0]
    found = earned_value(bac=bac, pv=pv, ev=ev, ac=ac)
    forecasts = (found.eac, found.eac_cpi_spi, found.etc, found.vac, found.tcpi)
    assert forecasts == pytest.approx(expected, abs=1e-6)


def shared_cases() -> dict[str, list[dict[str, Any]]]:
    path = shared_path("data", "evm.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    cases: dict[str, list[dict[str, Any]]] = json.loads(path.read_text())
    return cases


def test_every_shared_case_comes_out_to_six_digits() -> None:
    names = {"eac_cpi": "eac", "etc_cpi": "etc", "vac_cpi": "vac", "tcpi_bac": "tcpi"}
    for case in shared_cases()["published"]:
        found = earned_value(bac=case["bac"], pv=case["pv"], ev=case["ev"], ac=case["ac"])
        for name, expected in case["derived"].items():
            figure = getattr(found, names.get(name, name))
            assert figure is None if expected is None else figure == pytest.approx(expected, abs=2e-6), name


def test_every_shared_textbook_case_comes_out_as_derived() -> None:
    """Linear plans of 100,000 over ten periods, behind, on and ahead of plan at period four."""
    names = {"eac_cpi": "eac", "eac_typical": "eac_budget_rate", "tcpi_bac": "tcpi"}
    of_time = {"es", "sv_t", "spi_t", "ieac_t"}
    for case in shared_cases()["textbook"]:
        inputs = case["inputs"]
        if case["method"] == "evm":
            found = earned_value(bac=inputs["pv"][-1], pv=inputs["pv"][inputs["at"]], ev=inputs["ev"], ac=inputs["ac"])
            for name in case["expected"].keys() - of_time:
                assert getattr(found, names.get(name, name)) == pytest.approx(case["expected"][name], abs=1e-9), name


def test_a_late_task_at_its_last_estimate_costs_what_was_spent_and_what_is_left() -> None:
    """100 hours planned at $100, 110 spent, 10 to go (EVM, part IV, example I): EAC bottom-up $12,000."""
    assert eac_bottom_up(ac=Decimal(11_000), etc=Decimal(1_000)) == 12_000


def test_money_stays_decimal_and_exact() -> None:
    found = earned_value(bac=Decimal(10_000), pv=Decimal(3_000), ev=Decimal(2_000), ac=Decimal(4_500))
    assert found.eac == Decimal(22_500)
    assert found.eac_cpi_spi == Decimal(31_500)
    assert isinstance(found.cpi, Decimal)


def test_before_any_cost_the_cost_index_is_undefined_and_nothing_is_forecast() -> None:
    found = earned_value(bac=100, pv=10, ev=0, ac=0)
    assert (found.cpi, found.eac, found.etc, found.vac, found.tcpi_eac, found.eac_cpi_spi) == (None,) * 6
    assert (found.spi, found.tcpi, found.eac_budget_rate) == (0, 1, 100)


def test_before_anything_is_planned_the_schedule_index_is_undefined() -> None:
    found = earned_value(bac=100, pv=0, ev=5, ac=5)
    assert (found.spi, found.sv_percent, found.eac_cpi_spi) == (None, None, None)
    assert found.cpi == 1


def test_money_spent_without_anything_earned_has_no_forecast_by_efficiency() -> None:
    found = earned_value(bac=100, pv=10, ev=0, ac=20)
    assert (found.cpi, found.eac, found.eac_budget_rate) == (0, None, 120)


def test_a_budget_spent_before_the_work_is_done_cannot_be_attained() -> None:
    found = earned_value(bac=100, pv=100, ev=90, ac=100)
    assert (found.tcpi, found.budget_attainable) == (None, False)
    assert earned_value(bac=100, pv=100, ev=100, ac=130).budget_attainable


def test_the_schedule_index_is_one_at_a_late_finish() -> None:
    """The reason for SPI(t): at the end everything planned is earned, however late."""
    assert earned_value(bac=100, pv=100, ev=100, ac=150).spi == 1


def test_percentages_are_shares_of_budget_and_estimate() -> None:
    found = earned_value(bac=200, pv=100, ev=50, ac=100)
    assert (found.percent_complete, found.percent_spent, found.percent_of_estimate) == (0.25, 0.5, 0.25)
    assert (found.cv_percent, found.sv_percent) == (-1, -0.5)


@pytest.mark.parametrize(("figures", "item"), [((100, 0, 101, 1), "EV"), ((-1, 0, 0, 0), "BAC"), ((1, -1, 0, 0), "PV")])
def test_impossible_figures_are_refused_by_name(figures: tuple[float, ...], item: str) -> None:
    bac, pv, ev, ac = figures
    with pytest.raises(EarnedValueError) as refused:
        earned_value(bac=bac, pv=pv, ev=ev, ac=ac)
    assert refused.value.item == item


def test_a_sum_of_floats_may_pass_its_budget_by_its_own_noise() -> None:
    assert earned_value(bac=0.3, pv=0.3, ev=0.1 + 0.2, ac=0.3).cpi == pytest.approx(1)


def test_the_weighted_forecast_weighs_the_two_indices() -> None:
    found = eac_weighted(bac=1000, pv=500, ev=400, ac=500, weight=0.8)
    assert found == pytest.approx(500 + 600 / (0.8 * 0.8 + 0.2 * 0.8))
    assert eac_weighted(bac=1000, pv=0, ev=400, ac=500, weight=0.8) is None
    with pytest.raises(EarnedValueError):
        eac_weighted(bac=1000, pv=500, ev=400, ac=500, weight=1.2)


def test_the_recent_forecast_looks_at_the_last_three_periods() -> None:
    earned, spent = [10.0, 20.0, 30.0, 50.0, 80.0], [20.0, 40.0, 60.0, 70.0, 90.0]
    # Of periods 3 to 5: 60 earned for 50 spent.
    assert eac_recent(bac=140.0, ev=earned, ac=spent) == pytest.approx(90 + 60 / (60 / 50))
    assert eac_recent(bac=140.0, ev=earned[:2], ac=spent[:2]) == pytest.approx(40 + 120 / 0.5)
    assert eac_recent(bac=140.0, ev=[5.0, 5.0, 5.0, 5.0], ac=[1.0, 2.0, 3.0, 4.0]) is None
    assert eac_recent(bac=140.0, ev=[], ac=[]) is None


MONEY = st.decimals(min_value=1, max_value=10**9, places=2)


@given(bac=MONEY, share=st.fractions(0, 1), pv_share=st.fractions(0, 1), ac=MONEY)
def test_the_efficiency_needed_to_reach_the_estimate_is_the_cost_index(
    bac: Decimal, share: Any, pv_share: Any, ac: Decimal
) -> None:
    ev = bac * share.numerator / share.denominator
    found = earned_value(bac=bac, pv=bac * pv_share.numerator / pv_share.denominator, ev=ev, ac=ac)
    if found.tcpi_eac is None:
        assert ev in (0, bac) or found.eac == ac
    else:
        assert found.cpi is not None
        assert abs(found.tcpi_eac / found.cpi - 1) < Decimal("1e-6")


@given(bac=MONEY, share=st.integers(1, 99), ac=MONEY)
def test_the_estimate_is_the_budget_divided_by_the_cost_index(bac: Decimal, share: int, ac: Decimal) -> None:
    found = earned_value(bac=bac, pv=bac, ev=bac * share / 100, ac=ac)
    assert found.eac is not None
    assert found.cpi is not None
    assert abs(found.eac * found.cpi / bac - 1) < Decimal("1e-20")
    assert found.etc == found.eac - ac
    assert found.vac == bac - found.eac
    assert (found.vac >= 0) == (found.cpi >= 1)


def test_a_float_beside_decimals_is_read_as_the_decimal_that_it_prints() -> None:
    # The types say one kind; a spreadsheet's float beside a ledger's Decimal happens all the same.
    mixed: dict[str, Any] = {"bac": Decimal(100), "pv": 60.1, "ev": Decimal(50), "ac": 40}
    exact = earned_value(bac=Decimal(100), pv=Decimal("60.1"), ev=Decimal(50), ac=Decimal(40))
    assert earned_value(**mixed) == exact
    assert eac_weighted(**mixed, weight=0.8) == eac_weighted(**(mixed | {"pv": Decimal("60.1")}), weight=Decimal("0.8"))


@pytest.mark.parametrize("name", ["bac", "pv", "ev", "ac"])
@pytest.mark.parametrize("figure", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_finite_number_is_refused_by_name(name: str, figure: Any) -> None:
    with pytest.raises(EarnedValueError) as refusal:
        earned_value(**({"bac": 100, "pv": 60, "ev": 50, "ac": 40} | {name: figure}))
    assert refusal.value.item == name.upper()
