"""Numbers compared as people wrote them: 0.1 + 0.2 ties with 0.3."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite

from portfolio.domain.errors import PortfolioRuleError

Number = int | float | Decimal
"""A plain number as it comes in: money is Decimal, weights and scores may be float."""


def exact(number: Number | Fraction, item: object = "") -> Fraction:
    """Return the number as an exact fraction; a float means the shortest decimal that prints it.

    Errors: `not_a_number` naming the item, for NaN, infinities and what is no number.
    """
    if isinstance(number, Fraction | int):
        return Fraction(number)
    if isinstance(number, Decimal) and number.is_finite():
        return Fraction(number)
    if isinstance(number, float) and isfinite(number):
        return Fraction(repr(float(number)))
    raise PortfolioRuleError("not_a_number", item or number)
