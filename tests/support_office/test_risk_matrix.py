"""Risk matrices and impact scales against the published ones."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_office.domain.risk import (
    COST_IMPACT,
    NUMERIC_MATRIX,
    ORDINAL_MATRIX,
    TIME_IMPACT,
    AssessedRisk,
    Assessment,
    Finding,
    ImpactBand,
    ImpactScale,
    Kind,
    Level,
    PaintedCell,
    Rating,
    RiskError,
    RiskMatrix,
    ScaleError,
    UnknownLevelError,
    Zone,
    assess,
)

D = Decimal
CODES = tuple(level.code for level in NUMERIC_MATRIX.probability)


# The matrix: PMBOK Guide, P .1/.3/.5/.7/.9 by I .05/.10/.20/.40/.80.


def test_the_published_matrix_comes_out_unrounded() -> None:
    scores = [[cell.value for cell in row] for row in NUMERIC_MATRIX.grid()]
    assert scores == [
        [D(".045"), D(".09"), D(".18"), D(".36"), D(".72")],
        [D(".035"), D(".07"), D(".14"), D(".28"), D(".56")],
        [D(".025"), D(".05"), D(".10"), D(".20"), D(".40")],
        [D(".015"), D(".03"), D(".06"), D(".12"), D(".24")],
        [D(".005"), D(".01"), D(".02"), D(".04"), D(".08")],
    ]


def test_the_opportunity_side_mirrors_the_impact_axis() -> None:
    for threat, opportunity in zip(NUMERIC_MATRIX.grid(), NUMERIC_MATRIX.grid(Kind.OPPORTUNITY), strict=True):
        assert threat == opportunity[::-1]


@pytest.mark.parametrize(
    ("probability", "impact", "zone"),
    [("very_high", "moderate", "high"), ("low", "moderate", "moderate"), ("moderate", "low", "low")],
)
def test_a_score_on_a_zone_limit_belongs_to_that_zone(probability: str, impact: str, zone: str) -> None:
    assert NUMERIC_MATRIX.score(probability, impact).zone == zone


def test_the_ordinal_matrix_has_the_usual_zones() -> None:
    zones = {int(cell.value): cell.zone for row in ORDINAL_MATRIX.grid() for cell in row}
    assert zones == {
        **dict.fromkeys((1, 2, 3, 4), "low"),
        **dict.fromkeys((5, 6, 8, 9), "moderate"),
        **dict.fromkeys((10, 12), "high"),
        **dict.fromkeys((15, 16, 20, 25), "extreme"),
    }


def test_an_organization_brings_its_own_scale_and_paints_a_cell() -> None:
    matrix = RiskMatrix(
        probability=(Level("rare", D(1)), Level("likely", D(3))),
        impact=(Level("minor", D(1)), Level("ruin", D(10))),
        zones=(Zone("green", D(0)), Zone("red", D(20))),
        painted=(PaintedCell("rare", "ruin", "red"),),
    )
    assert matrix.score("rare", "ruin").zone == "red"
    assert matrix.score("rare", "ruin").value == D(10)
    assert [[cell.zone for cell in row] for row in matrix.grid()] == [["green", "red"], ["green", "red"]]


@pytest.mark.parametrize(
    ("change", "item"),
    [
        ({"probability": ()}, "probability"),
        ({"impact": (Level("b", D(2)), Level("a", D(1)))}, "a"),
        ({"impact": (Level("a", D(1)), Level("a", D(2)))}, "a"),
        ({"impact": (Level("a", D(-1)),)}, "levels"),
        ({"zones": (Zone("red", D(5)),)}, "red"),
        ({"painted": (PaintedCell("p", "i", "blue"),)}, "blue"),
        ({"painted": (PaintedCell("p", "unknown", "low"),)}, "unknown"),
    ],
)
def test_a_matrix_that_leaves_a_cell_unclear_is_refused_by_name(
    change: dict[str, tuple[Level, ...]], item: str
) -> None:
    sound = {"probability": (Level("p", D(1)),), "impact": (Level("i", D(1)),), "zones": (Zone("low", D(0)),)}
    with pytest.raises(RiskError) as refusal:
        RiskMatrix(**{**sound, **change})  # type: ignore[arg-type]  # one broken part at a time
    assert refusal.value.item == item


def test_a_level_outside_the_scale_is_refused_by_name() -> None:
    with pytest.raises(UnknownLevelError, match="certain"):
        NUMERIC_MATRIX.score("certain", "low")


def test_the_strongest_objective_gives_the_impact() -> None:
    assert NUMERIC_MATRIX.highest_impact(["low", "very_high", "moderate"]) == "very_high"
    assert NUMERIC_MATRIX.highest_impact([]) is None


@given(st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_higher_probability_never_scores_less(lower: str, higher: str, impact: str) -> None:
    lower, higher = sorted((lower, higher), key=CODES.index)
    assert NUMERIC_MATRIX.score(lower, impact).value <= NUMERIC_MATRIX.score(higher, impact).value


# From a measured effect to its level: PMBOK Guide's impact scale.


@pytest.mark.parametrize(
    ("effect", "level"),
    [
        ("-0.02", "low"),
        ("0.0999", "low"),
        ("0.10", "moderate"),
        ("0.20", "moderate"),
        ("0.40", "high"),
        ("0.41", "very_high"),
    ],
)
def test_a_cost_increase_finds_its_published_level(effect: str, level: str) -> None:
    assert COST_IMPACT.level(D(effect)) == level


def test_a_time_increase_finds_its_published_level_and_none_stays_none() -> None:
    assert [TIME_IMPACT.level(D(share)) for share in ("0.04", "0.05", "0.10", "0.20", "0.21")] == [
        "low",
        "moderate",
        "moderate",
        "high",
        "very_high",
    ]
    assert TIME_IMPACT.level(None) is None


@pytest.mark.parametrize(
    "bands",
    [
        (),
        (ImpactBand("low", D(1)),),
        (ImpactBand("low", None), ImpactBand("high", None)),
        (ImpactBand("low", D(2)), ImpactBand("high", D(1)), ImpactBand("highest", None)),
    ],
)
def test_bands_that_leave_an_effect_without_a_level_are_refused(bands: tuple[ImpactBand, ...]) -> None:
    with pytest.raises(ScaleError, match="cost"):
        ImpactScale("cost", bands)


# Inherent, current, target.


def assess_threat(inherent: str | None, current: str | None, target: str | None) -> AssessedRisk:
    """Three ratings with one impact, named by their probability."""
    ratings = (None if code is None else Rating(code, "high") for code in (inherent, current, target))
    return assess(NUMERIC_MATRIX, Assessment(*ratings))


def test_the_three_scores_tell_what_the_responses_achieved_and_still_owe() -> None:
    risk = assess_threat("very_high", "moderate", "low")
    assert (risk.achieved, risk.outstanding, risk.findings) == (D(".16"), D(".08"), ())


def test_a_score_that_was_not_given_leaves_its_difference_undefined() -> None:
    risk = assess_threat(None, "moderate", "low")
    assert (risk.inherent, risk.achieved, risk.outstanding) == (None, None, D(".08"))


def test_ratings_that_contradict_each_other_are_found() -> None:
    assert assess_threat("low", "moderate", "high").findings == (
        Finding.RESPONSE_WORSENS,
        Finding.TARGET_WORSE_THAN_CURRENT,
    )


def test_an_opportunity_is_meant_to_grow() -> None:
    assessment = Assessment(Rating("low", "high"), Rating("moderate", "high"), Rating("high", "high"))
    risk = assess(NUMERIC_MATRIX, assessment, Kind.OPPORTUNITY)
    assert (risk.achieved, risk.outstanding, risk.findings) == (D(".08"), D(".08"), ())
