"""Present values and the measures built on them.

Conventions. Flows come one per period (usually a fiscal year), the first at time 0 and undiscounted; income is
positive. Amounts are Decimal (then results are Decimal, computed exactly and rounded once to 34 digits) or float;
rates are shares (0.08 = 8 %), float or Decimal: a rate is a choice or a result, not money. Flows and rate are both
real or both nominal (see `require_same_basis`). Results are unrounded; pages round half up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import fsum, isfinite
from typing import TypeVar, overload

from portfolio.domain.exact import Number, exact

Amount = TypeVar("Amount", Decimal, float)

DIGITS = 34
"""Significant digits of a Decimal result: the IEEE 754 decimal128 width."""

DAYS_PER_YEAR = 365
"""Actual/365 fixed, as spreadsheets count XNPV and XIRR."""


def npv(rate: Number, flows: Sequence[Amount]) -> Amount | None:
    """Net present value: the sum of CF_t / (1 + r)^t over t = 0, 1, …, the first flow undiscounted.

    This is the textbook convention, not the spreadsheet function NPV(), which discounts the first value by one
    period; divide by (1 + r) to compare. Undefined (None): no flows, a rate of -100 % or less, overflow.
    """
    total = _present(rate, flows)
    return None if total is None else in_kind(flows, total)


def _present(rate: Number, flows: Sequence[Decimal | float]) -> Fraction | None:
    if not flows or rate <= -1:
        return None
    if not is_money(flows):
        return _in_floats(rate, [(float(period), flow) for period, flow in enumerate(flows)])
    factor, total = 1 / (1 + exact(rate)), Fraction()
    for flow in reversed(flows):
        total = total * factor + exact(flow)
    return total


def xnpv(rate: Number, dated: Sequence[tuple[date, Amount]]) -> Amount | None:
    """Net present value of dated flows: sum of CF_i / (1 + r)^((d_i - d_0)/365), d_0 the earliest.

    Source: Microsoft Support, XNPV. Undefined (None): no flows, a rate of -100 % or less, overflow.
    """
    if not dated or rate <= -1:
        return None
    amounts = [amount for _, amount in dated]
    if not is_money(amounts):
        measured = _in_floats(rate, [(days / DAYS_PER_YEAR, flow) for days, flow in from_first(dated)])
        return None if measured is None else in_kind(amounts, measured)
    with localcontext(Context(prec=DIGITS)):
        factor, total = 1 + as_decimal(exact(rate)), Decimal()
        for days, amount in from_first(dated):
            total += as_decimal(exact(amount)) / factor ** (Decimal(days) / DAYS_PER_YEAR)
    return in_kind(amounts, Fraction(total))


def _in_floats(rate: Number, timed: Sequence[tuple[float, Decimal | float]]) -> Fraction | None:
    factor = 1 + float(rate)
    try:
        total = fsum(float(flow) / factor**time for time, flow in timed)
    except (OverflowError, ZeroDivisionError, ValueError):
        return None
    return Fraction(total) if isfinite(total) else None


def from_first(dated: Sequence[tuple[date, Amount]]) -> list[tuple[int, Amount]]:
    """Return the flows by days since the earliest of their dates, in that order."""
    first = min(day for day, _ in dated)
    return sorted(((day - first).days, amount) for day, amount in dated)


def mirr(flows: Sequence[Amount], finance: Number, reinvest: Number) -> float | None:
    """Modified rate of return: (FV of income at `reinvest` / -PV of outlays at `finance`)^(1/n) - 1.

    n is the number of periods (flows - 1). Source: Microsoft Support, MIRR. Undefined (None): no income or no
    outlay, fewer than two flows, a rate of -100 % or less.
    """
    periods = len(flows) - 1
    numbers = [float(flow) for flow in flows]
    income = npv(reinvest, [max(flow, 0.0) for flow in numbers])
    outlay = npv(finance, [min(flow, 0.0) for flow in numbers])
    if periods < 1 or not income or not outlay:
        return None
    return float((income * (1 + float(reinvest)) ** periods / -outlay) ** (1 / periods) - 1)


def payback(flows: Sequence[Amount]) -> float | None:
    """Return the periods until the cumulative flow, once below zero, is back at it (linear within).

    0 where it never falls below zero; None where it never recovers or there are no flows. Later outlays after the
    first recovery are not looked at: read the net present value beside it.
    """
    if not flows:
        return None
    total, below = Fraction(), False
    for period, flow in enumerate(flows):
        before, total = total, total + exact(flow)
        if below and total >= 0:
            return float(period - 1 + -before / exact(flow))
        below = below or total < 0
    return None if below else 0.0


def discounted_payback(rate: Number, flows: Sequence[Amount]) -> float | None:
    """Return the payback of the discounted flows; undefined as `payback`, or at a rate <= -100 %."""
    if rate <= -1:
        return None
    factor = 1 + exact(rate)
    return payback([as_decimal(exact(flow) / factor**period) for period, flow in enumerate(flows)])


def bcr(rate: Number, benefits: Sequence[Amount], costs: Sequence[Amount]) -> Amount | None:
    """Benefit-cost ratio: PV(benefits) / PV(costs), both given as positive amounts by period.

    Above 1 exactly when the net present value of benefits minus costs is above 0. None where the present value of
    the costs is not positive.
    """
    gain, spent = _present(rate, benefits), _present(rate, costs)
    if gain is None or spent is None or spent <= 0:
        return None
    return in_kind(benefits, gain / spent)


def profitability_index(rate: Number, flows: Sequence[Amount]) -> Amount | None:
    """Profitability index: present value of what follows time 0, over the outlay at time 0.

    Above 1 exactly when the net present value is above 0. None unless the first flow is an outlay.
    """
    total = _present(rate, flows)
    if total is None or flows[0] >= 0:
        return None
    outlay = -exact(flows[0])
    return in_kind(flows, (total + outlay) / outlay)


def roi(benefit: Amount, cost: Amount) -> Amount | None:
    """Return on investment: (benefit - cost) / cost, undiscounted; None without a positive cost."""
    gain, spent = exact(benefit, "benefit"), exact(cost, "cost")
    return in_kind([benefit, cost], (gain - spent) / spent) if spent > 0 else None


def is_money(amounts: Sequence[object]) -> bool:
    """Tell whether the amounts are Decimal, so that the result must be."""
    return any(isinstance(amount, Decimal) for amount in amounts)


@overload
def in_kind(amounts: Sequence[Decimal], value: Fraction) -> Decimal: ...
@overload
def in_kind(amounts: Sequence[float], value: Fraction) -> float: ...
def in_kind(amounts: Sequence[Decimal] | Sequence[float], value: Fraction) -> Decimal | float:
    """Return the value in the kind of the amounts it came from: Decimal for money, else float."""
    return as_decimal(value) if is_money(amounts) else float(value)


def as_decimal(number: Fraction) -> Decimal:
    """Round an exact fraction to the digits of a Decimal result."""
    return Context(prec=DIGITS).divide(Decimal(number.numerator), Decimal(number.denominator))
