"""A probability-impact matrix on the organization's own scale; scores are never rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from support_office.domain.risk.errors import ScaleError, UnknownLevelError


class Kind(StrEnum):
    """A risk either threatens an objective or may serve it."""

    THREAT = "threat"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale: a code to show and the number that enters the score (no unit)."""

    code: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Zone:
    """A band of scores; `lowest` is the smallest score that belongs to it."""

    code: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class PaintedCell:
    """A cell whose zone the organization set by hand, whatever its score says."""

    probability: str
    impact: str
    zone: str


@dataclass(frozen=True, slots=True)
class Score:
    """The product of the two levels' numbers, exactly, and the zone that it falls into."""

    probability: str
    impact: str
    value: Decimal
    zone: str


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """Levels of probability and impact with zones, each from lowest to highest.

    Score = probability × impact (PMBOK Guide), unrounded: .5 × .05 is .025, which print shows as .03.
    A score on a zone's lower limit belongs to that zone. Painted cells overrule the zones' limits.
    Raises ScaleError where levels or zones do not ascend, a code repeats, or a score lies under every zone.
    """

    probability: tuple[Level, ...]
    impact: tuple[Level, ...]
    zones: tuple[Zone, ...]
    painted: tuple[PaintedCell, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a matrix that would leave a cell without one clear zone."""
        for name, levels in (("probability", self.probability), ("impact", self.impact)):
            _check_ascent(name, [(level.code, level.value) for level in levels])
        _check_ascent("zones", [(zone.code, zone.lowest) for zone in self.zones])
        if self.probability[0].value < 0 or self.impact[0].value < 0:
            raise ScaleError("levels", "a scale starts at 0 or above")
        if self.probability[0].value * self.impact[0].value < self.zones[0].lowest:
            raise ScaleError(self.zones[0].code, "the lowest cell lies under every zone")
        for cell in self.painted:
            self._check_painted(cell)

    def score(self, probability: str, impact: str) -> Score:
        """Score one cell, named by its two level codes; raises UnknownLevelError."""
        value = _level(self.probability, probability).value * _level(self.impact, impact).value
        return Score(probability, impact, value, self._zone(probability, impact, value))

    def grid(self, kind: Kind = Kind.THREAT) -> tuple[tuple[Score, ...], ...]:
        """All cells, highest probability first; opportunities mirror the impact axis.

        Beside each other, threats left and opportunities right, the strongest impacts meet in the middle.
        """
        columns = self.impact if kind is Kind.THREAT else self.impact[::-1]
        return tuple(
            tuple(self.score(row.code, column.code) for column in columns) for row in reversed(self.probability)
        )

    def highest_impact(self, codes: Iterable[str]) -> str | None:
        """The strongest of a risk's impacts on several objectives; None where none was rated."""
        levels = [_level(self.impact, code) for code in codes]
        return max(levels, key=lambda level: level.value).code if levels else None

    def _zone(self, probability: str, impact: str, value: Decimal) -> str:
        for cell in self.painted:
            if (cell.probability, cell.impact) == (probability, impact):
                return cell.zone
        return next(zone.code for zone in reversed(self.zones) if value >= zone.lowest)

    def _check_painted(self, cell: PaintedCell) -> None:
        _level(self.probability, cell.probability)
        _level(self.impact, cell.impact)
        if cell.zone not in {zone.code for zone in self.zones}:
            raise ScaleError(cell.zone, "a painted cell names a zone that does not exist")


def _level(levels: Sequence[Level], code: str) -> Level:
    for level in levels:
        if level.code == code:
            return level
    raise UnknownLevelError(code, "is not a level of this scale")


def _check_ascent(name: str, steps: Sequence[tuple[str, Decimal]]) -> None:
    if not steps:
        raise ScaleError(name, "needs at least one step")
    for (lower_code, lower), (code, value) in pairwise(steps):
        if value <= lower:
            raise ScaleError(code, f"must lie above {lower_code}")
    codes = [code for code, _ in steps]
    for code in codes:
        if codes.count(code) > 1:
            raise ScaleError(code, f"appears twice in {name}")


def _levels(codes: Sequence[str], values: str) -> tuple[Level, ...]:
    return tuple(Level(code, Decimal(value)) for code, value in zip(codes, values.split(), strict=True))


def _zones(limits: dict[str, str]) -> tuple[Zone, ...]:
    return tuple(Zone(code, Decimal(lowest)) for code, lowest in limits.items())


_FIVE = ("very_low", "low", "moderate", "high", "very_high")

NUMERIC_MATRIX = RiskMatrix(
    probability=_levels(_FIVE, "0.1 0.3 0.5 0.7 0.9"),
    impact=_levels(_FIVE, "0.05 0.10 0.20 0.40 0.80"),
    zones=_zones({"low": "0", "moderate": "0.06", "high": "0.18"}),
)
"""The PMBOK Guide's numeric matrix: scores .005 to .72; moderate from .06, high from .18."""

ORDINAL_MATRIX = RiskMatrix(
    probability=_levels(_FIVE, "1 2 3 4 5"),
    impact=_levels(_FIVE, "1 2 3 4 5"),
    zones=_zones({"low": "1", "moderate": "5", "high": "10", "extreme": "15"}),
)
"""The usual 5 × 5 matrix: 1–4 low, 5–9 moderate, 10–14 high, 15–25 extreme."""
