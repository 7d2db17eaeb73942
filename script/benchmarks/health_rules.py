"""Goal: judging is linear in projects, and costs at most 50 times a bare comparison of the same numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from pmo_site.kernel.evidence import Dimension, Evidence, Limit
from portfolio.domain.health import DEFAULT_POLICY, assess

DAY = date(2026, 4, 1)
PROJECTS = 10_000
CODES = {
    "spi": Dimension.SCHEDULE,
    "spi_t": Dimension.SCHEDULE,
    "finish_slip": Dimension.SCHEDULE,
    "milestones_missed": Dimension.SCHEDULE,
    "cpi": Dimension.COST,
    "budget_growth": Dimension.COST,
    "risk_exposure": Dimension.RISK,
    "issues_overdue": Dimension.ISSUES,
    "report_age": Dimension.REPORTING,
}


def run() -> Iterator[str]:
    """Compare judging 10,000 and 20,000 projects of nine facts each with the bare comparisons."""
    small, large = _projects(PROJECTS), _projects(2 * PROJECTS)
    once = _seconds(lambda: [assess(facts, DEFAULT_POLICY, as_of=DAY) for facts in small])
    twice = _seconds(lambda: [assess(facts, DEFAULT_POLICY, as_of=DAY) for facts in large])
    bare = _seconds(lambda: [_compare(facts) for facts in small])
    yield f"health_rules: {PROJECTS} projects in {once:.2f} s, {once / bare:.1f} times the bare comparisons (goal ≤ 50)"
    yield f"health_rules: twice the projects take {twice / once:.2f} times as long (goal ≤ 2.3)"


def _projects(count: int) -> list[list[Evidence]]:
    return [_facts(Decimal(number % 40) / 20) for number in range(count)]


def _facts(value: Decimal) -> list[Evidence]:
    return [
        Evidence(dimension, code, {DEFAULT_POLICY.limits[code].number: value}, DAY) for code, dimension in CODES.items()
    ]


def _compare(facts: list[Evidence]) -> list[bool]:
    return [_holds(DEFAULT_POLICY.limits[fact.code], fact) for fact in facts]


def _holds(limit: Limit, fact: Evidence) -> bool:
    value = fact.numbers[limit.number]
    return value is not None and (value >= limit.green) == limit.higher_is_better


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
