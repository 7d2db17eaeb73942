"""How much reserve the retained risks ask for, and whether the project has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from pmo_site.kernel.money import Money
from support_office.domain.risk.errors import RiskError
from support_office.domain.risk.exposure import MonetaryRisk, check_currency, expected_value


class Distribution(Protocol):
    """Anything simulated that knows its percentiles (0..100), such as the result of a Monte Carlo run."""

    def percentile(self, p: float) -> float:
        """The value that a share of p % of the runs does not exceed."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """Contingency against the expected loss of retained threats, both ≥ 0 in one currency.

    `unestimated` names the risks that are in neither figure.
    """

    contingency: Money
    exposure: Money
    unestimated: tuple[str, ...] = ()

    @property
    def ratio(self) -> Decimal | None:
        """Contingency ÷ exposure, unrounded; None without exposure."""
        return self.contingency.ratio_to(self.exposure)

    @property
    def shortfall(self) -> Money:
        """What is missing; 0 when the contingency covers the exposure, on the limit too."""
        return max(self.exposure - self.contingency, nothing(self.exposure.currency))


def nothing(currency: str) -> Money:
    """No money, in a currency."""
    return Money(Decimal(0), currency)


def reserve_by_expected_value(risks: Iterable[MonetaryRisk], currency: str) -> Money:
    """Reserve = −ΣEMV of the retained risks, opportunities set off; never under 0. Raises CurrencyError."""
    value = expected_value((risk for risk in risks if risk.retained), currency)
    return max(-value.net, nothing(currency))


def reserve_to_percentile(distribution: Distribution, base: float, percentile: float = 80) -> float:
    """Reserve = P80 − base, in the distribution's unit; negative when the base is already safer than that."""
    return distribution.percentile(percentile) - base


def reserve_between_percentiles(distribution: Distribution, high: float = 95, low: float = 50) -> float:
    """Reserve = P95 − P50, in the distribution's unit (default of `contingency` in the R package PRA)."""
    if high < low:
        raise RiskError(f"P{high:g}", f"lies under P{low:g}")
    return distribution.percentile(high) - distribution.percentile(low)


def coverage(contingency: Money, risks: Iterable[MonetaryRisk]) -> Coverage:
    """Set the contingency against the expected loss of retained threats.

    Opportunities do not count: nobody funds a loss from luck. Raises CurrencyError, and RiskError for a
    negative contingency.
    """
    if contingency.amount < 0:
        raise RiskError("contingency", "must be 0 or more")
    value = expected_value((risk for risk in risks if risk.retained), contingency.currency)
    return Coverage(contingency, -value.threats, value.unestimated)


def coverage_rollup(coverages: Iterable[Coverage], currency: str) -> Coverage:
    """Add up several projects' coverage, so that its ratio is the ratio of the sums; raises CurrencyError."""
    contingency = exposure = nothing(currency)
    unestimated: list[str] = []
    for part in coverages:
        check_currency("contingency", part.contingency, currency)
        contingency += part.contingency
        exposure += part.exposure
        unestimated.extend(part.unestimated)
    return Coverage(contingency, exposure, tuple(unestimated))
