"""Queries that are asked again and again: written and compiled once in a thread, then asked with each one's values."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from pmo_site.tenancy.roads import current_connection, current_road
from pmo_site.tenancy.statements import BakedValueError, Statement, Value, written

Record = TypeVar("Record", bound=models.Model)
Rows = Callable[..., models.QuerySet[Any, Any]]
SHAPES_KEPT: Final = 256
"""How many shapes of one query a thread keeps; the oldest gives way."""
_EXAMPLES: Final[Mapping[type, Value]] = {UUID: UUID(int=0), str: ""}


class Prepared(Generic[Record]):
    """A query that is asked with ids and texts by name, and written once with `rows`, which never looks at them.

    It finds its rows by a key, so that the database plans it once in a session (`tenancy/planning.py`).
    The tenant is a value like any other: the one of the compilation is never kept. A date or an id that belongs to
    one request is refused. It goes the road that was taken, and the wall in the database stands besides.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Record]], **kinds: type[Value]) -> None:
        self._rows, self._here = rows, threading.local()
        self._examples = {name: _EXAMPLES[kind] for name, kind in kinds.items()}

    def first(self, **values: Value) -> Record | None:
        """The first row for these values, in the tenant of this piece of work if the kind is a tenant's."""
        connection = current_connection()
        if getattr(self._here, "connection", None) is not connection:
            self._here.statement = written(self._rows, self._examples, by_key=True)
            self._here.connection = connection
        statement: Statement = self._here.statement
        found: Record | None = next(iter(statement.rows(values)), None)
        return found


class PreparedShapes:
    """A query of several shapes: what decides how it is written is its shape, what it is asked with are its values.

    `rows` is called with the shape as it stands and with values that it must not look at. A shape that makes one
    value of another, or that keeps one of its own, cannot be kept: it is written anew each time, and answers the same.
    So is one that asks for nothing by a value, unless that is named as one that may lie `idle`.
    One that finds its rows `by_key` is planned once in a session of the database (`tenancy/planning.py`).
    """

    def __init__(self, rows: Rows, *, idle: Collection[str] = (), by_key: bool = False) -> None:
        self._rows, self._idle, self._by_key, self._here = rows, idle, by_key, threading.local()

    def all(self, *shape: Hashable, values: Mapping[str, Value]) -> list[Any]:
        """Every row: records, or tuples where the query asks for values."""
        statement = self._statement(shape, values)
        if statement is None:
            return list(self._rows(*shape, **values))
        return statement.rows(values)

    def within(self, *shape: Hashable, values: Mapping[str, Value]) -> RawSQL | models.QuerySet[Any, Any]:
        """The query to stand inside another one: as it was compiled, or itself where its shape cannot be kept."""
        statement = self._statement(shape, values)
        if statement is None:
            return self._rows(*shape, **values)
        return statement.within(values)

    def is_kept(self, *shape: Hashable, values: Mapping[str, Value]) -> bool:
        """Whether a shape can be kept, for the tests."""
        return self._statement(shape, values) is not None

    def _statement(self, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> Statement | None:
        kept: dict[Hashable, Statement | None] = self._here.__dict__.setdefault("kept", {})
        key = (current_road(), tuple([(name, type(value)) for name, value in values.items()]), shape)
        if key not in kept:
            if len(kept) >= SHAPES_KEPT:
                del kept[next(iter(kept))]
            kept[key] = self._written(shape, values)
        return kept[key]

    def _written(self, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> Statement | None:
        try:
            return written(lambda **marks: self._rows(*shape, **marks), values, idle=self._idle, by_key=self._by_key)
        except BakedValueError:
            return None
