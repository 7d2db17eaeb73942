"""What a simulation tells, and how sure it is of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from projects.domain.schedule.model import ActivityId
from projects.domain.uncertainty.model import Distribution, UncertaintyError
from projects.domain.uncertainty.ranks import rank_correlation, ranks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float64]

WHOLE = 100
USUAL_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the runs, 0..1, as an estimate of the probability behind it."""

    value: float
    runs: int

    @property
    def standard_error(self) -> float:
        """√(p(1−p)/N)."""
        return sqrt(self.value * (1 - self.value) / self.runs)

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> tuple[float, float]:
        """Wilson's score interval (1927), which stays honest at 0 and 1."""
        z = _deviations(confidence)
        spread = z * sqrt(self.value * (1 - self.value) / self.runs + z * z / (4 * self.runs**2))
        center, scale = self.value + z * z / (2 * self.runs), 1 + z * z / self.runs
        return max((center - spread) / scale, 0.0), min((center + spread) / scale, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class RankCorrelations(Mapping[ActivityId, float | None]):
    """Spearman's rank correlation of each row's values with the finish, computed when it is asked for.

    None where the row never varies (or the finish does not).
    """

    numbers: Mapping[ActivityId, int]
    draw: Callable[[int], Row]
    finish_ranks: Row

    def __getitem__(self, key: ActivityId) -> float | None:
        return rank_correlation(ranks(self.draw(self.numbers[key])), self.finish_ranks)

    def __iter__(self) -> Iterator[ActivityId]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """The finish of a network in many runs, in the unit of its durations, from the project's start.

    `seed` with `runs`, `distribution` and the same inputs gives the same numbers again. `base` is the finish with all
    most likely durations and no risk event. `criticality` is the share of runs in which an activity lay on a longest
    path; `sensitivity` Spearman's correlation of its duration with the finish; `event_sensitivity` that of what a risk
    event added. `finishes` are ascending. With one run, spread and errors are undefined (None).
    """

    runs: int
    seed: int
    distribution: Distribution
    base: float
    mean: float
    standard_deviation: float | None
    finishes: Row
    criticality: Mapping[ActivityId, float]
    sensitivity: Mapping[ActivityId, float | None]
    event_sensitivity: Mapping[ActivityId, float | None]

    @property
    def standard_error(self) -> float | None:
        """Standard error of the mean, s/√N; None with one run."""
        return None if self.standard_deviation is None else self.standard_deviation / sqrt(self.runs)

    def mean_interval(self, confidence: float = USUAL_CONFIDENCE) -> tuple[float, float] | None:
        """Between which values the true mean lies with this confidence (normal approximation)."""
        if self.standard_error is None:
            return None
        spread = _deviations(confidence) * self.standard_error
        return self.mean - spread, self.mean + spread

    def percentile(self, p: float) -> float:
        """The finish that p % of the runs (0..100) do not pass; linear between runs, as numpy's default."""
        rank = _fraction(p) * (self.runs - 1)
        lower = floor(rank)
        upper = min(lower + 1, self.runs - 1)
        below, above = float(self.finishes[lower]), float(self.finishes[upper])
        return below + (above - below) * (rank - lower)

    def percentile_interval(self, p: float, confidence: float = USUAL_CONFIDENCE) -> tuple[float | None, float | None]:
        """Between which values the true percentile lies; None beyond what the runs can tell.

        From order statistics with the normal approximation of the binomial; no distribution is assumed.
        """
        share = _fraction(p)
        center, spread = self.runs * share, _deviations(confidence) * sqrt(self.runs * share * (1 - share))
        lower, upper = floor(center - spread) - 1, ceil(center + spread)
        return (
            float(self.finishes[lower]) if lower >= 0 else None,
            float(self.finishes[upper]) if upper < self.runs else None,
        )

    def chance_to_meet(self, due: float) -> Share:
        """The share of runs that finish by then, a finish on the limit included; `due` in the network's unit."""
        return Share(int(self.finishes.searchsorted(due, side="right")) / self.runs, self.runs)


def _fraction(p: float) -> float:
    if not 0 <= p <= WHOLE:
        raise UncertaintyError(f"A percentile lies between 0 and 100, not at {p}.", p)
    return p / WHOLE


def _deviations(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise UncertaintyError(f"A confidence lies between 0 and 1, not at {confidence}.", confidence)
    return NormalDist().inv_cdf((1 + confidence) / 2)
