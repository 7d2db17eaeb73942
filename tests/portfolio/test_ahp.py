from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.prioritization import (
    Criterion,
    PrioritizationError,
    ahp,
    comparison_matrix,
    consistency_limit,
    group_judgements,
    hierarchy,
    repairs,
)
from tests.shared_data import shared_path

# Saaty 2008, Decision making with the analytic hierarchy process, Int. J. Services Sciences 1(1), 83-98:
# which drink is consumed more in the USA; weights to 3 places as in the tests of AHPy (MIT).
DRINKS = ("beer", "coffee", "milk", "soda", "tea", "water", "wine")
DRINK_JUDGEMENTS = [
    ("coffee", "wine", 9),
    ("coffee", "tea", 5),
    ("coffee", "beer", 2),
    ("coffee", "soda", 1),
    ("coffee", "milk", 1),
    ("water", "coffee", 2),
    ("water", "wine", 9),
    ("water", "tea", 9),
    ("water", "beer", 3),
    ("water", "soda", 2),
    ("water", "milk", 3),
    ("tea", "wine", 3),
    ("beer", "wine", 9),
    ("beer", "tea", 3),
    ("beer", "milk", 1),
    ("soda", "wine", 9),
    ("soda", "tea", 4),
    ("soda", "beer", 2),
    ("soda", "milk", 2),
    ("milk", "wine", 9),
    ("milk", "tea", 3),
]
DRINK_WEIGHTS = (0.116, 0.177, 0.129, 0.190, 0.042, 0.327, 0.019)

priorities = st.lists(st.integers(1, 50), min_size=1, max_size=9)


def consistent(weights: list[int]) -> list[list[float]]:
    return [[row / column for column in weights] for row in weights]


def test_the_published_drinks_example_gives_its_weights_and_ratio() -> None:
    result = ahp(comparison_matrix(DRINKS, DRINK_JUDGEMENTS))
    assert tuple(round(weight, 3) for weight in result.weights) == DRINK_WEIGHTS
    assert result.consistency_ratio == pytest.approx(0.0223, abs=5e-5)
    assert result.acceptable is True


def test_the_revised_random_index_gives_its_own_ratio() -> None:
    result = ahp(comparison_matrix(DRINKS, DRINK_JUDGEMENTS), random_index="saaty-revised")
    assert result.consistency_ratio == pytest.approx(0.0218, abs=5e-5)
    assert result.random_index == "saaty-revised"


def test_the_shared_drinks_case_gives_its_expected_values() -> None:
    path = shared_path("data", "ahp.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    case = json.loads(path.read_text())["drinks"]
    expected = case["weights_3dp"]
    result = ahp(comparison_matrix(tuple(expected), case["comparisons"]))
    assert [round(weight, 3) for weight in result.weights] == list(expected.values())
    assert round(result.consistency_ratio or 0, 3) == case["CR_saaty_3dp"]


@given(priorities)
def test_a_consistent_matrix_returns_its_weights_with_ratio_zero(weights: list[int]) -> None:
    result = ahp(consistent(weights))
    assert result.consistency_ratio == 0
    assert result.lambda_max == pytest.approx(len(weights))
    assert result.weights == pytest.approx([weight / sum(weights) for weight in weights])


@given(st.integers(2, 8).flatmap(lambda n: st.lists(st.integers(1, 17), min_size=n * n, max_size=n * n)))
def test_weights_are_positive_and_sum_to_one_however_contradictory_the_judgements(cells: list[int]) -> None:
    size = int(len(cells) ** 0.5)
    saaty = [cell if cell <= 9 else 1 / (cell - 8) for cell in cells]
    matrix = [[1.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            matrix[i][j], matrix[j][i] = saaty[i * size + j], 1 / saaty[i * size + j]
    result = ahp(matrix)
    assert sum(result.weights) == pytest.approx(1)
    assert min(result.weights) > 0
    assert result.consistency_ratio is not None
    assert result.consistency_ratio >= 0


def test_two_elements_are_always_consistent() -> None:
    result = ahp([[1, 3], [1 / 3, 1]])
    assert result.weights == pytest.approx((0.75, 0.25))
    assert result.consistency_ratio == 0


def test_rounded_reciprocals_are_read_as_the_larger_entry_says() -> None:
    assert ahp([[1, 0.33], [3, 1]]).weights == pytest.approx((0.25, 0.75))


def test_later_advice_is_stricter_for_three_and_four_elements() -> None:
    """For n = 3, lambda_max = 1 + d**(1/3) + d**(-1/3) with d = a12 * a23 / a13, here 2 * 5 / 4."""
    result = ahp([[1, 2, 4], [1 / 2, 1, 5], [1 / 4, 1 / 5, 1]])
    assert result.lambda_max == pytest.approx(1 + 2.5 ** (1 / 3) + 2.5 ** (-1 / 3))
    assert result.consistency_ratio == pytest.approx(0.0810, abs=5e-5)
    assert (result.acceptable, result.acceptable_for_size) == (True, False)
    assert [consistency_limit(size) for size in (None, 3, 4, 5)] == [0.10, 0.05, 0.08, 0.10]


def test_beyond_ten_elements_the_ratio_of_inconsistent_judgements_is_undefined() -> None:
    matrix = consistent([1] * 11)
    matrix[0][1], matrix[1][0] = 5.0, 0.2
    result = ahp(matrix)
    assert (result.consistency_ratio, result.acceptable, result.acceptable_for_size) == (None, None, None)


@pytest.mark.parametrize(
    ("matrix", "code", "item"),
    [
        ([[1, 2]], "not_square", "1 rows"),
        ([], "not_square", "0 rows"),
        ([[1, -2], [-0.5, 1]], "not_positive", "(0, 1)"),
        ([[1, 2], [-0.5, 1]], "not_positive", "(0, 1)"),
        ([[1, 0], [2, 1]], "not_positive", "(0, 1)"),
        ([[1, 2], [0, 1]], "not_positive", "(0, 1)"),
        ([[1, 2], [2, 1]], "not_reciprocal", "(0, 1)"),
        ([[1, 2], [None, 1]], "not_reciprocal", "(0, 1)"),
        ([[1, 2], [0.5, 3]], "diagonal_not_one", "(1, 1)"),
        ([[1, 2, None], [0.5, 1, None], [None, None, 1]], "not_connected", "2"),
    ],
)
def test_a_matrix_that_is_no_comparison_is_refused_by_its_cell(
    matrix: list[list[float | None]], code: str, item: str
) -> None:
    with pytest.raises(PrioritizationError) as refused:
        ahp(matrix)
    assert (refused.value.code, refused.value.item) == (code, item)


def test_an_unknown_random_index_is_refused() -> None:
    with pytest.raises(PrioritizationError, match="unknown_random_index: mine"):
        ahp([[1]], random_index="mine")


@given(st.lists(st.integers(1, 50), min_size=3, max_size=7))
def test_missing_judgements_of_a_consistent_judge_change_nothing(weights: list[int]) -> None:
    matrix: list[list[float | None]] = [list(row) for row in consistent(weights)]
    for i in range(len(weights)):
        for j in range(len(weights)):
            if abs(i - j) > 1:
                matrix[i][j] = None
    result = ahp(matrix)
    assert result.weights == pytest.approx([weight / sum(weights) for weight in weights], rel=1e-6)
    assert result.consistency_ratio == 0
    assert result.missing == (len(weights) - 1) * (len(weights) - 2) // 2


def test_a_missing_judgement_lowers_the_random_index() -> None:
    """With one of 3 pairs beyond a spanning tree missing (n = 4), RI shrinks by 2 * 1 / (3 * 2) = 1/3."""
    matrix: list[list[float | None]] = [
        [1, 2, 4, None],
        [1 / 2, 1, 4, 3],
        [1 / 4, 1 / 4, 1, 2],
        [None, 1 / 3, 1 / 2, 1],
    ]
    result = ahp(matrix)
    assert result.consistency_ratio == pytest.approx(result.consistency_index / (0.90 * 2 / 3))


def test_the_contradicting_judgement_is_the_one_to_repair() -> None:
    matrix = consistent([8, 4, 2, 1])
    matrix[0][3], matrix[3][0] = 1 / 2, 2.0
    worst = repairs(matrix)[0]
    assert (worst.row, worst.column, worst.judged) == (0, 3, 0.5)
    assert worst.implied == pytest.approx(8)
    assert worst.disagreement == pytest.approx(16)
    assert worst.ratio_after == 0
    assert len(repairs(matrix)) == 6


def test_the_only_bridge_between_two_elements_cannot_be_repaired() -> None:
    assert repairs([[1, 9], [1 / 9, 1]]) == ()


def test_a_group_meets_at_the_geometric_mean() -> None:
    """Aczel, Saaty 1983: 2 and 8 meet at 4, and the joint matrix stays reciprocal."""
    joint = group_judgements([[[1, 2], [0.5, 1]], [[1, 8], [0.125, 1]]])
    assert joint == [[1, pytest.approx(4)], [pytest.approx(0.25), 1]]


def test_a_judge_with_more_influence_pulls_the_mean() -> None:
    joint = group_judgements([[[1, 1], [1, 1]], [[1, 8], [0.125, 1]]], influence=[1, 2])
    assert joint[0][1] == pytest.approx(4)


def test_a_pair_takes_the_mean_of_those_who_judged_it() -> None:
    silent: list[list[float | None]] = [[1, None], [None, 1]]
    assert group_judgements([silent, [[1, 3], [1 / 3, 1]]])[0][1] == pytest.approx(3)
    assert group_judgements([silent, silent])[0][1] is None


@pytest.mark.parametrize(
    ("matrices", "influence", "code"),
    [
        ([], None, "no_judges"),
        ([[[1]], [[1, 1], [1, 1]]], None, "sizes_differ"),
        ([[[1]]], [0], "influence_not_positive"),
        ([[[1]]], [1, 1], "sizes_differ"),
    ],
)
def test_a_group_that_cannot_be_joined_is_refused(
    matrices: list[list[list[float]]], influence: list[int] | None, code: str
) -> None:
    with pytest.raises(PrioritizationError, match=code):
        group_judgements(matrices, influence)


@pytest.mark.parametrize(
    ("comparisons", "code"),
    [
        ([("a", "z", 3)], "unknown_item: a / z"),
        ([("a", "a", 3)], "self_comparison: a / a"),
        ([("a", "b", 10)], "off_scale: a / b"),
        ([("a", "b", 2), ("b", "a", 2)], "judged_twice: b / a"),
    ],
)
def test_a_judgement_off_the_rules_names_its_pair(comparisons: list[tuple[str, str, float]], code: str) -> None:
    with pytest.raises(PrioritizationError, match=code):
        comparison_matrix(("a", "b"), comparisons)


def leaf(name: str, weights: list[float]) -> Criterion:
    return Criterion(name, [[row / column for column in weights] for row in weights])


def test_a_hierarchy_multiplies_the_weights_down_to_the_alternatives() -> None:
    root = Criterion("value", [[1, 3], [1 / 3, 1]], (leaf("strategy", [3, 1]), leaf("cost", [1, 4])))
    result = hierarchy(root, ("a", "b"))
    assert result.priorities == pytest.approx((0.75 * 0.75 + 0.25 * 0.2, 0.75 * 0.25 + 0.25 * 0.8))
    assert [(each.id, each.weight) for each in result.criteria] == [
        ("value", 1.0),
        ("strategy", pytest.approx(0.75)),
        ("cost", pytest.approx(0.25)),
    ]


def three_criteria(rows: list[list[float]]) -> Criterion:
    return Criterion(
        "goal", [[1.0] * 3 for _ in range(3)], tuple(leaf(f"c{index}", row) for index, row in enumerate(rows))
    )


def test_a_copy_reverses_two_ranks_in_distributive_mode_and_not_in_ideal_mode() -> None:
    """Belton, Gear 1983, Omega 11(3): B leads; a copy of B turns A and B in the distributive mode."""
    before, after = [[1, 9, 1], [9, 1, 1], [8, 9, 1]], [[1, 9, 1, 9], [9, 1, 1, 1], [8, 9, 1, 9]]
    first = hierarchy(three_criteria([[float(c) for c in row] for row in before]), "ABC").priorities
    copied = hierarchy(three_criteria([[float(c) for c in row] for row in after]), "ABCD").priorities
    assert first == pytest.approx((0.45, 0.47, 0.08), abs=0.005)
    assert copied == pytest.approx((0.37, 0.29, 0.06, 0.29), abs=0.01)
    ideal = [
        hierarchy(three_criteria([[float(c) for c in row] for row in rows]), names, synthesis="ideal").priorities
        for rows, names in ((before, "ABC"), (after, "ABCD"))
    ]
    assert all(each[1] > each[0] > each[2] for each in ideal)


def test_a_hierarchy_names_the_criterion_that_is_inconsistent_or_ill_sized() -> None:
    wild = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    assert hierarchy(Criterion("goal", wild), "abc").inconsistent == ("goal",)
    with pytest.raises(PrioritizationError, match="wrong_size: goal"):
        hierarchy(Criterion("goal", wild), "ab")
    with pytest.raises(PrioritizationError, match="duplicate_item: a"):
        hierarchy(Criterion("a", [[1]], (leaf("a", [1, 2]),)), "xy")
