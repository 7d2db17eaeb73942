from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.domain.selection import (
    Candidate,
    Problem,
    SelectionError,
    Start,
    later_start,
    select,
    solve,
    violations,
)
from portfolio.domain.selection.greedy import greedy
from portfolio.domain.selection.highs import Answer, _solve
from portfolio.domain.selection.program import program_of
from tests.shared_data import shared_path

# OR-Library, mknap1 (Petersen 1967, Computational experience with variants of the Balas algorithm), problem 1.
VALUES = (100, 600, 1200, 2400, 500, 2000)
COSTS = (
    (8, 12, 13, 64, 22, 41),
    (8, 12, 13, 75, 22, 41),
    (3, 6, 4, 18, 6, 4),
    (5, 10, 8, 32, 6, 12),
    (5, 13, 8, 42, 6, 20),
    (5, 13, 8, 48, 6, 20),
    (0, 0, 0, 0, 8, 0),
    (3, 0, 4, 0, 8, 0),
    (3, 2, 4, 0, 8, 4),
    (3, 2, 4, 8, 8, 4),
)
CAPACITIES = (80, 96, 20, 36, 44, 48, 10, 18, 22, 24)
# Problem 3 of the same file: 15 candidates; its constrained variant was checked by two methods.
VALUES_3 = (100, 220, 90, 400, 300, 400, 205, 120, 160, 580, 400, 140, 100, 1300, 650)
COSTS_3 = (
    (8, 24, 13, 80, 70, 80, 45, 15, 28, 90, 130, 32, 20, 120, 40),
    (8, 44, 13, 100, 100, 90, 75, 25, 28, 120, 130, 32, 40, 160, 40),
    (3, 6, 4, 20, 20, 30, 8, 3, 12, 14, 40, 6, 3, 20, 5),
    (5, 9, 6, 40, 30, 40, 16, 5, 18, 24, 60, 16, 11, 30, 25),
    (5, 11, 7, 50, 40, 40, 19, 7, 18, 29, 70, 21, 17, 30, 25),
    (5, 11, 7, 55, 40, 40, 21, 9, 18, 29, 70, 21, 17, 35, 25),
    (0, 0, 1, 10, 4, 10, 0, 6, 0, 6, 32, 3, 0, 70, 10),
    (3, 4, 5, 20, 14, 20, 6, 12, 10, 18, 42, 9, 12, 100, 20),
    (3, 6, 9, 30, 29, 20, 12, 12, 10, 30, 42, 18, 18, 110, 20),
    (3, 8, 9, 35, 29, 20, 16, 15, 10, 30, 42, 20, 18, 120, 20),
)
CAPACITIES_3 = (550, 700, 130, 240, 280, 310, 110, 205, 260, 275)


def candidates(values: Any, costs: Any) -> list[Candidate]:
    return [Candidate(str(place), value, [row[place] for row in costs]) for place, value in enumerate(values)]


def test_the_published_six_candidate_problem_reaches_its_optimum() -> None:
    result = select(candidates(VALUES, COSTS), CAPACITIES)
    assert (result.value, result.bound, result.proven_optimal, result.status) == (3800, 3800, True, "optimal")
    assert result.chosen == ("1", "2", "5")
    assert result.gap == 0


def test_the_published_fifteen_candidate_problem_reaches_its_optima() -> None:
    items = candidates(VALUES_3, COSTS_3)
    free = select(items, CAPACITIES_3)
    assert (free.value, free.proven_optimal) == (4015, True)
    bound = select(items, CAPACITIES_3, requires=[("1", "0")], exclusive=[("3", "5")])
    assert (bound.value, bound.proven_optimal) == (4005, True)
    assert "0" in bound.chosen or "1" not in bound.chosen
    assert not {"3", "5"} <= set(bound.chosen)


def test_the_shared_problems_reach_their_optima() -> None:
    path = shared_path("data", "selection.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    data = json.loads(path.read_text())
    problems = {each["problem"]: each for each in data["problems"]}
    for each in problems.values():
        result = select(candidates(each["values"], each["costs"]), each["capacities"])
        assert result.value == pytest.approx(each["optimum"])
        assert result.proven_optimal
    for each in data["constrained"]:
        base = problems[each["problem"]]
        result = select(
            candidates(base["values"], base["costs"]),
            base["capacities"],
            requires=[(str(i), str(j)) for i, j in each["dependencies_i_requires_j"]],
            exclusive=[[str(i) for i in group] for group in each["mutually_exclusive_groups"]],
            mandatory=[str(i) for i in each["must_select"]],
            max_count=each["max_count"],
        )
        assert result.value == pytest.approx(each["optimum"])
        assert result.proven_optimal


small = st.integers(0, 9)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    count, years = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    names = [f"p{place}" for place in range(count)]
    items = []
    for name in names:
        costs = draw(st.lists(small, min_size=years, max_size=years))
        demands = {"java": draw(st.lists(small, min_size=2, max_size=2))} if draw(st.booleans()) else {}
        later = Start(1, draw(st.integers(-5, 30)), draw(st.lists(small, min_size=years, max_size=years)), demands)
        buckets = tuple(draw(st.sets(st.sampled_from(["growth", "run"]))))
        starts = (later,) if draw(st.booleans()) else ()
        items.append(Candidate(name, Decimal(draw(st.integers(-50, 300))) / 10, costs, demands, buckets, starts))
    one = st.sampled_from(names)
    known = {bucket for item in items for bucket in item.buckets}
    return Problem(
        items,
        draw(st.lists(st.integers(0, 25), min_size=years, max_size=years)),
        {"java": draw(st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=2, max_size=2))},
        requires=draw(st.lists(st.tuples(one, one), max_size=2)),
        exclusive=draw(st.lists(st.lists(one, min_size=2, max_size=3), max_size=2)),
        mandatory=draw(st.lists(one, max_size=1)),
        max_count=draw(st.one_of(st.none(), st.integers(0, 5))),
        minimums={bucket: draw(st.integers(0, 2)) for bucket in sorted(known)},
    )


def best_by_enumeration(problem: Problem) -> Decimal | None:
    options = [(each.id, option) for each in problem.candidates for option in each.options]
    worth = []
    for group in chain.from_iterable(combinations(options, size) for size in range(len(problem.candidates) + 1)):
        starts = {name: option.start for name, option in group}
        if len(starts) == len(group) and not violations(problem, starts):
            worth.append(sum((Decimal(option.value) for _, option in group), Decimal()))
    return max(worth, default=None)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_choice_is_the_best_of_all_valid_choices(problem: Problem) -> None:
    result = solve(problem)
    assert result.value == best_by_enumeration(problem)
    assert result.status == ("infeasible" if result.value is None else "optimal")
    assert result.bound == result.value


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from([0.0, 0.01, 10.0]))
def test_a_choice_never_breaks_a_rule_and_never_beats_its_bound(problem: Problem, time_limit: float) -> None:
    result = solve(problem, time_limit=time_limit)
    if result.value is None:
        assert (result.chosen, result.proven_optimal) == ((), False)
        return
    assert violations(problem, result.starts) == ()
    assert result.chosen == tuple(result.starts)
    assert result.bound is None or result.bound >= result.value
    assert not result.proven_optimal or result.bound == result.value


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_plain_choice_for_want_of_time_keeps_every_rule(problem: Problem) -> None:
    checked = problem.checked()
    program = program_of(checked)
    found = greedy(checked, program)
    if found is not None:
        starts = {program.columns[place].candidate: program.columns[place].start for place in found}
        assert violations(problem, starts) == ()


def test_without_time_the_answer_is_valid_and_its_optimality_left_open() -> None:
    result = select(candidates(VALUES, COSTS), CAPACITIES, time_limit=0)
    assert result.status == "feasible"
    assert (result.proven_optimal, result.bound, result.gap) == (False, None, None)
    assert result.value is not None
    assert 0 < result.value <= 3800


def test_without_time_and_without_a_plain_choice_nothing_is_claimed() -> None:
    result = select([Candidate("a", 1, [5])], [4], mandatory=["a"], time_limit=0)
    assert (result.status, result.value, result.chosen) == ("undecided", None, ())


def test_rules_that_exclude_each_other_are_called_infeasible() -> None:
    result = select([Candidate("a", 1, [5])], [4], mandatory=["a"])
    assert (result.status, result.value, result.bound, result.proven_optimal) == ("infeasible", None, None, False)


def test_a_budget_is_kept_to_the_last_yen_where_the_solver_would_let_it_pass() -> None:
    """Three projects of a hundred trillion and one yen overdraw by 3 yen: one part in 10^14."""
    items = [Candidate(name, Decimal(5), [Decimal(10**14 + 1)]) for name in "abc"]
    program = program_of(Problem([*items], [Decimal(3 * 10**14)]).checked())
    assert _solve(program, [], monotonic() + 10)[1] == (0, 1, 2)
    result = select([*items, Candidate("d", Decimal(1), [Decimal(10**14 - 2)])], [Decimal(3 * 10**14)])
    assert (result.value, len(result.chosen), result.proven_optimal) == (Decimal(11), 3, True)
    assert result.used == (Decimal(3 * 10**14),)


def test_costs_in_floats_count_as_they_are_written() -> None:
    result = select([Candidate("a", 1, [0.1]), Candidate("b", 1, [0.2])], [0.3])
    assert result.chosen == ("a", "b")


def test_money_in_is_money_out() -> None:
    result = select([Candidate("a", Decimal("1.50"), [Decimal("2.25")])], [Decimal(3)])
    assert (result.value, result.used) == (Decimal("1.5"), (Decimal("2.25"),))
    assert isinstance(result.value, Decimal)
    assert isinstance(result.bound, Decimal)


def test_projects_of_negative_value_are_chosen_only_when_they_must_be() -> None:
    items = [Candidate("law", -3, [1]), Candidate("shop", 5, [1])]
    assert select(items, [5]).chosen == ("shop",)
    assert select(items, [5], mandatory=["law"]).value == 2
    assert select(items, [5], requires=[("shop", "law")]).chosen == ("law", "shop")


def test_no_candidates_are_an_empty_optimum() -> None:
    result = select([], [5])
    assert (result.chosen, result.value, result.status, result.gap) == ((), 0, "optimal", None)


def test_an_unlimited_budget_binds_nobody() -> None:
    assert select([Candidate("a", 1, [10**12, 1])], [None, 1]).chosen == ("a",)


def test_a_bucket_gets_its_minimum_and_the_count_its_limit() -> None:
    items = [
        Candidate("rich", 9, [1]),
        Candidate("richer", 10, [1]),
        Candidate("safe", 1, [1], buckets=("security",)),
    ]
    problem = Problem(items, [5], max_count=2, minimums={"security": 1})
    assert solve(problem).chosen == ("richer", "safe")


def test_a_skill_limits_each_period_of_its_own() -> None:
    items = [Candidate("a", 5, [1], {"java": [2, 0]}), Candidate("b", 4, [1], {"java": [1, 1]})]
    assert solve(Problem(items, [5], {"java": [2, 2]})).chosen == ("a",)
    assert solve(Problem(items, [5], {"java": [3, 2]})).chosen == ("a", "b")
    assert solve(Problem(items, [5], {"java": [None, 2]})).chosen == ("a", "b")


def test_a_later_start_uses_the_money_of_later_years() -> None:
    shop, law = Candidate("shop", 10, [5, 0, 0]), Candidate("law", 8, [5, 0, 0])
    moved = Candidate("law", 8, law.costs, starts=(later_start(law, 1, value=7),))
    result = solve(Problem([shop, moved], [5, 5, 0]))
    assert (dict(result.starts), result.value) == ({"shop": 0, "law": 1}, 17)


def test_who_needs_another_starts_no_earlier() -> None:
    base = Candidate("base", 1, [5, 0], starts=(Start(1, 1, [0, 5]),))
    top = Candidate("top", 9, [0, 5], starts=(Start(1, 4, [0, 2]),))
    result = solve(Problem([base, top], [4, 7], requires=[("top", "base")]))
    assert (dict(result.starts), result.value) == ({"base": 1, "top": 1}, 5)


def test_a_start_moves_every_block_of_budgets_and_every_demand() -> None:
    candidate = Candidate("a", 9, [1, 2, 0, 10, 20, 0], {"java": [3, 0, 0]})
    start = later_start(candidate, 1, value=8, years=3)
    assert (start.costs, dict(start.demands)) == ((0, 1, 2, 0, 10, 20), {"java": (0, 3, 0)})


@pytest.mark.parametrize(("costs", "periods", "years", "code"), [
    ([1, 2], 1, None, "beyond_horizon: a"),
    ([1, 0], -1, None, "beyond_horizon: a"),
    ([1, 0, 0], 1, 2, "cost_count: a"),
    ([], 1, None, "cost_count: a"),
])  # fmt: skip
def test_a_start_that_leaves_the_horizon_is_refused(
    costs: list[int], periods: int, years: int | None, code: str
) -> None:
    with pytest.raises(SelectionError, match=code):
        later_start(Candidate("a", 1, costs), periods, value=1, years=years)


A, B = Candidate("a", 1, [1], {"java": [1]}), Candidate("b", 1, [1])
JAVA: dict[str, list[int | None]] = {"java": [5]}


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Problem([B, B], [1]), "duplicate_candidate: b"),
        (Problem([B], [1], requires=[("b", "z")]), "unknown_candidate: z"),
        (Problem([B], [1], exclusive=[["y"]]), "unknown_candidate: y"),
        (Problem([B], [1], mandatory=["x"]), "unknown_candidate: x"),
        (Problem([B], [1, 2]), "cost_count: b"),
        (Problem([Candidate("c", 1, [-1])], [1]), "negative_cost: c"),
        (Problem([A], [1]), "unknown_skill: a / java"),
        (Problem([A], [1], {"java": [1, 2]}), "period_count: a / java"),
        (Problem([Candidate("c", 1, [1], {"java": [-1]})], [1], JAVA), "negative_demand: c / java"),
        (Problem([Candidate("c", 1, [1], starts=(Start(0, 1, [1]),))], [1]), "duplicate_start: c"),
        (Problem([B], [-1]), "negative_budget: 0"),
        (Problem([B], [1], {"java": [-1]}), "negative_capacity: java"),
        (Problem([B], [1], max_count=-1), "negative_count: -1"),
        (Problem([B], [1], minimums={"growth": 1}), "unknown_bucket: growth"),
    ],
)
def test_a_problem_that_means_nothing_is_refused_by_its_offender(problem: Problem, code: str) -> None:
    with pytest.raises(SelectionError, match=code):
        solve(problem)


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not_a_number: a"):
        select([Candidate("a", float("nan"), [1])], [1])


def test_the_checker_names_each_broken_rule_and_by_how_much() -> None:
    items = [A, B, Candidate("c", 1, [1], buckets=("growth",))]
    problem = Problem(
        items, [Decimal("1.5")], {"java": [0]}, requires=[("a", "c")], exclusive=[["a", "b"]],
        mandatory=["c"], max_count=1, minimums={"growth": 1},
    )  # fmt: skip
    found = {(each.kind, each.item): each.excess for each in violations(problem, {"a": 0, "b": 0})}
    assert found == {
        ("budget", "0"): 0.5,
        ("capacity", "java / 0"): 1,
        ("requires", "a / c"): 1,
        ("exclusive", "a / b"): 1,
        ("mandatory", "c"): 1,
        ("max_count", "1"): 1,
        ("minimum", "growth"): 1,
    }
    assert [each.kind for each in violations(problem, {"a": 3})] == ["unknown_start"]


def test_an_unfinished_search_states_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(*_: object, **__: object) -> Answer:
        return Answer((0,), Fraction(9), complete=False)

    monkeypatch.setattr("portfolio.domain.selection.choice.best", cut_short)
    result = select([Candidate("a", 6, [1]), Candidate("b", 5, [1])], [1])
    assert (result.status, result.proven_optimal, result.bound, result.gap) == ("feasible", False, 9, 0.5)
