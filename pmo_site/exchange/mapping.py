"""From a file's columns to a record's fields: each cell is understood or accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pmo_site.exchange.tables import Table, TableRow
from pmo_site.kernel.parsing import fold

_LONGEST_TOTAL = 20


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
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, str]:
        """Columns of the file by the fields that they fill."""
        return {column.field: column.source for column in reversed(self.columns)}

    def source(self, name: str) -> str:
        """The column that fills a field; empty where none does."""
        return self.sources.get(name, "")

    def missing_columns(self, table: Table) -> list[str]:
        """Columns that the mapping names and the file lacks; each once, however many fields it fills."""
        named = dict.fromkeys(column.source for column in self.columns)
        return [source for source in named if source not in table.header]


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


class RowMapper:
    """Understands the rows of one file, some at a time; it remembers where each key stood first."""

    def __init__(self, mapping: TableMapping) -> None:
        self.mapping = mapping
        self._first_seen: dict[tuple[Any, ...], int] = {}

    def __call__(self, rows: Iterable[TableRow]) -> Mapped:
        """Understand rows; one with a bad cell, or whose key came before, is rejected with each reason."""
        good: list[MappedRow] = []
        rejections: list[Rejection] = []
        for row in rows:
            values, bad = _map_row(row, self.mapping)
            key = tuple(values.get(name) for name in self.mapping.keys)
            if not bad and key in self._first_seen:
                told = " ".join(str(part) for part in key)
                bad = [Rejection(row.number, self.mapping.source(self.mapping.keys[-1]), "key_twice", told)]
            if bad:
                rejections.extend(bad)
                continue
            self._first_seen[key] = row.number
            good.append(MappedRow(row.number, {**self.mapping.constants, **values}))
        return Mapped(tuple(good), tuple(rejections))


def _map_row(row: TableRow, mapping: TableMapping) -> tuple[dict[str, Any], list[Rejection]]:
    values: dict[str, Any] = {}
    bad: list[Rejection] = []
    if word := _totals_word(row, mapping):
        return values, [Rejection(row.number, mapping.source(mapping.keys[-1]), "totals", word)]
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


def _totals_word(row: TableRow, mapping: TableMapping) -> str:
    """The word by which a row tells that it sums others up; empty for a row that means a record.

    It stands in the key, or anywhere in a row that does not say which record it means.
    """
    key = [row.cells.get(mapping.source(name), "") for name in mapping.keys]
    told = key if all(key) else row.cells.values()
    return next((cell for cell in told if len(cell) <= _LONGEST_TOTAL and _squeezed(cell) in _TOTALS), "")


def _squeezed(text: str) -> str:
    return fold(text).replace(" ", "")


_TOTALS = frozenset(
    map(_squeezed, ("合計", "小計", "総計", "総合計", "計", "total", "totals", "subtotal", "grand total"))
)


def _found(column: Column, value: Any) -> dict[str, Any]:  # noqa: ANN401  a field's own type
    return {} if value is None else {column.field: value}
