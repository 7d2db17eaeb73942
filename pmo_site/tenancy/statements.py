"""A query as the database gets it, with the places at which the values of each asking stand."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as tz
from decimal import Decimal
from typing import Any, Final, NoReturn
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone, translation

from pmo_site.tenancy.context import require_organization_id, written_for
from pmo_site.tenancy.instances import Reader, is_read_here, reader_of
from pmo_site.tenancy.planning import MANY, Place, Plan, plan_of
from pmo_site.tenancy.roads import current_connection, current_road

_TENANT: Final = ""
_TYPES: Final[Mapping[type, str]] = {UUID: "uuid", date: "date", datetime: "timestamptz"}
"""What the database calls kinds of values; of others it tells the kind by where they stand."""
_FAR: Final = date(9000, 1, 1)
_READERS: Final = (("ja", timedelta(hours=14)), ("en", timedelta(hours=-12)))
"""Two languages and two time zones of a reader: a query that is written by them differs between the two."""


class Ids(list[UUID]):
    """Several ids that stand at one place, inside the brackets of an IN."""

    def __conform__(self, _protocol: object) -> Ids:
        """The driver takes it as it is."""
        return self

    def getquoted(self) -> bytes:
        """The ids as SQL; anything else that stands among them is refused."""
        return ",".join([f"'{each}'::uuid" for each in self.checked()]).encode()

    def checked(self) -> list[UUID]:
        """The ids, nothing else among them."""
        if not all(isinstance(each, UUID) for each in self):
            raise TypeError(self)
        return [*self]


Value = UUID | str | date | datetime | int | Decimal | Ids


class BakedValueError(RuntimeError):
    """A query would keep a value of one request for all others: a fault of its author."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled query: its text, its parameters with places among them, how its rows are read, its plan if any."""

    table: str
    sql: str
    parts: tuple[object, ...]
    read: Reader
    plan: Plan | None = None

    def rows(self, values: Mapping[str, Value]) -> list[Any]:
        """Send it with these values and read every row; outside any tenant, a tenant's query raises."""
        with current_connection().cursor() as cursor:
            if self.plan is None or not self.plan.send(cursor, [_listed(each, values) for each in self.plan.places]):
                parameters: list[Any] = [_given(part, values) for part in self.parts]
                cursor.execute(self.sql, parameters)
            return self.read(cursor.fetchall())

    def within(self, values: Mapping[str, Value]) -> RawSQL:
        """The query with these values, to stand inside another one, which the same tenant sends."""
        return RawSQL(self.sql, [_given(part, values) for part in self.parts])  # noqa: S611  compiled by Django, values apart


def _given(part: object, values: Mapping[str, Value]) -> object:
    if not isinstance(part, Place):
        return part
    return require_organization_id() if part.name == _TENANT else values[part.name]


def _listed(place: Place, values: Mapping[str, Value]) -> object:
    """A value as a plan takes it: several ids are an array."""
    given = _given(place, values)
    return given.checked() if isinstance(given, Ids) else given


def written(
    rows: Callable[..., models.QuerySet[Any, Any]],
    values: Mapping[str, Value],
    *,
    idle: Iterable[str] = (),
    by_key: bool = False,
) -> Statement:
    """Write a query down for values of these kinds; BakedValueError where it would keep something of one asking.

    It is written twice, for two readers and with marks that stand nowhere else: what differs between the two is made
    of the values in a way that no place can hold, and what is a date or an id in both belongs to one moment. A value
    that stands nowhere decided something on its own, unless it is one that may lie idle. Nothing is read meanwhile.
    One that finds its rows `by_key` is planned once in a session of the database.
    """
    first, second = (_compiled(rows, {name: _mark(value) for name, value in values.items()}, of) for of in _READERS)
    if (first.sql, first.parts) != (second.sql, second.parts):
        raise BakedValueError(first.sql)
    if any(isinstance(part, UUID | date) for part in first.parts):
        raise BakedValueError(first.sql)
    if set(values) - {part.name for part in first.parts if isinstance(part, Place)} - set(idle):
        raise BakedValueError(first.sql)
    plan = plan_of(current_connection(), first.table, first.sql, first.parts) if by_key else None
    return replace(first, plan=plan)


def _compiled(
    rows: Callable[..., models.QuerySet[Any, Any]], marks: Mapping[str, Any], reader: tuple[str, timedelta]
) -> Statement:
    tenant = uuid4()
    with _read_by(*reader):
        with written_for(tenant), current_connection().execute_wrapper(_refused):
            found = rows(**marks)
        if not is_read_here(found):
            raise BakedValueError(str(found.model))
        compiler = SQLCompiler(found.query.chain(), current_connection(), current_road())
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet as error:
            raise BakedValueError(str(found.model)) from error
    places = {(type(_one(mark)), _one(mark)): Place(name, _type_of(mark)) for name, mark in marks.items()}
    parts = tuple(_parts(parameters, places | {(UUID, tenant): Place(_TENANT, "uuid")}))
    return Statement(found.model._meta.db_table, sql, parts, reader_of(found, compiler))


@contextmanager
def _read_by(language: str, offset: timedelta) -> Iterator[None]:
    with translation.override(language), timezone.override(tz(offset)):
        yield


def _refused(_execute: object, sql: str, *_rest: object) -> NoReturn:
    """What a query reads while it is written would be read for marks, and kept for everybody."""
    raise BakedValueError(sql)


def _parts(parameters: Sequence[object], places: Mapping[tuple[type, Any], Place]) -> Iterable[object]:
    for each in parameters:
        place = places.get((type(each), each)) if isinstance(each, Value) else None
        yield each if place is None else place


def _type_of(mark: Value) -> str:
    return MANY if isinstance(mark, Ids) else _TYPES.get(type(mark), "unknown")


def _one(mark: Any) -> Any:  # noqa: ANN401  the mark of any value
    return mark[0] if isinstance(mark, Ids) else mark


def _mark(value: Value) -> Value:
    """A value of the same kind that stands nowhere else; of a kind that none is known of, nothing is kept."""
    for kind, made in _MARKS.items():
        if type(value) is kind:
            return made()
    raise BakedValueError(str(type(value)))


def _far_day() -> date:
    return _FAR + timedelta(days=secrets.randbelow(300_000))


_MARKS: Final[Mapping[type, Callable[[], Value]]] = {
    UUID: uuid4,
    str: lambda: uuid4().hex,
    date: _far_day,
    datetime: lambda: (
        datetime.combine(_far_day(), datetime.min.time(), tzinfo=UTC)
        + timedelta(microseconds=secrets.randbelow(86_400_000_000))
    ),
    int: lambda: 10_000 + secrets.randbelow(22_768),  # every column of whole numbers holds it: none is left out
    Decimal: lambda: Decimal(1_000_000_000 + secrets.randbelow(1_000_000_000)),
    Ids: lambda: Ids([uuid4()]),
}
