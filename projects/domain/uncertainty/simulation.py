"""Monte Carlo over a network of activities: draw durations, find the longest path, count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from projects.domain.precedence import Precedence, precedence
from projects.domain.schedule.model import Link
from projects.domain.uncertainty.draws import Draws, Plan
from projects.domain.uncertainty.model import (
    CorrelationGroup,
    Distribution,
    RiskEvent,
    ThreePoint,
    UncertaintyError,
    check,
)
from projects.domain.uncertainty.passes import Passes
from projects.domain.uncertainty.ranks import ranks
from projects.domain.uncertainty.result import RankCorrelations, Simulation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float64]

# A batch is large enough to keep numpy busy and small enough to stay out of the machine's way.
NUMBERS_PER_BATCH = 2_000_000
FEWEST_RUNS_PER_BATCH = 250
MOST_RUNS_PER_BATCH = 2_000


def simulate(
    activities: Iterable[ThreePoint],
    links: Iterable[Link],
    *,
    runs: int,
    seed: int,
    distribution: str = Distribution.TRIANGULAR,
    events: Iterable[RiskEvent] = (),
    correlations: Iterable[CorrelationGroup] = (),
) -> Simulation:
    """Simulate the finish of a network from 0, all four kinds of link with lag and lead, several ends.

    `distribution` is "triangular", "pert" (beta-PERT, α = 1+4(m−a)/(b−a), β = 1+4(b−m)/(b−a)) or "uniform".
    Durations and lags share one abstract unit, usually working days. The same seed gives the same result. 1,000 runs
    are the least to rely on, 10,000 the usual number. Raises UncertaintyError for an estimate, InvalidLinkError and
    CycleError for the links.
    """
    plan = Plan(
        tuple(activities), tuple(events), tuple(correlations), _distribution(distribution), _whole(seed, "seed", 0)
    )
    _whole(runs, "runs", 1)
    if not plan.activities:
        raise UncertaintyError("There is no activity to simulate.", "activities")
    check(plan.activities, plan.events, plan.correlations)
    network = precedence([activity.id for activity in plan.activities], links)
    return _Run(plan, network, runs).result()


class _Run:
    """One simulation at work."""

    def __init__(self, plan: Plan, network: Precedence, runs: int) -> None:
        import numpy as np  # noqa: PLC0415  a heavy library, loaded on first use

        self._plan, self._network, self._runs = plan, network, runs
        self._draws = Draws(plan)
        self._finishes = np.empty(runs)
        self._counts = [0] * len(plan.activities)
        size = NUMBERS_PER_BATCH // len(plan.activities)
        self._batch_size = min(max(size, FEWEST_RUNS_PER_BATCH), MOST_RUNS_PER_BATCH)

    def result(self) -> Simulation:
        """Simulate and gather the figures."""
        self._simulate()
        ids = [activity.id for activity in self._plan.activities]
        finish_ranks = ranks(self._finishes)
        return Simulation(
            runs=self._runs,
            seed=self._plan.seed,
            distribution=self._plan.distribution,
            base=self._base(),
            mean=float(self._finishes.mean()),
            standard_deviation=float(self._finishes.std(ddof=1)) if self._runs > 1 else None,
            finishes=_ascending(self._finishes),
            criticality={key: count / self._runs for key, count in zip(ids, self._counts, strict=True)},
            sensitivity=RankCorrelations(
                {key: number for number, key in enumerate(ids)}, self._redraw_durations, finish_ranks
            ),
            event_sensitivity=RankCorrelations(
                {event.id: number for number, event in enumerate(self._plan.events)}, self._redraw_effects, finish_ranks
            ),
        )

    def _simulate(self) -> None:
        passes: Passes | None = None
        for batch, runs in self._batches():
            size = runs.stop - runs.start
            if passes is None or passes.durations.shape[1] != size:
                passes = Passes(self._network, size)
            for number in range(len(self._counts)):
                self._draws.durations(number, batch, passes.durations[number])
            self._finishes[runs] = passes.forward()
            passes.count_critical(self._counts)

    def _base(self) -> float:
        passes = Passes(self._network, 1)
        for number, activity in enumerate(self._plan.activities):
            passes.durations[number] = activity.most_likely
        return float(passes.forward()[0])

    def _redraw_durations(self, number: int) -> Row:
        row = self._finishes.copy()
        for batch, runs in self._batches():
            self._draws.durations(number, batch, row[runs])
        return row

    def _redraw_effects(self, number: int) -> Row:
        row = self._finishes.copy()
        for batch, runs in self._batches():
            self._draws.effects(number, batch, row[runs])
        return row

    def _batches(self) -> Iterable[tuple[int, slice]]:
        for batch, first in enumerate(range(0, self._runs, self._batch_size)):
            yield batch, slice(first, min(first + self._batch_size, self._runs))


def _ascending(finishes: Row) -> Row:
    ascending = finishes.copy()
    ascending.sort()
    ascending.flags.writeable = False
    return ascending


def _distribution(name: str) -> Distribution:
    try:
        return Distribution(name)
    except ValueError:
        raise UncertaintyError(f"{name} is not one of {', '.join(Distribution)}.", name) from None


def _whole(number: int, name: str, least: int) -> int:
    if not isinstance(number, int) or number < least:
        raise UncertaintyError(f"{name} must be a whole number from {least}, not {number}.", name)
    return number
