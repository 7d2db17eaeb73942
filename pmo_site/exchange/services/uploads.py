"""A file comes in, and its rows go when their time is over."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.exchange.guessing import Choice, fits, guess, known_names
from pmo_site.exchange.headers import fingerprint
from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.models import ImportMapping, ImportRun, ImportState
from pmo_site.exchange.reading import bytes_to_read, read_table
from pmo_site.exchange.services.queueing import run_queue
from pmo_site.exchange.tables import Table, TableRow
from pmo_site.jobs.progress import step
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.selectors import active_organization_ids

KEPT_FOR = timedelta(days=7)
READ_AT_ONCE = 1_000_000
"""A file that unpacks to more bytes is read by a worker: some thousands of rows are read within a second."""
READING = "import.reading"
_SAMPLES = 5


def import_upload(*, actor: Actor, kind: ImportKind, file_name: str, content: bytes) -> ImportRun:
    """Take a file in and keep its rows for a week; its columns are guessed as the last file with this header was told.

    A large one is read in the background and stands as being read meanwhile. Raises TableError for what is no table.
    """
    require(actor, Right.DATA_IMPORT)
    require(actor, kind.right)
    run = ImportRun(
        kind=kind.key,
        file_name=file_name[-200:],
        row_count=0,
        uploaded_by=actor.user_id or actor.organization_id,  # a system actor is nobody's account
        expires_at=clock.now() + KEPT_FOR,
    )
    if bytes_to_read(content) > READ_AT_ONCE:
        with transaction.atomic():
            run.raw = content
            run.save(force_insert=True)
            return run_queue(actor, run, ImportState.READING)
    _take(run, read_table(content, known_names(kind.targets)))
    run.save(force_insert=True)
    return run


def run_read(run: ImportRun) -> None:
    """Read a file that was left to the worker; TableError for what is no table."""
    step(0, None, READING)
    _take(run, read_table(bytes(run.raw or b""), known_names(run.of_kind.targets)))
    run.raw, run.state = None, ImportState.UPLOADED


def _take(run: ImportRun, table: Table) -> None:
    """Keep what a file holds, and what its columns seem to be."""
    choice = _first_choice(run.of_kind, table)
    run.header, run.packed, run.row_count = list(table.header), _packed(table), len(table.rows)
    run.targets, run.currency = dict(choice.targets), choice.currency


def _first_choice(kind: ImportKind, table: Table) -> Choice:
    remembered = ImportMapping.objects.filter(kind=kind.key, fingerprint=fingerprint(table.header))
    found = remembered.order_by("-used_at", "id").first()
    if found is not None and fits(found.choice, table):
        return found.choice
    preset = next((choice for choice in kind.presets.values() if fits(choice, table)), None)
    return preset or Choice(guess(table.header, kind.targets), organization_settings().currency)


def uploads_forget() -> None:
    """Let the rows of uploads go whose time is over, organization by organization; the imports themselves stay."""
    for organization_id in active_organization_ids():
        with tenant(organization_id):
            due = ImportRun.objects.filter(expires_at__lt=clock.now())
            due.filter(Q(packed__isnull=False) | Q(raw__isnull=False)).update(packed=None, raw=None)


def _packed(table: Table) -> bytes:
    """The rows, the first ones apart: a page that asks what the columns hold reads no others."""
    rows = [[row.number, *row.cells.values()] for row in table.rows]
    parts = [json.dumps(part, ensure_ascii=False).encode() for part in (rows[:_SAMPLES], rows[_SAMPLES:])]
    first = zlib.compress(parts[0])
    return len(first).to_bytes(4) + first + zlib.compress(parts[1])


def samples(run: ImportRun) -> Table:
    """The header and the first rows of an upload; none where their time is over."""
    header = tuple(run.header)
    return Table(header, tuple(_rows(header, bytes(run.packed), 0)) if run.packed is not None else ())


def unpacked(run: ImportRun) -> Iterator[TableRow]:
    """Every row of an upload; none where their time is over."""
    if run.packed is not None:
        for part in (0, 1):
            yield from _rows(tuple(run.header), bytes(run.packed), part)


def _rows(header: tuple[str, ...], packed: bytes, part: int) -> Iterator[TableRow]:
    start = 4 + int.from_bytes(packed[:4])
    content = packed[start:] if part else packed[4:start]
    for number, *cells in json.loads(zlib.decompress(content)):
        yield TableRow(number, dict(zip(header, cells, strict=True)))
