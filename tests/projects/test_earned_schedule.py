"""Earned schedule and duration forecasts, against published and derived cases."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.earned_value import (
    EarnedValueError,
    duration_forecasts,
    earned_schedule,
    p_factor,
)
from tests.shared_data import shared_path

# A plan of ten equal periods of 10,000.
LINEAR = [10_000.0 * period for period in range(1, 11)]


@pytest.mark.parametrize(
    ("ev", "es", "sv_t", "spi_t", "eac_t"),
    [
        (30_000, 3, -1, 0.75, 13.333333),
        (40_000, 4, 0, 1, 10),
        (50_000, 5, 1, 1.25, 8),
        (34_000, 3.4, -0.6, 0.85, 11.7647),
    ],
)
def test_a_linear_plan_at_period_four_reads_as_lipke_derives(
    ev: float, es: float, sv_t: float, spi_t: float, eac_t: float
) -> None:
    found = earned_schedule(planned=LINEAR, ev=ev, actual_time=4)
    assert (found.es, found.sv_t, found.spi_t, found.eac_t) == pytest.approx((es, sv_t, spi_t, eac_t), abs=1e-4)


def test_a_bent_plan_is_read_on_the_straight_line_between_its_periods() -> None:
    found = earned_schedule(planned=[20.0, 50.0, 90.0, 140.0, 200.0], ev=70.0, actual_time=3.0)
    assert found.es == 2.5


def test_the_shared_cases_come_out_as_derived() -> None:
    path = shared_path("data", "evm.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    for case in json.loads(path.read_text())["textbook"]:
        given_figures, expected = case["inputs"], case["expected"]
        found = earned_schedule(
            planned=given_figures["pv"][1:], ev=given_figures["ev"], actual_time=given_figures.get("at", 1)
        )
        assert found.es == pytest.approx(expected["es"], abs=case["tol"])
        if "at" in given_figures:
            assert (found.sv_t, found.spi_t, found.eac_t) == pytest.approx(
                (expected["sv_t"], expected["spi_t"], expected["ieac_t"]), abs=1e-9
            )


def test_the_general_forecasts_take_the_pace_that_is_expected_of_the_rest() -> None:
    found = earned_schedule(planned=LINEAR, ev=30_000, actual_time=4, cpi=0.8)
    assert found.eac_t_plan == 11
    assert found.eac_t_sci == pytest.approx(4 + 7 / (0.75 * 0.8))
    assert found.tspi == pytest.approx(7 / 6)


def test_a_late_finish_shows_in_time_though_not_in_money() -> None:
    found = earned_schedule(planned=LINEAR, ev=100_000, actual_time=14, actual_finish=12)
    assert (found.es, found.actual_time, found.sv_t, found.eac_t) == (10, 12, -2, 12)
    assert found.spi_t == pytest.approx(10 / 12)
    assert found.tspi is None


def test_at_time_zero_and_with_nothing_earned_the_index_and_its_forecast_are_undefined() -> None:
    start = earned_schedule(planned=LINEAR, ev=0, actual_time=0)
    assert (start.es, start.spi_t, start.eac_t, start.tspi) == (0, None, None, 1)
    idle = earned_schedule(planned=LINEAR, ev=0, actual_time=3)
    assert (idle.spi_t, idle.eac_t) == (0, None)


def test_where_the_plan_rests_earned_schedule_is_at_the_end_of_the_rest() -> None:
    assert earned_schedule(planned=[10.0, 10.0, 20.0], ev=10.0, actual_time=1.0).es == 2


def test_the_noise_of_a_sum_of_floats_earns_the_whole_plan_and_no_more() -> None:
    assert earned_schedule(planned=[0.1, 0.3], ev=0.1 + 0.2, actual_time=2).es == 2


def test_decimals_stay_decimals() -> None:
    planned = [Decimal(10), Decimal(30)]
    found = earned_schedule(planned=planned, ev=Decimal(20), actual_time=Decimal(1))
    assert found.es == Decimal("1.5")
    assert isinstance(found.eac_t, Decimal)


@pytest.mark.parametrize(
    ("planned", "ev", "item"), [([], 0, "planned"), ([1, 3, 2], 1, 3), ([1, 2], 3, "EV"), ([1, 2], -1, "EV")]
)
def test_a_broken_plan_is_refused_by_name(planned: list[float], ev: float, item: object) -> None:
    with pytest.raises(EarnedValueError) as refused:
        earned_schedule(planned=planned, ev=ev, actual_time=1)
    assert refused.value.item == item


def test_duration_forecasts_divide_the_plan_or_the_rest_by_performance() -> None:
    found = duration_forecasts(planned_duration=10.0, actual_duration=4.0, spi=0.75, cpi=0.8)
    assert found.planned_value_spi == pytest.approx(10 / 0.75)
    assert found.planned_value_sci == pytest.approx(10 / 0.6)
    assert found.earned_duration_plan == pytest.approx(4 + 7)
    assert found.earned_duration_spi == pytest.approx(4 + 7 / 0.75)
    assert found.earned_duration_sci == pytest.approx(4 + 7 / 0.6)
    unknown = duration_forecasts(planned_duration=10.0, actual_duration=4.0, spi=None, cpi=0.8)
    assert unknown.earned_duration_plan is None


def test_adherence_counts_what_was_earned_where_the_plan_wanted_it() -> None:
    assert p_factor(planned_at_es=[50.0, 30.0, 0.0], earned=[50.0, 10.0, 20.0]) == pytest.approx(60 / 80)
    assert p_factor(planned_at_es=[50.0], earned=[0.0]) is None
    assert p_factor(planned_at_es=[], earned=[]) is None


@given(st.lists(st.integers(1, 50), min_size=1, max_size=12), st.data())
def test_earned_schedule_reads_the_plan_backwards(steps: list[int], data: st.DataObject) -> None:
    planned = [float(sum(steps[:count])) for count in range(1, len(steps) + 1)]
    ev = float(data.draw(st.integers(0, int(planned[-1]))))
    found = earned_schedule(planned=planned, ev=ev, actual_time=1.0)
    assert 0 <= found.es <= len(planned)
    done = int(found.es)
    base = planned[done - 1] if done else 0.0
    step = planned[done] - base if done < len(planned) else 0.0
    assert base + (found.es - done) * step == pytest.approx(ev)
    if found.spi_t:
        assert found.eac_t == pytest.approx(len(planned) / found.spi_t)


def test_months_may_be_floats_where_money_is_decimal() -> None:
    plan: list[Any] = [Decimal(10), Decimal(20)]
    found = earned_schedule(planned=plan, ev=Decimal(15), actual_time=2.5, cpi=0.5)
    assert (found.es, found.spi_t, found.eac_t) == (
        Decimal("1.5"),
        Decimal("0.6"),
        Decimal("2.5") + Decimal("0.5") / Decimal("0.6"),
    )
    spi: Any = Decimal("0.8")
    assert duration_forecasts(
        planned_duration=10.0, actual_duration=2.5, spi=spi, cpi=None
    ).planned_value_spi == Decimal("12.5")


def test_a_period_that_is_no_number_is_refused_by_its_place() -> None:
    with pytest.raises(EarnedValueError) as refusal:
        earned_schedule(planned=[10.0, float("nan"), 30.0], ev=5.0, actual_time=1)
    assert refusal.value.item == 2
