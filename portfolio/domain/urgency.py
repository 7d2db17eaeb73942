"""In which order lights ask for attention: by level, and within a level by how far the worst limit is passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pmo_site.kernel.evidence import Level, Reason

STEP = Decimal(1_000_000)
_PLACES = Decimal("0.0001")
SEVERITY: Mapping[Level, int] = {Level.RED: 0, Level.AMBER: 1, Level.GREY: 2, Level.GREEN: 3, Level.BLUE: 4}


def rank(level: Level, reasons: Iterable[Reason]) -> Decimal:
    """Order lights worst first: red before amber before grey before green before blue; lower is more urgent.

    Within a level the light whose worst reason passes its limit farthest comes first, measured as value / limit
    (limit / value where higher is better), so that days and shares can be compared. Rounded to 4 places.
    """
    return rank_of(level, farthest(reasons).get(level, Decimal(0)))


def rank_of(level: Level, passed: Decimal) -> Decimal:
    """The same where it is known how far the worst reason of that level passes its limit."""
    place = SEVERITY[level] * STEP - min(passed, STEP - 1)
    return place.quantize(_PLACES)


def farthest(reasons: Iterable[Reason]) -> dict[Level, Decimal]:
    """How far the worst reason of each level passes its limit."""
    found: dict[Level, Decimal] = {}
    for reason in reasons:
        found[reason.level] = max(found.get(reason.level, Decimal(0)), overshoot(reason))
    return found


def overshoot(reason: Reason) -> Decimal:
    """How far a reason's number passes the limit of its level: 1 on the limit, 0 where nothing can be said."""
    if reason.limit is None:
        return Decimal(0)
    value = reason.numbers.get(reason.limit.number)
    limit = reason.limit.green if reason.limit.amber is None else reason.limit.amber
    if value is None:
        return Decimal(0)
    above, below = (limit, value) if reason.limit.higher_is_better else (value, limit)
    return max(Decimal(0), above if below == 0 else above / below)
