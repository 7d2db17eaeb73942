"""The database keeps the search in step: a trigger on every searched table, put there after each migration.

A trigger sees every way in (forms, imports, bulk changes, deletions by cascade); it runs as whoever writes, behind the
same wall. Its comment names the plan that it was made for: where a declaration has changed, the trigger is made anew
and its table is read in again, organization by organization.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from pmo_site.resources.search.plans import SearchPlan, search_plans
from pmo_site.tenancy.migrating import for_each_organization

TRIGGER = "search_keep"
KEPT_SINCE = "2"
"""Which `search_row` wrote the entries: another number reads everything in again, once."""

_HAS_TABLE = "SELECT to_regclass('resources_searchentry') IS NOT NULL AND to_regproc('search_keep') IS NOT NULL"
_STANDING = """
SELECT relname, coalesce(obj_description(pg_trigger.oid, 'pg_trigger'), '')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname = %s AND relnamespace = 'public'::regnamespace
"""
_MAKE = """
CREATE OR REPLACE TRIGGER {trigger} AFTER INSERT OR DELETE OR UPDATE OF {watched} ON {table}
FOR EACH ROW EXECUTE FUNCTION search_keep({arguments})
"""
_FILL = """
INSERT INTO resources_searchentry
  (id, organization_id, register, owner_record, code, folded_code, title, words, noted_at)
SELECT told.*, record.{made}
FROM {table} AS record CROSS JOIN LATERAL search_row(to_jsonb(record), ARRAY[{arguments}]) AS told
"""


def keep_searchable(*, using: str, **_signal: Any) -> None:  # noqa: ANN401  what the signal tells beside it
    """Bring triggers and entries in line with the declarations; does nothing where they are."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(_HAS_TABLE)
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_STANDING, [TRIGGER])
        standing = dict(cursor.fetchall())
        tables = set(connection.introspection.table_names(cursor))
        plans = [plan for plan in search_plans() if plan.table in tables]
        _drop(cursor, set(standing) - {plan.table for plan in plans})
        changed = [plan for plan in plans if standing.get(plan.table) != _comment(plan)]
        for plan in changed:
            _make(cursor, plan)
        _refill(connection.schema_editor(), cursor, changed, kept=[plan.register for plan in plans])


def _comment(plan: SearchPlan) -> str:
    return " ".join(argument or "-" for argument in (KEPT_SINCE, *plan.arguments))


def _drop(cursor: CursorWrapper, tables: Iterable[str]) -> None:
    for table in tables:
        cursor.execute(sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(TRIGGER), sql.Identifier(table)))


def _make(cursor: CursorWrapper, plan: SearchPlan) -> None:
    names = {"trigger": sql.Identifier(TRIGGER), "table": sql.Identifier(plan.table), "arguments": _arguments(plan)}
    watched = sql.SQL(", ").join(map(sql.Identifier, plan.watched))
    cursor.execute(sql.SQL(_MAKE).format(watched=watched, **names))
    comment = sql.SQL("COMMENT ON TRIGGER {trigger} ON {table} IS {comment}")
    cursor.execute(comment.format(comment=sql.Literal(_comment(plan)), **names))


def _refill(schema_editor: Any, cursor: CursorWrapper, changed: list[SearchPlan], *, kept: list[str]) -> None:  # noqa: ANN401  Django's schema editor
    if not changed:
        return

    def work(_organization_id: object) -> None:
        names = [plan.register for plan in changed]
        cursor.execute(
            "DELETE FROM resources_searchentry WHERE register = ANY(%s) OR register <> ALL(%s)", [names, kept]
        )
        for plan in changed:
            cursor.execute(_filled(plan))

    for_each_organization(schema_editor, work)


def _filled(plan: SearchPlan) -> sql.Composed:
    table, made = sql.Identifier(plan.table), sql.Identifier(plan.made)
    return sql.SQL(_FILL).format(table=table, made=made, arguments=_arguments(plan))


def _arguments(plan: SearchPlan) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Literal, plan.arguments))
