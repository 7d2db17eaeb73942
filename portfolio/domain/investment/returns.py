"""Rates of return: every root, and an honest answer where there are several or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import expm1

from portfolio.domain.exact import Number, exact
from portfolio.domain.investment.roots import Terms, in_order, sign_changes, zeros
from portfolio.domain.investment.value import DAYS_PER_YEAR, Amount, from_first, npv

NO_RATE = 1e-15
"""A rate this small is the rounding of none."""


@dataclass(frozen=True, slots=True)
class RateOfReturn:
    """Every rate at which the net present value is zero, and the one to show.

    `value` is the root nearest to zero, as spreadsheets find it; None without a root. `sign_changes` of the flows
    is the most roots there can be (Descartes). Where `ambiguous`, show all roots or the profile, and use `mirr`.
    """

    value: float | None
    roots: tuple[float, ...]
    sign_changes: int

    @property
    def ambiguous(self) -> bool:
        """Several rates solve the equation: no single one of them measures the investment."""
        return len(self.roots) > 1


def rate_of_return(flows: Sequence[Amount]) -> RateOfReturn:
    """Return the internal rate of return of periodic flows with all its roots and their flag."""
    return _of(in_order((float(period), float(exact(flow, period))) for period, flow in enumerate(flows)))


def dated_rate_of_return(dated: Sequence[tuple[date, Amount]]) -> RateOfReturn:
    """Return the same of dated flows, in rates per year of 365 days."""
    if not dated:
        return RateOfReturn(None, (), 0)
    return _of(in_order((days / DAYS_PER_YEAR, float(exact(amount, days))) for days, amount in from_first(dated)))


def irr(flows: Sequence[Amount]) -> float | None:
    """Internal rate of return per period: the rate that makes `npv` zero.

    Of several roots the one nearest to zero (ask `irr_roots` or `rate_of_return` before trusting it). None where
    the flows never change sign, and where no rate above -100 % solves the equation.
    """
    return rate_of_return(flows).value


def irr_roots(flows: Sequence[Amount]) -> tuple[float, ...]:
    """Return all internal rates of return above -100 %, rising; a multiple root once."""
    return rate_of_return(flows).roots


def xirr(dated: Sequence[tuple[date, Amount]]) -> float | None:
    """Return the rate per year of 365 days that makes `xnpv` zero; several roots and none as in `irr`.

    Source: Microsoft Support, XIRR; needs at least one income and one outlay.
    """
    return dated_rate_of_return(dated).value


def xirr_roots(dated: Sequence[tuple[date, Amount]]) -> tuple[float, ...]:
    """Return all rates that make `xnpv` zero, as `irr_roots`."""
    return dated_rate_of_return(dated).roots


def npv_profile(flows: Sequence[Amount], rates: Sequence[Number]) -> tuple[tuple[Number, Amount | None], ...]:
    """Return the net present value at each of the rates: the curve that shows every root."""
    return tuple((rate, npv(rate, flows)) for rate in rates)


def _of(terms: Terms) -> RateOfReturn:
    roots = tuple(rate if abs(rate) > NO_RATE else 0.0 for rate in map(expm1, zeros(terms)) if rate > -1)
    return RateOfReturn(min(roots, key=abs, default=None), roots, len(sign_changes(terms)))
