"""PERT: mean and variance from three estimates, added along the critical path.

Source: Malcolm, Roseboom, Clark and Fazar (1959). The chance of a date is optimistic where paths merge; the module
`uncertainty` simulates instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TypeVar

from projects.domain.schedule.errors import InvalidActivityError, InvalidLinkError, ScheduleError
from projects.domain.schedule.frame import build_frame
from projects.domain.schedule.model import Activity, ActivityId, Link, Rules
from projects.domain.schedule.network import Network, build_network

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PertEstimate:
    """The expected duration of one activity and how far it may miss, from its three estimates in one unit."""

    optimistic: float
    most_likely: float
    pessimistic: float

    @property
    def mean(self) -> float:
        """The expected duration te = (a + 4m + b) / 6."""
        return (self.optimistic + 4 * self.most_likely + self.pessimistic) / 6

    @property
    def standard_deviation(self) -> float:
        """A sixth of the range: (b - a) / 6."""
        return (self.pessimistic - self.optimistic) / 6

    @property
    def variance(self) -> float:
        """The square of the classic standard deviation."""
        return (self.pessimistic - self.optimistic) ** 2 / 36

    @property
    def beta_variance(self) -> float:
        """The variance of the beta distribution with this mean: (mean - a)(b - mean) / 7."""
        return (self.mean - self.optimistic) * (self.pessimistic - self.mean) / 7


@dataclass(frozen=True, slots=True)
class PertPath:
    """The critical path with the sum of its means and variances."""

    path: tuple[ActivityId, ...]
    mean: float
    variance: float

    @property
    def standard_deviation(self) -> float:
        """The root of the summed variance."""
        return sqrt(self.variance)

    def chance_by(self, duration: float) -> float:
        """P(T <= d) = Phi((d - mean) / deviation); 0 or 1 where nothing varies."""
        if not self.variance:
            return 1.0 if duration >= self.mean else 0.0
        return NormalDist(float(self.mean), self.standard_deviation).cdf(float(duration))

    def duration_for(self, chance: float) -> float:
        """The duration met with a chance between 0 and 1, both excluded."""
        if not 0 < chance < 1:
            raise ScheduleError(f"A chance lies between 0 and 1, but this one is {chance}.", chance)
        return (
            NormalDist(float(self.mean), self.standard_deviation).inv_cdf(float(chance)) if self.variance else self.mean
        )


def pert_estimate(optimistic: float, most_likely: float, pessimistic: float) -> PertEstimate:
    """Check the order of three estimates: 0 <= optimistic <= most likely <= pessimistic."""
    if not 0 <= optimistic <= most_likely <= pessimistic:
        raise InvalidActivityError(
            f"The estimates {optimistic}, {most_likely}, {pessimistic} are not in ascending order.",
            (optimistic, most_likely, pessimistic),
        )
    return PertEstimate(optimistic, most_likely, pessimistic)


def pert_path(estimates: Mapping[K, PertEstimate], links: Iterable[Link]) -> PertPath:
    """Add means and variances along the longest path of the means; of equal paths, the one that varies most.

    Links are finish to start, with or without lag. Raises a ScheduleError for other kinds, circles, unknown ids.
    """
    links = tuple(links)
    for link in links:
        if link.kind != "FS":
            raise InvalidLinkError(f"PERT knows links from finish to start, not {link.kind}.", link.kind)
    # In sixths, so that equal paths of whole numbers are equal.
    activities = [
        Activity(key, one.optimistic + 4 * one.most_likely + one.pessimistic) for key, one in estimates.items()
    ]
    network = build_network(activities, links, build_frame(None, Rules(), None, None, None))
    ranges = [(one.pessimistic - one.optimistic) ** 2 for one in estimates.values()]
    best, came_from = _longest(network, ranges)
    last = max(range(len(best)), key=best.__getitem__, default=None)
    if last is None:
        return PertPath((), 0, 0)
    path: list[ActivityId] = []
    step: int | None = last
    while step is not None:
        path.append(network.activities[step].id)
        step = came_from[step]
    return PertPath(tuple(reversed(path)), best[last][0] / 6, best[last][1] / 36)


def _longest(network: Network, ranges: list[float]) -> tuple[list[tuple[float, float]], list[int | None]]:
    """The finish (in sixths) and squared range (in 36ths) of the longest path to each activity, and its last step."""
    best: list[tuple[float, float]] = [(0, 0)] * len(ranges)
    came_from: list[int | None] = [None] * len(ranges)
    for number in network.order:
        start: tuple[float, float] = (0, 0)
        for link, predecessor, *_ in network.arcs_in[number]:
            reached = (best[predecessor][0] + 6 * link.lag, best[predecessor][1])
            if reached >= start:
                start, came_from[number] = reached, predecessor
        best[number] = (start[0] + network.activities[number].duration, start[1] + ranges[number])
    return best, came_from
