"""Money at risk: expected value, reserve and coverage."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_office.domain.risk import (
    NUMERIC_MATRIX,
    CurrencyError,
    Kind,
    MonetaryRisk,
    ProbabilityError,
    RiskError,
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
