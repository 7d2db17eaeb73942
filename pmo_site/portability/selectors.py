"""Reads of one organization's rows as they lie, table by table; asked inside the tenant's context."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pmo_site.accounts.models import Membership, User
from pmo_site.files.models import StoredFile
from pmo_site.portability.tables import TenantTable
from pmo_site.tenancy.context import require_organization_id


def rows_of(table: TenantTable) -> Iterator[str]:
    """Each row as JSON, oldest first, read as the rows are fetched: memory does not grow with them."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    name, key = quote(table.name), quote(table.key)
    kept = f"SELECT {columns} FROM {name} WHERE organization_id = %s ORDER BY {key}"  # noqa: S608  names of models
    query = f"SELECT to_jsonb(kept)::text FROM ({kept}) kept"  # noqa: S608  the same
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [require_organization_id()])
        for (line,) in cursor:
            yield line


def accounts() -> Iterator[str]:
    """The accounts of the organization's members: who they are and how they read, no password, no second factor."""
    members = User.objects.filter(id__in=Membership.objects.values("user_id")).order_by("id")
    for user in members.iterator():
        yield json.dumps(
            {
                "id": str(user.id),
                "email": user.email,
                "language": user.language,
                "theme": user.theme,
                "is_active": user.is_active,
            },
            ensure_ascii=False,
        )


def kept_file_ids() -> list[UUID]:
    """The files whose bytes are kept."""
    return list(StoredFile.objects.filter(purged_at=None).order_by("id").values_list("id", flat=True))


def permission_names() -> dict[int, str]:
    """Every permission by the name that holds in each installation."""
    found = Permission.objects.select_related("content_type")
    return {permission.pk: f"{permission.content_type.app_label}.{permission.codename}" for permission in found}


def migrations() -> dict[str, str]:
    """The last migration of each app: rows fit only where these are the same."""
    latest: dict[str, str] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        latest[app] = max(name, latest.get(app, ""))
    return dict(sorted(latest.items()))
