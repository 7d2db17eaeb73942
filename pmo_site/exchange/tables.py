"""Tables that people bring: what a file holds as text, with the row in which its header stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmo_site.exchange.cells import original
from pmo_site.exchange.headers import HEADER_WITHIN, header_place

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
"""So many cells in all, blank ones of the widest row's width too: what a reader must hold in memory at once."""
MAX_BYTES = 20_000_000
MAX_CELL = 32_767
"""The longest text that a cell of a spreadsheet can hold."""


class TableError(ValueError):
    """A file that cannot be read as a table; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a file with the number that its reader sees."""

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

    def samples(self, column: str, count: int = 5) -> list[str]:
        """The first texts of a column, for a reader who says what it holds."""
        return [row.cells[column] for row in self.rows[:count]]


def table_of(rows: Iterable[tuple[int, Sequence[str]]], known: Collection[str] = ()) -> Table:
    """Make a table of numbered rows: blank ones go, the header is found, every row below is kept.

    `known` holds names of columns as `header_key` writes them: the row that has most of them is the header.
    """
    kept: list[tuple[int, Sequence[str]]] = []
    width = 0
    for number, cells in rows:
        stripped = [original(cell.strip()) for cell in cells]
        if any(stripped):
            _refuse_outsize(number, stripped)
            kept.append((number, stripped))
            width = max(width, len(stripped))
            _refuse_endless(len(kept), width)
    if not kept:
        raise TableError("empty")
    place = header_place([cells for _number, cells in kept[:HEADER_WITHIN]], known)
    below = kept[place + 1 :]
    if not below:
        raise TableError("only_head")
    if len(below) > MAX_ROWS:
        raise TableError("too_many_rows", str(MAX_ROWS))
    width = max(len(cells) for _number, cells in kept[place:])
    header = _header(kept[place][1], width)
    return Table(tuple(header), tuple(_row(number, header, cells) for number, cells in below))


def _refuse_outsize(number: int, cells: Sequence[str]) -> None:
    if any(cells[MAX_COLUMNS:]):
        raise TableError("too_many_columns", str(MAX_COLUMNS))
    if max(map(len, cells)) > MAX_CELL:
        raise TableError("cell_too_long", str(number))


def _refuse_endless(rows: int, width: int) -> None:
    if rows > MAX_ROWS + HEADER_WITHIN:
        raise TableError("too_many_rows", str(MAX_ROWS))
    if rows * width > MAX_CELLS:
        raise TableError("too_many_cells", str(MAX_CELLS))


def _header(cells: Sequence[str], width: int) -> list[str]:
    """Every column has a name of its own: a second "Name" is "Name (2)", one without any is told by its place."""
    names: list[str] = []
    for place in range(min(width, MAX_COLUMNS)):
        name = " ".join(cells[place].split()) if place < len(cells) else ""
        name = name or f"#{place + 1}"
        found, again = name, 1
        while found in names:
            again += 1
            found = f"{name} ({again})"
        names.append(found)
    return names


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> TableRow:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return TableRow(number, {name: padded[place] for place, name in enumerate(header)})
