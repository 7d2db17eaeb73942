from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.domain.selection import (
    Candidate,
    Problem,
    SelectionError,
    blocked,
    budget_prices,
    displacement,
    efficient_frontier,
    force_in,
    solve,
    violations,
)

ITEMS = [
    Candidate("crm", Decimal(60), [Decimal(40)]),
    Candidate("erp", Decimal(90), [Decimal(60)]),
    Candidate("law", Decimal(5), [Decimal(30)]),
    Candidate("old", Decimal(-1), [Decimal(0)]),
]
PROBLEM = Problem(ITEMS, [Decimal(100)], exclusive=[["crm", "law"]])


def test_a_project_forced_in_names_whom_it_displaces_and_its_price() -> None:
    base = solve(PROBLEM)
    forced = force_in(PROBLEM, "law", base=base)
    assert base.chosen == ("crm", "erp")
    assert (forced.leaves, forced.joins, forced.change, forced.proven) == (("crm",), ("law",), Decimal(-55), True)


def test_a_project_that_no_valid_choice_contains_has_no_price() -> None:
    problem = Problem([*ITEMS, Candidate("moon", 1, [101])], [100])
    forced = force_in(problem, "moon", base=solve(problem))
    assert (forced.change, forced.proven) == (None, False)


def test_who_was_left_out_learns_which_limits_stand_against_it() -> None:
    result = {each.candidate: each.limits for each in blocked(PROBLEM, solve(PROBLEM))}
    assert result == {"law": (("budget", "0"), ("exclusive", "crm / law")), "old": ()}


def test_a_tenth_of_the_budget_has_a_price_in_both_directions() -> None:
    """Of 100, crm and erp (150) fit; of 90 only erp (90); of 110 still crm and erp."""
    (price,) = budget_prices(Problem(ITEMS, [Decimal(100)]))
    assert (price.less.value, price.more.value) == (Decimal(95), Decimal(150))
    assert (price.lost, price.gained, price.proven) == (Decimal(55), Decimal(0), True)


def test_a_budget_without_limit_has_no_price_and_a_needed_one_none_below() -> None:
    items = [Candidate("a", 1, [10, 5])]
    (price,) = budget_prices(Problem(items, [10, None], mandatory=["a"]))
    assert (price.budget, price.less.status, price.lost, price.gained) == (0, "infeasible", None, 0)


@pytest.mark.parametrize("share", [0, -1, 2])
def test_a_share_that_is_none_is_refused(share: int) -> None:
    with pytest.raises(SelectionError, match="share_off_scale"):
        budget_prices(PROBLEM, share=share)


def test_the_frontier_gives_the_best_value_for_each_size_of_budget() -> None:
    points = efficient_frontier(Problem(ITEMS, [Decimal(100)]), [1, Decimal("0.5"), Decimal("1.3"), 0])
    assert [(point.factor, point.budgets[0], point.selection.value) for point in points] == [
        (0, 0, 0),
        (Decimal("0.5"), 50, 60),
        (1, 100, 150),
        (Decimal("1.3"), 130, 155),
    ]


def test_two_choices_compare_by_who_leaves_and_who_joins() -> None:
    small, large = solve(Problem(ITEMS, [40])), solve(Problem(ITEMS, [60]))
    change = displacement(PROBLEM, small, large)
    assert (change.leaves, change.joins, change.change) == (("crm",), ("erp",), 30)


drawn = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None)
@given(drawn, st.integers(0, 60), st.sampled_from([0.0, 10.0]))
def test_more_money_is_never_worth_less_even_when_time_runs_out(
    rows: list[tuple[int, int, int]], budget: int, time_limit: float
) -> None:
    items = [Candidate(str(place), value, [one, two]) for place, (value, one, two) in enumerate(rows)]
    problem = Problem(items, [budget, budget])
    values = [point.selection.value for point in efficient_frontier(problem, [0.5, 1, 1.5], time_limit=time_limit)]
    assert values == sorted(values, key=lambda value: value or 0)
    for price in budget_prices(problem, time_limit=time_limit):
        assert price.lost is not None
        assert price.gained is not None
        assert (price.lost >= 0, price.gained >= 0) == (True, True)
        assert price.more.bound is None or price.more.value is None or price.more.bound >= price.more.value


@settings(max_examples=25, deadline=None)
@given(drawn, st.integers(0, 60))
def test_a_candidate_is_blocked_exactly_by_what_adding_it_breaks(rows: list[tuple[int, int, int]], budget: int) -> None:
    items = [Candidate(str(place), value, [one, two]) for place, (value, one, two) in enumerate(rows)]
    problem = Problem(items, [budget, budget], requires=[(items[-1].id, items[0].id)], max_count=3)
    result = solve(problem)
    for each in blocked(problem, result):
        broken = violations(problem, {**result.starts, each.candidate: 0})
        assert set(each.limits) == {(violation.kind, violation.item) for violation in broken}
