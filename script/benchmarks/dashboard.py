"""Goal: the dashboard of 1,000 projects within 15 queries beyond the fixed set, no more for twice the rows.

One page as a PMO manager gets it, on a real PostgreSQL behind the wall, as ratio to its bare statements: the very ones
that the page sends, answered to nobody. The fixed set is what any page pays for sign-in, tenant and rights: the
queries of the health policy's page without its own. Size is the HTML in Brotli.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

PROJECTS, MILESTONES = 1_000, 6


def run() -> Iterator[str]:
    """Draw the dashboard of 500 and then of 1,000 projects."""
    rollup = _imported("script.benchmarks.health_rollup")
    rollup.MILESTONES = MILESTONES
    with rollup._site():  # noqa: SLF001  the benchmarks share their ground
        rollup._without_history()  # noqa: SLF001  the same
        half = _judged(rollup, "half", PROJECTS // 2)
        whole = _judged(rollup, "whole", PROJECTS)
        few, _, _, _ = _drawn(half)
        many, seconds, bare, size = _drawn(whole)
        yield f"dashboard: {PROJECTS:,} projects: {many} queries in all, {few} for half as many"
        yield f"dashboard: {seconds:.2f} s, the bare statements {bare:.2f} s: ratio {seconds / bare:.2f}"
        yield f"dashboard: {size / 1024:.1f} KB of HTML in Brotli (goal ≤ 30)"


def _judged(rollup: Any, slug: str, projects: int) -> str:  # noqa: ANN401  a module
    """An organization whose projects were judged today and at the end of the month before."""
    organization: UUID = rollup._organization(slug, projects)  # noqa: SLF001  the benchmarks share their ground
    context, health = _imported("pmo_site.tenancy.context"), _imported("portfolio.services.health")
    accounts = _imported("tests.accounts.world")
    model = _imported("pmo_site.tenancy.models").Organization
    today = date.today()  # noqa: DTZ011  the day of this machine is good enough to judge by
    with context.tenant(organization):
        for day in (today.replace(day=1) - timedelta(days=1), today):
            health.health_compute_day(day=day)
    role = _imported("pmo_site.accounts.roles").OrganizationRole.PMO_MANAGER
    accounts.make_member(model.objects.get(pk=organization), role, email=f"{slug}@bench.example")
    rollup._vacuum()  # noqa: SLF001  the same
    return slug


def _drawn(slug: str) -> tuple[int, float, float, int]:
    """Queries of the page, its seconds, those of its bare statements, and its size."""
    rollup, django = _imported("script.benchmarks.health_rollup"), _imported("django.db")
    client, user = _imported("django.test").Client(), _imported("pmo_site.accounts.models").User
    client.force_login(user.objects.get(email=f"{slug}@bench.example"), backend=_imported("tests.api.world").BACKEND)
    page = f"/o/{slug}/portfolio/"
    caught: list[tuple[str, Any]] = []

    def catch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001  Django's hook
        caught.append((sql, params))
        return execute(sql, params, many, context)

    client.get(page)
    with django.connection.execute_wrapper(catch):
        answer = client.get(page)
    if answer.status_code != 200:  # noqa: PLR2004  the page must stand
        raise RuntimeError(f"{page} answered {answer.status_code}")
    seconds = min(rollup._seconds(partial(client.get, page)) for _ in range(3))  # noqa: SLF001  the benchmarks share their ground
    bare = min(_replayed(slug, [each for each in caught if each[0].startswith("SELECT")]) for _ in range(3))
    return len(caught), seconds, bare, len(_imported("brotli").compress(answer.content, quality=5))


def _replayed(slug: str, statements: list[tuple[str, Any]]) -> float:
    """Seconds of sending the page's own statements again within its organization."""
    rollup, context = _imported("script.benchmarks.health_rollup"), _imported("pmo_site.tenancy.context")
    organization = _imported("pmo_site.tenancy.models").Organization.objects.get(slug=slug)
    with context.tenant(organization.id), _imported("django.db").connection.cursor() as cursor:

        def send() -> None:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

        found: float = rollup._seconds(send)  # noqa: SLF001  the benchmarks share their ground
        return found


def _imported(name: str) -> Any:  # noqa: ANN401  a module
    """Import when the servers stand: Django reads their addresses on the way in."""
    return __import__(name, fromlist=["_"])
