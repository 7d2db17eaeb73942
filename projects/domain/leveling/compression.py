"""Leaving out the periods in which nobody works, where all activities share one calendar.

What is left is a plan in which every period works: far easier to solve. It asks for nothing that the plan itself does
not ask for, so its bound holds for the plan; where it asks for less (a lag that runs through closed periods), what it
finds is advice, from which the serial scheme makes a schedule of the plan.
"""

from __future__ import annotations

from dataclasses import replace

from projects.domain.leveling.bounds import limits, lower_bound
from projects.domain.leveling.problem import Bond, Problem, Profile
from projects.domain.leveling.serial import Placement, serial
from projects.domain.leveling.solver import Answer, solve
from projects.domain.leveling.timelines import EVERY_PERIOD, Timeline


def solve_compressed(problem: Problem, first: Placement, bound: int, seconds: float) -> Answer:
    """Solve the compressed plan and translate the answer; without a shared calendar nothing is found."""
    timeline = _shared_timeline(problem)
    if timeline is None:
        return Answer(None, bound)
    compressed = _compressed(problem, timeline)
    known = limits(compressed)
    least = max(lower_bound(compressed, known), timeline.before(bound))
    answer = solve(compressed, known, serial(compressed, first.starts), least, seconds)
    found = None if answer.placement is None else serial(problem, answer.placement.starts)
    return Answer(found, max(bound, timeline.shift(0, answer.bound)))


def _shared_timeline(problem: Problem) -> Timeline | None:
    """The calendar on which all work is done and every lag that has one runs."""
    calendars = {task.calendar: task.timeline for task in problem.tasks if task.duration}
    if len(calendars) != 1 or None in calendars:
        return None
    shared = next(iter(calendars.values()))
    lags = (bond.timeline for bonds in problem.incoming for bond in bonds)
    return shared if all(timeline is EVERY_PERIOD or timeline is shared for timeline in lags) else None


def _compressed(problem: Problem, timeline: Timeline) -> Problem:
    return Problem(
        tasks=tuple(
            replace(task, release=timeline.before(task.release), calendar=None, timeline=EVERY_PERIOD)
            for task in problem.tasks
        ),
        incoming=tuple(tuple(_relaxed(bond, timeline) for bond in bonds) for bonds in problem.incoming),
        order=problem.order,
        profiles=tuple(_worked(profile, timeline) for profile in problem.profiles),
    )


def _relaxed(bond: Bond, timeline: Timeline) -> Bond:
    """A lag in working periods stays; through closed periods, it may pass none that works, and a lead no more."""
    lag = bond.lag if bond.timeline is timeline else min(bond.lag, 0)
    return replace(bond, lag=lag, timeline=EVERY_PERIOD)


def _worked(profile: Profile, timeline: Timeline) -> Profile:
    changing = timeline.starts_in(0, len(profile.steps) - 2)
    return Profile((*(profile.at(period) for period in changing), profile.steps[-1]), profile.scale)
