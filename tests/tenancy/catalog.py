"""Reads the live catalog of the database and says what is missing from the walls, one line for each gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmo_site.tenancy import exceptions

APP_ROLE = "rashinban_app"
_TENANT_TABLES = """
SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnotnull, pg_get_userbyid(c.relowner)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""
_PREDICATE = "(organization_id = (NULLIF(current_setting('app.organization'::text, true), ''::text))::uuid)"
_ALWAYS = {"true", "(true)", "(1 = 1)"}


def _rows(cursor: Any, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    cursor.execute(query, parameters)
    return list(cursor.fetchall())


def tenant_tables(cursor: Any) -> list[str]:
    """Every table that carries an organization's id and is no listed exception."""
    return [row[1] for row in _rows(cursor, _TENANT_TABLES) if row[1] not in exceptions.OPEN_TABLES]


def row_security(cursor: Any) -> Iterator[str]:
    """Row-level security is enabled and forced, and no tenant's row may be without its tenant."""
    for _oid, name, enabled, forced, required, owner in _rows(cursor, _TENANT_TABLES):
        if name in exceptions.OPEN_TABLES:
            if enabled:
                yield f"{name}: stands behind row-level security and needs no exception"
            continue
        if not (enabled and forced):
            yield f"{name}: row-level security is not enabled and forced"
        if not required:
            yield f"{name}: organization_id may be null"
        if owner == APP_ROLE:
            yield f"{name}: belongs to the app's role"


def policies(cursor: Any) -> Iterator[str]:
    """Each tenant table has the tenant's policy for reading and writing, and none that is wider."""
    found = _rows(cursor, "SELECT tablename, policyname, cmd, qual, with_check, permissive FROM pg_policies")
    guarded = {
        table
        for table, _name, command, reads, writes, _kind in found
        if command == "ALL" and _PREDICATE == reads == writes
    }
    yield from (
        f"{table}: no policy guards reading and writing" for table in tenant_tables(cursor) if table not in guarded
    )
    for table, name, command, reads, writes, kind in found:
        own = command == "ALL" and _PREDICATE == reads == writes
        if {reads, writes} & _ALWAYS:
            yield f"{table}.{name}: is always true"
        elif not own and kind == "PERMISSIVE" and f"{table}.{name}" not in exceptions.OPEN_POLICIES:
            yield f"{table}.{name}: widens what the tenant's policy allows"
        elif f"{table}.{name}" in exceptions.OPEN_POLICIES and command != "SELECT":
            yield f"{table}.{name}: an exception may widen reading alone"
    named = {f"{table}.{name}" for table, name, *_ in found}
    yield from (f"{name}: an exception without its policy" for name in exceptions.OPEN_POLICIES if name not in named)


_UNIQUE_WITH_KEY = """
SELECT c.conrelid::regclass::text FROM pg_constraint c JOIN pg_constraint p
ON p.conrelid = c.conrelid AND p.contype = 'p' AND array_length(p.conkey, 1) = 1
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = 'organization_id'
WHERE c.contype = 'u' AND NOT c.condeferrable AND c.conkey = ARRAY[a.attnum, p.conkey[1]]
"""
_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, c.conname, c.condeferrable,
  ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, i)
        JOIN pg_attribute ON attrelid = c.conrelid AND attnum = n ORDER BY i),
  ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, i)
        JOIN pg_attribute ON attrelid = c.confrelid AND attnum = n ORDER BY i)
FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""


def composite_keys(cursor: Any) -> Iterator[str]:
    """Links between tenant tables carry the tenant on both ends and are checked at once."""
    tables = set(tenant_tables(cursor))
    keyed = {row[0] for row in _rows(cursor, _UNIQUE_WITH_KEY)}
    yield from (f"{table}: no UNIQUE (organization_id, key)" for table in sorted(tables - keyed))
    for source, target, name, deferrable, columns, referred in _rows(cursor, _FOREIGN_KEYS):
        if source not in tables:
            continue
        if deferrable:
            yield f"{source}.{name}: is deferrable"
        if target in tables and not (columns[0] == referred[0] == "organization_id"):
            yield f"{source}.{name}: links to {target} without the tenant"


def user_links(cursor: Any) -> Iterator[str]:
    """Nobody points at the global account but those on the list."""
    found = {
        f"{source}.{columns[-1]}"
        for source, target, _name, _deferrable, columns, _referred in _rows(cursor, _FOREIGN_KEYS)
        if target == "accounts_user"
    }
    yield from (f"{link}: points at the global account" for link in sorted(found - set(exceptions.USER_LINKS)))
    yield from (f"{link}: an exception without its link" for link in sorted(set(exceptions.USER_LINKS) - found))


_INDEXES = """
SELECT i.indrelid::regclass::text, c.relname, i.indisunique, a.attname
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace
"""


def leading_tenant(cursor: Any) -> Iterator[str]:
    """Indexes of tenant tables lead with the tenant: a unique one that does not tells of other tenants' rows."""
    tables, seen = set(tenant_tables(cursor)), set()
    for table, name, unique, first in _rows(cursor, _INDEXES):
        if table not in tables or first == "organization_id":
            continue
        seen.add(name)
        if unique:
            yield f"{table}.{name}: is unique across tenants"
        elif name not in exceptions.OPEN_INDEXES:
            yield f"{table}.{name}: does not lead with the tenant"
    yield from (f"{name}: an exception without its index" for name in sorted(set(exceptions.OPEN_INDEXES) - seen))


_ROLE = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s"
_GRANTED = """
SELECT c.relname, has_table_privilege(%s, c.oid, 'TRUNCATE'), has_table_privilege(%s, c.oid, 'UPDATE'),
  has_table_privilege(%s, c.oid, 'DELETE'), has_table_privilege(%s, c.oid, 'TRIGGER')
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
_HOLES = """
SELECT relname || ': a view that does not ask as its reader' FROM pg_class
WHERE relnamespace = 'public'::regnamespace
  AND (relkind = 'm' OR relkind = 'v' AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false))
UNION ALL
SELECT proname || ': a function that runs as its owner' FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prosecdef
"""


def app_role(cursor: Any) -> Iterator[str]:
    """The app's role cannot step over the walls, cannot empty tables, and cannot rewrite what happened."""
    if any(_rows(cursor, _ROLE, APP_ROLE)[0]):
        yield f"{APP_ROLE}: is more than a plain role"
    append_only = {"portfolio_projecthealth"}
    for table, truncates, updates, deletes, triggers in _rows(cursor, _GRANTED, *[APP_ROLE] * 4):
        if truncates or triggers:
            yield f"{table}: the app's role may TRUNCATE it or set its triggers"
        if (updates or deletes) and (table.endswith("event") or table in append_only) and table != "jobs_outboxevent":
            yield f"{table}: the app's role may change what happened"
    yield from (row[0] for row in _rows(cursor, _HOLES))


CHECKS: tuple[Callable[[Any], Iterator[str]], ...] = (
    row_security,
    policies,
    composite_keys,
    user_links,
    leading_tenant,
    app_role,
)


def gaps(cursor: Any) -> list[str]:
    """Everything that is missing from the walls."""
    return [gap for check in CHECKS for gap in check(cursor)]
