from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.domain.maturity import (
    GRADES,
    LEVELS,
    QUESTIONNAIRE,
    Answer,
    CubeBand,
    MaturityError,
    OperatingModel,
    Perspective,
    Service,
    Statement,
    assess_maturity,
    cube,
    practice_share,
    propose_operating_model,
)


def one_perspective(*percents: int | None) -> list[Answer]:
    return [Answer(f"risk_management-{level}", percent, "seen") for level, percent in enumerate(percents, start=1)]


RISK = [each for each in QUESTIONNAIRE if each.perspective == Perspective.RISK]


def everywhere(*percents: int) -> list[Answer]:
    return [Answer(each.id, percents[each.level - 1], "seen") for each in QUESTIONNAIRE]


def test_a_level_is_held_only_if_all_lower_ones_are() -> None:
    result = assess_maturity(RISK, one_perspective(100, 75, 100, 100, 100))
    assert (result.level, result.perspectives[0].next_level) == (1, 2)
    higher = assess_maturity(RISK, one_perspective(100, 100, 100, 75, 100))
    assert (higher.level, higher.perspectives[0].next_level) == (3, 4)


def test_every_grade_counts_as_its_percentage() -> None:
    averages = assess_maturity(RISK, one_perspective(0, 25, 50, 75, 100)).perspectives[0].averages
    assert dict(averages) == {1: 0, 2: 25, 3: 50, 4: 75, 5: 100}


def test_nothing_held_is_level_zero_and_everything_held_level_five() -> None:
    assert assess_maturity(RISK, one_perspective(0, 0, 0, 0, 0)).level == 0
    top = assess_maturity(RISK, one_perspective(100, 100, 100, 100, 100))
    assert (top.level, top.perspectives[0].next_level, top.complete) == (5, None, True)


def test_exactly_eighty_percent_holds_a_level() -> None:
    statements = [Statement(f"{level}{letter}", "p", level, "", "") for level in LEVELS for letter in "abcde"]
    exactly = [Answer(each.id, 100 if each.id[1] != "e" else 0, "seen") for each in statements]
    assert assess_maturity(statements, exactly).level == 5
    below = [Answer(each.id, 75, "seen") if each.id == "3a" else answer for each, answer in zip(
        statements, exactly, strict=True)]  # fmt: skip
    assert assess_maturity(statements, below).level == 2


def test_the_overall_level_is_the_weakest_perspective() -> None:
    answers = {each.statement: each for each in everywhere(100, 100, 100, 100, 100)}
    answers["finance_management-2"] = Answer("finance_management-2", 50, "seen")
    result = assess_maturity(QUESTIONNAIRE, answers.values())
    assert (result.level, result.weakest) == (1, ("finance_management",))
    assert {each.level for each in result.perspectives} == {1, 5}


def test_a_claim_without_evidence_counts_as_nothing() -> None:
    result = assess_maturity(RISK, [*one_perspective(100), Answer("risk_management-2", 100, " ")])
    assert (result.level, result.unsupported) == (1, ("risk_management-2",))
    assert dict(result.perspectives[0].averages) == {1: 100, 2: 0, 3: None, 4: None, 5: None}


def test_an_unanswered_statement_holds_nothing_and_leaves_the_level_open() -> None:
    result = assess_maturity(RISK, one_perspective(100, None, 100))
    assert (result.level, result.complete) == (1, False)
    assert result.unanswered == ("risk_management-2", "risk_management-4", "risk_management-5")


def test_an_open_statement_does_not_matter_where_another_perspective_is_lower_for_certain() -> None:
    answers = {each.statement: each for each in everywhere(100, 100, 100, 100, 100)}
    answers["finance_management-2"] = Answer("finance_management-2", 0, "seen")
    answers["risk_management-2"] = Answer("risk_management-2", None)
    result = assess_maturity(QUESTIONNAIRE, answers.values())
    assert (result.level, result.complete) == (1, True)


@given(st.lists(st.sampled_from(GRADES), min_size=35, max_size=35), st.integers(0, 34), st.sampled_from(GRADES))
def test_a_better_answer_never_lowers_the_level(grades: list[int], place: int, grade: int) -> None:
    def level(percents: list[int]) -> int:
        return assess_maturity(
            QUESTIONNAIRE, [Answer(each.id, p, "seen") for each, p in zip(QUESTIONNAIRE, percents, strict=True)]
        ).level

    better = [*grades]
    better[place] = max(grades[place], grade)
    assert level(better) >= level(grades)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([Answer("z", 0)], "unknown_statement: z"),
        ([Answer("risk_management-1", 60)], "off_scale: risk_management-1"),
        ([Answer("risk_management-1", 0)] * 2, "answered_twice: risk_management-1"),
    ],
)
def test_an_answer_off_the_questionnaire_is_refused(answers: list[Answer], code: str) -> None:
    with pytest.raises(MaturityError, match=code):
        assess_maturity(RISK, answers)


def test_a_questionnaire_with_a_hole_is_refused() -> None:
    with pytest.raises(MaturityError, match="no_statements"):
        assess_maturity([], [])
    with pytest.raises(MaturityError, match="level_without_statements: risk_management / 5"):
        assess_maturity(RISK[:4], [])
    with pytest.raises(MaturityError, match="duplicate_statement: risk_management-1"):
        assess_maturity([*RISK, RISK[0]], [])


def test_the_questionnaire_has_seven_perspectives_of_five_statements_in_both_languages() -> None:
    assert len(QUESTIONNAIRE) == 35
    assert {(each.perspective, each.level) for each in QUESTIONNAIRE} == {(p, n) for p in Perspective for n in LEVELS}
    assert all(each.text_en.endswith(".") and each.text_ja.endswith("。") for each in QUESTIONNAIRE)


def test_level_three_speaks_for_a_separate_pso_and_lower_ones_for_a_combined() -> None:
    low = assess_maturity(QUESTIONNAIRE, everywhere(100, 100, 75, 0, 0))
    high = assess_maturity(QUESTIONNAIRE, everywhere(100, 100, 100, 0, 0))
    stay = propose_operating_model(low, OperatingModel.COMBINED)
    switch = propose_operating_model(high, OperatingModel.COMBINED)
    assert (stay.proposed, stay.is_change, stay.level, stay.tentative) == (OperatingModel.COMBINED, False, 2, False)
    assert (switch.proposed, switch.is_change, switch.level) == (OperatingModel.SEPARATE, True, 3)
    assert propose_operating_model(low, OperatingModel.SEPARATE).is_change


def test_a_proposal_on_an_incomplete_assessment_is_tentative() -> None:
    open_result = assess_maturity(RISK, one_perspective(100, None))
    assert propose_operating_model(open_result, OperatingModel.SEPARATE).tentative


def test_best_practices_count_as_a_share() -> None:
    assert practice_share(120, 480) == 0.25
    assert practice_share(0, 0) is None
    with pytest.raises(MaturityError, match="off_scale"):
        practice_share(5, 4)


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        (333, CubeBand.BASIC),
        (334, CubeBand.BASIC),
        (335, CubeBand.INTERMEDIATE),
        (664, CubeBand.INTERMEDIATE),
        (665, CubeBand.ADVANCED),
    ],
)
def test_the_bands_of_the_cube_leave_no_gap(grade: int, band: CubeBand) -> None:
    """Pinto, Cota, Levin 2010: basic 0-33, intermediate 34-66, advanced 67-100 percent."""
    assert cube([Service("a", grade, 1000)]).band is band


def test_only_chartered_services_count() -> None:
    result = cube([Service("coaching", 3, 4), Service("tools", 0, 4, chartered=False)])
    assert (result.percent, result.band) == (75.0, CubeBand.ADVANCED)
    assert cube([]).band is None
    with pytest.raises(MaturityError, match="off_scale: x"):
        cube([Service("x", 5, 4)])
