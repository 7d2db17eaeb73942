"""How far a weight can move before the ranking tells another story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.prioritization.errors import PrioritizationError
from portfolio.domain.prioritization.scoring import Scored, ScoringModel, directed_scores, rank, weights_of


@dataclass(frozen=True, slots=True)
class WeightRange:
    """The weights of one criterion between which the same items hold the first places.

    `lower` and `upper` are weights 0..1 (0 and 1 where nothing changes on that side). Beyond a bound the
    `…_gains` item takes the place of the `…_loses` item; None where there is no change.
    """

    criterion: str
    weight: float
    lower: float
    upper: float
    lower_gains: str | None
    lower_loses: str | None
    upper_gains: str | None
    upper_loses: str | None

    @property
    def margin(self) -> float | None:
        """The smallest move of the weight that changes the first places; None where no move does."""
        moves = []
        if self.lower_gains is not None:
            moves.append(self.weight - self.lower)
        if self.upper_gains is not None:
            moves.append(self.upper - self.weight)
        return min(moves, default=None)


def weight_sensitivity(items: Sequence[Scored], model: ScoringModel, *, places: int = 1) -> tuple[WeightRange, ...]:
    """Return per criterion the range of its weight within which the first `places` stay the same.

    The weight t of criterion k moves alone, the others keep their proportions: score(t) = t * s_k + (1 - t) * r
    with r the score by the others (equal parts where they all weigh 0). An item inside and one outside change
    places where their lines cross; on the crossing itself they tie. Exact arithmetic; items with a missing
    score take no part. `places` is, for example, the number of funded projects: the funding line.
    Errors: those of `rank`; `no_places` where `places` is below 1.
    """
    if places < 1:
        raise PrioritizationError("no_places", places)
    ranked = [each.id for each in rank(items, model) if each.rank is not None]
    scores, weights = directed_scores(items, model), weights_of(model)
    ranges = []
    for key, weight in weights.items():
        lines = {name: (scores[name][key], _rest(scores[name], weights, key)) for name in ranked}
        ranges.append(_range(key, weight, lines, ranked[:places], ranked[places:]))
    return tuple(sorted(ranges, key=lambda each: (each.margin is None, each.margin or 0.0, each.criterion)))


def _rest(row: dict[str, Fraction], weights: dict[str, Fraction], key: str) -> Fraction:
    others = {name: weight for name, weight in weights.items() if name != key}
    whole = sum(others.values(), Fraction())
    if not others:
        return Fraction()
    if whole == 0:
        return sum((row[name] for name in others), Fraction()) / len(others)
    return sum((weight * row[name] for name, weight in others.items()), Fraction()) / whole


def _range(
    key: str,
    weight: Fraction,
    lines: dict[str, tuple[Fraction, Fraction]],
    inside: list[str],
    outside: list[str],
) -> WeightRange:
    below: tuple[Fraction, str | None, str | None] = (Fraction(), None, None)
    above: tuple[Fraction, str | None, str | None] = (Fraction(1), None, None)
    for winner in inside:
        for other in outside:
            crossing, gains_above = _crossing(lines[winner], lines[other])
            if crossing is None or not 0 <= crossing <= 1:
                continue
            if gains_above and crossing >= weight and (crossing < above[0] or above[1] is None):
                above = (crossing, other, winner)
            elif not gains_above and crossing <= weight and (crossing > below[0] or below[1] is None):
                below = (crossing, other, winner)
    return WeightRange(key, float(weight), float(below[0]), float(above[0]), below[1], below[2], above[1], above[2])


def _crossing(winner: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> tuple[Fraction | None, bool]:
    slope = (other[0] - other[1]) - (winner[0] - winner[1])
    if slope == 0:
        return None, False
    return (winner[1] - other[1]) / slope, slope > 0
