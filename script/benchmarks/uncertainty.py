"""10,000 runs of 1,000 activities within 3 times drawing the numbers.

Drawing is one call of numpy's own generator for the 10 million durations, measured beside each simulation in the same
process; the best of several rounds counts for both. Sensitivity is computed on request and shown apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from time import perf_counter

import numpy as np

from projects.domain.schedule import Link
from projects.domain.uncertainty import ThreePoint, simulate

ACTIVITIES = 1_000
RUNS = 10_000
ROUNDS = 5
REACH = 40
GOAL = 3


def run() -> Iterator[str]:
    """Compare simulating with drawing for both three-point distributions, then time all sensitivities."""
    activities, links = network()
    low, mode, high = (
        np.array([getattr(each, name) for each in activities]) for name in ("optimistic", "most_likely", "pessimistic")
    )
    first, second = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    draw: dict[str, Callable[[], object]] = {
        "triangular": lambda: np.random.default_rng(1).triangular(low, mode, high, (RUNS, ACTIVITIES)),
        "pert": lambda: np.random.default_rng(1).beta(first, second, (RUNS, ACTIVITIES)),
    }
    for name, drawing in draw.items():
        simulating = partial(simulate, activities, links, runs=RUNS, seed=1, distribution=name)
        drawn, simulated = best(drawing, simulating)
        yield (
            f"{name}: {simulated / drawn:.2f} times drawing (goal {GOAL}); "
            f"simulate {simulated * 1000:.0f} ms, draw {drawn * 1000:.0f} ms, {len(links)} links"
        )
    result = simulate(activities, links, runs=RUNS, seed=1)
    started = perf_counter()
    dict(result.sensitivity)
    yield f"sensitivity of all {ACTIVITIES} activities: {(perf_counter() - started) * 1000:.0f} ms on request"


def network() -> tuple[list[ThreePoint], list[Link]]:
    """Activities that wait for one or two of those shortly before them."""
    random = Random(1)  # noqa: S311  a reproducible network, no secret
    activities = [ThreePoint(n, *sorted(random.uniform(1, 20) for _ in range(3))) for n in range(ACTIVITIES)]
    links = [
        Link(predecessor, successor)
        for successor in range(1, ACTIVITIES)
        for predecessor in sorted({random.randrange(max(0, successor - REACH), successor) for _ in range(2)})
    ]
    return activities, links


def best(*jobs: Callable[[], object]) -> list[float]:
    """Run the jobs in turns and give each one's shortest time, in seconds."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(ROUNDS):
        for job, taken in zip(jobs, times, strict=True):
            started = perf_counter()
            job()
            taken.append(perf_counter() - started)
    return [min(taken) for taken in times]
