"""Rows of a compiled query as records: what Django's own reading gives, without asking every model how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
Reader = Callable[[list[Row]], list[Any]]
Maker = Callable[[Row], Any]


def is_read_here(rows: models.QuerySet[Any, Any]) -> bool:
    """Whether one statement gives all of it: no records of other queries beside, records or tuples as its rows."""
    facts = vars(rows)
    apart = facts["_prefetch_related_lookups"] or facts["_known_related_objects"]
    return not apart and issubclass(facts["_iterable_class"], (ModelIterable, ValuesListIterable))


def reader_of(rows: models.QuerySet[Any, Any], compiler: SQLCompiler) -> Reader:
    """How the rows of a query that was compiled just now are read: as records, or as tuples where it asks for values.

    A record is filled column by column without its model's constructor, which no model of this site replaces.
    """
    selected = [expression for expression, _sql, _alias in compiler.select]
    converters = compiler.get_converters(selected)

    def converted(found: list[Row]) -> Iterable[Row]:
        return map(tuple, compiler.apply_converters(found, converters)) if converters else found

    if issubclass(vars(rows)["_iterable_class"], ValuesListIterable):
        return lambda found: list(converted(found))
    make = _maker(compiler, rows.db)
    return lambda found: [make(row) for row in converted(found)]


def _maker(compiler: SQLCompiler, road: str) -> Maker:
    info: Mapping[str, Any] = compiler.klass_info or {}
    annotations = tuple((compiler.annotation_col_map or {}).items())
    make = _plain_maker(info, compiler, road)
    links = [_link(each, compiler, road) for each in info.get("related_klass_infos", ())]

    def made(row: Row) -> Any:  # noqa: ANN401  a record of any kind
        record = make(row)
        for link in links:
            link(row, record)
        for name, place in annotations:
            record.__dict__[name] = row[place]
        return record

    return made


def _link(info: Mapping[str, Any], compiler: SQLCompiler, road: str) -> Callable[[Row, Any], None]:
    """A record that another is read with; none where the row has no key of it."""
    make = _plain_maker(info, compiler, road)
    links = [_link(each, compiler, road) for each in info.get("related_klass_infos", ())]
    here, there = info["local_setter"], info["remote_setter"]
    names = _names(info, compiler)
    key = info["select_fields"][names.index(info["model"]._meta.pk.attname)]

    def put(row: Row, holder: Any) -> None:  # noqa: ANN401  a record of any kind
        if row[key] is None:
            here(holder, None)
            return
        record = make(row)
        for link in links:
            link(row, record)
        here(holder, record)
        there(record, holder)

    return put


def _plain_maker(info: Mapping[str, Any], compiler: SQLCompiler, road: str) -> Maker:
    kind, names = info["model"], _names(info, compiler)
    values_of = _columns(info["select_fields"])
    new = kind.__new__

    def made(row: Row) -> Any:  # noqa: ANN401  a record of any kind
        record = new(kind)
        record.__dict__ = dict(zip(names, values_of(row), strict=True))
        record._state = state = ModelState()
        state.adding, state.db = False, road
        return record

    return made


def _names(info: Mapping[str, Any], compiler: SQLCompiler) -> tuple[str, ...]:
    return tuple(compiler.select[place][0].target.attname for place in info["select_fields"])


def _columns(places: Sequence[int]) -> Callable[[Row], Row]:
    """The columns of one record; they stand side by side."""
    first, last = places[0], places[-1] + 1
    if list(places) == list(range(first, last)):
        return itemgetter(slice(first, last))
    return lambda row: tuple(row[place] for place in places)
