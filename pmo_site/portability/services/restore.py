"""Brings one organization in from an archive: whole, with its ids and its history, or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override

from pmo_site.accounts.models import User
from pmo_site.accounts.services.sign_in import folded_email
from pmo_site.files import folder
from pmo_site.portability import selectors
from pmo_site.portability.archive import ArchiveReader, opened
from pmo_site.portability.errors import PortabilityError
from pmo_site.portability.tables import TenantTable, carried_tables
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization

_BATCH = 500


def organization_import(*, path: Path, slug: str | None = None) -> dict[str, int]:
    """Bring an archive's organization in, with its ids and its history; returns the rows by table.

    The one write without an actor of its own: there is no organization yet that anybody could act in. All rows are
    stored in one transaction behind the wall, or none. Accounts are found by e-mail; who has none here gets one
    without a password, to be set by the link of "forgotten password". History says what it said: bringing rows in
    is no event.
    """
    with opened(path) as archive, transaction.atomic():
        organization = _opened_organization(archive, slug)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        accounts = _accounts(archive)
        try:
            with tenant(organization.id), pgtrigger.ignore():
                counts = {table.name: _fill(archive, table, accounts) for table in carried_tables()}
            _keep_files(archive, organization.id)
        except BaseException:
            shutil.rmtree(folder.root_of(organization.id), ignore_errors=True)
            raise
    return counts


def _opened_organization(archive: ArchiveReader, slug: str | None) -> Organization:
    stated = archive.manifest["organization"]
    if archive.manifest["migrations"] != selectors.migrations():
        raise PortabilityError("The archive was taken from another version of the site; bring in and take out alike.")
    organization = Organization(
        id=UUID(stated["id"]), slug=slug or stated["slug"], name=stated["name"], state=stated["state"]
    )
    _refuse_what_is_taken(organization)
    organization.save(force_insert=True)
    Organization.objects.filter(id=organization.id).update(created_at=datetime.fromisoformat(stated["created_at"]))
    return organization


def _refuse_what_is_taken(organization: Organization) -> None:
    """An archive keeps its ids: beside the organization that it was taken from no address makes room for it."""
    same = Organization.objects.filter(id=organization.id).first()
    if same:
        raise PortabilityError(f"This organization is here already as {same.slug}; delete it before you bring it in.")
    if Organization.objects.filter(slug=organization.slug).exists():
        raise PortabilityError(f"The address {organization.slug} is another organization's; give one with --slug.")
    with override("en"):  # as every word of the terminal, whatever the site's own language
        try:
            organization.full_clean()
        except ValidationError as error:
            raise PortabilityError(f"The address {organization.slug!r}: {' '.join(error.messages)}") from error


def _accounts(archive: ArchiveReader) -> dict[str, str]:
    """The account here for each account there."""
    found = {}
    for line in archive.lines("accounts.jsonl"):
        stated = json.loads(line)
        user = User.objects.filter(email=folded_email(stated["email"])).first()
        if user is None:
            facts = {name: stated[name] for name in ("language", "theme", "is_active")}
            user = User.objects.create_user(stated["email"], None, id=UUID(stated["id"]), **facts)
        found[stated["id"]] = str(user.id)
    return found


def _fill(archive: ArchiveReader, table: TenantTable, accounts: Mapping[str, str]) -> int:
    """Store a table's rows in the order they were written, parents before children."""
    lines = archive.lines(f"tables/{table.name}.jsonl")
    documents = lines if table.is_plain else _mended(table, lines, accounts)
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    source = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{quote(table.name)}, %s::jsonb)"  # noqa: S608  names of models
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(documents, _BATCH)):
            cursor.execute(f"INSERT INTO {quote(table.name)} ({columns}) {source}", [f"[{','.join(batch)}]"])
            count += len(batch)
    return count


def _mended(table: TenantTable, lines: Iterator[str], accounts: Mapping[str, str]) -> Iterator[str]:
    """Rows with the numbers of this installation, each after the rows of its own table that it points at."""
    permissions = {name: number for number, name in selectors.permission_names().items()}
    known: set[str] = set()
    waiting: list[dict[str, Any]] = []
    for line in lines:
        row = json.loads(line)
        row |= {column: accounts[row[column]] for column in table.accounts if row[column]}
        row |= {column: permissions[row[column]] for column in table.permissions}
        waiting.append(row)
        if not _waits(table, row, known):
            yield from _released(table, waiting, known)
    yield from _released(table, waiting, known)
    if waiting:
        raise PortabilityError(f"{table.name}: a row points at one that the archive does not hold.")


def _waits(table: TenantTable, row: Mapping[str, Any], known: set[str]) -> bool:
    return any(row[column] is not None and row[column] not in known for column in table.own_links)


def _released(table: TenantTable, waiting: list[dict[str, Any]], known: set[str]) -> Iterator[str]:
    """What need not wait any longer."""
    while ready := [row for row in waiting if not _waits(table, row, known)]:
        waiting[:] = [row for row in waiting if _waits(table, row, known)]
        for row in ready:
            known.add(row.get(table.key, ""))
            yield json.dumps(row, ensure_ascii=False)


def _keep_files(archive: ArchiveReader, organization_id: UUID) -> None:
    for name in archive.names("files"):
        file_id = UUID(name.removeprefix("files/"))
        folder.write(folder.path_of(organization_id, file_id), archive.content(name))
