"""A block copied from a sheet, as rows of a register: which cell goes where, and whether it is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from django.utils.translation import gettext

from pmo_site.accounts.policy import Actor
from pmo_site.exchange.cells import original
from pmo_site.kernel.parsing import says_unknown
from pmo_site.resources.columns import Layout
from pmo_site.resources.fields import (
    Amount,
    Day,
    Field,
    Number,
    Percent,
    Scale,
    Whole,
    is_typed,
)
from pmo_site.resources.forms import RecordForm
from pmo_site.resources.placing import Placing, places_named
from pmo_site.resources.readers import UnreadError, reader_of, scaled
from pmo_site.resources.resource import Resource
from pmo_site.resources.services.bulk import MOST_RECORDS

MOST_CHARACTERS = 500_000
MOST_COLUMNS = 100
_KNOWN_OR_NOT = (Number, Percent, Amount, Day, Scale)
"""Kinds of field in which 未定, N/A or a dash is no value but says that there is none yet."""


class BlockError(ValueError):
    """A block that cannot be taken at all, and why in the reader's words."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row as it was pasted: its cells by field, and the form that understood or refused them."""

    number: int
    cells: Mapping[str, str]
    form: RecordForm
    unread: Mapping[str, str]
    surplus: bool

    def __post_init__(self) -> None:
        """Let the form tell what no field of it could tell: words that mean nothing, cells beyond the columns."""
        self.form.is_valid()
        for name, problem in self.unread.items():
            self.form.errors.pop(name, None)
            self.form.add_error(name, problem)
        if self.surplus:
            self.form.add_error(None, gettext("The row has more cells than there are columns."))

    @property
    def is_good(self) -> bool:
        """Whether every cell was understood."""
        return self.form.is_valid()

    def shown(self, fields: Sequence[Field]) -> list[tuple[str, list[str]]]:
        """Each field's text with what is wrong with it."""
        return [
            (
                self.cells.get(field.name, ""),
                [str(each) for name in self._told_by(field) for each in self.form.errors.get(name, [])],
            )
            for field in fields
        ]

    def _told_by(self, field: Field) -> list[str]:
        """The form's fields that a cell fills: its own, or its parts that have no cell of their own."""
        return [name for name in filled_by(field) if name == field.name or not self.cells.get(name)]


@dataclass(frozen=True, slots=True)
class Block:
    """A pasted block: the fields that its columns hold, and its rows."""

    fields: tuple[Field, ...]
    rows: tuple[PastedRow, ...]
    ignored: tuple[str, ...] = ()

    @property
    def bad(self) -> int:
        """How many rows have a cell that was not understood."""
        return sum(not row.is_good for row in self.rows)


def filled_by(field: Field) -> tuple[str, ...]:
    """The names of the form's fields that a column of this field fills."""
    return field.parts if isinstance(field, Whole) else (field.name,)


def lines_of(text: str) -> list[list[str]]:
    """The rows of a block that hold anything, their cells as they stood in the sheet."""
    lines = [[original(cell.strip()) for cell in line] for line in _cells(text) if any(cell.strip() for cell in line)]
    if max(map(len, lines), default=0) > MOST_COLUMNS:
        raise BlockError(gettext("Paste at most %(columns)s columns at a time.") % {"columns": MOST_COLUMNS})
    return lines


def block_of(
    layout: Layout,
    resource: Resource,
    fields: Sequence[Field],
    defaults: Mapping[str, Any],
    placing: Placing | None = None,
) -> Block:
    """Read a block as it is laid out. What a row leaves empty takes the value that a new record begins with.

    With `placing` each row says to which owner it belongs, and takes the fields that are open on that one.
    """
    if len(layout.rows) > MOST_RECORDS:
        raise BlockError(gettext("Paste at most %(rows)s rows at a time.") % {"rows": MOST_RECORDS})
    readers: dict[str, Any] = {
        column.field.name: scaled(reader_of(column.field, resource.model), column.scale)
        for column in layout.columns
        if column.field is not None
    }
    if placing is not None:
        readers[placing.owner.name] = placing.read

    reads = _Rows([column.field for column in layout.columns], readers, resource, fields, defaults, placing)
    return Block(layout.fields, tuple(map(reads.row, count(1), layout.rows)), layout.ignored)


def placed(layout: Layout, placing: Placing, actor: Actor, resource: Resource) -> Placing:
    """The same placing with what the texts of its column mean."""
    at = next((column.place for column in layout.columns if column.field == placing.owner), None)
    texts = [] if at is None else [line[at] for line in layout.rows if at < len(line) and line[at]]
    return replace(placing, places=places_named(actor, resource, texts))


def _cells(text: str) -> list[list[str]]:
    """Cells as a spreadsheet puts them on the clipboard: tabs between them, quotes around what holds a break."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t"))
    except csv.Error as error:
        raise BlockError(gettext("A cell is longer than a cell can be.")) from error


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows of a block are read by."""

    columns: Sequence[Field | None]
    readers: Mapping[str, Any]
    resource: Resource
    fields: Sequence[Field]
    defaults: Mapping[str, Any]
    placing: Placing | None

    def row(self, number: int, line: Sequence[str]) -> PastedRow:
        """One row: its cells as they were understood, and the form over the fields that are open on its owner."""
        cells = {field.name: cell for field, cell in zip(self.columns, line, strict=False) if field is not None}
        closed = self.placing.closed(cells) if self.placing else frozenset[str]()
        data: dict[str, Any] = {}
        unread: dict[str, str] = {}
        for field in self.columns:
            if field is None or not _says_something(field, cells):
                continue
            if field.name in closed:
                unread[field.name] = gettext("This is not yours to fill in here.")
                continue
            try:
                data |= _told(field, self.readers[field.name](cells[field.name]), cells)
            except UnreadError as error:
                unread[filled_by(field)[0]] = str(error)
        form = self._form(data, without=closed - unread.keys())
        return PastedRow(number, cells, form, unread, any(line[len(self.columns) :]))

    def _form(self, data: Mapping[str, Any], *, without: frozenset[str]) -> RecordForm:
        typed = [field for field in self.fields if is_typed(field) and field.name not in without]
        return RecordForm({**self.defaults, **data}, resource=self.resource, fields=typed)


def _says_something(field: Field, cells: Mapping[str, str]) -> bool:
    """Whether a row's cell tells a value: not by a word for unknown, nor a whole whose parts have their own cells."""
    cell = cells.get(field.name, "")
    if isinstance(field, _KNOWN_OR_NOT) and says_unknown(cell):
        return False
    return bool(cell) and not (isinstance(field, Whole) and all(map(cells.get, field.parts)))


def _told(field: Field, value: Any, cells: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401  what the reader gave
    """What a cell tells the form; a part's own cell tells it better than the whole does."""
    if not isinstance(field, Whole):
        return {} if value is None else {field.name: value}
    return {name: part for name, part in value.items() if not cells.get(name)}
