"""Queries that every request asks: compiled once in a thread, then asked with the values of each request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast
from uuid import UUID, uuid4

from django.db import models
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models.query import ModelIterable
from django.db.models.sql import Query

from pmo_site.tenancy.context import require_organization_id, written_for
from pmo_site.tenancy.roads import current_connection, current_road

Record = TypeVar("Record", bound=models.Model)
Value = UUID | str

_TENANT = ""


class BakedValueError(RuntimeError):
    """A query would keep a value of one request for all others: a fault of its author."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value of the request stands among the parameters."""

    name: str


class _Compiler(SQLCompiler):
    """Sends what was compiled before."""

    sent: tuple[str, tuple[Any, ...]]

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002  Django's own
        """The text of the compilation with the values of today."""
        return self.sent


class _Kept(Query):
    """A query that was compiled already."""

    compiled: _Compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:  # noqa: ANN401  Django's signature
        """The one that compiled it."""
        return self.compiled


class Prepared(Generic[Record]):
    """A query that is asked with ids and texts by name, and written once with `rows`, which never looks at them.

    The tenant is a value like any other: the one of the compilation is never kept. A date or an id that belongs to
    one request is refused. It goes the road that was taken, and the wall in the database stands besides.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Record]], **kinds: type[Value]) -> None:
        self._rows, self._kinds, self._here = rows, kinds, threading.local()

    def first(self, **values: Value) -> Record | None:
        """The first row for these values, in the tenant of this piece of work if the kind is a tenant's."""
        connection = current_connection()
        if getattr(self._here, "connection", None) is not connection:
            self._compile()
            self._here.connection = connection
        rows, sql, parts = self._here.compiled
        rows.query.compiled.sent = sql, tuple(_given(part, values) for part in parts)
        return next(iter(list(ModelIterable(rows))), None)

    def _compile(self) -> None:
        """Write the query with values that stand nowhere else, to find their places again."""
        marks: dict[str, Value] = {name: uuid4() if kind is UUID else uuid4().hex for name, kind in self._kinds.items()}
        marks[_TENANT] = tenant = uuid4()
        with written_for(tenant):
            rows = self._rows(**{name: mark for name, mark in marks.items() if name != _TENANT})
        rows.query = query = cast("_Kept", rows.query.chain(_Kept))
        query.compiled = compiler = _Compiler(query, current_connection(), current_road())
        sql, parameters = SQLCompiler.as_sql(compiler)
        places = {mark: name for name, mark in marks.items()}
        parts = tuple(
            _Place(places[each]) if isinstance(each, Value) and each in places else each for each in parameters
        )
        if any(isinstance(part, UUID | date) for part in parts):
            raise BakedValueError(sql)
        self._here.compiled = rows, sql, parts


def _given(part: object, values: Mapping[str, Value]) -> object:
    """A parameter as it is sent; outside any tenant, a tenant's query raises."""
    if not isinstance(part, _Place):
        return part
    return require_organization_id() if part.name == _TENANT else values[part.name]
