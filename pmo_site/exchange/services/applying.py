"""The rows of a file worked off some at a time: seen, or stored in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.exchange.kinds import ImportKind, Setting
from pmo_site.exchange.mapping import RowMapper, TableMapping
from pmo_site.exchange.models import ImportEffect, ImportRun, Outcome
from pmo_site.exchange.planning import Plan, PlannedRow
from pmo_site.exchange.services.reports import Report
from pmo_site.exchange.services.storing import rows_store
from pmo_site.exchange.services.uploads import unpacked
from pmo_site.exchange.tables import TableRow
from pmo_site.jobs.progress import step

AT_ONCE = 1_000
"""Rows that are planned and stored together: what memory and a statement hold."""
CHECKING, APPLYING, UNDOING = "import.checking", "import.applying", "import.undoing"
Row = TypeVar("Row")


def run_check(actor: Actor, run: ImportRun) -> Report:
    """See what an import would do; nothing is stored."""
    kind = run.of_kind
    mapping = kind.mapping(run.choice)
    _require(actor, kind, run)
    planner = kind.planner(Setting(actor, run.as_of, mapping.sources))
    report, mapped = Report(kind), RowMapper(mapping)
    for rows in _paced(unpacked(run), run.row_count, CHECKING):
        found = mapped(rows)
        report.add(planner.plan(found.rows, lock=False), found.rejections)
    return report


def run_apply(actor: Actor, run: ImportRun) -> Report:
    """Store what an import says; from the first rejected row on nothing more is stored unless it is to be left out.

    The caller rolls back what was stored before a rejected row.
    """
    kind = run.of_kind
    mapping = kind.mapping(run.choice)
    _require(actor, kind, run)
    return rows_apply(kind, mapping, Setting(actor, run.as_of, mapping.sources), unpacked(run), run=run)


def rows_apply(
    kind: ImportKind, mapping: TableMapping, setting: Setting, rows: Iterable[TableRow], *, run: ImportRun | None = None
) -> Report:
    """Plan and store rows some at a time, and for a run what it takes to undo it."""
    planner = kind.planner(setting)
    report, mapped = Report(kind), RowMapper(mapping)
    skips = run is not None and run.skips_rejected
    for some in _paced(rows, run.row_count if run else None, APPLYING):
        found = mapped(some)
        plan = planner.plan(found.rows, lock=True)
        report.add(plan, found.rejections)
        if skips or not report.rows[Outcome.REJECTED]:
            planner.prepare(plan)
            _store(kind, plan, run)
    return report


def _store(kind: ImportKind, plan: Plan, run: ImportRun | None) -> None:
    created, updated = plan.created, plan.updated
    rows_store(kind.model, created, updated)
    if run is not None:
        ImportEffect.objects.bulk_create([_effect(run, row) for row in (*created, *updated)])


def _require(actor: Actor, kind: ImportKind, run: ImportRun) -> None:
    for right in (Right.DATA_IMPORT, kind.right):
        require(actor, right)
    if kind.brings_money(run.choice):
        require(actor, Right.MONEY_CHANGE)


def _paced(rows: Iterable[TableRow], total: int | None, message: str) -> Iterator[list[TableRow]]:
    """Some rows at a time; between two lots it is told how far the work is, and heard whether it is to end."""
    done = 0
    for some in lots(rows):
        step(done, total, message)
        yield some
        done += len(some)
    step(done, total, message)


def lots(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lots of at most AT_ONCE."""
    remaining = iter(rows)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _effect(run: ImportRun, row: PlannedRow) -> ImportEffect:
    return ImportEffect(
        run=run,
        row=row.number,
        record_id=row.record.pk,
        label=row.code[:80],
        created=row.created,
        before={name: _stored(value) for name, value, _after in row.changes},
        version=row.record.version,
    )


def _stored(value: Any) -> str | None:  # noqa: ANN401  any column's value
    return None if value is None else str(value)
