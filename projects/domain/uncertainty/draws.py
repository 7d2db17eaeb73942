"""Random durations that can be drawn again.

Each row of each batch has its own place in one sequence of numbers. A simulation therefore keeps no draws: the
sensitivity of one activity redraws that activity alone, and an event or a group that is added leaves the numbers of
everything else as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin, sqrt
from typing import TYPE_CHECKING

from projects.domain.schedule.model import ActivityId
from projects.domain.uncertainty.model import CorrelationGroup, Distribution, RiskEvent, ThreePoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float64]

# The stride between streams: the odd number next to 2^128 ÷ golden ratio, as in numpy's PCG64.jumped().
STRIDE = 0x9E3779B97F4A7C15F39CC0605CEDC835
PERIOD = 1 << 128
BATCHES = 1 << 24
FAMILIES = 3
ACTIVITY, GROUP, EVENT = range(FAMILIES)
PERT_WEIGHT = 4

Points = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is drawn: the estimates, what may happen, who moves together, and how."""

    activities: Sequence[ThreePoint]
    events: Sequence[RiskEvent]
    correlations: Sequence[CorrelationGroup]
    distribution: Distribution
    seed: int


class Draws:
    """The random numbers of one simulation, drawn into `out`, as long as the batch."""

    def __init__(self, plan: Plan) -> None:
        import numpy as np  # noqa: PLC0415  a heavy library, loaded on first use

        self._np = np
        self._bits = np.random.PCG64(plan.seed)
        self._first_state = self._bits.state
        self._generator = np.random.Generator(self._bits)
        self._plan = plan
        self._points = [in_floats(each.optimistic, each.most_likely, each.pessimistic) for each in plan.activities]
        numbers: dict[ActivityId, int] = {each.id: number for number, each in enumerate(plan.activities)}
        self._group_of = {
            numbers[key]: place for place, group in enumerate(plan.correlations) for key in group.activities
        }
        self._events_of: dict[int, list[int]] = {}
        for place, event in enumerate(plan.events):
            for key in event.activities:
                self._events_of.setdefault(numbers[key], []).append(place)

    def durations(self, number: int, batch: int, out: Row) -> None:
        """Draw the durations of one activity in one batch of runs, with what its risk events do to them."""
        group = self._group_of.get(number)
        if group is None:
            self._seek(ACTIVITY, number, batch)
            self._three_point(self._points[number], out)
        else:
            self._grouped(number, group, batch, out)
        events = self._events_of.get(number)
        if events:
            effect = self._np.empty_like(out)
            for event in events:
                self.effects(event, batch, effect)
                out += effect
            self._np.maximum(out, 0, out=out)

    def effects(self, number: int, batch: int, out: Row) -> None:
        """Draw what one risk event adds in one batch of runs: its impact where it happens, else 0."""
        event = self._plan.events[number]
        self._seek(EVENT, number, batch)
        happens = self._generator.random(len(out)) < float(event.probability)
        self._three_point(in_floats(*event.points), out)
        out *= happens

    def _seek(self, family: int, number: int, batch: int) -> None:
        stream = (number * BATCHES + batch) * FAMILIES + family
        self._bits.state = self._first_state
        self._bits.advance(stream * STRIDE % PERIOD)

    def _three_point(self, points: Points, out: Row) -> None:
        low, _, high = points
        if low == high:
            out.fill(low)
        elif self._plan.distribution is Distribution.PERT:
            out[:] = self._generator.beta(*pert_shape(points), len(out))
            out *= high - low
            out += low
        else:
            self._generator.random(out=out)
            self._invert(points, out)

    def _invert(self, points: Points, out: Row) -> None:
        if self._plan.distribution is Distribution.TRIANGULAR:
            self._triangular(points, out)
        else:
            out *= points[2] - points[0]
            out += points[0]

    def _triangular(self, points: Points, out: Row) -> None:
        """Turn probabilities into triangular values in place, without a branch.

        The inverse is low + √(u(high−low)(mode−low)) up to the mode and high − √((1−u)(high−low)(high−mode)) beyond;
        each root is cut at the mode, so that the half that does not apply contributes a constant.
        """
        np = self._np
        low, mode, high = points
        beyond = 1 - out
        beyond *= (high - low) * (high - mode)
        np.sqrt(beyond, out=beyond)
        np.minimum(beyond, high - mode, out=beyond)
        out *= (high - low) * (mode - low)
        np.sqrt(out, out=out)
        np.minimum(out, mode - low, out=out)
        out -= beyond
        out += low + (high - mode)

    def _grouped(self, number: int, group: int, batch: int, out: Row) -> None:
        """Draw through normal scores that share the factor of the group (a normal copula)."""
        from scipy.special import betaincinv, ndtr  # noqa: PLC0415  a heavy library, loaded on first use

        low, _, high = points = self._points[number]
        correlation = normal_correlation(float(self._plan.correlations[group].correlation))
        self._seek(GROUP, group, batch)
        factor = self._generator.standard_normal(len(out))
        self._seek(ACTIVITY, number, batch)
        scores = sqrt(correlation) * factor + sqrt(1 - correlation) * self._generator.standard_normal(len(out))
        ndtr(scores, out)
        if low == high:
            out.fill(low)
        elif self._plan.distribution is Distribution.PERT:
            out[:] = low + (high - low) * betaincinv(*pert_shape(points), out)
        else:
            self._invert(points, out)


def in_floats(low: float, mode: float, high: float) -> Points:
    """The three points as the generator wants them; estimates may come in as Decimal."""
    return float(low), float(mode), float(high)


def pert_shape(points: Points) -> tuple[float, float]:
    """Shape of the beta-PERT: α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a)."""
    low, mode, high = points
    return 1 + PERT_WEIGHT * (mode - low) / (high - low), 1 + PERT_WEIGHT * (high - mode) / (high - low)


def normal_correlation(rank_correlation: float) -> float:
    """Turn a rank correlation into that of the normal scores behind it: 2·sin(π·ρ/6) (Pearson 1907)."""
    return min(2 * sin(pi * rank_correlation / 6), 1.0)
