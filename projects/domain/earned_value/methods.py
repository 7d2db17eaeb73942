"""How the share of a work package that is earned is measured: an exact fraction from 0 to 1, never more.

Source: PMI, Practice Standard for Earned Value Management, measurement methods.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from projects.domain.earned_value.errors import EarnedValueError

NOTHING, ALL, HUNDRED = Fraction(0), Fraction(1), 100
LONGEST_IF_NOTHING_AT_START = 1
LONGEST_IF_SOME_AT_START = 2


@dataclass(frozen=True, slots=True)
class FixedFormula:
    """So much at the actual start and the rest at the finish: 0/100, 20/80, 25/75, 30/70, 50/50."""

    at_start: Decimal
    started: bool
    finished: bool

    def __post_init__(self) -> None:
        _check_share(self.at_start)

    def share(self) -> Fraction:
        """Nothing before the start, all after the finish."""
        if self.finished:
            return ALL
        return Fraction(self.at_start) if self.started else NOTHING

    def suits(self, periods: int) -> bool:
        """Say whether a package is short enough for so rough a measure: one period for 0/100, two for the others."""
        return periods <= (LONGEST_IF_SOME_AT_START if self.at_start else LONGEST_IF_NOTHING_AT_START)


@dataclass(frozen=True, slots=True)
class WeightedMilestone:
    """A milestone within a package: its weight in percent and how much of it is achieved (0 to 1)."""

    weight: Decimal
    achieved: Decimal
    partial_allowed: bool = False

    def __post_init__(self) -> None:
        _check_share(self.achieved)

    def earned(self) -> Fraction:
        """Its weight when achieved; a part of it only where partial credit is allowed."""
        counts = self.partial_allowed or self.achieved == ALL
        return Fraction(self.weight) * Fraction(self.achieved) if counts else NOTHING


@dataclass(frozen=True, slots=True)
class WeightedMilestones:
    """The weights of the milestones achieved; the weights add up to 100 percent."""

    milestones: tuple[WeightedMilestone, ...]

    def __post_init__(self) -> None:
        total = sum((milestone.weight for milestone in self.milestones), Decimal(0))
        if total != HUNDRED:
            raise EarnedValueError(f"The weights add up to {total} percent.", "weights")

    def share(self) -> Fraction:
        """The weights earned so far."""
        return sum((milestone.earned() for milestone in self.milestones), NOTHING) / HUNDRED


@dataclass(frozen=True, slots=True)
class PercentEstimate:
    """A person's estimate, capped by the gate that the package has not yet passed (for example 0.8 until review)."""

    estimate: Decimal
    gate_cap: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        _check_share(self.estimate)
        _check_share(self.gate_cap)

    def share(self) -> Fraction:
        """The estimate, or the cap where it is lower."""
        return Fraction(min(self.estimate, self.gate_cap))


@dataclass(frozen=True, slots=True)
class UnitsComplete:
    """Units done of units planned; more than planned earns no more than the budget."""

    done: Decimal
    planned: Decimal

    def __post_init__(self) -> None:
        if self.done < 0 or self.planned <= 0:
            raise EarnedValueError(f"{self.done} of {self.planned} units cannot be done.", "units")

    def share(self) -> Fraction:
        """Done by planned."""
        return min(ALL, Fraction(self.done) / Fraction(self.planned))


@dataclass(frozen=True, slots=True)
class PhysicalPercent:
    """A share measured on the work itself, or by an earned standard."""

    measured: Decimal

    def __post_init__(self) -> None:
        _check_share(self.measured)

    def share(self) -> Fraction:
        """As measured."""
        return Fraction(self.measured)


@dataclass(frozen=True, slots=True)
class DurationPercent:
    """The share of the duration that has passed: 1 - remaining / duration, both in one unit."""

    duration: Decimal
    remaining: Decimal

    def __post_init__(self) -> None:
        if self.duration <= 0 or self.remaining < 0:
            raise EarnedValueError(f"{self.remaining} of a duration of {self.duration} cannot remain.", "duration")

    def share(self) -> Fraction:
        """Nothing while more remains than was planned."""
        return max(NOTHING, ALL - Fraction(self.remaining) / Fraction(self.duration))


@dataclass(frozen=True, slots=True)
class Apportioned:
    """Effort that follows another package: it earns the same share (inspection follows assembly)."""

    to: Hashable


@dataclass(frozen=True, slots=True)
class LevelOfEffort:
    """Effort that follows time alone (project office): it earns what was planned, so that SV is always 0."""


Measured: TypeAlias = (
    FixedFormula | WeightedMilestones | PercentEstimate | UnitsComplete | PhysicalPercent | DurationPercent
)
Method: TypeAlias = Measured | Apportioned | LevelOfEffort


def _check_share(share: Decimal) -> None:
    if not NOTHING <= share <= ALL:
        raise EarnedValueError(f"The share {share} is not between 0 and 1.", "share")
