"""From a measured effect (share of the budget or of the time) to the level that the matrix scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from support_office.domain.risk.errors import ScaleError


@dataclass(frozen=True, slots=True)
class ImpactBand:
    """A level and the largest effect that it covers, as a share (0.10 is 10 %); None covers the rest.

    An effect on the limit belongs to the lower, better level unless `includes_limit` says otherwise.
    """

    level: str
    limit: Decimal | None
    includes_limit: bool = True


@dataclass(frozen=True, slots=True)
class ImpactScale:
    """Bands of one objective (cost, time, ...), from the mildest to the strongest.

    Raises ScaleError where limits do not ascend or the last band is not open.
    """

    objective: str
    bands: tuple[ImpactBand, ...]

    def __post_init__(self) -> None:
        """Refuse bands that leave an effect without a level."""
        if not self.bands or self.bands[-1].limit is not None:
            raise ScaleError(self.objective, "the last band must be open")
        limits = [band.limit for band in self.bands[:-1]]
        for lower, upper in pairwise(limits):
            if lower is None or upper is None or upper <= lower:
                raise ScaleError(self.objective, "the bands' limits must ascend")
        if None in limits:
            raise ScaleError(self.objective, "only the last band may be open")

    def level(self, effect: Decimal | None) -> str | None:
        """Find the level of an effect (0 and less is the mildest); None where nothing was estimated."""
        if effect is None:
            return None
        return next(band.level for band in self.bands if _covers(band, effect))


def _covers(band: ImpactBand, effect: Decimal) -> bool:
    if band.limit is None:
        return True
    return effect <= band.limit if band.includes_limit else effect < band.limit


def _bands(first: str, second: str, third: str) -> tuple[ImpactBand, ...]:
    return (
        ImpactBand("low", Decimal(first), includes_limit=False),
        ImpactBand("moderate", Decimal(second)),
        ImpactBand("high", Decimal(third)),
        ImpactBand("very_high", None),
    )


COST_IMPACT = ImpactScale("cost", _bands("0.10", "0.20", "0.40"))
"""Cost increase: < 10 % low, 10–20 % moderate, to 40 % high, > 40 % very high (PMBOK Guide)."""

TIME_IMPACT = ImpactScale("time", _bands("0.05", "0.10", "0.20"))
"""Time increase: < 5 % low, 5–10 % moderate, to 20 % high, > 20 % very high (PMBOK Guide)."""
