"""Goal: 50,000 rows, 37 of them bad, are read, checked and stored within 120 s; their bare INSERTs are told beside it.

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
BAD = range(1_007, ROWS, 1_349)
"""Places of the 37 rows whose day does not exist; they are told and left out."""
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
    from pmo_site.exchange.kinds import import_kind  # noqa: PLC0415  the same
    from pmo_site.exchange.services.runs import import_ask, import_check  # noqa: PLC0415  the same
    from pmo_site.exchange.services.uploads import import_upload  # noqa: PLC0415  the same
    from tests.accounts.world import make_member, make_organization  # noqa: PLC0415  the same
    from tests.exchange.bring import DAY, counts, worked  # noqa: PLC0415  the same

    content = "\n".join(_lines()).encode()
    manager = make_member(make_organization("benchmark"), OrganizationRole.PMO_MANAGER)
    parts = {"processor": time.process_time()}
    with manager.acting() as actor:
        began = time.perf_counter()
        run = import_upload(actor=actor, kind=import_kind("projects"), file_name="list.csv", content=content)
        parts["uploaded"] = time.perf_counter() - began
        run = worked(actor, run)
        parts["read"] = time.perf_counter() - began
        run = import_check(actor=actor, run=run, choice=run.choice, as_of=DAY, skips_rejected=True)
        run = worked(actor, run)
        parts["checked"] = time.perf_counter() - began
        run = worked(actor, import_ask(actor=actor, run=run))
        parts["stored"] = time.perf_counter() - began
        parts["processor"] = time.process_time() - parts["processor"]
        told = counts(run)
    yield from _told(parts, _bare(), told)


def _bare() -> float:
    """How long the same rows take by bare INSERTs."""
    from pmo_site.accounts.roles import OrganizationRole  # noqa: PLC0415  models need Django to be set up
    from projects.models import Project  # noqa: PLC0415  the same
    from tests.accounts.world import make_member, make_organization  # noqa: PLC0415  the same

    other = make_member(make_organization("bare"), OrganizationRole.PMO_MANAGER)
    with other.acting():
        rows: list[Any] = [Project(code=f"B-{place}", name=f"{place}", folded_name=f"{place}") for place in range(ROWS)]
        began = time.perf_counter()
        Project.objects.bulk_create(rows, batch_size=1_000)
        return time.perf_counter() - began


def _told(parts: dict[str, float], bare: float, counted: list[int]) -> Iterator[str]:
    created, updated, unchanged, rejected = counted
    check, apply = parts["checked"] - parts["read"], parts["stored"] - parts["checked"]
    yield f"rows                 {created:,} new, {updated:,} updated, {unchanged:,} unchanged, {rejected:,} rejected"
    yield f"in the request       {parts['uploaded']:6.1f} s"
    yield f"read by the worker   {parts['read'] - parts['uploaded']:6.1f} s"
    yield f"checked              {check:6.1f} s  {ROWS / check:8,.0f} rows/s"
    yield f"stored               {apply:6.1f} s  {ROWS / apply:8,.0f} rows/s"
    yield f"bare INSERTs         {bare:6.1f} s  (storing took {apply / bare:.1f} times as long)"
    yield f"the whole            {parts['stored']:6.1f} s  (goal: 120 s at most; {parts['processor']:.1f} s of Python)"
    yield f"memory at most       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB"


def _lines() -> Iterator[str]:
    yield "code,name,department,budget,due"
    for place in range(ROWS):
        due = "2026-02-30" if place in BAD else "2027-03-31"
        yield f"B-{place},Project {place},Department {place % 40},{place}000,{due}"
