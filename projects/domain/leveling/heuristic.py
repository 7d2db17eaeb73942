"""The first answer: serial schedules by several priorities, improved from both ends."""

from __future__ import annotations

from random import Random

from projects.domain.leveling.justification import justified
from projects.domain.leveling.priorities import priorities
from projects.domain.leveling.problem import Problem
from projects.domain.leveling.serial import Placement, serial

# Effort is counted in placed activities, not in seconds, so that the answer never varies.
EFFORT = 5_000
MOST_ROUNDS = 60
# How far chance may move a priority, as a share of the makespan.
SPREAD = 0.4
SEED = 1


def first_schedule(problem: Problem, bound: int) -> Placement:
    """The best of the priority rules, then of rounds that start from a rule stirred by chance.

    Always the same for the same plan; large plans get fewer rounds. It stops where the bound is reached.
    Source: Kolisch & Drexl 1996 (sampling), Tormos & Lova 2001 (both ends).
    """
    rules = priorities(problem)
    best = min((serial(problem, rule) for rule in rules), key=_makespan)
    random = Random(SEED)  # noqa: S311  no secret; the same schedule every time
    for number in range(min(EFFORT // max(len(problem.tasks), 1), MOST_ROUNDS)):
        if best.makespan == bound:
            break
        spread = best.makespan * SPREAD if number >= len(rules) else 0
        stirred = [priority + random.uniform(0, spread) for priority in rules[number % len(rules)]]
        best = min(best, justified(problem, serial(problem, stirred)), key=_makespan)
    return best


def _makespan(placement: Placement) -> int:
    return placement.makespan
