"""What each of the four roles may do, in the first database and in every one made later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from pmo_site.local import roles, services
from pmo_site.local.failure import LocalRunError

DENIED = (
    "TRUNCATE held",
    "CREATE TABLE own (id int)",
    "CREATE TEMP TABLE own (id int)",
    "ALTER TABLE held DISABLE TRIGGER ALL",
    "ALTER TABLE held NO FORCE ROW LEVEL SECURITY",
    "CREATE TRIGGER t BEFORE INSERT ON held FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE DATABASE own",
    "CREATE ROLE own",
    "SET ROLE rashinban_owner",
    "COPY held TO PROGRAM 'cat'",
)


def in_database(url: str, name: str) -> str:
    return url.replace("@/rashinban?", f"@/{name}?")


def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements, each committed; the rows of the last one."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def table(running: services.Services) -> Iterator[services.Services]:
    run(
        running.database_admin_url,
        "CREATE TABLE held (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text)",
        "ALTER TABLE held ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE held FORCE ROW LEVEL SECURITY",
        "CREATE POLICY own ON held USING (owner = current_setting('app.organization', true))",
    )
    yield running
    run(running.database_admin_url, "DROP TABLE held")


@pytest.mark.parametrize("statement", DENIED)
def test_the_app_role_has_no_right_beyond_its_rows(table: services.Services, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(table.database_url, statement)


def test_the_app_role_reads_and_writes_rows(table: services.Services) -> None:
    assert run(
        table.database_url,
        "SET app.organization = 'a'",
        "INSERT INTO held (owner) VALUES ('a')",
        "UPDATE held SET owner = 'a'",
        "SELECT owner FROM held",
    ) == [("a",)]
    assert run(table.database_url, "SET app.organization = 'b'", "SELECT owner FROM held") == []


def test_the_backup_role_reads_every_row_and_writes_none(table: services.Services) -> None:
    run(table.database_url, "SET app.organization = 'a'", "INSERT INTO held (owner) VALUES ('a')")
    assert run(table.database_backup_url, "SELECT owner FROM held") == [("a",)]
    with pytest.raises(psycopg2.Error):
        run(table.database_backup_url, "SET default_transaction_read_only = off", "DELETE FROM held")


def test_the_owner_sees_no_row_of_a_forced_table(table: services.Services) -> None:
    run(table.database_url, "SET app.organization = 'a'", "INSERT INTO held (owner) VALUES ('a')")
    assert run(table.database_admin_url, "SELECT owner FROM held") == []


def test_no_role_of_ours_is_a_superuser_and_the_backup_alone_passes_the_wall(running: services.Services) -> None:
    found = run(
        running.superuser_url,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'rashinban%' ORDER BY 1",
    )
    assert found == [
        ("rashinban_app", False, False, False, False),
        ("rashinban_backup", False, True, False, False),
        ("rashinban_owner", False, False, True, False),
        ("rashinban_platform", False, False, False, False),
    ]


def test_the_operators_role_is_given_nothing_by_default(table: services.Services) -> None:
    for statement in ("SELECT * FROM held", "INSERT INTO held (owner) VALUES ('a')", *DENIED):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(table.database_platform_url, "SET app.organization = 'a'", statement)


def test_a_function_of_the_owner_is_for_the_app_and_not_for_everybody(running: services.Services) -> None:
    run(
        running.database_admin_url,
        "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql RETURN 42",
    )
    assert run(running.database_url, "SELECT answer()") == [(42,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(running.database_backup_url, "SELECT answer()")


def test_a_database_made_by_the_owner_and_its_clones_give_the_same_rights(running: services.Services) -> None:
    owner = running.database_admin_url
    try:
        run(owner, "CREATE DATABASE made")
        run(in_database(owner, "made"), roles.every_database_sql(), "CREATE TABLE before (id int)")
        run(owner, "CREATE DATABASE clone TEMPLATE made STRATEGY file_copy")
        run(in_database(owner, "clone"), "CREATE TABLE after (id int)")
        app = in_database(running.database_url, "clone")
        assert run(app, "INSERT INTO before VALUES (1)", "INSERT INTO after SELECT id FROM before RETURNING id") == [
            (1,)
        ]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(app, "TRUNCATE after")
    finally:
        run(owner, "DROP DATABASE IF EXISTS clone", "DROP DATABASE IF EXISTS made")


def test_a_damaged_file_of_secrets_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(LocalRunError, match="is damaged"):
        roles.passwords(file)
