"""Resource-constrained scheduling: a serial schedule, then a shorter one or the proof of none."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from projects.domain.leveling.adoption import adopt
from projects.domain.leveling.bounds import limits, lower_bound
from projects.domain.leveling.heuristic import first_schedule
from projects.domain.leveling.model import Activity, Capacities, LeveledSchedule, Source
from projects.domain.leveling.problem import Problem, build_problem
from projects.domain.leveling.serial import Placement, serial
from projects.domain.leveling.solver import solve
from projects.domain.schedule.model import Activity as PlannedActivity
from projects.domain.schedule.model import Link


def level(
    activities: Iterable[Activity | PlannedActivity],
    links: Iterable[Link],
    capacities: Capacities,
    *,
    time_limit: float,
) -> LeveledSchedule:
    """Find the shortest schedule from period 0 that keeps links, releases, calendars and capacities.

    Links of all four kinds, lag and lead in whole periods; a lag runs on every period unless its `lag_calendar` names
    the predecessor or the successor. `time_limit` is in seconds, without the loading of the solver's library on first
    use; with 0 the serial schedule stands.
    What is not proven within it is reported with its true bound. Raises an error of ScheduleError that names the
    activity, link or resource: CapacityError, CycleError, InvalidLinkError, LevelingError.

    Source: Pritsker, Watters & Wolfe 1969 (the problem), Kolisch 1996 (the serial scheme), OR-Tools CP-SAT.
    """
    started = perf_counter()
    problem = build_problem([adopt(activity) for activity in activities], links, capacities)
    known = limits(problem)
    bound = lower_bound(problem, known)
    first = first_schedule(problem, bound)
    left = time_limit - (perf_counter() - started)
    if first.makespan == bound or left <= 0:
        return _result(problem, first, bound, Source.SERIAL)
    answer = solve(problem, known, first, bound, left)
    if answer.placement is None or answer.placement.makespan >= first.makespan:
        return _result(problem, first, answer.bound, Source.SERIAL)
    return _result(problem, _settled(problem, answer.placement), answer.bound, Source.SOLVER)


def _settled(problem: Problem, found: Placement) -> Placement:
    """Start everything as early as the solver's sequence allows; the solver looks at the makespan alone."""
    again = serial(problem, found.starts)
    return again if again.makespan <= found.makespan else found


def _result(problem: Problem, placement: Placement, bound: int, source: Source) -> LeveledSchedule:
    ids = [task.id for task in problem.tasks]
    return LeveledSchedule(
        starts=dict(zip(ids, placement.starts, strict=True)),
        finishes=dict(zip(ids, placement.finishes, strict=True)),
        makespan=placement.makespan,
        lower_bound=bound,
        source=source,
    )
