"""The serial schedule generation scheme: one after the other, each as early as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from projects.domain.leveling.bounds import earliest
from projects.domain.leveling.problem import Problem, Profile, Task


@dataclass(frozen=True, slots=True)
class Placement:
    """Where every task stands."""

    starts: tuple[int, ...]
    finishes: tuple[int, ...]

    @property
    def makespan(self) -> int:
        """The latest finish."""
        return max(self.finishes, default=0)


def serial(problem: Problem, priority: Sequence[float]) -> Placement:
    """Schedule by priority, the smallest number first; ties go by number, which is by id."""
    count = len(problem.tasks)
    starts, finishes = [0] * count, [0] * count
    free = [_Free(profile) for profile in problem.profiles]
    successors: list[list[int]] = [[] for _ in problem.tasks]
    for number, bonds in enumerate(problem.incoming):
        for bond in bonds:
            successors[bond.predecessor].append(number)
    waiting = [len(bonds) for bonds in problem.incoming]
    ready = [(priority[number], number) for number in range(count) if not waiting[number]]
    heapify(ready)
    while ready:
        _, number = heappop(ready)
        task = problem.tasks[number]
        starts[number] = _place(task, earliest(problem, number, starts, finishes), free)
        finishes[number] = task.timeline.finish(starts[number], task.duration)
        for successor in successors[number]:
            waiting[successor] -= 1
            if not waiting[successor]:
                heappush(ready, (priority[successor], successor))
    return Placement(tuple(starts), tuple(finishes))


class _Free:
    """What is left of a resource in each period, listed as far as it was asked for."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._left: list[int] = []

    def at(self, period: int) -> int:
        while len(self._left) <= period:
            self._left.append(self._profile.at(len(self._left)))
        return self._left[period]

    def take(self, first: int, after: int, amount: int) -> None:
        self.at(after)
        for period in range(first, after):
            self._left[period] -= amount


def _place(task: Task, start: int, free: Sequence[_Free]) -> int:
    if not task.demands:
        return start
    while True:
        spans = task.timeline.spans(start, task.duration)
        conflict = _last_conflict(task, spans, free)
        if conflict is None:
            break
        start = task.timeline.opening(conflict + 1)
    for resource, amount in task.demands:
        for first, after in spans:
            free[resource].take(first, after, amount)
    return start


def _last_conflict(task: Task, spans: Sequence[tuple[int, int]], free: Sequence[_Free]) -> int | None:
    for first, after in reversed(spans):
        for period in range(after - 1, first - 1, -1):
            if any(free[resource].at(period) < amount for resource, amount in task.demands):
                return period
    return None
