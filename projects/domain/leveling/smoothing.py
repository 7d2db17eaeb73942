"""Resource smoothing: the same finish with an evener load (Burgess & Killebrew 1962)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import lcm

from projects.domain.leveling.adoption import Demanding, adopt
from projects.domain.leveling.bounds import earliest
from projects.domain.leveling.model import Capacities, LeveledSchedule
from projects.domain.leveling.problem import Bond, Problem, Task, build_problem
from projects.domain.leveling.timelines import Span
from projects.domain.schedule.model import Link


def smooth(
    activities: Iterable[Demanding],
    links: Iterable[Link],
    capacities: Capacities,
    found: LeveledSchedule,
) -> LeveledSchedule:
    """Move activities of a feasible schedule so that Σ usage² falls, without moving the finish.

    Usage is summed per resource and period in the resources' own units. From the last activity to the first, each goes
    where the sum is least within links, release, calendar and capacity, until nothing moves: a local optimum, the same
    each time. Raises as `level` does; `found` must be a schedule of the same plan.
    """
    problem = build_problem([adopt(activity) for activity in activities], links, capacities)
    starts = _Smoothing(problem, [found.starts[task.id] for task in problem.tasks], found.makespan).settle()
    dated = list(zip(problem.tasks, starts, strict=True))
    return replace(
        found,
        starts={task.id: start for task, start in dated},
        finishes={task.id: task.timeline.finish(start, task.duration) for task, start in dated},
    )


class _Smoothing:
    """The load of each resource per period, while activities move one at a time."""

    def __init__(self, problem: Problem, starts: list[int], makespan: int) -> None:
        self._problem = problem
        self._makespan = makespan
        self._starts = starts
        self._finishes = [
            task.timeline.finish(start, task.duration) for task, start in zip(problem.tasks, starts, strict=True)
        ]
        self._outgoing: list[list[tuple[int, Bond]]] = [[] for _ in starts]
        for number, bonds in enumerate(problem.incoming):
            for bond in bonds:
                self._outgoing[bond.predecessor].append((number, bond))
        self._load = [[0] * makespan for _ in problem.profiles]
        common = lcm(*(profile.scale for profile in problem.profiles))
        self._weights = [(common // profile.scale) ** 2 for profile in problem.profiles]
        for number in range(len(starts)):
            self._take(number, 1)

    def settle(self) -> list[int]:
        """Sweep from the last activity to the first until a sweep moves nothing."""
        takers = [number for number in reversed(self._problem.order) if self._problem.tasks[number].demands]
        while any([self._move(number) for number in takers]):  # noqa: C419  a sweep moves all that it can
            pass
        return self._starts

    def _move(self, number: int) -> bool:
        """Move one activity to where the load is evenest; it stays where nothing is better."""
        before = self._starts[number]
        self._take(number, -1)
        start = min(self._candidates(number), key=lambda each: (self._cost(number, each), each != before, each))
        self._place(number, start)
        self._take(number, 1)
        return start != before

    def _candidates(self, number: int) -> Iterator[int]:
        task = self._problem.tasks[number]
        first = earliest(self._problem, number, self._starts, self._finishes)
        for start in task.timeline.starts_in(first, self._makespan - task.duration):
            finish = task.timeline.finish(start, task.duration)
            if finish <= self._makespan and self._fits(task, start) and self._leaves_room(number, start, finish):
                yield start

    def _leaves_room(self, number: int, start: int, finish: int) -> bool:
        return all(
            (self._starts if bond.to_start else self._finishes)[after] >= bond.instant(start, finish)
            for after, bond in self._outgoing[number]
        )

    def _fits(self, task: Task, start: int) -> bool:
        return all(
            self._load[resource][period] + amount <= self._problem.profiles[resource].at(period)
            for resource, amount in task.demands
            for period in _periods(task.timeline.spans(start, task.duration))
        )

    def _cost(self, number: int, start: int) -> int:
        """By how much Σ usage² grows; the activity's own squares are the same everywhere."""
        task = self._problem.tasks[number]
        spans = task.timeline.spans(start, task.duration)
        return sum(
            self._weights[resource] * amount * sum(self._load[resource][period] for period in _periods(spans))
            for resource, amount in task.demands
        )

    def _place(self, number: int, start: int) -> None:
        task = self._problem.tasks[number]
        self._starts[number] = start
        self._finishes[number] = task.timeline.finish(start, task.duration)

    def _take(self, number: int, sign: int) -> None:
        task = self._problem.tasks[number]
        for resource, amount in task.demands:
            for period in _periods(task.timeline.spans(self._starts[number], task.duration)):
                self._load[resource][period] += sign * amount


def _periods(spans: Iterable[Span]) -> Iterator[int]:
    for first, after in spans:
        yield from range(first, after)
