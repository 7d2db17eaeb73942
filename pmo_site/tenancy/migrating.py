"""Data migrations run tenant by tenant: under FORCE the owner sees no row outside a tenant's context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Work = Callable[[UUID], None]
"""Work on one organization's rows, given its id; everybody else's rows are invisible to it."""


def for_each_organization(schema_editor: BaseDatabaseSchemaEditor, work: Work) -> int:
    """Do the work once in every organization's context, suspended ones too; how many there were.

    Use it in `RunPython` and read and write through the historical models' plain managers with
    `.using(schema_editor.connection.alias)`. It runs in the migration's own transaction: all tenants or none.
    """
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM tenancy_organization ORDER BY id")
        organizations = [UUID(str(row[0])) for row in cursor.fetchall()]
        before = _told(cursor)
        for organization_id in organizations:
            _tell(cursor, str(organization_id))
            work(organization_id)
        _tell(cursor, before)
    return len(organizations)


def _told(cursor: Any) -> str:  # noqa: ANN401  Django's cursor wrapper
    cursor.execute("SELECT coalesce(current_setting('app.organization', true), '')")
    return str(cursor.fetchone()[0])


def _tell(cursor: Any, organization_id: str) -> None:  # noqa: ANN401  the same
    cursor.execute("SELECT set_config('app.organization', %s, true)", [organization_id])
