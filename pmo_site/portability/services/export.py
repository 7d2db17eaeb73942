"""Takes one organization out whole, as of one moment, while everybody works on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.files import folder
from pmo_site.kernel import clock
from pmo_site.portability import selectors
from pmo_site.portability.archive import ArchiveWriter, written
from pmo_site.portability.tables import TenantTable, carried_tables
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization


def organization_export(*, actor: Actor, organization: Organization, path: Path) -> dict[str, int]:
    """Write every carried row and every kept file to an archive; returns the rows by table.

    Read behind the wall as the app's role, in one snapshot: no other organization's row can come along, and what is
    written meanwhile is either in with all its links or not in at all.
    """
    require(actor, Right.ORGANIZATION_OPERATE)
    with transaction.atomic():
        _take_a_snapshot()
        with tenant(organization.id), written(path) as archive:
            archive.add_lines("accounts.jsonl", selectors.accounts())
            counts = {
                table.name: archive.add_lines(f"tables/{table.name}.jsonl", _rows(table)) for table in carried_tables()
            }
            _add_files(archive, organization)
            archive.finish(_facts(organization))
    return counts


def _take_a_snapshot() -> None:
    """See one moment to the end, however long it takes; a transaction that already read goes on as it is."""
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")


def _rows(table: TenantTable) -> Iterator[str]:
    """The rows of a table; a permission is written by its name, since its number differs between installations."""
    if not table.permissions:
        yield from selectors.rows_of(table)
        return
    names = selectors.permission_names()
    for line in selectors.rows_of(table):
        row = json.loads(line)
        row |= {column: names[row[column]] for column in table.permissions}
        yield json.dumps(row, ensure_ascii=False)


def _add_files(archive: ArchiveWriter, organization: Organization) -> None:
    for file_id in selectors.kept_file_ids():
        path = folder.path_of(organization.id, file_id)
        if path.exists():  # a file that is purged at this moment stays a row without bytes
            archive.add_file(f"files/{file_id}", path)


def _facts(organization: Organization) -> dict[str, object]:
    return {
        "organization": {
            "id": str(organization.id),
            "slug": organization.slug,
            "name": organization.name,
            "state": organization.state,
            "created_at": organization.created_at.isoformat(),
        },
        "taken_at": clock.now().isoformat(),
        "migrations": selectors.migrations(),
    }
