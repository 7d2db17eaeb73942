"""A block copied from a sheet, as rows of a register: which cell goes where, and whether it is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.db import models
from django.utils.translation import gettext, override

from pmo_site.accounts.models import Person
from pmo_site.exchange.cells import original
from pmo_site.exchange.parsers import word_key
from pmo_site.kernel.parsing import ParseError, fold, parse_quantity, says_unknown
from pmo_site.resources.choices import LANGUAGES, words_of_choice
from pmo_site.resources.columns import Layout
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Day,
    Field,
    Flag,
    Number,
    Percent,
    Reference,
    Scale,
    Whole,
    is_typed,
)
from pmo_site.resources.forms import RecordForm
from pmo_site.resources.resource import Resource
from pmo_site.resources.services.bulk import MOST_RECORDS

MOST_CHARACTERS = 500_000
MOST_COLUMNS = 100
YES = frozenset(fold(word) for word in ("yes", "true", "1", "はい", "有", "○", "あり", "済"))
NO = frozenset(fold(word) for word in ("no", "false", "0", "いいえ", "無", "×", "なし", "未"))
_KNOWN_OR_NOT = (Number, Percent, Amount, Day, Scale)
"""Kinds of field in which 未定, N/A or a dash is no value but says that there is none yet."""


class BlockError(ValueError):
    """A block that cannot be taken at all, and why in the reader's words."""


class UnreadError(ValueError):
    """A cell whose words mean nothing here, or too much."""


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


def block_of(layout: Layout, resource: Resource, fields: Sequence[Field], defaults: Mapping[str, Any]) -> Block:
    """Read a block as it is laid out. What a row leaves empty takes the value that a new record begins with."""
    if len(layout.rows) > MOST_RECORDS:
        raise BlockError(gettext("Paste at most %(rows)s rows at a time.") % {"rows": MOST_RECORDS})
    readers = {
        column.field.name: scaled(reader_of(column.field, resource.model), column.scale)
        for column in layout.columns
        if column.field is not None
    }

    def form_of(data: Mapping[str, Any]) -> RecordForm:
        return RecordForm({**defaults, **data}, resource=resource, fields=list(filter(is_typed, fields)))

    columns = [column.field for column in layout.columns]
    rows = [_row(number, line, columns, readers, form_of) for number, line in enumerate(layout.rows, 1)]
    return Block(layout.fields, tuple(rows), layout.ignored)


def _cells(text: str) -> list[list[str]]:
    """Cells as a spreadsheet puts them on the clipboard: tabs between them, quotes around what holds a break."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t"))
    except csv.Error as error:
        raise BlockError(gettext("A cell is longer than a cell can be.")) from error


def _row(
    number: int,
    line: Sequence[str],
    columns: Sequence[Field | None],
    readers: Mapping[str, Any],
    form_of: Callable[[Mapping[str, Any]], RecordForm],
) -> PastedRow:
    cells = {field.name: cell for field, cell in zip(columns, line, strict=False) if field is not None}
    data: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for field in columns:
        if field is not None and _says_something(field, cells):
            try:
                data |= _told(field, readers[field.name](cells[field.name]), cells)
            except UnreadError as error:
                unread[filled_by(field)[0]] = str(error)
    return PastedRow(number, cells, form_of(data), unread, any(line[len(columns) :]))


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


def scaled(reads: Callable[[str], Any], scale: Decimal) -> Callable[[str], Any]:
    """A reader of amounts whose head tells their unit (予算（千円）); a cell that tells its own keeps it."""

    def counts(cell: str) -> Any:  # noqa: ANN401  what the reader gives
        try:
            found = parse_quantity(cell)
        except ParseError:
            return reads(cell)
        bare = found is not None and found.multiplier == 1 and found.unit is None and not found.is_percent
        return found.amount * scale if found is not None and bare else reads(cell)

    return reads if scale == 1 else counts


@singledispatch
def reader_of(field: object, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  one signature; a function
    """How a cell's text becomes what the form of this field takes."""
    return str


@reader_of.register
def _reads_choice(field: Choice, model: type[models.Model]) -> Any:  # noqa: ANN401  the same
    words = words_of_choice(field, model)
    return lambda cell: words.get(word_key(cell), cell)


@reader_of.register
def _reads_scale(field: Scale, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            for step, word in field.words().items():
                words |= {fold(str(word)): step, fold(f"{step} {word}"): step}
    return lambda cell: words.get(fold(cell), cell)


@reader_of.register
def _reads_whole(field: Whole, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    def parts(cell: str) -> dict[str, str]:
        found = field.split(cell)
        if found is None:
            raise UnreadError(str(field.unsplit))
        return dict(zip(field.parts, found, strict=True))

    return parts


@reader_of.register
def _reads_flag(field: Flag, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    return _yes_or_no


def _yes_or_no(cell: str) -> bool:
    word = fold(cell)
    if word and word not in YES | NO:
        raise UnreadError(gettext("Write yes or no."))
    return word in YES


@reader_of.register
def _reads_reference(field: Reference, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    known: dict[str, dict[Any, models.Model]] = {}
    for record in field.choices():
        for word in _words_of(record, field):
            known.setdefault(fold(word), {})[record.pk] = record

    def reads(cell: str) -> Any:  # noqa: ANN401  a record, or the text that the form refuses
        meant = list(known.get(fold(cell), {}).values())
        if len(meant) > 1:
            raise UnreadError(gettext("Several are called so. Name it by its code or its mail address."))
        if not meant and says_unknown(cell):  # asked last: a department may be called NA
            return None
        return meant[0] if meant else cell

    return reads


def _words_of(record: models.Model, field: Reference) -> list[str]:
    """What a text may call a record: its name, the columns by which it is found, both orders of a person's name."""
    own = [str(getattr(record, column) or "") for column in field.find if hasattr(record, column)]
    if isinstance(record, Person):
        names = [name for name in (record.family_name, record.given_name) if name]
        orders = [" ".join(names), " ".join(reversed(names))]
        own += [*orders, *(name.replace(" ", "") for name in orders), record.email]
    return [word for word in (str(record), *own) if word]
