"""From a file's columns to a record's fields: each cell is understood or accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pmo_site.exchange.tables import Table, TableRow


class CellError(ValueError):
    """A cell that cannot be understood; `code` says why in a word that pages translate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Parser = Callable[[str], Any]
"""Turns a cell that is not empty into a value, or raises CellError."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's value stands and how it is understood."""

    source: str
    field: str
    parse: Parser
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A named way to read a kind of file: its columns, and what is the same for all its rows."""

    name: str
    key: str
    columns: tuple[Column, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)

    def missing_columns(self, table: Table) -> list[str]:
        """Columns that the mapping names and the file lacks."""
        return [column.source for column in self.columns if column.source not in table.header]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row was not taken: its number, the column, the code of the reason, and what stood there."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row's values by field; fields whose cells are empty are absent, so that they never erase."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mapped:
    """All rows of a file: understood, or rejected with their reasons."""

    rows: tuple[MappedRow, ...]
    rejections: tuple[Rejection, ...]


def map_table(table: Table, mapping: TableMapping) -> Mapped:
    """Understand every row; a row with a bad cell, or whose key came before, is rejected with each reason."""
    rows: list[MappedRow] = []
    rejections: list[Rejection] = []
    first_seen: dict[Any, int] = {}
    for row in table.rows:
        values, bad = _map_row(row, mapping)
        key = values.get(mapping.key)
        if not bad and key in first_seen:
            bad = [Rejection(row.number, _source(mapping, mapping.key), "key_twice", str(key))]
        if bad:
            rejections.extend(bad)
            continue
        first_seen[key] = row.number
        rows.append(MappedRow(row.number, {**mapping.constants, **values}))
    return Mapped(tuple(rows), tuple(rejections))


def _map_row(row: TableRow, mapping: TableMapping) -> tuple[dict[str, Any], list[Rejection]]:
    values: dict[str, Any] = {}
    bad: list[Rejection] = []
    for column in mapping.columns:
        cell = row.cells.get(column.source, "")
        if not cell:
            if column.required:
                bad.append(Rejection(row.number, column.source, "required"))
            continue
        try:
            values.update(_found(column, column.parse(cell)))
        except CellError as error:
            bad.append(Rejection(row.number, column.source, error.code, cell))
    return values, bad


def _found(column: Column, value: Any) -> dict[str, Any]:  # noqa: ANN401  a field's own type
    return {} if value is None else {column.field: value}


def _source(mapping: TableMapping, name: str) -> str:
    return next(column.source for column in mapping.columns if column.field == name)


def column_names(columns: Iterable[Column]) -> list[str]:
    """The files' names of columns, in order."""
    return [column.source for column in columns]
