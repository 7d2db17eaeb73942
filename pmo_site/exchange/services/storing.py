"""Many records stored at once: one statement per batch, whatever the number of fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db import connection, models

from pmo_site.exchange.planning import PlannedRow
from pmo_site.kernel import clock
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.models import EditableModel, TenantModel

Record = TypeVar("Record", bound=TenantModel)


def rows_store(model: type[EditableModel], created: Sequence[PlannedRow], updated: Sequence[PlannedRow]) -> None:
    """Store planned rows: new records, and the fields that changed of those that stand."""
    model.objects.bulk_create([row.record for row in created])
    revised_store(model, [row.record for row in updated], {name for row in updated for name, *_values in row.changes})


def revised_store(model: type[EditableModel], records: Sequence[EditableModel], names: Collection[str]) -> None:
    """Store these fields of records that are locked, each one version further."""
    now = clock.now()
    for record in records:
        record.version += 1
        record.updated_at = now
    columns_store(model, records, {*names, "version", "updated_at"})


def columns_store(model: type[Record], records: Sequence[Record], names: Collection[str]) -> None:
    """Store plain columns of many records by one UPDATE … FROM unnest.

    Django's bulk_update builds a CASE per field and row: its statement grows with their product.
    """
    if not records:
        return
    fields = [_column(model, name) for name in sorted(names)]
    quote = connection.ops.quote_name
    # Names of columns and types come from the model, values are bound.
    columns = [quote(str(field.column)) for field in fields]
    settings = ", ".join(f"{column} = new.{column}" for column in columns)
    heads = ", ".join(columns)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    statement = (
        f"UPDATE {quote(model._meta.db_table)} AS old SET {settings}"  # noqa: S608  see above
        f" FROM unnest(%s::uuid[], {arrays}) AS new (id, {heads})"
        " WHERE old.organization_id = %s AND old.id = new.id"
    )
    values = [[_stored(field, record) for record in records] for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [[record.pk for record in records], *values, require_organization_id()])


def _column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or isinstance(field, models.JSONField):
        raise TypeError(f"{model.__name__}.{name} is no plain column.")
    return field


def _stored(field: models.Field[Any, Any], record: models.Model) -> Any:  # noqa: ANN401  any column's value
    return field.get_db_prep_save(getattr(record, field.attname), connection)
