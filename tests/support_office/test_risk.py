"""The risk calculations against published scales and examples."""

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
    CurrencyError,
    Finding,
    ImpactBand,
    ImpactScale,
    Kind,
    Level,
    MonetaryRisk,
    PaintedCell,
    ProbabilityError,
    Rating,
    RiskError,
    RiskMatrix,
    ScaleError,
    UnknownLevelError,
    Zone,
    assess,
    coverage,
    coverage_rollup,
    expected_monetary_value,
    expected_value,
    reserve_between_percentiles,
    reserve_by_expected_value,
    reserve_to_percentile,
)

D = Decimal
CODES = tuple(level.code for level in NUMERIC_MATRIX.probability)


def money_risk(
    name: str, probability: str | None, impact: str | None, kind: Kind = Kind.THREAT, currency: str = "JPY"
) -> MonetaryRisk:
    """A risk in money, its figures given as text."""
    return MonetaryRisk(
        name, None if probability is None else D(probability), None if impact is None else D(impact), currency, kind
    )


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


# Expected monetary value.


def test_threats_are_negative_and_opportunities_positive() -> None:
    value = expected_value([money_risk("R-1", ".2", "1000"), money_risk("R-2", ".5", "300", Kind.OPPORTUNITY)])
    assert (value.threats, value.opportunities, value.net, value.currency) == (D(-200), D(150), D(-50), "JPY")
    assert value.by_risk == {"R-1": D(-200), "R-2": D(150)}


def test_an_estimate_that_is_missing_is_named_and_counts_in_no_sum() -> None:
    value = expected_value([money_risk("R-1", None, "1000"), money_risk("R-2", ".5", None)])
    assert (value.unestimated, value.net, value.by_risk) == (("R-1", "R-2"), D(0), {})
    assert expected_monetary_value(money_risk("R-1", None, "1000")) is None


@pytest.mark.parametrize(
    ("risks", "error"),
    [
        ([money_risk("R-1", "1.01", "1")], ProbabilityError),
        ([money_risk("R-1", "-0.1", "1")], ProbabilityError),
        ([money_risk("R-1", "0.1", "-1")], RiskError),
        ([money_risk("R-0", "0.1", "1"), money_risk("R-1", "0.1", "1", currency="USD")], CurrencyError),
        ([money_risk("R-1", "0.1", "1"), money_risk("R-1", "0.1", "1")], RiskError),
    ],
)
def test_a_risk_that_cannot_be_summed_is_refused_by_name(risks: list[MonetaryRisk], error: type[RiskError]) -> None:
    with pytest.raises(error, match="R-1"):
        expected_value(risks)


@given(st.lists(st.tuples(st.decimals(0, 1, places=3), st.decimals(0, 10**6, places=0), st.sampled_from(Kind))))
def test_the_net_value_is_the_sum_over_the_risks(figures: list[tuple[Decimal, Decimal, Kind]]) -> None:
    risks = [MonetaryRisk(str(number), p, i, "JPY", kind) for number, (p, i, kind) in enumerate(figures)]
    value = expected_value(risks)
    assert value.net == sum(value.by_risk.values())
    assert value.threats <= 0 <= value.opportunities


# Contingency against exposure.


class Ramp:
    """A distribution whose percentile p is p itself."""

    def percentile(self, p: float) -> float:
        return p


def test_the_reserve_covers_retained_risks_alone() -> None:
    transferred = MonetaryRisk("R-3", D(".9"), D(10_000), "JPY", retained=False)
    risks = [money_risk("R-1", ".2", "1000"), money_risk("R-2", ".5", "100", Kind.OPPORTUNITY), transferred]
    assert reserve_by_expected_value(risks) == D(150)
    assert reserve_by_expected_value(risks[1:]) == D(0)


def test_the_reserve_by_percentiles_follows_the_two_published_conventions() -> None:
    assert reserve_to_percentile(Ramp(), 60) == 20
    assert reserve_between_percentiles(Ramp()) == 45
    with pytest.raises(RiskError, match="P40"):
        reserve_between_percentiles(Ramp(), high=40)


def test_contingency_on_the_limit_has_no_shortfall() -> None:
    covered = coverage(D(200), "JPY", [money_risk("R-1", ".2", "1000")])
    assert (covered.ratio, covered.shortfall) == (D(1), D(0))


def test_opportunities_do_not_reduce_the_exposure() -> None:
    found = coverage(D(50), "JPY", [money_risk("R-1", ".2", "1000"), money_risk("R-2", "1", "900", Kind.OPPORTUNITY)])
    assert (found.exposure, found.shortfall, found.ratio) == (D(200), D(150), D(".25"))


def test_without_exposure_the_ratio_is_undefined() -> None:
    assert coverage(D(50), "JPY", []).ratio is None


def test_several_projects_add_up_to_a_ratio_of_sums() -> None:
    first = coverage(D(100), "JPY", [money_risk("R-1", "1", "100")])
    second = coverage(D(0), "JPY", [money_risk("R-2", "1", "300"), money_risk("R-3", None, None)])
    total = coverage_rollup([first, second])
    assert (total.ratio, total.shortfall, total.unestimated) == (D(".25"), D(300), ("R-3",))


def test_contingency_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyError, match="contingency"):
        coverage(D(1), "USD", [money_risk("R-1", ".2", "1000")])
    with pytest.raises(CurrencyError, match="contingency"):
        coverage_rollup([coverage(D(1), "USD", []), coverage(D(1), "JPY", [])])
    with pytest.raises(RiskError, match="contingency"):
        coverage(D(-1), "JPY", [])
