"""Work packages: time-phasing over working days, the measures of progress, and totals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D  # noqa: N817  money on every line

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.earned_value import (
    Apportioned,
    DurationPercent,
    EarnedValueError,
    FixedFormula,
    LevelOfEffort,
    Method,
    PercentEstimate,
    PhysicalPercent,
    Standing,
    UnitsComplete,
    WeightedMilestone,
    WeightedMilestones,
    WorkPackage,
    planned_curve,
    planned_share,
    planned_value,
    roll_up,
    since_rebaseline,
    standings,
)

JAPAN = WorkCalendar()
HALF = PhysicalPercent(D("0.5"))


def package(
    key: str, budget: int, start: str, finish: str, method: Method = HALF, *, cost: int | None = None
) -> WorkPackage:
    spent = None if cost is None else D(cost)
    return WorkPackage(key, D(budget), date.fromisoformat(start), date.fromisoformat(finish), method, spent)


def test_value_is_planned_over_working_days_at_the_end_of_each() -> None:
    """Thursday 2026-04-30 to Thursday 2026-05-07: the week-end and three holidays plan nothing (3, 4, 5, 6 May)."""
    golden_week = package("A", 300, "2026-04-30", "2026-05-07")
    days = ["2026-04-29", "2026-04-30", "2026-05-01", "2026-05-06", "2026-05-07", "2027-01-01"]
    found = [planned_value([golden_week], date.fromisoformat(day), JAPAN) for day in days]
    assert found == [0, 100, 200, 200, 300, 300]


def test_a_package_without_a_working_day_is_planned_at_its_finish() -> None:
    weekend = package("A", 100, "2026-04-04", "2026-04-05")
    assert planned_share(weekend, date(2026, 4, 4), JAPAN) == 0
    assert planned_share(weekend, date(2026, 4, 5), JAPAN) == 1


def test_a_package_keeps_its_own_calendar() -> None:
    every_day = WorkCalendar(country=None, week=(WorkCalendar().week[0],) * 7)
    own = WorkPackage("A", D(70), date(2026, 4, 6), date(2026, 4, 12), HALF, None, every_day)
    assert planned_value([own], date(2026, 4, 11), JAPAN) == 60


def test_the_curve_of_a_plan_is_what_earned_schedule_reads() -> None:
    packages = [package("A", 100, "2026-04-06", "2026-04-17"), package("B", 50, "2026-04-13", "2026-04-17")]
    assert planned_curve(packages, [date(2026, 4, 10), date(2026, 4, 17)], JAPAN) == (D(50), D(150))


def test_a_package_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(EarnedValueError, match="finishes before it starts"):
        package("A", 100, "2026-04-06", "2026-04-05")


@pytest.mark.parametrize(
    ("at_start", "state", "share"),
    [("0", "started", "0"), ("0", "finished", "1"), ("0.5", "started", "0.5"), ("0.25", "waiting", "0")],
)
def test_fixed_formulas_earn_at_start_and_at_finish(at_start: str, state: str, share: str) -> None:
    formula = FixedFormula(D(at_start), started=state != "waiting", finished=state == "finished")
    assert formula.share() == D(share)


def test_rough_formulas_suit_short_packages_only() -> None:
    nothing, half = (FixedFormula(D(share), started=True, finished=False) for share in ("0", "0.5"))
    assert [nothing.suits(periods) for periods in (1, 2)] == [True, False]
    assert [half.suits(periods) for periods in (2, 3)] == [True, False]


def test_milestones_earn_their_weight_and_parts_only_where_allowed() -> None:
    milestones = (
        WeightedMilestone(D(30), D(1)),
        WeightedMilestone(D(50), D("0.5")),
        WeightedMilestone(D(20), D("0.5"), partial_allowed=True),
    )
    assert WeightedMilestones(milestones).share() == D("0.4")


def test_milestone_weights_add_up_to_a_hundred() -> None:
    with pytest.raises(EarnedValueError, match="add up to 99 percent"):
        WeightedMilestones((WeightedMilestone(D(99), D(1)),))


def test_an_estimate_stops_at_its_gate_until_the_review_is_passed() -> None:
    assert PercentEstimate(D("0.95"), gate_cap=D("0.8")).share() == D("0.8")
    assert PercentEstimate(D("0.95")).share() == D("0.95")


def test_units_and_durations_are_shares_of_what_was_planned() -> None:
    assert UnitsComplete(D(30), D(40)).share() == D("0.75")
    assert UnitsComplete(D(50), D(40)).share() == 1
    assert DurationPercent(D(8), D(2)).share() == D("0.75")
    assert DurationPercent(D(8), D(10)).share() == 0


@pytest.mark.parametrize("broken", [D("1.01"), D("-0.01")])
def test_a_share_outside_of_nothing_and_all_is_refused(broken: D) -> None:
    with pytest.raises(EarnedValueError):
        PhysicalPercent(broken)


def test_level_of_effort_earns_what_was_planned_and_apportioned_effort_follows_its_package() -> None:
    dates = ("2026-04-06", "2026-04-17")
    packages = [
        package("build", 100, *dates, PhysicalPercent(D("0.3")), cost=40),
        package("inspect", 20, *dates, Apportioned("build")),
        package("office", 10, *dates, LevelOfEffort(), cost=5),
        package("typing", 4, *dates, Apportioned("office")),
    ]
    found = {one.id: (one.pv, one.ev, one.ac) for one in standings(packages, date(2026, 4, 10), JAPAN)}
    assert found["build"] == (D(50), D(30), D(40))
    assert found["inspect"] == (D(10), D(6), None)
    assert found["office"] == (D(5), D(5), D(5))
    assert found["typing"] == (D(2), D(2), None)


def test_packages_that_follow_each_other_in_a_circle_are_named() -> None:
    circle = [package(one, 1, "2026-04-06", "2026-04-07", Apportioned(to)) for one, to in ("ab", "bc", "cb")]
    with pytest.raises(EarnedValueError, match="b → c → b"):
        standings(circle, date(2026, 4, 6), JAPAN)
    with pytest.raises(EarnedValueError, match="unknown package z"):
        standings([package("a", 1, "2026-04-06", "2026-04-07", Apportioned("z"))], date(2026, 4, 6), JAPAN)


def standing(key: str, pv: int | None, ev: int | None, ac: int | None, *, loe: bool = False) -> Standing:
    planned, earned, spent = (None if figure is None else D(figure) for figure in (pv, ev, ac))
    return Standing(key, D(1000), planned, earned, spent, level_of_effort=loe)


def test_an_index_of_many_is_the_ratio_of_sums_not_the_mean_of_ratios() -> None:
    found = roll_up([standing("small", 10, 10, 5), standing("large", 500, 300, 600)])
    assert found.cpi == D(310) / D(605)
    assert found.spi == D(310) / D(510)
    assert (found.cv, found.sv, found.eac) == (D(-295), D(-200), D(2000) * 605 / 310)


def test_what_is_unknown_is_named_and_not_counted_as_nothing() -> None:
    found = roll_up(
        [standing("known", 100, 90, 100), standing("no cost", 100, 50, None), standing("bare", None, None, 7)]
    )
    assert found.cpi == D("0.9")
    assert found.spi == D("0.7")
    assert found.eac == D(1000) * 100 / 90
    assert (found.without_cost, found.without_schedule) == (("no cost", "bare"), ("bare",))


def test_level_of_effort_leaves_the_schedule_index_on_request() -> None:
    items = [standing("work", 100, 50, 50), standing("office", 100, 100, 100, loe=True)]
    assert roll_up(items).spi == D("0.75")
    assert roll_up(items, exclude_level_of_effort=True).spi == D("0.5")
    assert roll_up(items, exclude_level_of_effort=True).cpi == 1


def test_nothing_rolls_up_to_nothing_known() -> None:
    found = roll_up([])
    assert found.bac == 0
    assert (found.cpi, found.spi, found.eac, found.cv) == (None, None, None, None)


def test_after_a_re_baseline_new_figures_start_afresh_and_the_whole_still_shows_the_slip() -> None:
    then, now = standing("p", 400, 400, 800), standing("p", 600, 600, 1000)
    assert since_rebaseline(now, then).cpi == 1
    assert since_rebaseline(now, then).bac == 600
    assert roll_up([now]).cpi == D("0.6")


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), min_size=1, max_size=8))
def test_a_rolled_up_index_lies_between_the_worst_and_the_best(pairs: list[tuple[int, int]]) -> None:
    found = roll_up(standing(str(number), 1, ev, ac) for number, (ev, ac) in enumerate(pairs))
    assert found.cpi is not None
    ratios = [D(ev) / D(ac) for ev, ac in pairs]
    noise = D("1e-20")
    assert min(ratios) - noise <= found.cpi <= max(ratios) + noise


DAYS = st.dates(date(2026, 3, 1), date(2026, 9, 30))


@given(DAYS, DAYS, DAYS, DAYS)
def test_planned_value_never_falls_and_ends_at_the_budget(first: date, last: date, one_day: date, other: date) -> None:
    planned = WorkPackage("A", D(700), min(first, last), max(first, last), HALF)
    curve = planned_curve([planned], [min(one_day, other), max(one_day, other), planned.finish], JAPAN)
    assert 0 <= curve[0] <= curve[1] <= 700
    assert curve[2] == 700
