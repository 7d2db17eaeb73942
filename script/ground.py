"""The ground that benchmarks on a real database share: the site, its organizations, and what work took."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

DAY = date(2026, 4, 1)
FILLED = ("projects_project", "projects_milestone", "support_office_risk", "support_office_issue")


class Rows(NamedTuple):
    """How many rows of each kind every project has."""

    milestones: int = 0
    risks: int = 0
    issues: int = 0


class Spent(NamedTuple):
    """Seconds on the clock, and of processor time in this process and in its database session.

    Processor time is compared: on a machine that does other things besides, the clock counts the waiting too.
    """

    clock: float
    python: float
    server: float

    @property
    def work(self) -> float:
        """Processor time on both sides."""
        return self.python + self.server

    def __str__(self) -> str:
        return f"{self.work:.2f} s of work (Python {self.python:.2f}, database {self.server:.2f}), {self.clock:.2f} s"


_FILL = """
SET LOCAL statement_timeout = 0;
INSERT INTO projects_project (id, organization_id, version, created_at, updated_at, code, name, folded_name, reading,
  purpose, tier, status, baseline_start, baseline_finish, forecast_finish, currency, original_budget, latest_budget,
  actual_cost, percent_complete, imported_note, data_as_of)
SELECT gen_random_uuid(), %(organization)s, 1, now(), now(), %(prefix)s || n, 'Project ' || n, 'project ' || n, '',
  '', (array['light', 'standard', 'full'])[1 + n %% 3], 'active', %(day)s::date - 300, %(day)s::date + 100,
  %(day)s::date + 100 + n %% 90, 'JPY', 1000000 + n, 1000000 + n + (n %% 40) * 10000, 400000 + n * 7, 40, '',
  %(day)s
FROM generate_series(1, %(projects)s) n;
INSERT INTO projects_milestone (id, organization_id, version, created_at, updated_at, project_id, name,
  baseline_on, forecast_on, actual_on, weight)
SELECT gen_random_uuid(), p.organization_id, 1, now(), now(), p.id, 'Milestone ' || m,
  %(day)s::date - 300 + m * 4, %(day)s::date - 300 + m * 4 + m %% 3,
  CASE WHEN m < 70 THEN %(day)s::date - 300 + m * 4 END, 1
FROM projects_project p, generate_series(1, %(milestones)s) m WHERE p.code LIKE %(prefix)s || '%%';
INSERT INTO support_office_risk (id, organization_id, version, created_at, updated_at, project_id, number, code, title,
  folded_title, cause, effect, kind, zone, trend, expected_loss, strategy, response, state, raised_on, return_reason,
  due_on, live_due_on)
SELECT gen_random_uuid(), p.organization_id, 1, now(), now(), p.id, p.at * %(risks)s + m, 'R-' || p.at * %(risks)s + m,
  'Risk ' || m, 'risk ' || m, '', '', 'threat', (array['low', 'medium', 'extreme'])[1 + m %% 3], '', 1000 * m + p.at,
  'mitigate', 'Watched', CASE WHEN m %% 2 = 0 THEN 'open' ELSE 'closed' END, %(day)s::date - m, '',
  %(day)s::date + m - 3, CASE WHEN m %% 2 = 0 THEN %(day)s::date + m - 3 END
FROM (SELECT *, row_number() OVER () AS at FROM projects_project WHERE code LIKE %(prefix)s || '%%') p,
  generate_series(1, %(risks)s) m;
INSERT INTO support_office_issue (id, organization_id, version, created_at, updated_at, project_id, number, code, title,
  folded_title, description, effect, category, priority, progress, needs_decision, asked_on, state, raised_on,
  return_reason, due_on, live_due_on)
SELECT gen_random_uuid(), p.organization_id, 1, now(), now(), p.id, p.at * %(issues)s + m,
  'I-' || p.at * %(issues)s + m, 'Issue ' || m, 'issue ' || m, '', '', '',
  (array['urgent', 'high', 'medium', 'low'])[1 + m %% 4], '', m %% 5 = 0,
  CASE WHEN m %% 5 = 0 THEN %(day)s::date - m END, CASE WHEN m %% 3 = 0 THEN 'open' ELSE 'closed' END,
  %(day)s::date - m, '',
  %(day)s::date + m - 3, CASE WHEN m %% 3 = 0 THEN %(day)s::date + m - 3 END
FROM (SELECT *, row_number() OVER () AS at FROM projects_project WHERE code LIKE %(prefix)s || '%%') p,
  generate_series(1, %(issues)s) m;
"""


@contextmanager
def site() -> Iterator[None]:
    """Start the servers of a test run, and Django on a database of its own that goes afterwards."""
    os.environ |= {"RASHINBAN_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "pmo_site.settings"}
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))  # one for all processes that are started from here
    os.environ |= {"DATABASE_STATEMENT_TIMEOUT_MS": "240000", "DATABASE_IDLE_TIMEOUT_MS": "240000"}  # as workers have
    services = imported("tests.services")
    running = services.start()
    try:
        imported("django").setup()
        databases = imported("tests.databases")
        name = databases.clone_template(f"test_bench_{os.getpid()}")
        imported("django.db").connection.settings_dict["CONN_MAX_AGE"] = None  # one session, whose work is counted
        try:
            yield
        finally:
            databases.drop(name)
    finally:
        if running:
            services.stop(running)


def imported(name: str) -> Any:  # noqa: ANN401  a module
    """Import when the servers stand: Django reads their addresses on the way in."""
    return __import__(name, fromlist=["_"])


def organization(slug: str, projects: int, rows: Rows) -> UUID:
    """An organization filled by the database itself."""
    models, context, django = (
        imported(name) for name in ("pmo_site.tenancy.models", "pmo_site.tenancy.context", "django.db")
    )
    key: UUID = models.Organization.objects.create(id=uuid4(), slug=slug, name=slug).id
    facts = {"organization": key, "prefix": f"{slug}-", "projects": projects, "day": DAY}
    with context.tenant(key), django.connection.cursor() as cursor:
        cursor.execute(_FILL, {**facts, "milestones": rows.milestones, "risks": rows.risks, "issues": rows.issues})
    return key


def without_history() -> None:
    """Fill without the triggers that record history: they belong to the filling, not to what is measured."""
    _history("DISABLE")


def with_history() -> None:
    """Record history again, where writing is measured."""
    _history("ENABLE")


def _history(verb: str) -> None:
    with owner() as cursor:
        for table in FILLED:
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


def owner() -> Any:  # noqa: ANN401  a cursor
    """A cursor of the owner on the benchmark's database."""
    return imported("tests.databases").owner_cursor(imported("django.db").connection.settings_dict["NAME"])


def vacuum() -> None:
    """Let the planner know the tables, as the server's own upkeep does."""
    with owner() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(FILLED)}, projects_projectmember")


def caught(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that some work sends, caught as they are sent."""
    found: list[tuple[str, Any]] = []

    def catch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001  Django's hook
        found.append((sql, params))
        return execute(sql, params, many, context)

    with imported("django.db").connection.execute_wrapper(catch):
        work()
    return found


def answered(statements: list[tuple[str, Any]]) -> None:
    """Send statements and fetch their rows as the driver gives them."""
    with imported("django.db").connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def best(work: Callable[[], object], times: int) -> Spent:
    """The cheapest of a few runs: the machine may have been busy with something else during the others."""
    found = []
    for _ in range(times):
        start = _so_far()
        work()
        found.append(Spent(*(now - then for now, then in zip(_so_far(), start, strict=True))))
    return min(found, key=lambda spent: spent.work)


def without_parallel_plans() -> None:
    """Let one session do all the work, so that its processor time is the whole of it."""
    with imported("django.db").connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")


def _so_far() -> Spent:
    database = imported("django.db").connection
    database.ensure_connection()
    session = database.connection.get_backend_pid()
    spent = Path(f"/proc/{session}/schedstat").read_text(encoding="ascii").split()
    return Spent(time.perf_counter(), time.process_time(), int(spent[0]) / 1e9)
