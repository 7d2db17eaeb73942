"""The whole site backed up while somebody writes, and filled in again elsewhere, row for row (D03)."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection
from psycopg2 import sql

from pmo_site.files import folder
from pmo_site.files.models import Purpose
from pmo_site.files.services.files import file_store
from pmo_site.local.backup import backup, restore
from pmo_site.local.failure import LocalRunError
from pmo_site.local.roles import every_database_sql
from pmo_site.pages.services.demo import HOKUTO, demo_load
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from tests.accounts.world import seeder
from tests.databases import drop, owner_cursor

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "admin"]),
    pytest.mark.skipif(
        "DATABASE_BACKUP_URL" not in os.environ, reason="the servers of the environment name no role for backups"
    ),
]
TABLES = """
    SELECT relname, relkind::text, relrowsecurity, relforcerowsecurity,
        (SELECT array_agg(each::text ORDER BY each::text) FROM unnest(relacl) each)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname
"""
SHAPE = (
    TABLES,
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
    # PostgreSQL writes an equal check with other casts once it was dumped, so that checks are told by name
    """
    SELECT conrelid::regclass::text, conname, CASE contype WHEN 'c' THEN '' ELSE pg_get_constraintdef(oid) END
    FROM pg_constraint ORDER BY 1, 2
    """,
    "SELECT proname, proacl::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl ORDER BY 1",
    "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
)
"""What a restored database must have beside its rows: walls, rights, keys, triggers."""
ROWS, LAST = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t", "SELECT last_value FROM {}"


def in_database(variable: str, name: str) -> str:
    return urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()


def contents(database: str) -> dict[str, Any]:
    """A sum over every table and sequence of a database, and its shape, as the role for backups sees them."""
    with closing(psycopg2.connect(in_database("DATABASE_BACKUP_URL", database))) as reading, reading.cursor() as cursor:
        found: dict[str, Any] = {}
        for query in SHAPE:
            cursor.execute(query)
            found[query] = cursor.fetchall()
        for name, kind, *_ in found[TABLES]:
            cursor.execute(sql.SQL(LAST if kind == "S" else ROWS).format(sql.Identifier(name)))
            found[name] = cursor.fetchone()
    return found


@pytest.fixture
def empty() -> Iterator[str]:
    """A database with nothing but the rights of roles.sql."""
    name = f"test_restored_{os.getpid()}"
    with owner_cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with owner_cursor(name) as cursor:
        cursor.execute(every_database_sql())
    yield name
    drop(name)


@pytest.fixture
def hokuto(settings: Any, tmp_path: Path) -> Organization:
    settings.FILES_ROOT = str(tmp_path / "files")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo_load()
    organization = Organization.objects.get(slug=HOKUTO.slug)
    with tenant(organization.id, history={"system": "test"}):
        file_store(actor=seeder(organization), name="a.pdf", content=b"%PDF-1.7\n", purpose=Purpose.ATTACHMENT)
    return organization


def variables(name: str, files: Path) -> dict[str, str]:
    found = {each: in_database(each, name) for each in ("DATABASE_ADMIN_URL", "DATABASE_BACKUP_URL")}
    return {**found, "FILES_ROOT": str(files)}


@pytest.mark.fault("D03")
def test_what_was_backed_up_is_restored_row_for_row_with_its_walls(
    hokuto: Organization, tmp_path: Path, empty: str
) -> None:
    here = str(connection.settings_dict["NAME"])
    made = backup(tmp_path / "backups", variables(here, tmp_path / "files"))
    restore(made, variables(empty, tmp_path / "back"))
    restored, original = contents(empty), contents(here)
    assert {name for name in original if restored[name] != original[name]} == set()
    assert restored.keys() == original.keys()
    kept = {path.relative_to(tmp_path / "files"): path.read_bytes() for path in (tmp_path / "files").rglob("*/*/*")}
    assert kept
    assert {path: (tmp_path / "back" / path).read_bytes() for path in kept} == kept
    assert folder.root_of(hokuto.id).exists()


@pytest.mark.fault("D03")
def test_a_backup_taken_while_rows_are_written_holds_one_moment(
    hokuto: Organization, tmp_path: Path, empty: str
) -> None:
    """Each round raises every project's version alike; a dump of two moments would hold two versions."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with tenant(hokuto.id, history={"system": "test"}):
                Project.objects.update(version=Project.objects.order_by("-version")[0].version + 1)
        connection.close()

    with tenant(hokuto.id, history={"system": "test"}):
        Project.objects.update(version=1)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backup(tmp_path / "backups", variables(str(connection.settings_dict["NAME"]), tmp_path / "files"))
    finally:
        stop.set()
        writer.join()
    restore(made, variables(empty, tmp_path / "back"))
    with closing(psycopg2.connect(in_database("DATABASE_BACKUP_URL", empty))) as reading, reading.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT version) FROM projects_project WHERE organization_id = %s", [hokuto.pk])
        assert cursor.fetchone() == (1,)


@pytest.mark.usefixtures("hokuto")
def test_nothing_is_restored_over_what_is_there_nor_from_what_was_changed(tmp_path: Path, empty: str) -> None:
    here = str(connection.settings_dict["NAME"])
    made = backup(tmp_path / "backups", variables(here, tmp_path / "files"))
    before = contents(here)
    with pytest.raises(LocalRunError, match="tables already"):
        restore(made, variables(here, tmp_path / "back"))
    assert contents(here) == before
    with pytest.raises(LocalRunError, match="not empty"):
        restore(made, variables(empty, tmp_path / "files"))
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(LocalRunError, match=r"Not a directory; nothing was kept\."):
        restore(made, variables(empty, tmp_path / "file" / "back"))
    with (made / "database.dump").open("ab") as file:
        file.write(b"more")
    with pytest.raises(LocalRunError, match="not what was written"):
        restore(made, variables(empty, tmp_path / "back"))
    words, manifest = b"no dump", json.loads((made / "manifest.json").read_text())
    (made / "database.dump").write_bytes(words)
    manifest["sha256"]["database.dump"] = hashlib.sha256(words).hexdigest()
    (made / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(LocalRunError, match="pg_restore failed"):
        restore(made, variables(empty, tmp_path / "back"))
    assert list((tmp_path / "back").iterdir()) == []
    with pytest.raises(LocalRunError, match="no backup"):
        restore(tmp_path, variables(empty, tmp_path / "back"))


@pytest.mark.usefixtures("hokuto")
def test_a_file_that_goes_away_meanwhile_is_missed_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, add = tmp_path / "files", tarfile.TarFile.add
    (files / "a").write_bytes(b"goes")
    (files / "z").write_bytes(b"stays")

    def sweeping(archive: tarfile.TarFile, name: Path, **how: Any) -> None:
        if name != files:
            (files / "a").unlink(missing_ok=True)
        add(archive, name, **how)

    monkeypatch.setattr(tarfile.TarFile, "add", sweeping)
    made = backup(tmp_path / "backups", variables(str(connection.settings_dict["NAME"]), files))
    with tarfile.open(made / "files.tar") as archive:
        names = archive.getnames()
    assert "files/z" in names
    assert "files/a" not in names


@pytest.mark.usefixtures("hokuto")
def test_a_role_that_the_walls_bind_makes_no_backup_and_leaves_none_behind(tmp_path: Path) -> None:
    given = variables(str(connection.settings_dict["NAME"]), tmp_path / "files")
    with pytest.raises(LocalRunError, match="row-level security"):
        backup(tmp_path / "backups", given | {"DATABASE_BACKUP_URL": given["DATABASE_ADMIN_URL"]})
    assert list((tmp_path / "backups").iterdir()) == []
    with pytest.raises(LocalRunError, match="Set DATABASE_BACKUP_URL"):
        backup(tmp_path / "backups", {})
