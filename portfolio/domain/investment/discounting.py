"""Published discount rates with the day from which they hold, and the real/nominal rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from portfolio.domain.investment.errors import InvestmentError

Basis = Literal["real", "nominal"]


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """A rate per year: its basis, its first day, the years it covers (None: any) and its publisher."""

    code: str
    rate: Decimal
    basis: Basis
    effective_from: date
    horizon_years: int | None
    source: str


PUBLISHED_RATES = (
    DiscountRate("uk-green-book", Decimal("0.035"), "real", date(2003, 4, 1), 30, "HM Treasury, The Green Book"),
    DiscountRate(
        "jp-public-works",
        Decimal("0.04"),
        "real",
        date(2004, 2, 1),
        None,
        "国土交通省 公共事業評価の費用便益分析に関する技術指針",
    ),
)
"""Social discount rates: UK Green Book for years 0 to 30, and Japan's 社会的割引率 for public works."""


def discount_rate(code: str, on: date, rates: Iterable[DiscountRate] = PUBLISHED_RATES) -> DiscountRate | None:
    """Return the newest rate of that code in effect on the day; None where none is yet."""
    held = [rate for rate in rates if rate.code == code and rate.effective_from <= on]
    return max(held, key=lambda rate: rate.effective_from, default=None)


def require_same_basis(rate: DiscountRate, flows: Basis) -> Decimal:
    """Return the rate for flows of its basis; real on nominal is refused (`mixed_basis`)."""
    if rate.basis != flows:
        raise InvestmentError("mixed_basis", f"{rate.code}: {rate.basis} / {flows}")
    return rate.rate


def real_rate(nominal: Decimal, inflation: Decimal) -> Decimal | None:
    """Return (1 + nominal)/(1 + inflation) - 1 (Fisher); None at -100 % inflation."""
    return None if inflation <= -1 else (1 + nominal) / (1 + inflation) - 1
