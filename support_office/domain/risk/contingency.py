"""How much reserve the retained risks ask for, and whether the project has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from support_office.domain.risk.errors import RiskError
from support_office.domain.risk.exposure import ZERO, MonetaryRisk, expected_value, one_currency


class Distribution(Protocol):
    """Anything simulated that knows its percentiles (0..100), such as the result of a Monte Carlo run."""

    def percentile(self, p: float) -> float:
        """The value that a share of p % of the runs does not exceed."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """Contingency against the expected loss of retained threats, both ≥ 0 in one currency.

    `ratio` is contingency ÷ exposure, None without exposure. `unestimated` risks are in neither figure.
    """

    contingency: Decimal
    exposure: Decimal
    currency: str | None
    unestimated: tuple[str, ...] = ()

    @property
    def ratio(self) -> Decimal | None:
        """Contingency ÷ exposure, unrounded to the context's 28 digits; None without exposure."""
        return self.contingency / self.exposure if self.exposure else None

    @property
    def shortfall(self) -> Decimal:
        """What is missing; 0 when the contingency covers the exposure, on the limit too."""
        return max(self.exposure - self.contingency, ZERO)


def reserve_by_expected_value(risks: Iterable[MonetaryRisk]) -> Decimal:
    """Reserve = −ΣEMV of the retained risks, opportunities offset threats; never under 0."""
    return max(-expected_value(risk for risk in risks if risk.retained).net, ZERO)


def reserve_to_percentile(distribution: Distribution, base: float, percentile: float = 80) -> float:
    """Reserve = P80 − base, in the distribution's unit; negative when the base is already safer than that."""
    return distribution.percentile(percentile) - base


def reserve_between_percentiles(distribution: Distribution, high: float = 95, low: float = 50) -> float:
    """Reserve = P95 − P50, in the distribution's unit (default of `contingency` in the R package PRA)."""
    if high < low:
        raise RiskError(f"P{high:g}", f"lies under P{low:g}")
    return distribution.percentile(high) - distribution.percentile(low)


def coverage(contingency: Decimal, currency: str, risks: Iterable[MonetaryRisk]) -> Coverage:
    """Set the contingency against the expected loss of retained threats.

    Opportunities do not count: nobody funds a loss from luck. Raises CurrencyError, and RiskError for a
    negative contingency.
    """
    if not contingency >= ZERO:
        raise RiskError("contingency", "must be 0 or more")
    value = expected_value(risk for risk in risks if risk.retained)
    one_currency("contingency", currency, value.currency)
    return Coverage(contingency, -value.threats, currency, value.unestimated)


def coverage_rollup(coverages: Iterable[Coverage]) -> Coverage:
    """Add up several projects' coverage, so that its ratio is the ratio of the sums; raises CurrencyError."""
    contingency = exposure = ZERO
    currency: str | None = None
    unestimated: list[str] = []
    for part in coverages:
        currency = one_currency("contingency", part.currency, currency)
        contingency += part.contingency
        exposure += part.exposure
        unestimated.extend(part.unestimated)
    return Coverage(contingency, exposure, currency, tuple(unestimated))
