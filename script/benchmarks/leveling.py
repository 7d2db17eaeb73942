"""A published plan of 30 activities is solved to its proven optimum within 8 s on 2 cores.

The instances are PSPLIB's (Kolisch & Sprecher 1996) where ../shared/data/leveling.json is present; j3013_1 is one of
the hardest of their 480. Larger drawn plans show how far the serial schedule reaches and what the solver adds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

from projects.domain.leveling import Activity, LeveledSchedule, Link, level

SHARED = ("../shared", "../../shared")
GOAL_SECONDS = 8
SIZES = (60, 300, 1_000)


def run() -> Iterator[str]:
    """Load the solver once, then level each published instance, then drawn plans of growing size."""
    started = perf_counter()
    level([Activity(n, 1 + n % 2, (2,)) for n in range(3)], [], (3,), time_limit=1)
    yield f"first use of the solver's library: {perf_counter() - started:.1f} s, once per process"
    for name, activities, links, capacities, optimum in published():
        serial, _ = timed(activities, links, capacities, 0)
        found, seconds = timed(activities, links, capacities, GOAL_SECONDS)
        yield (
            f"{name}: {found.makespan} of {optimum}, {'proven' if found.proven_optimal else 'not proven'} "
            f"in {seconds:.1f} s (goal {GOAL_SECONDS}); serial {serial.makespan} (+{serial.makespan / optimum - 1:.0%})"
        )
    for size in SIZES:
        activities, links = drawn(size)
        serial, quick = timed(activities, links, (4, 6), 0)
        found, seconds = timed(activities, links, (4, 6), GOAL_SECONDS)
        yield (
            f"{size} drawn activities: serial {serial.makespan} in {quick:.1f} s, solver {found.makespan} "
            f"in {seconds:.1f} s, bound {found.lower_bound} ({found.gap:.1%} open)"
        )


def timed(
    activities: list[Activity], links: list[Link], capacities: tuple[int, ...], seconds: float
) -> tuple[LeveledSchedule, float]:
    """Level and take the time."""
    started = perf_counter()
    found = level(activities, links, capacities, time_limit=seconds)
    return found, perf_counter() - started


def published() -> Iterator[tuple[str, list[Activity], list[Link], tuple[int, ...], int]]:
    """The shared instances, if they are there."""
    root = Path(__file__).resolve().parent.parent.parent
    files = [path for folder in SHARED if (path := root / folder / "data" / "leveling.json").exists()]
    instances = json.loads(files[0].read_text(encoding="utf-8"))["instances"] if files else {}
    for name, instance in instances.items():
        activities = [Activity(job["id"], job["duration"], tuple(job["demands"])) for job in instance["jobs"]]
        links = [Link(job["id"], after) for job in instance["jobs"] for after in job["successors"]]
        yield name, activities, links, tuple(instance["capacities"]), instance["optimum"]


def drawn(size: int) -> tuple[list[Activity], list[Link]]:
    """Activities that wait for one or two of those shortly before them; the same in every run."""
    random = Random(size)  # noqa: S311  a reproducible plan, no secret
    activities = [Activity(n, random.randint(1, 10), (random.randint(0, 2), random.randint(0, 3))) for n in range(size)]
    links = [
        Link(before, after)
        for after in range(1, size)
        for before in sorted({random.randrange(max(0, after - 15), after) for _ in range(2)})
    ]
    return activities, links
