"""Forward-backward improvement: schedule from the end, then from the start in that order.

The pass from the end is advice alone: it ignores calendars, releases and changing capacities, which the pass from the
start keeps. So the result is feasible whatever the plan holds. Source: Tormos & Lova 2001.
"""

from __future__ import annotations

from dataclasses import replace

from projects.domain.leveling.problem import Bond, Problem, Profile
from projects.domain.leveling.serial import Placement, serial
from projects.domain.leveling.timelines import EVERY_PERIOD


def justified(problem: Problem, placement: Placement) -> Placement:
    """Improve a serial schedule until a round brings nothing."""
    mirror = _mirrored(problem)
    while True:
        late = serial(mirror, [-finish for finish in placement.finishes])
        again = serial(problem, [-finish for finish in late.finishes])
        if again.makespan >= placement.makespan:
            return placement
        placement = again


def _mirrored(problem: Problem) -> Problem:
    """The plan read from its end: what finished last starts first."""
    outgoing: list[list[Bond]] = [[] for _ in problem.tasks]
    for number, bonds in enumerate(problem.incoming):
        for bond in bonds:
            outgoing[bond.predecessor].append(
                Bond(
                    predecessor=number,
                    from_finish=bond.to_start,
                    to_start=bond.from_finish,
                    lag=bond.lag,
                    timeline=EVERY_PERIOD,
                )
            )
    return Problem(
        tasks=tuple(replace(task, release=0, calendar=None, timeline=EVERY_PERIOD) for task in problem.tasks),
        incoming=tuple(tuple(bonds) for bonds in outgoing),
        order=problem.order[::-1],
        profiles=tuple(Profile(profile.steps[-1:], profile.scale) for profile in problem.profiles),
    )
