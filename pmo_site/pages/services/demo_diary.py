"""Writes of the demo's past: rows with the moments of the story, in the tables and in their history.

While a past is told the triggers rest (`past`), and what they would have written then is written here: the same rows,
with the days of the story and the demo as who acted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import pgtrigger
from django.db import connection, models

from pmo_site.audit.history import event_model

_BY: Final = json.dumps({"system": "demo"})
past = pgtrigger.ignore
"""The triggers rest inside; whatever is written is dated by this module."""

Dated = tuple[Any, datetime]


def diary_store(entries: Iterable[Dated]) -> None:
    """Store new rows, each as if at its moment; history says so, and that the demo did it."""
    for kind, dated in _by_kind(entries):
        kind._default_manager.bulk_create([row for row, _ in dated])
        _date(kind, dated)


def diary_date(entries: Iterable[Dated]) -> None:
    """Date rows that were stored while a past is told."""
    for kind, dated in _by_kind(entries):
        _date(kind, dated)


def diary_change(rows: Sequence[Any], names: Iterable[str], *, at: datetime) -> None:
    """Store new values of rows of one kind as if at a moment."""
    if not rows:
        return
    kind = type(rows[0])
    for row in rows:
        row.version, row.updated_at = row.version + 1, at
    kind._default_manager.bulk_update(rows, [*names, "version", "updated_at"])
    _tell(kind, [(row, at) for row in rows], "update")


def _by_kind(entries: Iterable[Dated]) -> Iterable[tuple[type[models.Model], list[Dated]]]:
    found: defaultdict[type[models.Model], list[Dated]] = defaultdict(list)
    for row, at in entries:
        found[type(row)].append((row, at))
    return found.items()


def _date(kind: type[models.Model], dated: Sequence[Dated]) -> None:
    """Give new rows the moments at which they were made and changed last, and their first line of history."""
    table = connection.ops.quote_name(kind._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS row SET created_at = told.at, updated_at = told.at"  # noqa: S608  a table of ours
            " FROM unnest(%s::uuid[], %s::timestamptz[]) AS told (id, at) WHERE row.id = told.id",
            _arrays(dated),
        )
    _tell(kind, dated, "insert")


def _tell(kind: type[models.Model], dated: Sequence[Dated], label: str) -> None:
    """Write what the triggers would have written then."""
    events, quote = event_model(kind)._meta, connection.ops.quote_name
    columns = [quote(str(field.column)) for field in events.concrete_fields if not field.name.startswith("pgh_")]
    into = ", ".join(("pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", *columns))
    values = ", ".join(f"row.{column}" for column in columns)
    statement = (
        f"INSERT INTO {quote(events.db_table)} ({into})"  # noqa: S608  names of tables and columns of ours
        f" SELECT told.at, %s, row.id, %s::jsonb, {values} FROM {quote(kind._meta.db_table)} AS row"
        " JOIN unnest(%s::uuid[], %s::timestamptz[]) AS told (id, at) ON row.id = told.id ORDER BY told.at, row.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [label, _BY, *_arrays(dated)])


def _arrays(dated: Sequence[Dated]) -> tuple[list[str], list[datetime]]:
    return [str(row.pk) for row, _ in dated], [at for _, at in dated]
