from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.prioritization import (
    Job,
    Moscow,
    PrioritizationError,
    Quadrant,
    ScoreCriterion,
    Scored,
    ScoringModel,
    moscow_balance,
    quadrant,
    rank,
    rice,
    value_effort,
    weight_sensitivity,
    wsjf,
    wsjf_findings,
    wsjf_queue,
)

MODEL = ScoringModel(
    "2026-1",
    (
        ScoreCriterion("strategy", Decimal("0.5")),
        ScoreCriterion("return", Decimal("0.3")),
        ScoreCriterion("risk", Decimal("0.2"), direction="cost"),
    ),
    tie_breaks=("strategy", "risk"),
)


def project(name: str, strategy: float | None, gain: float, risk: float) -> Scored:
    return Scored(name, {"strategy": strategy, "return": gain, "risk": risk})


def test_the_score_is_the_weighted_sum_with_cost_scales_mirrored() -> None:
    best = rank([project("crm", 4, 3, 2), project("erp", 3, 3, 3)], MODEL)[0]
    assert (best.id, best.rank, best.score) == ("crm", 1, 0.5 * 4 + 0.3 * 3 + 0.2 * 4)
    assert (best.decided_by, best.model_version) == (None, "2026-1")


def test_a_scale_of_its_own_is_mapped_onto_the_models() -> None:
    model = ScoringModel("1", (ScoreCriterion("npv", 1, lowest=-100, highest=300),))
    assert rank([Scored("a", {"npv": 0})], model)[0].score == 2


def test_a_true_tie_is_decided_by_the_stated_keys_and_then_by_id() -> None:
    items = [project("b", 3, 3, 3), project("d", 3, 3, 3), project("c", 2, 4, 2), project("a", 2, 4, 2)]
    ranked = rank(items, MODEL)
    assert [(each.id, each.decided_by) for each in ranked] == [("b", None), ("d", "id"), ("a", "strategy"), ("c", "id")]
    assert {each.score for each in ranked} == {3.0}


def test_sums_that_differ_only_by_float_rounding_tie() -> None:
    model = ScoringModel("1", (ScoreCriterion("x", 0.1), ScoreCriterion("y", 0.2), ScoreCriterion("z", 0.7)))
    items = [Scored("late", {"x": 5, "y": 2, "z": 3}), Scored("early", {"x": 3, "y": 3, "z": 3})]
    assert [each.decided_by for each in rank(items, model)] == [None, "id"]


def test_a_missing_score_leaves_an_item_unranked_rather_than_zero() -> None:
    ranked = rank([project("known", 1, 1, 5), project("unknown", None, 5, 1)], MODEL)
    assert [(each.id, each.rank, each.score, each.missing) for each in ranked] == [
        ("known", 1, 1.0, ()),
        ("unknown", None, None, ("strategy",)),
    ]


@given(st.permutations([project(name, ord(name) % 4 + 1, ord(name) % 3 + 1, ord(name) % 5 + 1) for name in "abcdefg"]))
def test_the_ranking_does_not_depend_on_the_order_of_entry(items: list[Scored]) -> None:
    assert rank(items, MODEL) == rank(sorted(items, key=lambda item: item.id), MODEL)


def test_weights_that_came_out_of_a_computation_may_miss_one_by_rounding() -> None:
    thirds = ScoringModel("1", tuple(ScoreCriterion(name, 1 / 3) for name in "xyz"))
    assert rank([Scored("a", dict.fromkeys("xyz", 3))], thirds)[0].score == 3


@pytest.mark.parametrize(
    ("criteria", "tie_breaks", "code"),
    [
        ((ScoreCriterion("a", 0.5),), (), "weights_not_one: 0.5"),
        ((ScoreCriterion("a", 0.99999999),), (), "weights_not_one"),
        ((ScoreCriterion("a", -1), ScoreCriterion("b", 2)), (), "negative_weight: a"),
        ((ScoreCriterion("a", 1, lowest=5, highest=5),), (), "empty_scale: a"),
        ((ScoreCriterion("a", 1),), ("z",), "unknown_tie_break: z"),
        ((ScoreCriterion("a", 0.5), ScoreCriterion("a", 0.5)), (), "duplicate_item: a"),
    ],
)
def test_a_model_that_cannot_rank_is_refused(
    criteria: tuple[ScoreCriterion, ...], tie_breaks: tuple[str, ...], code: str
) -> None:
    with pytest.raises(PrioritizationError, match=code):
        rank([], ScoringModel("1", criteria, tie_breaks=tie_breaks))


def test_a_model_whose_common_scale_is_a_point_is_refused() -> None:
    with pytest.raises(PrioritizationError, match="empty_scale: flat"):
        rank([], ScoringModel("flat", (ScoreCriterion("a", 1),), lowest=3, highest=3))


def test_a_criterion_of_no_weight_changes_nothing_but_may_break_a_tie() -> None:
    model = ScoringModel("1", (ScoreCriterion("a", 1), ScoreCriterion("b", 0)), tie_breaks=("b",))
    ranked = rank([Scored("x", {"a": 3, "b": 1}), Scored("y", {"a": 3, "b": 5})], model)
    assert [(each.id, each.score, each.decided_by) for each in ranked] == [("y", 3.0, None), ("x", 3.0, "b")]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([project("a", 6, 1, 1)], "off_scale: a / strategy"),
        ([Scored("a", {"charm": 3})], "unknown_criterion: a / charm"),
        ([project("a", 1, 1, 1), project("a", 2, 2, 2)], "duplicate_item: a"),
    ],
)
def test_a_score_off_the_model_is_refused(items: list[Scored], code: str) -> None:
    with pytest.raises(PrioritizationError, match=code):
        rank(items, MODEL)


def test_sensitivity_gives_the_weight_at_which_the_leader_changes() -> None:
    """The lines 5t + 1(1-t) of a and 2t + 4(1-t) of b cross at t = 1/2; a leads above."""
    model = ScoringModel("1", (ScoreCriterion("x", 0.6), ScoreCriterion("y", 0.4)))
    items = [Scored("a", {"x": 5, "y": 1}), Scored("b", {"x": 2, "y": 4})]
    x, y = sorted(weight_sensitivity(items, model), key=lambda each: each.criterion)
    assert (x.lower, x.lower_gains, x.lower_loses, x.upper, x.upper_gains) == (0.5, "b", "a", 1.0, None)
    assert (y.lower, y.upper, y.upper_gains) == (0.0, 0.5, "b")
    assert x.margin == pytest.approx(0.1)


def test_weights_of_zero_share_equally_what_the_only_weight_gives_up() -> None:
    """With t on x, a = 5t + 2(1-t) and b = 4t + 5(1-t), 2 and 5 being the means on y and z: equal at t = 3/4."""
    model = ScoringModel("1", (ScoreCriterion("x", 1), ScoreCriterion("y", 0), ScoreCriterion("z", 0)))
    items = [Scored("a", {"x": 5, "y": 1, "z": 3}), Scored("b", {"x": 4, "y": 5, "z": 5})]
    x = next(each for each in weight_sensitivity(items, model) if each.criterion == "x")
    assert (x.lower, x.lower_gains, x.upper) == (0.75, "b", 1.0)


def test_lines_that_cross_at_a_small_angle_cross_nonetheless() -> None:
    """The lines 3t + 4(1-t) of a and 3.5t + 3.9(1-t) of b cross at t = 0.1 / 0.6."""
    model = ScoringModel("1", (ScoreCriterion("x", 0.1), ScoreCriterion("y", 0.9)))
    items = [Scored("a", {"x": 3, "y": 4}), Scored("b", {"x": 3.5, "y": 3.9})]
    x = next(each for each in weight_sensitivity(items, model) if each.criterion == "x")
    assert x.upper == pytest.approx(1 / 6)
    assert x.upper_gains == "b"


def test_a_leader_that_is_best_on_everything_has_no_margin() -> None:
    """The lines of the two cross only at weights above 1 or below 0, which do not exist."""
    ranges = weight_sensitivity([project("good", 5, 5, 1), project("poor", 4, 1, 3)], MODEL)
    assert [(each.lower, each.upper, each.margin) for each in ranges] == [(0.0, 1.0, None)] * 3


def reweighted(weights: tuple[int, int, int]) -> ScoringModel:
    whole = sum(weights)
    return ScoringModel("w", tuple(ScoreCriterion(n, w / whole) for n, w in zip("xyz", weights, strict=True)))


rows = st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=2, max_size=6)


@given(rows, st.tuples(*[st.integers(1, 9)] * 3), st.integers(1, 3), st.floats(0.01, 0.99))
def test_within_the_range_the_first_places_hold(
    scores: list[tuple[int, int, int]], weights: tuple[int, int, int], places: int, spot: float
) -> None:
    items = [Scored(str(index), dict(zip("xyz", row, strict=True))) for index, row in enumerate(scores)]
    model = reweighted(weights)
    funded = {each.id for each in rank(items, model)[:places]}
    for each in weight_sensitivity(items, model, places=places):
        if each.upper - each.lower < 1e-6:
            continue
        moved = each.lower + spot * (each.upper - each.lower)
        others = {c.id: float(c.weight) for c in model.criteria if c.id != each.criterion}
        scale = (1 - moved) / sum(others.values())
        changed = {each.criterion: moved} | {key: weight * scale for key, weight in others.items()}
        totals = {item.id: sum(changed[key] * float(item.scores[key] or 0) for key in "xyz") for item in items}
        worst_inside = min(totals[name] for name in funded)
        assert all(totals[name] <= worst_inside + 1e-6 for name in totals if name not in funded)


def test_sensitivity_needs_a_place() -> None:
    with pytest.raises(PrioritizationError, match="no_places"):
        weight_sensitivity([], MODEL, places=0)


def test_the_shorter_job_of_the_published_example_goes_first() -> None:
    """Scaled Agile Framework, WSJF: A 100+50+20 over 10 = 17, B 80+30+10 over 5 = 24."""
    assert (wsjf(100, 50, 20, 10), wsjf(80, 30, 10, 5)) == (17, 24)
    queue = wsjf_queue([Job("A", 100, 50, 20, 10), Job("B", 80, 30, 10, 5)])
    assert [(each.id, each.rank, each.figure) for each in queue] == [("B", 1, 24.0), ("A", 2, 17.0)]


def test_of_equal_jobs_the_smaller_goes_first_and_a_sizeless_one_is_refused() -> None:
    assert [each.id for each in wsjf_queue([Job("big", 4, 4, 4, 4), Job("small", 1, 1, 1, 1)])] == ["small", "big"]
    assert wsjf(1, 1, 1, 0) is None
    with pytest.raises(PrioritizationError, match="no_size: x"):
        wsjf_queue([Job("x", 1, 1, 1, 0)])


def test_every_part_of_the_cost_of_delay_counts_in_the_queue() -> None:
    jobs = [Job("value", 8, 1, 1, 1), Job("time", 1, 8, 2, 1), Job("risk", 1, 1, 13, 1)]
    assert [each.id for each in wsjf_queue(jobs)] == ["risk", "time", "value"]


def test_the_published_sizes_are_relative_estimates() -> None:
    """Scaled Agile Framework, WSJF: modified Fibonacci 1, 2, 3, 5, 8, 13, 20."""
    assert wsjf_findings([Job(str(size), size, size, size, size) for size in (1, 2, 3, 5, 8, 13, 20)]) == ()


def test_relative_estimates_use_fibonacci_and_start_at_one() -> None:
    jobs = [Job("a", 1, 2, 1, 1), Job("b", 4, 3, 8, 2)]
    assert wsjf_findings(jobs) == (("not_fibonacci", "b / business_value"), ("no_one", "time_criticality"))


def test_rice_multiplies_reach_impact_and_confidence_over_effort() -> None:
    """Intercom 2016: reach 500, impact 2, confidence 80 %, effort 2 person-months."""
    assert rice(500, 2, 0.8, 2) == 400
    assert rice(500, 2, 1, 2) == 500
    assert rice(500, 2, 0.8, 0) is None
    with pytest.raises(PrioritizationError, match="confidence_off_scale"):
        rice(500, 2, 1.01, 2)
    with pytest.raises(PrioritizationError, match="negative"):
        rice(-1, 2, 0.5, 2)


def test_value_and_effort_give_a_ratio_and_a_quadrant() -> None:
    assert value_effort(8, 2) == 4
    assert value_effort(8, 0) is None
    places = [quadrant(v, e, high_value=5, high_effort=5) for v, e in ((5, 1), (5, 5), (1, 1), (1, 9))]
    assert places == [Quadrant.QUICK_WIN, Quadrant.BIG_BET, Quadrant.FILL_IN, Quadrant.MONEY_PIT]


def test_musts_of_exactly_sixty_percent_are_within_the_limit() -> None:
    balance = moscow_balance([(Moscow.MUST, 60), (Moscow.SHOULD, 20), (Moscow.COULD, 20), (Moscow.WONT, 500)])
    assert (balance.must, balance.should, balance.could, balance.findings) == (0.6, 0.2, 0.2, ())


def test_too_many_musts_and_too_few_coulds_are_named() -> None:
    assert moscow_balance([(Moscow.MUST, 61), (Moscow.COULD, 39)]).findings == ("must_over_limit",)
    assert moscow_balance([(Moscow.MUST, 50), (Moscow.SHOULD, 50)]).findings == ("could_under_pool",)
    assert moscow_balance([(Moscow.WONT, 5)]).must is None
