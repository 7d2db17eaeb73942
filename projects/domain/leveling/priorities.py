"""Priority rules of the serial scheme (Kolisch 1996).

They are advice, computed on plain periods, whatever the calendars say.
"""

from __future__ import annotations

from projects.domain.leveling.problem import Bond, Problem


def priorities(problem: Problem) -> list[list[int]]:
    """Rank by latest finish, slack, total successors and positional weight; the smallest goes first."""
    durations = [task.duration for task in problem.tasks]
    head, tail = [0] * len(durations), durations.copy()
    weight, after = durations.copy(), [0] * len(durations)
    for number in problem.order:
        for bond in problem.incoming[number]:
            head[number] = max(head[number], head[bond.predecessor] + _distance(bond, durations, number))
    for number in reversed(problem.order):
        for bond in problem.incoming[number]:
            before = bond.predecessor
            tail[before] = max(tail[before], tail[number] + _distance(bond, durations, number))
            weight[before] += durations[number]
            after[before] |= after[number] | 1 << number
    late_finish = [duration - rest for duration, rest in zip(durations, tail, strict=True)]
    slack = [-start - rest for start, rest in zip(head, tail, strict=True)]
    return [late_finish, slack, [-each.bit_count() for each in after], [-each for each in weight]]


def _distance(bond: Bond, durations: list[int], number: int) -> int:
    """The least time from the predecessor's start to the successor's."""
    before = durations[bond.predecessor] if bond.from_finish else 0
    return before + bond.lag - (0 if bond.to_start else durations[number])
