"""Django's PostgreSQL engine, plus the walls that every tenant table gets by being created."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgresSchemaEditor
from django.db.models import Field, ForeignKey, Model
from psycopg2 import extensions

from pmo_site.tenancy.fields import TenantKey

TENANT_PREDICATE = "organization_id = NULLIF(current_setting('app.organization', true), '')::uuid"


def is_tenant_table(model: type[Model]) -> bool:
    """A table is a tenant's when it carries the tenant key; migrations' historical models keep that field class."""
    return any(isinstance(field, TenantKey) for field in model._meta.local_fields)


class DatabaseOperations(PostgresOperations):
    """Constraints are checked at once: a deferred one would fail only at commit, outside the view."""

    def deferrable_sql(self) -> str:
        """Foreign keys are not deferrable."""
        return ""


class DatabaseSchemaEditor(PostgresSchemaEditor):
    """Builds row-level security and composite keys into every tenant table."""

    sql_create_column_inline_fk = None
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def create_model(self, model: type[Model]) -> None:
        """Raise walls 3 and 4 around a new tenant table, in the same transaction that creates it."""
        super().create_model(model)
        if is_tenant_table(model):
            for statement in self._wall_statements(model):
                self.execute(statement)

    def _wall_statements(self, model: type[Model]) -> list[str]:
        table = self.quote_name(model._meta.db_table)
        key = self.quote_name(str(model._meta.pk.column))
        unique = self.quote_name(f"{model._meta.db_table[:50]}_tenant_key")
        statements = [
            f"ALTER TABLE {table} ADD CONSTRAINT {unique} UNIQUE (organization_id, {key})",
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY tenant ON {table} USING ({TENANT_PREDICATE}) WITH CHECK ({TENANT_PREDICATE})",
        ]
        if any(field.name == "pgh_id" for field in model._meta.local_fields):
            app = self.quote_name(self.connection.settings_dict["APP_ROLE"])
            statements.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app}")
        return statements

    def _create_fk_sql(self, model: type[Model], field: ForeignKey[Any, Any], suffix: str) -> Statement:
        statement: Statement = super()._create_fk_sql(model, field, suffix)
        if self._links_tenants(model, field):
            target = field.target_field.model._meta.db_table
            statement.parts["column"] = Columns(
                model._meta.db_table, ["organization_id", str(field.column)], self.quote_name
            )
            statement.parts["to_column"] = Columns(
                target, ["organization_id", str(field.target_field.column)], self.quote_name
            )
            statement.parts["to_table"] = Table(target, self.quote_name)
        return statement

    @staticmethod
    def _links_tenants(model: type[Model], field: Field[Any, Any]) -> bool:
        return (
            isinstance(field, ForeignKey)
            and not isinstance(field, TenantKey)
            and is_tenant_table(model)
            and is_tenant_table(field.target_field.model)
        )

    def _iter_column_sql(
        self,
        column_db_type: str,
        params: list[Any],
        model: type[Model],
        field: Field[Any, Any],
        *more: Any,  # noqa: ANN401  Django's own arguments
    ) -> Iterator[str]:
        """Leave out the word that would make a one-to-one link unique across tenants."""
        parts = super()._iter_column_sql(column_db_type, params, model, field, *more)
        return (part for part in parts if part != "UNIQUE" or not self._links_tenants(model, field))

    def _field_should_be_indexed(self, model: type[Model], field: Field[Any, Any]) -> bool:
        if isinstance(field, TenantKey):
            return False
        return bool(super()._field_should_be_indexed(model, field))

    def _field_indexes_sql(self, model: type[Model], field: Field[Any, Any]) -> list[Any]:
        """Index a link between tenant tables with the tenant first, so that the wall's predicate can use it.

        A one-to-one link is unique within its tenant.
        """
        if field.unique and self._links_tenants(model, field):
            return [self._create_unique_sql(model, [model._meta.get_field("organization"), field])]
        if isinstance(field, ForeignKey) and is_tenant_table(model) and self._field_should_be_indexed(model, field):
            tenant = model._meta.get_field("organization")
            return [self._create_index_sql(model, fields=[tenant, field])]
        return list(super()._field_indexes_sql(model, field))


@lru_cache(maxsize=16_384)
def _uuid(text: str) -> UUID:
    return UUID(text)


def _read_uuid(text: str | bytes | None, _cursor: object) -> UUID | None:
    return None if text is None else _uuid(str(text))


_UUIDS = extensions.new_type((2950,), "UUID", _read_uuid)


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """Django's PostgreSQL wrapper with the tenant wall in its schema editor.

    `plans` names what the present session keeps planned (`tenancy/planning.py`); a new session keeps nothing.
    """

    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations
    plans: dict[str, str]
    plan_numbers: Iterator[int]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401  the driver's connection
        """Connect; ids that were read lately are not read from their text again."""
        connection = super().get_new_connection(conn_params)
        extensions.register_type(_UUIDS, connection)
        self.plans, self.plan_numbers = {}, count()
        return connection
