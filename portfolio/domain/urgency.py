"""In which order lights ask for attention: by level, and within a level by how far the worst limit is passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pmo_site.kernel.evidence import Level, Reason

STEP = Decimal(1_000_000)
_PLACES = Decimal("0.0001")
SEVERITY: Mapping[Level, int] = {Level.RED: 0, Level.AMBER: 1, Level.GREY: 2, Level.GREEN: 3, Level.BLUE: 4}
_FIRST = {level: place * STEP for level, place in SEVERITY.items()}
_MOST, _NOTHING = STEP - 1, Decimal(0)


def rank(level: Level, reasons: Iterable[Reason]) -> Decimal:
    """Order lights worst first: red before amber before grey before green before blue; lower is more urgent.

    Within a level the light whose worst reason passes its limit farthest comes first, measured as value / limit
    (limit / value where higher is better), so that days and shares can be compared. Rounded to 4 places.
    """
    return rank_of(level, farthest(reasons).get(level, _NOTHING))


def rank_of(level: Level, passed: Decimal) -> Decimal:
    """The same where it is known how far the worst reason of that level passes its limit."""
    return (_FIRST[level] - min(passed, _MOST)).quantize(_PLACES)


def farthest(reasons: Iterable[Reason]) -> dict[Level, Decimal]:
    """How far the worst reason of each level passes its limit."""
    found: dict[Level, Decimal] = {}
    for reason in reasons:
        found[reason.level] = max(found.get(reason.level, _NOTHING), overshoot(reason))
    return found


def overshoot(reason: Reason) -> Decimal:
    """How far a reason's number passes the limit of its level: 1 on the limit, 0 where nothing can be said."""
    limit = reason.limit
    value = None if limit is None else reason.numbers.get(limit.number)
    if limit is None or value is None:
        return _NOTHING
    bound = limit.green if limit.amber is None else limit.amber
    above, below = (bound, value) if limit.higher_is_better else (value, bound)
    return max(_NOTHING, above if below == 0 else above / below)
