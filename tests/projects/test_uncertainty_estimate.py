"""What an estimate says about itself, in runs and in dates."""

from __future__ import annotations

from datetime import date

import pytest

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.uncertainty import (
    ThreePoint,
    chance_to_meet_date,
    percentile_date,
    simulate,
)
from support_office.domain.risk import reserve_to_percentile
from tests.projects.simulation_checks import PAIR, RUNS

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


FRIDAY = date(2026, 4, 3)
WEEKDAYS = WorkCalendar(country=None)


@pytest.mark.parametrize(
    ("days", "last"),
    [(0, FRIDAY), (1, FRIDAY), (1.5, date(2026, 4, 6)), (6, date(2026, 4, 10)), (7, date(2026, 4, 13))],
)
def test_working_days_end_on_a_working_day(days: float, last: date) -> None:
    certain = simulate([ThreePoint("A", days, days, days)], [], runs=10, seed=0)
    assert percentile_date(certain, 80, start=FRIDAY, calendar=WEEKDAYS) == last


def test_work_that_starts_on_a_holiday_begins_with_the_next_working_day() -> None:
    certain = simulate([ThreePoint("A", 1, 1, 1)], [], runs=10, seed=0)
    showa_day = date(2026, 4, 29)
    assert percentile_date(certain, 50, start=showa_day, calendar=WorkCalendar(country="JP")) == date(2026, 4, 30)


def test_the_chance_to_meet_a_date_counts_its_working_days() -> None:
    certain = simulate([ThreePoint("A", 2, 2, 2)], [], runs=10, seed=0)
    chances = [
        chance_to_meet_date(certain, day, start=FRIDAY, calendar=WEEKDAYS).value
        for day in (date(2026, 3, 2), date(2026, 4, 5), date(2026, 4, 6))
    ]
    assert chances == [0, 0, 1]


def test_the_reserve_of_a_simulation_is_its_p80_less_its_base() -> None:
    both = simulate(PAIR, [], runs=RUNS, seed=25)
    assert reserve_to_percentile(both, both.base) == both.percentile(80) - 5
