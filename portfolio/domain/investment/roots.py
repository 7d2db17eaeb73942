"""All real zeros of a sum of exponentials, the form that every rate of return solves.

With s = ln(1 + r) the net present value is f(s) = sum of c_i * exp(-t_i * s). Descartes' rule holds for such sums:
no more zeros than sign changes of c. Its proof is the method: at a sign change between t_k and t_k+1 take a between
them; the derivative of f(s) * exp(a * s) has the coefficients c_i * (a - t_i) and one sign change fewer, and
between two neighboring zeros of it f has at most one. Source: G. Polya, G. Szego, Problems and Theorems in
Analysis II, part V, nos. 75-77 (Laguerre's extension of Descartes' rule).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, fsum

Terms = list[tuple[float, float]]

LIMIT = 700.0
"""Zeros are looked for with |s| up to this: beyond it exp(s) is no float."""

TOUCHES = 1e-13
"""A sum this small against the sum of its absolute terms touches zero: a double root."""

HALVINGS = 200
"""More than enough to bring an interval down to neighboring floats."""


def in_order(terms: Iterable[tuple[float, float]]) -> Terms:
    """Return (time, amount) by rising time, amounts of one time joined, zeros left out."""
    joined: dict[float, float] = {}
    for time, amount in terms:
        joined[time] = joined.get(time, 0.0) + amount
    return [(time, amount) for time, amount in sorted(joined.items()) if amount]


def sign_changes(terms: Terms) -> list[int]:
    """Return the places after which the amount changes its sign: at most so many zeros exist."""
    return [place for place in range(len(terms) - 1) if (terms[place][1] > 0) != (terms[place + 1][1] > 0)]


def zeros(terms: Terms) -> list[float]:
    """Return all zeros with |s| <= LIMIT, rising, a multiple one once; terms as `in_order`."""
    changes = sign_changes(terms)
    if not changes:
        return []
    between = (terms[changes[0]][0] + terms[changes[0] + 1][0]) / 2
    turning = zeros([(time, amount * (between - time)) for time, amount in terms])
    points = [-LIMIT, *turning, LIMIT]
    signs = [_sign(terms, point, TOUCHES if point in turning else 0.0) for point in points]
    found = [point for point, sign in zip(points, signs, strict=True) if sign == 0]
    found += [
        _bisect(terms, points[place], points[place + 1], signs[place])
        for place in range(len(points) - 1)
        if signs[place] * signs[place + 1] < 0
    ]
    return sorted(found)


def _sign(terms: Terms, s: float, tolerance: float = 0.0) -> int:
    largest = max(-time * s for time, _ in terms)
    parts = [amount * exp(-time * s - largest) for time, amount in terms]
    total = fsum(parts)
    if abs(total) <= tolerance * fsum(abs(part) for part in parts):
        return 0
    return 1 if total > 0 else -1


def _bisect(terms: Terms, low: float, high: float, sign: int) -> float:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _sign(terms, middle) == sign:
            low = middle
        else:
            high = middle
    return high
