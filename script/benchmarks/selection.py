"""Goal: 500 candidates with 5 yearly budgets and 20 skills are chosen within 10 s; the bound states what is open.

Two made-up portfolios from a fixed seed: skills limited over the whole horizon (25 limits) and in every year (105).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from time import perf_counter

from portfolio.domain.selection import Candidate, Problem, Selection, solve, violations

CANDIDATES, YEARS, SKILLS = 500, 5, 20
GOAL_SECONDS = 10.0
TIME_LIMIT = 8.0
SEED = 20260401


def run() -> Iterator[str]:
    """Solve both portfolios once and yield seconds, gap and the independent check."""
    for periods in (1, YEARS):
        problem = portfolio(random.Random(SEED), periods)  # noqa: S311  a made-up portfolio, not a secret
        began = perf_counter()
        selection = solve(problem, time_limit=TIME_LIMIT)
        seconds = perf_counter() - began
        broken = len(violations(problem, selection.starts))
        yield _line(periods, selection, seconds, broken)


def portfolio(chance: random.Random, periods: int) -> Problem:
    """Make projects of one to five years whose value and demand follow their cost loosely, as in life."""
    candidates = []
    for number in range(CANDIDATES):
        first = chance.randrange(YEARS - 1)
        last = chance.randrange(first, YEARS)
        costs = [Decimal(chance.randrange(5, 300)) if first <= year <= last else Decimal() for year in range(YEARS)]
        value = sum(costs) * Decimal(chance.randrange(50, 200)) / 100
        demands = {
            f"skill {skill}": [
                chance.randrange(1, 12) if first <= period <= last or periods == 1 else 0 for period in range(periods)
            ]
            for skill in chance.sample(range(SKILLS), chance.randrange(1, 5))
        }
        candidates.append(Candidate(f"P-{number:04}", value, costs, demands))
    budgets = [sum(each.costs[year] for each in candidates) * 4 // 10 for year in range(YEARS)]
    capacities = {
        f"skill {skill}": [
            sum(each.demands.get(f"skill {skill}", [0] * periods)[period] for each in candidates) * 45 // 100
            for period in range(periods)
        ]
        for skill in range(SKILLS)
    }
    ids = [each.id for each in candidates]
    return Problem(
        candidates,
        budgets,
        capacities,
        requires=[(ids[place], ids[place - 1]) for place in range(10, CANDIDATES, 10)],
        exclusive=[ids[place : place + 3] for place in range(1, CANDIDATES, 25)],
        mandatory=ids[5:500:125],
    )


def _line(periods: int, selection: Selection, seconds: float, broken: int) -> str:
    known = "optimum proven" if selection.proven_optimal else f"at most {selection.gap or 0:.3%} below the optimum"
    met = "within" if seconds <= GOAL_SECONDS else "MISSED"
    return (
        f"{CANDIDATES} candidates, {YEARS} budgets, {SKILLS} skills x {periods}: {seconds:.2f} s ({met} "
        f"{GOAL_SECONDS:.0f} s), {len(selection.chosen)} chosen worth {selection.value}, bound {selection.bound}, "
        f"{known}, {broken} limits broken"
    )
