"""Goal: the dashboard of 1,000 projects within 15 queries beyond the fixed set, no more for twice the rows.

One page as a PMO manager gets it, on a real PostgreSQL behind the wall, as ratio to its bare statements: the very ones
that the page sends, answered to nobody. The fixed set is what any page pays for sign-in, tenant and rights: the
queries of the settings of notices, as in tests/portfolio/test_dashboard.py. Size is the HTML in Brotli.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from ground import Rows, answered, best, caught, imported, organization, site, vacuum, without_history

PROJECTS, ROWS = 1_000, Rows(milestones=6)
BEYOND = 15


class Drawn(NamedTuple):
    """Queries of the page and of the fixed set, seconds of the page and of its bare statements, bytes in Brotli."""

    queries: int
    fixed: int
    seconds: float
    bare: float
    size: int


def run() -> Iterator[str]:
    """Draw the dashboard of 500 and then of 1,000 projects."""
    with site():
        without_history()
        _judged("half", PROJECTS // 2)
        _judged("whole", PROJECTS)
        few, many = _drawn("half"), _drawn("whole")
        beyond = many.queries - many.fixed
        yield f"{PROJECTS:,} projects: {beyond} queries beyond the fixed {many.fixed} (goal ≤ {BEYOND})"
        yield f"half as many projects: {few.queries - few.fixed} queries beyond (goal: the same)"
        yield f"{many.seconds:.2f} s, the bare statements {many.bare:.2f} s: ratio {many.seconds / many.bare:.2f}"
        yield f"{many.size / 1024:.1f} KB of HTML in Brotli (goal ≤ 30)"


def _judged(slug: str, projects: int) -> None:
    """An organization whose projects were judged today and at the end of the month before."""
    key = organization(slug, projects, ROWS)
    context, health = imported("pmo_site.tenancy.context"), imported("portfolio.services.health")
    accounts, model = imported("tests.accounts.world"), imported("pmo_site.tenancy.models").Organization
    today = date.today()  # noqa: DTZ011  the day of this machine is good enough to judge by
    with context.tenant(key):
        for day in (today.replace(day=1) - timedelta(days=1), today):
            health.health_compute_day(day=day)
    role = imported("pmo_site.accounts.roles").OrganizationRole.PMO_MANAGER
    accounts.make_member(model.objects.get(pk=key), role, email=f"{slug}@bench.example")
    vacuum()


def _drawn(slug: str) -> Drawn:
    """The page as the PMO manager gets it, and its own statements again, answered to nobody."""
    client, user = imported("django.test").Client(), imported("pmo_site.accounts.models").User
    client.force_login(user.objects.get(email=f"{slug}@bench.example"), backend=imported("tests.api.world").BACKEND)
    page, plain = f"/o/{slug}/portfolio/", f"/o/{slug}/inbox/settings/"
    answer = client.get(page)
    if answer.status_code != 200:  # noqa: PLR2004  the page must stand
        raise RuntimeError(f"{page} answered {answer.status_code}")
    statements = caught(lambda: client.get(page))
    client.get(plain)
    fixed = len(caught(lambda: client.get(plain)))
    seconds = best(partial(client.get, page), 3).clock
    key = imported("pmo_site.tenancy.models").Organization.objects.get(slug=slug).id
    with imported("pmo_site.tenancy.context").tenant(key):
        bare = best(partial(answered, [each for each in statements if each[0].startswith("SELECT")]), 3).clock
    size = len(imported("brotli").compress(answer.content, quality=5))
    return Drawn(len(statements), fixed, seconds, bare, size)
