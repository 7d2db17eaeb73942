"""Resource-constrained scheduling: a serial schedule, then a shorter one or the proof of none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from time import perf_counter

from projects.domain.leveling.adoption import Demanding, adopt
from projects.domain.leveling.bounds import Limits, limits, lower_bound
from projects.domain.leveling.compression import solve_compressed
from projects.domain.leveling.heuristic import first_schedule
from projects.domain.leveling.model import Capacities, LeveledSchedule, Source
from projects.domain.leveling.problem import Problem, build_problem
from projects.domain.leveling.serial import Placement, serial
from projects.domain.leveling.solver import Answer, solve
from projects.domain.schedule.model import Link


def level(
    activities: Iterable[Demanding],
    links: Iterable[Link],
    capacities: Capacities,
    *,
    time_limit: float,
) -> LeveledSchedule:
    """Find the shortest schedule from period 0 that keeps links, releases, calendars and capacities.

    Activities of the schedule, and whatever else has `id`, `duration` and `demands`, are taken over if nothing is lost.
    Links of all four kinds, lag and lead in whole periods; a lag runs on every period unless its `lag_calendar` names
    the predecessor or the successor. `time_limit` is in seconds, without the loading of the solver's library on first
    use; with 0 the serial schedule stands. What is not proven within it is reported with its true bound. Raises an
    error of ScheduleError that names the activity, link or resource: CapacityError, CycleError, InvalidLinkError,
    LevelingError.

    Source: Pritsker, Watters & Wolfe 1969 (the problem), Kolisch 1996 (the serial scheme), OR-Tools CP-SAT.
    """
    started = perf_counter()
    problem = build_problem([adopt(activity) for activity in activities], links, capacities)
    known = limits(problem)
    bound = lower_bound(problem, known)
    best, source = first_schedule(problem, bound), Source.SERIAL
    for method in (solve_compressed, partial(_solve_exactly, known)):
        left = time_limit - (perf_counter() - started)
        if best.makespan == bound or left <= 0:
            break
        answer = method(problem, best, bound, left)
        bound = answer.bound
        if answer.placement is not None and answer.placement.makespan < best.makespan:
            best, source = answer.placement, Source.SOLVER
    return _result(problem, best, bound, source)


def _solve_exactly(known: Limits, problem: Problem, first: Placement, bound: int, seconds: float) -> Answer:
    answer = solve(problem, known, first, bound, seconds)
    return answer if answer.placement is None else replace(answer, placement=_settled(problem, answer.placement))


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
