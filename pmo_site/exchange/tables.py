"""Tables that people bring: CSV as Excel and others write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

MAX_ROWS = 100_000
MAX_BYTES = 50_000_000
ENCODINGS = ("utf-8-sig", "cp932")


class TableError(ValueError):
    """A file that cannot be read as a table; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a file with the number that its reader sees (the header is row 1)."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, as text."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def single_value(self, column: str) -> str:
        """The one value that a column holds in all rows; empty where there is none or more than one."""
        values = {row.cells[column] for row in self.rows if row.cells.get(column)}
        return values.pop() if len(values) == 1 else ""


def read_csv(content: bytes) -> Table:
    """Read a CSV file in UTF-8 (with or without BOM) or CP932; rows shorter than the header end in empty cells."""
    if len(content) > MAX_BYTES:
        raise TableError("too_large", str(MAX_BYTES))
    lines = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        rows = [row for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise TableError("broken", str(error)) from error
    if not rows:
        raise TableError("empty")
    header = tuple(cell.strip() for cell in rows[0])
    if len(set(header)) != len(header):
        raise TableError("column_twice", ", ".join(sorted({name for name in header if header.count(name) > 1})))
    if len(rows) - 1 > MAX_ROWS:
        raise TableError("too_many_rows", str(MAX_ROWS))
    return Table(header, tuple(_row(number, header, cells) for number, cells in enumerate(rows[1:], start=2)))


def _row(number: int, header: tuple[str, ...], cells: list[str]) -> TableRow:
    padded = cells + [""] * (len(header) - len(cells))
    return TableRow(number, {name: padded[place].strip() for place, name in enumerate(header)})


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise TableError("not_text")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("unknown_encoding")
