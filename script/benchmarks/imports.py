"""Goal: 50,000 rows are read, checked and stored within 120 s; the ratio to their bare INSERTs is told.

It runs on servers and a migrated database of its own, as the tests do; both ways write history by the same triggers.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from typing import Any

import django

ROWS = 50_000
WIDE = {"DATABASE_STATEMENT_TIMEOUT_MS": "240000", "DATABASE_IDLE_TIMEOUT_MS": "240000"}
"""What a worker is given."""
NAME = "test_benchmark_of_imports"


def run() -> Iterator[str]:
    """Import the rows by the services, then insert the same rows bare, each in one transaction."""
    os.environ.update(RASHINBAN_LOCAL="1", DJANGO_SETTINGS_MODULE="pmo_site.settings", **WIDE)
    from tests import databases, services  # noqa: PLC0415  Django reads its settings once the servers are there

    running = services.start()
    django.setup()
    databases.clone_template(NAME)
    try:
        yield from _figures()
    finally:
        databases.drop(NAME)
        if running:
            services.stop(running)


def _figures() -> Iterator[str]:
    from pmo_site.accounts.roles import OrganizationRole  # noqa: PLC0415  models need Django to be set up
    from projects.models import Project  # noqa: PLC0415  the same
    from tests.accounts.world import make_member, make_organization  # noqa: PLC0415  the same
    from tests.exchange.bring import applied, brought  # noqa: PLC0415  the same

    content = "\n".join(_lines()).encode()
    manager = make_member(make_organization("benchmark"), OrganizationRole.PMO_MANAGER)
    with manager.acting() as actor:
        began = time.perf_counter()
        run = brought(actor, content)
        checked = time.perf_counter()
        applied(actor, run)
        stored = time.perf_counter()
    other = make_member(make_organization("bare"), OrganizationRole.PMO_MANAGER)
    with other.acting():
        rows: list[Any] = [Project(code=f"B-{place}", name=f"{place}", folded_name=f"{place}") for place in range(ROWS)]
        bare = time.perf_counter()
        Project.objects.bulk_create(rows, batch_size=1_000)
        bare = time.perf_counter() - bare
    yield f"read and checked     {checked - began:6.1f} s"
    yield f"bare INSERTs         {bare:6.1f} s"
    yield f"stored               {stored - checked:6.1f} s  ratio {(stored - checked) / bare:4.1f} to the bare INSERTs"
    yield f"the whole            {stored - began:6.1f} s  (goal: 120 s at most)"
    yield f"memory at most       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB"


def _lines() -> Iterator[str]:
    yield "code,name,department,budget,due"
    for place in range(ROWS):
        yield f"B-{place},Project {place},Department {place % 40},{place}000,2027-03-31"
