"""How early everything could be, and how short no schedule can be shorter than."""

from __future__ import annotations

from dataclasses import dataclass

from projects.domain.leveling.problem import Problem
from projects.domain.leveling.timelines import EVERY_PERIOD


@dataclass(frozen=True, slots=True)
class Limits:
    """Without any regard to capacity: earliest start and finish, and what must follow each finish."""

    starts: tuple[int, ...]
    finishes: tuple[int, ...]
    tails: tuple[int, ...]


def earliest(problem: Problem, number: int, starts: list[int], finishes: list[int]) -> int:
    """The earliest start that release, calendar and bonds allow, given where the predecessors stand."""
    task = problem.tasks[number]
    start, finish = task.release, 0
    for bond in problem.incoming[number]:
        instant = bond.instant(starts[bond.predecessor], finishes[bond.predecessor])
        if bond.to_start:
            start = max(start, instant)
        else:
            finish = max(finish, instant)
    if not task.duration:
        return max(start, finish)
    start = task.timeline.opening(start)
    if task.timeline.finish(start, task.duration) >= finish:
        return start
    return task.timeline.start_to_finish(finish, task.duration)


def limits(problem: Problem) -> Limits:
    """The forward pass on the calendars, and tails that hold on any calendar."""
    count = len(problem.tasks)
    starts, finishes, tails = [0] * count, [0] * count, [0] * count
    for number in problem.order:
        task = problem.tasks[number]
        starts[number] = earliest(problem, number, starts, finishes)
        finishes[number] = task.timeline.finish(starts[number], task.duration)
    for number in reversed(problem.order):
        for bond in problem.incoming[number]:
            # From a start, or with a lead on a calendar, the time that must follow is not known before the dates are.
            if bond.from_finish and (bond.lag >= 0 or bond.timeline is EVERY_PERIOD):
                own = problem.tasks[number].duration if bond.to_start else 0
                tails[bond.predecessor] = max(tails[bond.predecessor], bond.lag + own + tails[number])
    return Limits(tuple(starts), tuple(finishes), tuple(tails))


def lower_bound(problem: Problem, known: Limits) -> int:
    """The longest path, or for each resource the time that its whole work takes, whichever is longer."""
    paths = (finish + tail for finish, tail in zip(known.finishes, known.tails, strict=True))
    works = (_work_bound(problem, known, resource) for resource in range(len(problem.profiles)))
    return max((*paths, *works), default=0)


def _work_bound(problem: Problem, known: Limits, resource: int) -> int:
    """⌈Σ duration × demand ÷ capacity⌉, after the earliest start and before the shortest tail."""
    takers = {
        number: amount * task.duration
        for number, task in enumerate(problem.tasks)
        for taken, amount in task.demands
        if taken == resource
    }
    if not takers:
        return 0
    period, left = min(known.starts[number] for number in takers), sum(takers.values())
    profile = problem.profiles[resource]
    while left > 0 and period < len(profile.steps) - 1:
        left -= profile.at(period)
        period += 1
    period += max(-(-left // profile.steps[-1]), 0)
    return period + min(known.tails[number] for number in takers)
