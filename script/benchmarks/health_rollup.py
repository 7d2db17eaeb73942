"""Goal: the whole rollup within twice the time of its bare evidence queries, under 300 MB, linear in rows.

One organization of 10,000 projects and 1,000,000 milestones, on a real PostgreSQL behind the wall. The bare queries are
the very ones that the evidence is read with, answered to nobody. Peak memory is what the process grew by.

The ratio is not reached: the bare queries answer with a dozen numbers per project, while a snapshot keeps every reason
with its numbers, its limit and its rows. Storing it alone, work of the database, takes longer than the queries; the
rules, said once and in Python, take as long again. docs/scale.md has the parts.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

PROJECTS, MILESTONES = 10_000, 100
DAY = date(2026, 4, 1)
ROOT = Path(__file__).resolve().parent.parent.parent

_FILL = """
SET LOCAL statement_timeout = 0;
INSERT INTO projects_project (id, organization_id, version, created_at, updated_at, code, name, folded_name, purpose,
  tier, status, baseline_start, baseline_finish, forecast_finish, currency, original_budget, latest_budget,
  actual_cost, percent_complete, imported_note, data_as_of)
SELECT gen_random_uuid(), %(organization)s, 1, now(), now(), %(prefix)s || n, 'Project ' || n, 'project ' || n, '',
  (array['light', 'standard', 'full'])[1 + n %% 3], 'active', %(day)s::date - 300, %(day)s::date + 100,
  %(day)s::date + 100 + n %% 90, 'JPY', 1000000, 1000000 + (n %% 40) * 10000, 400000 + (n %% 30) * 10000, 40, '',
  %(day)s
FROM generate_series(1, %(projects)s) n;
INSERT INTO projects_milestone (id, organization_id, version, created_at, updated_at, project_id, name,
  baseline_on, forecast_on, actual_on, weight)
SELECT gen_random_uuid(), p.organization_id, 1, now(), now(), p.id, 'Milestone ' || m,
  %(day)s::date - 300 + m * 4, %(day)s::date - 300 + m * 4 + m %% 3,
  CASE WHEN m < 70 THEN %(day)s::date - 300 + m * 4 END, 1
FROM projects_project p, generate_series(1, %(milestones)s) m WHERE p.code LIKE %(prefix)s || '%%';
"""


def run() -> Iterator[str]:
    """Judge 5,000 and then 10,000 projects; compare with the bare queries in the same database."""
    with _site():
        _without_history()
        half, whole = _organization("half", PROJECTS // 2), _organization("whole", PROJECTS)
        _vacuum()
        rollup, bare, growth = _measured(whole)
        small, small_bare, _growth = _measured(half)
        yield f"health_rollup: {PROJECTS:,} projects, {PROJECTS * MILESTONES:,} milestones: {_said(rollup)}"
        yield f"health_rollup: the bare evidence queries {_said(bare)}"
        yield f"health_rollup: ratio {rollup.clock / bare.clock:.2f} (goal ≤ 2, not reached)"
        yield f"health_rollup: the process grew by {growth:.0f} MB at its peak (goal < 300)"
        yield f"health_rollup: twice the rows take {rollup.clock / small.clock:.2f} times as long (goal ≤ 2.2)"
        for name, spent in _parts(half):
            yield f"health_rollup: {name}: {spent.clock / small_bare.clock:.2f} of the bare queries, {_said(spent)}"


def _said(spent: Spent) -> str:
    return f"{spent.clock:.2f} s, of which the process itself {spent.processor:.2f} s"


@contextmanager
def _site() -> Iterator[None]:
    """Start the servers of a test run, and Django on a database of its own that goes afterwards."""
    os.environ |= {"RASHINBAN_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "pmo_site.settings"}
    services = _imported("tests.services")
    running = services.start()
    try:
        _imported("django").setup()
        databases = _imported("tests.databases")
        name = databases.clone_template(f"test_bench_{os.getpid()}")
        try:
            yield
        finally:
            databases.drop(name)
    finally:
        if running:
            services.stop(running)


def _imported(name: str) -> Any:  # noqa: ANN401  a module
    """Import when the servers stand: Django reads their addresses on the way in."""
    return __import__(name, fromlist=["_"])


def _organization(slug: str, projects: int) -> UUID:
    """An organization filled by the database itself."""
    models, context, django = (
        _imported(name) for name in ("pmo_site.tenancy.models", "pmo_site.tenancy.context", "django.db")
    )
    organization: UUID = models.Organization.objects.create(id=uuid4(), slug=slug, name=slug).id
    facts = {"organization": organization, "prefix": f"{slug}-", "projects": projects, "milestones": MILESTONES}
    with context.tenant(organization), django.connection.cursor() as cursor:
        cursor.execute(_FILL, {**facts, "day": DAY})
    return organization


def _without_history() -> None:
    """Fill without the triggers that record history: they belong to the filling, not to the rollup."""
    with _owner() as cursor:
        cursor.execute("ALTER TABLE projects_project DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE projects_milestone DISABLE TRIGGER USER")


def _owner() -> Any:  # noqa: ANN401  a cursor
    """A cursor of the owner on the benchmark's database."""
    return _imported("tests.databases").owner_cursor(_imported("django.db").connection.settings_dict["NAME"])


def _vacuum() -> None:
    """Let the planner know the tables, as the server's own upkeep does."""
    with _owner() as cursor:
        cursor.execute("VACUUM ANALYZE projects_project, projects_milestone, projects_projectmember")


class Spent(NamedTuple):
    """What some work took: seconds on the clock, and seconds of this process's own processor time."""

    clock: float
    processor: float


def _measured(organization: UUID) -> tuple[Spent, Spent, float]:
    """What the rollup took, what its bare queries took, and by how many MB the process grew meanwhile."""
    context, health = _imported("pmo_site.tenancy.context"), _imported("portfolio.services.health")
    with context.tenant(organization):
        queries = _queries()
        bare = _best(partial(_answered, queries), 3)
        before = _peak()
        days = iter(DAY + timedelta(days=number) for number in range(2))
        rollup = _best(lambda: health.health_compute_day(day=next(days)), 2)
        return rollup, bare, _peak() - before


def _parts(organization: UUID) -> Iterator[tuple[str, Spent]]:
    """The parts of the rollup, each for all projects at once."""
    context, registry = _imported("pmo_site.tenancy.context"), _imported("pmo_site.resources.evidence")
    rules, services = _imported("portfolio.domain.health"), _imported("portfolio.services.snapshots")
    judging = services.Judging(DAY, rules.DEFAULT_POLICY, _imported("portfolio.models").Trigger.CHANGE)
    writer = rules.AssessmentWriter(judging.policy)
    with context.tenant(organization):
        evidence = registry.gather(DAY)
        yield "evidence with its queries", _best(lambda: registry.gather(DAY), 2)

        def judged() -> list[Any]:
            return [rules.assess(items, judging.policy, as_of=DAY) for items in evidence.values()]

        yield "rules", _best(judged, 2)
        found = judged()
        yield "JSON", _best(lambda: [(writer.dimensions(one), writer.reasons(one.reasons)) for one in found], 2)
        rows = [
            services.quick_snapshot(key, rules.Tier.STANDARD, items, judging, writer) for key, items in evidence.items()
        ]
        batches = [rows[start : start + 500] for start in range(0, len(rows), 500)]
        yield (
            "INSERT",
            _best(lambda: [services.snapshots_store(snapshots=each, judging=judging) for each in batches], 2),
        )


def _queries() -> list[tuple[str, Any]]:
    """The statements that gathering the evidence sends, caught as they are sent."""
    django, registry = _imported("django.db"), _imported("pmo_site.resources.evidence")
    caught: list[tuple[str, Any]] = []

    def catch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001  Django's hook
        caught.append((sql, params))
        return execute(sql, params, many, context)

    with django.connection.execute_wrapper(catch):
        registry.gather(DAY)
    return caught


def _answered(queries: list[tuple[str, Any]]) -> None:
    """Send the statements and fetch their rows as the driver gives them."""
    with _imported("django.db").connection.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            cursor.fetchall()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _best(work: Callable[[], object], times: int) -> Spent:
    """The quickest of a few runs: the machine may have been busy with something else during the others."""
    found = []
    for _ in range(times):
        start = Spent(time.perf_counter(), time.process_time())
        work()
        found.append(Spent(time.perf_counter() - start.clock, time.process_time() - start.processor))
    return min(found, key=lambda spent: spent.clock)
