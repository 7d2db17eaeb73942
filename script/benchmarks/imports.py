"""Goal: 50,000 rows, 37 of them bad, are read, checked and stored within 120 s; their bare INSERTs are told beside it.

It runs on servers and a migrated database of its own, as the tests do; both ways write history by the same triggers.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from typing import Any

from ground import imported, site

ROWS = 50_000
BAD = range(1_007, ROWS, 1_349)
"""Places of the 37 rows whose day does not exist; they are told and left out."""


def run() -> Iterator[str]:
    """Import the rows by the services, then insert the same rows bare, each in one transaction."""
    with site():
        yield from _figures()


def _figures() -> Iterator[str]:
    kinds, bring = imported("pmo_site.exchange.kinds"), imported("tests.exchange.bring")
    runs, uploads = imported("pmo_site.exchange.services.runs"), imported("pmo_site.exchange.services.uploads")
    content = "\n".join(_lines()).encode()
    manager = _manager("benchmark")
    parts = {"processor": time.process_time()}
    with manager.acting() as actor:
        began = time.perf_counter()
        run = uploads.import_upload(
            actor=actor, kind=kinds.import_kind("projects"), file_name="list.csv", content=content
        )
        parts["uploaded"] = time.perf_counter() - began
        run = bring.worked(actor, run)
        parts["read"] = time.perf_counter() - began
        run = runs.import_check(actor=actor, run=run, choice=run.choice, as_of=bring.DAY, skips_rejected=True)
        run = bring.worked(actor, run)
        parts["checked"] = time.perf_counter() - began
        run = bring.worked(actor, runs.import_ask(actor=actor, run=run))
        parts["stored"] = time.perf_counter() - began
        parts["processor"] = time.process_time() - parts["processor"]
        told = bring.counts(run)
    yield from _told(parts, _bare(), told)


def _manager(slug: str) -> Any:  # noqa: ANN401  a member
    """The PMO manager of an organization of their own."""
    accounts, roles = imported("tests.accounts.world"), imported("pmo_site.accounts.roles")
    return accounts.make_member(accounts.make_organization(slug), roles.OrganizationRole.PMO_MANAGER)


def _bare() -> float:
    """How long the same rows take by bare INSERTs."""
    project = imported("projects.models").Project
    with _manager("bare").acting():
        rows: list[Any] = [project(code=f"B-{place}", name=f"{place}", folded_name=f"{place}") for place in range(ROWS)]
        began = time.perf_counter()
        project.objects.bulk_create(rows, batch_size=1_000)
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
