"""Goal: both passes, floats and critical path over 20,000 activities within 25 bare forward passes in plain Python."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.schedule import Activity, Link, schedule

ACTIVITIES = 20_000
LINKS_EACH = 2
ROUNDS = 7


def network() -> tuple[list[Activity], list[Link]]:
    """Draw the same network in every run: each activity waits for up to two of the hundred before it."""
    draw = random.Random(20)  # noqa: S311  no secret
    activities = [Activity(f"A{number}", draw.randint(1, 20) * 60) for number in range(ACTIVITIES)]
    links = [
        Link(f"A{predecessor}", f"A{number}", draw.choice(("FS", "FS", "FS", "SS", "FF")), draw.choice((0, 0, 0, 60)))
        for number in range(1, ACTIVITIES)
        for predecessor in draw.sample(range(max(0, number - 100), number), min(LINKS_EACH, number))
    ]
    return activities, links


def bare_forward_pass(durations: dict[str, float], predecessors: dict[str, list[str]]) -> float:
    """Find the finish and nothing else, of activities already in order: one maximum per activity, in plain Python."""
    finish: dict[str, float] = {}
    for key, duration in durations.items():
        finish[key] = max((finish[before] for before in predecessors[key]), default=0) + duration
    return max(finish.values())


def best(work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds of the processor: other work on the machine does not count."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def run() -> Iterator[str]:
    """Yield the ratio in abstract time and on a calendar, both within this run."""
    activities, links = network()
    durations = {str(activity.id): activity.duration for activity in activities}
    predecessors: dict[str, list[str]] = {key: [] for key in durations}
    for link in links:
        predecessors[str(link.successor)].append(str(link.predecessor))
    bare = best(lambda: bare_forward_pass(durations, predecessors))
    plain = best(lambda: schedule(activities, links))
    monday = datetime(2026, 4, 6, 9)  # noqa: DTZ001  plans are local wall-clock time
    dated = best(lambda: schedule(activities, links, calendar=WorkCalendar(), start=monday))
    yield f"bare forward pass    {bare * 1000:8.1f} ms"
    yield f"abstract time        {plain * 1000:8.1f} ms  ratio {plain / bare:5.1f} (goal: 25 at most)"
    yield f"working calendar     {dated * 1000:8.1f} ms  ratio {dated / bare:5.1f}"
