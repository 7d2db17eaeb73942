"""The exact method: a constraint model for CP-SAT, which also bounds every schedule from below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import ceil, isfinite
from time import perf_counter
from typing import TYPE_CHECKING

from projects.domain.leveling.bounds import Limits
from projects.domain.leveling.problem import Bond, Problem, Task
from projects.domain.leveling.serial import Placement
from projects.domain.leveling.timelines import EVERY_PERIOD

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# Beyond these sizes a model takes longer to build than a user waits; the serial schedule and its bound stand.
MOST_ROWS = 200_000
MOST_PAIRED = 200
# The solver's bound is a floating-point number.
ROUNDING = 1e-6
SEED = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The best placement found, if any, and a makespan below which there is none."""

    placement: Placement | None
    bound: int


def solve(problem: Problem, known: Limits, first: Placement, bound: int, seconds: float) -> Answer:
    """Look for a shorter schedule than the first one for so many seconds.

    Without the solver's library, or for a plan beyond its reach, there is no placement and the bound stands.
    """
    if _rows(problem, first.makespan) > MOST_ROWS:
        return Answer(None, bound)
    try:
        from ortools.sat.python import cp_model  # noqa: PLC0415  a heavy library, loaded on first use
    except ImportError:
        return Answer(None, bound)
    started = perf_counter()
    model = _Model(cp_model.CpModel(), problem, known, first.makespan)
    model.build(bound)
    model.hint(first)
    solver = cp_model.CpSolver()
    # One worker without linear relaxation proves the published cases fastest and gives the same plan each time.
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0
    solver.parameters.random_seed = SEED
    solver.parameters.max_time_in_seconds = max(seconds - (perf_counter() - started), 0)
    status = solver.solve(model.model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(model.placement(solver.value), _honest(solver.best_objective_bound, bound, first))
    if status == cp_model.UNKNOWN:
        return Answer(None, _honest(solver.best_objective_bound, bound, first))
    return Answer(None, bound)


def _honest(found: float, bound: int, first: Placement) -> int:
    """The solver's bound as a whole number of periods, where it says more than ours."""
    return max(bound, min(ceil(found - ROUNDING), first.makespan)) if isfinite(found) else bound


def _rows(problem: Problem, horizon: int) -> int:
    return sum(horizon for task in problem.tasks if task.calendar) + sum(
        horizon for bonds in problem.incoming for bond in bonds if bond.timeline is not EVERY_PERIOD
    )


class _Model:
    """Variables and constraints; every instant lies between 0 and the horizon, the makespan already known."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, known: Limits, horizon: int) -> None:
        self.model = model
        self._problem = problem
        self._known = known
        self._horizon = horizon
        self._starts: list[cp_model.IntVar] = []
        self._finishes: list[cp_model.LinearExprT] = []
        # The whole stay of each task, and the parts of it in which it works.
        self._stays: list[cp_model.IntervalVar] = []
        self._parts: list[list[cp_model.IntervalVar]] = []
        self._makespan = model.new_int_var(0, horizon, "makespan")

    def build(self, bound: int) -> None:
        """State the problem: shortest makespan, from the bound on."""
        for number, task in enumerate(self._problem.tasks):
            if task.calendar is None or not task.duration:
                self._add_plain(number, task)
            else:
                self._add_paused(number, task)
        for number, bonds in enumerate(self._problem.incoming):
            for bond in bonds:
                self._add_bond(bond, number)
        for resource in range(len(self._problem.profiles)):
            self._add_capacity(resource)
        for clique in _cliques(self._problem):
            self.model.add_no_overlap([self._stays[number] for number in clique])
        for finish, tail in zip(self._finishes, self._known.tails, strict=True):
            self.model.add(self._makespan >= finish + tail)
        self.model.add(self._makespan >= bound)
        self.model.minimize(self._makespan)

    def hint(self, first: Placement) -> None:
        """Give the solver the schedule that is already there."""
        for start, value in zip(self._starts, first.starts, strict=True):
            self.model.add_hint(start, value)
        self.model.add_hint(self._makespan, first.makespan)

    def placement(self, value: Callable[[cp_model.IntVar], int]) -> Placement:
        """Read the solution."""
        starts = tuple(int(value(start)) for start in self._starts)
        timed = zip(starts, self._problem.tasks, strict=True)
        return Placement(starts, tuple(task.timeline.finish(start, task.duration) for start, task in timed))

    def _add_plain(self, number: int, task: Task) -> None:
        latest = self._horizon - self._known.tails[number] - task.duration
        start = self.model.new_int_var(self._known.starts[number], latest, f"start {number}")
        stay = self.model.new_fixed_size_interval_var(start, task.duration, f"stay {number}")
        self._append(start, start + task.duration, stay, [stay])

    def _add_paused(self, number: int, task: Task) -> None:
        """A task that pauses: one row of a table per possible start, with where each of its parts lies."""
        model = self.model
        rows = _stays(task, self._known.starts[number], self._horizon - self._known.tails[number])
        # Start, finish and length of the stay, then those of each part.
        cells = [model.new_int_var(0, self._horizon, f"cell {place} of {number}") for place in range(len(rows[0]))]
        model.add_allowed_assignments(cells, rows)
        intervals = [
            model.new_interval_var(start, length, finish, f"interval of {number}")
            for start, finish, length in zip(cells[::3], cells[1::3], cells[2::3], strict=True)
        ]
        self._append(cells[0], cells[1], intervals[0], intervals[1:])

    def _append(
        self,
        start: cp_model.IntVar,
        finish: cp_model.LinearExprT,
        stay: cp_model.IntervalVar,
        parts: list[cp_model.IntervalVar],
    ) -> None:
        self._starts.append(start)
        self._finishes.append(finish)
        self._stays.append(stay)
        self._parts.append(parts)

    def _add_bond(self, bond: Bond, number: int) -> None:
        instant = (self._finishes if bond.from_finish else self._starts)[bond.predecessor]
        tied = (self._starts if bond.to_start else self._finishes)[number]
        if bond.timeline is EVERY_PERIOD or not bond.lag:
            self.model.add(tied >= instant + bond.lag)
            return
        shifts = [(each, bond.timeline.shift(each, bond.lag)) for each in range(self._horizon + 1)]
        rows = [row for row in shifts if row[1] <= self._horizon]
        before = self.model.new_int_var(0, self._horizon, f"before lag to {number}")
        after = self.model.new_int_var(0, self._horizon, f"after lag to {number}")
        self.model.add(before == instant)
        self.model.add_allowed_assignments([before, after], rows)
        self.model.add(tied >= after)

    def _add_capacity(self, resource: int) -> None:
        profile = self._problem.profiles[resource]
        intervals, amounts = [], []
        for number, task in enumerate(self._problem.tasks):
            for taken, amount in task.demands:
                if taken == resource:
                    intervals.extend(self._parts[number])
                    amounts.extend([amount] * len(self._parts[number]))
        for period, missing in enumerate(profile.top - step for step in profile.steps[:-1]):
            if missing:
                intervals.append(self.model.new_fixed_size_interval_var(period, 1, f"missing {resource}"))
                amounts.append(missing)
        rest = profile.top - profile.steps[-1]
        if rest and len(profile.steps) - 1 < self._horizon:
            length = self._horizon - len(profile.steps) + 1
            intervals.append(self.model.new_fixed_size_interval_var(len(profile.steps) - 1, length, "rest"))
            amounts.append(rest)
        self.model.add_cumulative(intervals, amounts, profile.top)


def _stays(task: Task, earliest: int, latest: int) -> list[list[int]]:
    """Every possible stay and its parts as (start, finish, length).

    A part that a stay does not need has no length.
    """
    found = []
    for start in task.timeline.starts_in(earliest, latest - task.duration):
        finish = task.timeline.finish(start, task.duration)
        if finish <= latest:
            found.append([(start, finish), *task.timeline.spans(start, task.duration)])
    most = max(map(len, found))
    padded = ([*spans, *[(spans[0][1], spans[0][1])] * (most - len(spans))] for spans in found)
    return [[cell for first, after in spans for cell in (first, after, after - first)] for spans in padded]


def _cliques(problem: Problem) -> Iterable[set[int]]:
    """Sets of tasks of which any two need more than there is, so that all go one after the other.

    They follow from the capacities, but the solver proves bounds faster when told. Tasks on different calendars may
    work in each other's pauses and are never paired.
    """
    takers = [number for number, task in enumerate(problem.tasks) if task.demands]
    if len(takers) > MOST_PAIRED:
        return
    rivals: dict[int, set[int]] = {number: set() for number in takers}
    for one, other in combinations(takers, 2):
        if _exclude(problem, problem.tasks[one], problem.tasks[other]):
            rivals[one].add(other)
            rivals[other].add(one)
    longest_first = sorted(takers, key=lambda number: -problem.tasks[number].duration)
    covered: set[tuple[int, int]] = set()
    for pair in ((one, other) for one in takers for other in sorted(rivals[one]) if one < other):
        if pair in covered:
            continue
        clique = set(pair)
        for number in longest_first:
            if clique <= rivals[number]:
                clique.add(number)
        covered.update(combinations(sorted(clique), 2))
        yield clique


def _exclude(problem: Problem, one: Task, other: Task) -> bool:
    if one.calendar != other.calendar:
        return False
    wanted = dict(other.demands)
    return any(amount + wanted.get(resource, 0) > problem.profiles[resource].top for resource, amount in one.demands)
