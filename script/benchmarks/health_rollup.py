"""Goal: the whole rollup within twice the time of its bare evidence queries, under 300 MB, linear in rows.

One organization of 10,000 projects and 1,000,000 rows of evidence (50 milestones, 20 risks and 30 issues each) on a
real PostgreSQL behind the wall. The bare queries are the very ones that the evidence is read with, over the same rows,
answered to nobody. Ratios are of processor time, of Python and the database together: the clock of a shared machine
counts waiting. Memory is the peak of the process.

docs/scale.md has the parts, and says why the ratio is not reached.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from ground import (
    DAY,
    Rows,
    Spent,
    answered,
    best,
    caught,
    imported,
    organization,
    site,
    vacuum,
    without_history,
    without_parallel_plans,
)

PROJECTS = 10_000
ROWS = Rows(milestones=50, risks=20, issues=30)


class Found(NamedTuple):
    """What the rollup and its bare queries took, and the peak of the process in MB."""

    rollup: Spent
    bare: Spent
    peak: float

    @property
    def ratio(self) -> float:
        """How many times as long as its bare queries the rollup takes."""
        return self.rollup.work / self.bare.work


def run() -> Iterator[str]:
    """Judge 5,000 and then 10,000 projects; compare with the bare queries in the same database."""
    with site():
        without_history()
        half, whole = organization("half", PROJECTS // 2, ROWS), organization("whole", PROJECTS, ROWS)
        vacuum()
        few, many = _measured(half), _measured(whole)
        for projects, found in ((PROJECTS // 2, few), (PROJECTS, many)):
            yield f"{projects:,} projects, {projects * sum(ROWS):,} rows of evidence"
            yield f"  bare queries {found.bare}"
            yield f"  rollup {found.rollup}"
            yield f"  ratio {found.ratio:.2f} (goal ≤ 2); the process at its peak {found.peak:.0f} MB (goal < 300)"
        yield f"twice the rows take {many.rollup.work / few.rollup.work:.2f} times the work (goal ≤ 2.2)"
        for name, spent in _parts(half):
            yield f"{name}: {spent.work / few.bare.work:.2f} of the bare queries, {spent}"


def _measured(key: UUID) -> Found:
    """The bare queries before and after the rollup, so that both meet the same machine."""
    context, health = imported("pmo_site.tenancy.context"), imported("portfolio.services.health")
    registry = imported("pmo_site.resources.evidence")
    with context.tenant(key):
        without_parallel_plans()
        bare = partial(answered, caught(lambda: registry.gather_of(DAY, None)))
        before = best(bare, 2)
        days = iter(DAY + timedelta(days=number) for number in range(2))
        rollup = best(lambda: health.health_compute_day(day=next(days)), 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Found(rollup, min(before, best(bare, 2)), peak)


def _parts(key: UUID) -> Iterator[tuple[str, Spent]]:
    """The parts of the rollup, each for all projects at once; the INSERT is the floor under any way of judging."""
    context, registry = imported("pmo_site.tenancy.context"), imported("pmo_site.resources.evidence")
    rules, services = imported("portfolio.domain.health"), imported("portfolio.services.snapshots")
    judging = services.Judging(DAY, rules.DEFAULT_POLICY, imported("portfolio.models").Trigger.CHANGE)
    with context.tenant(key):
        evidence = registry.gather_of(DAY, None)
        yield "evidence with its queries", best(lambda: registry.gather_of(DAY, None), 2)

        def judged() -> list[Any]:
            judge = rules.Judge(judging.policy, DAY)
            return [judge.assess(told, rules.Tier.STANDARD) for told in evidence.values()]

        yield "rules", best(judged, 2)

        def written() -> list[Any]:
            bench = services.Bench.of(judging)
            return [bench.snapshot(each, rules.Tier.STANDARD, told) for each, told in evidence.items()]

        yield "rules and JSON", best(written, 2)
        rows = written()
        batches = [rows[start : start + 500] for start in range(0, len(rows), 500)]
        yield (
            "INSERT alone, of rows that are ready",
            best(lambda: [services.snapshots_store(snapshots=each, judging=judging) for each in batches], 2),
        )
