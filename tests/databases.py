"""The test database: migrated once per set of migrations as the owner, cloned for every session."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg2
import psycopg2.errors
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg2 import sql

from pmo_site.local.roles import ROLES_SQL, every_database_sql

ROOT = Path(__file__).resolve().parent.parent
_TEMPLATE_LOCK = 7_140_518
_TRIES = 30


@contextlib.contextmanager
def owner_cursor(database: str | None = None) -> Iterator[Any]:
    """A cursor of the owner on a database of the test server, every statement committed at once."""
    connection = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"], dbname=database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def clone_template(name: str) -> str:
    """Make a database from the template and turn both connections to it; returns its name."""
    with owner_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TEMPLATE_LOCK])  # two workers build one template
        template = _template(cursor)
        _drop(cursor, name)
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    _turn_connections_to(name)
    return name


def drop(name: str) -> None:
    """Close the connections and drop the database."""
    connections.close_all()
    with owner_cursor() as cursor:
        _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    """Drop a database; the server's own vacuum, which the owner may not end, is waited out."""
    for _ in range(_TRIES):
        try:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg2.errors.InsufficientPrivilege:
            time.sleep(1)
        else:
            return


def _template(cursor: Any) -> str:
    """The template of these migrations, made where there is none; those of other migrations go."""
    template = f"template_{_fingerprint()}"
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%' OR datname LIKE 'test\\_%%'")
    found = {row[0] for row in cursor.fetchall()}
    if template in found:
        return template
    partial = f"partial_{_fingerprint()}"
    _drop(cursor, partial)
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(partial)))
    with owner_cursor(partial) as inside:
        inside.execute(every_database_sql())
    _turn_connections_to(partial)
    call_command("migrate", database="admin", verbosity=0, interactive=False)
    connections.close_all()
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(partial), sql.Identifier(template)))
    return template


def _fingerprint() -> str:
    """What the tables depend on: migrations, the engine that builds the walls, the search, the roles, the packages."""
    digest = hashlib.sha256()
    sources = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/*/migrations/*.py"),
        *(ROOT / "pmo_site" / "tenancy").rglob("*.py"),
        ROOT / "pmo_site" / "resources" / "search" / "keeping.py",
        ROOT / "requirements.lock",
        ROLES_SQL,
    ]
    for path in sorted(sources):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    from pmo_site.resources.search.plans import search_plans  # noqa: PLC0415  declarations need Django, which starts later

    digest.update(repr(search_plans()).encode())
    return digest.hexdigest()[:16]


def _turn_connections_to(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@contextlib.contextmanager
def cleaned_by_the_owner(name: str) -> Iterator[None]:
    """Let tests that commit be cleaned through the owner: the app role has no TRUNCATE, not even here.

    What the template holds (content types, permissions, rows of migrations) stays.
    """
    with owner_cursor(name) as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        kept = _filled_tables(cursor)

        def teardown(_test: TransactionTestCase) -> None:
            filled = _filled_tables(cursor) - kept
            if filled:
                names = sql.SQL(", ").join(map(sql.Identifier, sorted(filled)))
                cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))

        with patch.object(TransactionTestCase, "_fixture_teardown", teardown):
            yield


def _filled_tables(cursor: Any) -> set[str]:
    """Tables that take room on disk; counting rows would find none, as row-level security binds the owner too."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND pg_relation_size(oid) > 0"
    )
    return {row[0] for row in cursor.fetchall()}
