"""Money at risk: expected value, reserve and coverage."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.money import Money
from support_office.domain.risk import (
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


def yen(amount: int) -> Money:
    """An amount in yen."""
    return Money(D(amount), "JPY")


def money_risk(name: str, probability: str | None, impact: int | None, kind: Kind = Kind.THREAT) -> MonetaryRisk:
    """A risk in yen."""
    return MonetaryRisk(
        name, None if probability is None else D(probability), None if impact is None else yen(impact), kind
    )


def test_threats_are_negative_and_opportunities_positive() -> None:
    value = expected_value([money_risk("R-1", ".2", 1000), money_risk("R-2", ".5", 300, Kind.OPPORTUNITY)], "JPY")
    assert (value.threats, value.opportunities, value.net) == (yen(-200), yen(150), yen(-50))
    assert value.by_risk == {"R-1": yen(-200), "R-2": yen(150)}


def test_an_estimate_that_is_missing_is_named_and_counts_in_no_sum() -> None:
    value = expected_value([money_risk("R-1", None, 1000), money_risk("R-2", ".5", None)], "JPY")
    assert (value.unestimated, value.net, value.by_risk) == (("R-1", "R-2"), yen(0), {})
    assert expected_monetary_value(money_risk("R-1", None, 1000)) is None


@pytest.mark.parametrize(
    ("risks", "error"),
    [
        ([money_risk("R-1", "1.01", 1)], ProbabilityError),
        ([money_risk("R-1", "-0.1", 1)], ProbabilityError),
        ([money_risk("R-1", "0.1", -1)], RiskError),
        ([money_risk("R-0", "0.1", 1), MonetaryRisk("R-1", D("0.1"), Money(D(1), "USD"))], CurrencyError),
        ([money_risk("R-1", "0.1", 1), money_risk("R-1", "0.1", 1)], RiskError),
        ([money_risk("R-1", None, 1), money_risk("R-1", "0.1", 1)], RiskError),
    ],
)
def test_a_risk_that_cannot_be_summed_is_refused_by_name(risks: list[MonetaryRisk], error: type[RiskError]) -> None:
    with pytest.raises(error, match="R-1"):
        expected_value(risks, "JPY")


@given(st.lists(st.tuples(st.decimals(0, 1, places=3), st.integers(0, 10**6), st.sampled_from(Kind))))
def test_the_net_value_is_the_sum_over_the_risks(figures: list[tuple[Decimal, int, Kind]]) -> None:
    risks = [MonetaryRisk(str(number), p, yen(i), kind) for number, (p, i, kind) in enumerate(figures)]
    value = expected_value(risks, "JPY")
    assert value.net == sum(value.by_risk.values(), yen(0))
    assert value.threats <= yen(0) <= value.opportunities


class Ramp:
    """A distribution whose percentile p is p itself."""

    def percentile(self, p: float) -> float:
        return p


def test_the_reserve_covers_retained_risks_alone() -> None:
    transferred = MonetaryRisk("R-3", D(".9"), yen(10_000), retained=False)
    risks = [money_risk("R-1", ".2", 1000), money_risk("R-2", ".5", 100, Kind.OPPORTUNITY), transferred]
    assert reserve_by_expected_value(risks, "JPY") == yen(150)
    assert reserve_by_expected_value(risks[1:], "JPY") == yen(0)


def test_the_reserve_by_percentiles_follows_the_two_published_conventions() -> None:
    assert reserve_to_percentile(Ramp(), 60) == 20
    assert reserve_between_percentiles(Ramp()) == 45
    with pytest.raises(RiskError, match="P40"):
        reserve_between_percentiles(Ramp(), high=40)


def test_contingency_on_the_limit_has_no_shortfall() -> None:
    covered = coverage(yen(200), [money_risk("R-1", ".2", 1000)])
    assert (covered.ratio, covered.shortfall) == (D(1), yen(0))


def test_opportunities_do_not_reduce_the_exposure() -> None:
    found = coverage(yen(50), [money_risk("R-1", ".2", 1000), money_risk("R-2", "1", 900, Kind.OPPORTUNITY)])
    assert (found.exposure, found.shortfall, found.ratio) == (yen(200), yen(150), D(".25"))


def test_without_exposure_the_ratio_is_undefined() -> None:
    assert coverage(yen(50), []).ratio is None


def test_several_projects_add_up_to_a_ratio_of_sums() -> None:
    first = coverage(yen(100), [money_risk("R-1", "1", 100)])
    second = coverage(yen(0), [money_risk("R-2", "1", 300), money_risk("R-3", None, None)])
    total = coverage_rollup([first, second], "JPY")
    assert (total.ratio, total.shortfall, total.unestimated) == (D(".25"), yen(300), ("R-3",))


def test_contingency_that_cannot_be_compared_is_refused() -> None:
    dollar = Money(D(1), "USD")
    with pytest.raises(CurrencyError, match="R-1"):
        coverage(dollar, [money_risk("R-1", ".2", 1000)])
    with pytest.raises(CurrencyError, match="contingency"):
        coverage_rollup([coverage(yen(1), []), coverage(dollar, [])], "JPY")
    with pytest.raises(RiskError, match="contingency"):
        coverage(yen(-1), [])
