"""Expected monetary value: what the open risks are worth, in money, on average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pmo_site.kernel.money import Money
from support_office.domain.risk.errors import CurrencyError, ProbabilityError, RiskError
from support_office.domain.risk.matrix import Kind


@dataclass(frozen=True, slots=True)
class MonetaryRisk:
    """A risk in money: probability 0..1, `impact` the size of the effect if it occurs (≥ 0).

    The kind gives the sign. None is not estimated, which is not 0. A risk is `retained` unless it was
    avoided or transferred; only retained risks need contingency.
    """

    id: str
    probability: Decimal | None
    impact: Money | None
    kind: Kind = Kind.THREAT
    retained: bool = True


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """Sums of probability × impact in one currency: `threats` ≤ 0, `opportunities` ≥ 0.

    `by_risk` holds each estimated risk with its sign; `unestimated` names those that count in no sum.
    """

    threats: Money
    opportunities: Money
    by_risk: Mapping[str, Money]
    unestimated: tuple[str, ...]

    @property
    def net(self) -> Money:
        """Threats and opportunities together."""
        return self.threats + self.opportunities


def expected_monetary_value(risk: MonetaryRisk) -> Money | None:
    """EMV = probability × impact, negative for a threat; None where either is not estimated.

    Unrounded. Raises ProbabilityError outside 0..1 and RiskError for a negative impact.
    Source: PMBOK Guide.
    """
    if risk.probability is None or risk.impact is None:
        return None
    if not 0 <= risk.probability <= 1:
        raise ProbabilityError(risk.id, f"probability {risk.probability} lies outside 0..1")
    if risk.impact.amount < 0:
        raise RiskError(risk.id, "the impact is a size; its sign follows from the kind")
    value = risk.impact * risk.probability
    return -value if risk.kind is Kind.THREAT else value


def expected_value(risks: Iterable[MonetaryRisk], currency: str) -> ExpectedValue:
    """Sum the EMV of risks in one currency; the sums of nothing are 0.

    Raises CurrencyError for a risk in another currency and RiskError for a repeated id.
    """
    nothing = Money(Decimal(0), currency)
    by_risk: dict[str, Money] = {}
    unestimated: dict[str, None] = {}
    for risk in risks:
        if risk.id in by_risk or risk.id in unestimated:
            raise RiskError(risk.id, "appears twice")
        value = expected_monetary_value(risk)
        if value is None:
            unestimated[risk.id] = None
        else:
            check_currency(risk.id, value, currency)
            by_risk[risk.id] = value
    threats = sum((value for value in by_risk.values() if value < nothing), nothing)
    opportunities = sum((value for value in by_risk.values() if value > nothing), nothing)
    return ExpectedValue(threats, opportunities, by_risk, tuple(unestimated))


def check_currency(item: str, value: Money, currency: str) -> None:
    """Keep the rule that sums have one currency; raises CurrencyError."""
    if value.currency != currency:
        raise CurrencyError(item, f"is in {value.currency}, the sum in {currency}")
