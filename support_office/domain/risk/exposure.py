"""Expected monetary value: what the open risks are worth, in money, on average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from support_office.domain.risk.errors import CurrencyError, ProbabilityError, RiskError
from support_office.domain.risk.matrix import Kind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MonetaryRisk:
    """A risk in money: probability 0..1, `impact` the size of the effect if it occurs (≥ 0).

    The kind gives the sign. None is not estimated, which is not 0. A risk is `retained` unless it was
    avoided or transferred; only retained risks need contingency.
    """

    id: str
    probability: Decimal | None
    impact: Decimal | None
    currency: str
    kind: Kind = Kind.THREAT
    retained: bool = True


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """Sums of probability × impact: `threats` ≤ 0, `opportunities` ≥ 0, `net` their sum.

    `by_risk` holds each estimated risk with its sign; `unestimated` names those that count in no sum.
    `currency` is None where there was no risk at all.
    """

    currency: str | None
    threats: Decimal
    opportunities: Decimal
    by_risk: Mapping[str, Decimal]
    unestimated: tuple[str, ...]

    @property
    def net(self) -> Decimal:
        """Threats and opportunities together."""
        return self.threats + self.opportunities


def expected_monetary_value(risk: MonetaryRisk) -> Decimal | None:
    """EMV = probability × impact, negative for a threat; None where either is not estimated.

    Unrounded, in the risk's currency. Raises ProbabilityError outside 0..1 and RiskError for a negative impact.
    """
    if risk.probability is None or risk.impact is None:
        return None
    if not ZERO <= risk.probability <= 1:
        raise ProbabilityError(risk.id, f"probability {risk.probability} lies outside 0..1")
    if not risk.impact >= ZERO:
        raise RiskError(risk.id, "the impact is a size; its sign follows from the kind")
    value = risk.probability * risk.impact
    return -value if risk.kind is Kind.THREAT else value


def expected_value(risks: Iterable[MonetaryRisk]) -> ExpectedValue:
    """Sum the EMV of risks in one currency.

    Raises CurrencyError for a second currency and RiskError for a repeated id.
    """
    currency: str | None = None
    by_risk: dict[str, Decimal] = {}
    unestimated: dict[str, None] = {}
    threats = opportunities = ZERO
    for risk in risks:
        currency = one_currency(risk.id, risk.currency, currency)
        if risk.id in by_risk or risk.id in unestimated:
            raise RiskError(risk.id, "appears twice")
        value = expected_monetary_value(risk)
        if value is None:
            unestimated[risk.id] = None
            continue
        by_risk[risk.id] = value
        threats += min(value, ZERO)
        opportunities += max(value, ZERO)
    return ExpectedValue(currency, threats, opportunities, by_risk, tuple(unestimated))


def one_currency(item: str, found: str | None, expected: str | None) -> str | None:
    """Keep the rule that sums have one currency; gives that currency, raises CurrencyError."""
    if found is not None and expected is not None and found != expected:
        raise CurrencyError(item, f"is in {found}, the others are in {expected}")
    return expected if found is None else found
