"""An organization's own risk scale: five steps of probability and impact, words for each, and where zones begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from support_office.domain.risk.matrix import Level, RiskMatrix, Score, Zone

STEPS: Final = (1, 2, 3, 4, 5)
ZONES: Final = ("low", "moderate", "high", "extreme")
PROBABILITY_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ja": ("ほぼ無", "低", "中", "高", "ほぼ確実"),
    "en": ("Rare", "Low", "Even", "Likely", "Certain"),
}
IMPACT_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ja": ("軽微", "小", "中", "大", "甚大"),
    "en": ("Minor", "Low", "Medium", "High", "Severe"),
}
SHARES: Final = (10, 30, 50, 70, 90)
"""Percent that each step of probability stands for (PMBOK Guide)."""
LIMITS: Final = (5, 10, 16)
"""Where moderate, high and extreme begin."""
CONTINGENCY: Final = 10
"""Percent of the latest budget that is held ready for risks."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The scale in force: words by language, shares of the probability steps, limits of the zones."""

    probability: Mapping[str, Sequence[str]]
    impact: Mapping[str, Sequence[str]]
    shares: Sequence[int] = SHARES
    limits: Sequence[int] = LIMITS
    contingency: int = CONTINGENCY

    @property
    def matrix(self) -> RiskMatrix:
        """The five by five matrix with the organization's zones."""
        levels = tuple(Level(str(step), Decimal(step)) for step in STEPS)
        lowest = zip(ZONES, (1, *self.limits), strict=True)
        return RiskMatrix(levels, levels, tuple(Zone(code, Decimal(limit)) for code, limit in lowest))

    def score(self, probability: int | None, impact: int | None) -> Score | None:
        """The score of a rating; None where it is not rated."""
        if probability is None or impact is None:
            return None
        return self.matrix.score(str(probability), str(impact))

    def expected(self, probability: int | None, amount: Decimal | None) -> Decimal | None:
        """An amount by the share of its probability, to the hundredth; None where either is not known."""
        if probability is None or amount is None:
            return None
        return (amount * self.shares[probability - 1] / 100).quantize(Decimal("0.01"))


DEFAULT_STEPS: Final = Steps(PROBABILITY_WORDS, IMPACT_WORDS)
