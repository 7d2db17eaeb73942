"""A block copied from a sheet, as rows of a register: which cell goes where, and whether it is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.db import models
from django.utils.translation import override

from pmo_site.accounts.models import Person
from pmo_site.exchange.cells import original
from pmo_site.kernel.parsing import fold
from pmo_site.resources.fields import Choice, Field, Flag, Reference, Scale, choices_of, label_of
from pmo_site.resources.forms import RecordForm
from pmo_site.resources.resource import Resource

MOST_CHARACTERS = 500_000
YES = frozenset(fold(word) for word in ("yes", "true", "1", "はい", "有", "○", "あり", "済"))
NO = frozenset(fold(word) for word in ("no", "false", "0", "いいえ", "無", "×", "なし", "未"))
LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row as it was pasted: its cells by field, and the form that understood or refused them."""

    number: int
    cells: Mapping[str, str]
    form: RecordForm

    @property
    def is_good(self) -> bool:
        """Whether every cell was understood."""
        return self.form.is_valid()

    def shown(self, fields: Sequence[Field]) -> list[tuple[str, list[str]]]:
        """Each field's text with what is wrong with it."""
        return [
            (self.cells.get(field.name, ""), [str(each) for each in self.form.errors.get(field.name, [])])
            for field in fields
        ]


@dataclass(frozen=True, slots=True)
class Block:
    """A pasted block: the fields that its columns hold, and its rows."""

    fields: tuple[Field, ...]
    rows: tuple[PastedRow, ...]

    @property
    def bad(self) -> int:
        """How many rows have a cell that was not understood."""
        return sum(not row.is_good for row in self.rows)


def block_of(text: str, resource: Resource, fields: Sequence[Field]) -> Block:
    """Read a block: by its header where its first row names fields, else in the order of the form."""
    lines = [[original(cell.strip()) for cell in line] for line in _lines(text) if any(cell.strip() for cell in line)]
    named = _headed(lines[0], resource, fields) if lines else None
    columns = named if named is not None else list(fields)
    below = lines[1:] if named is not None else lines
    readers = {field.name: reader_of(field, resource.model) for field in columns if field is not None}
    rows = [_row(number, line, columns, readers, resource, fields) for number, line in enumerate(below, 1)]
    return Block(tuple(field for field in columns if field is not None), tuple(rows))


def _lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter="\t"))


def _headed(first: Sequence[str], resource: Resource, fields: Sequence[Field]) -> list[Field | None] | None:
    """The fields that a header names; None where the row names none of them."""
    words = {word: field for field in fields for word in _names(field, resource)}
    found = [words.get(fold(cell)) for cell in first]
    return found if any(found) else None


def _names(field: Field, resource: Resource) -> list[str]:
    found = [fold(field.name)]
    for language in LANGUAGES:
        with override(language):
            found.append(fold(str(label_of(field, resource.model))))
    return found


def _row(  # noqa: PLR0917  one call, its parts prepared once for all rows
    number: int,
    line: Sequence[str],
    columns: Sequence[Field | None],
    readers: Mapping[str, Any],
    resource: Resource,
    fields: Sequence[Field],
) -> PastedRow:
    cells = {field.name: cell for field, cell in zip(columns, line, strict=False) if field is not None}
    data = {name: readers[name](cell) for name, cell in cells.items()}
    initial = {field.name: field.initial for field in fields if field.initial is not None and field.name not in cells}
    return PastedRow(number, cells, RecordForm({"version": 1, **initial, **data}, resource=resource, fields=fields))


@singledispatch
def reader_of(field: object, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  one signature; a function
    """How a cell's text becomes what the form of this field takes."""
    return str


@reader_of.register
def _reads_choice(field: Choice, model: type[models.Model]) -> Any:  # noqa: ANN401  the same
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            words |= {fold(str(label)): value for value, label in choices_of(field, model)}
    return lambda cell: words.get(fold(cell), cell)


@reader_of.register
def _reads_scale(field: Scale, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            for step, word in field.words().items():
                words |= {fold(str(word)): step, fold(f"{step} {word}"): step}
    return lambda cell: words.get(fold(cell), cell)


@reader_of.register
def _reads_flag(field: Flag, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    return lambda cell: fold(cell) in YES


@reader_of.register
def _reads_reference(field: Reference, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    known: dict[str, Any] = {}
    for record in field.choices():
        for word in reversed(_words_of(record, field)):
            known[fold(word)] = record.pk
    return lambda cell: known.get(fold(cell), cell)


def _words_of(record: models.Model, field: Reference) -> list[str]:
    """What a text may call a record: its name, the columns by which it is found, both orders of a person's name."""
    own = [str(getattr(record, column) or "") for column in field.find if hasattr(record, column)]
    if isinstance(record, Person):
        orders = [record.display(language) for language in LANGUAGES]
        own += [*orders, *(name.replace(" ", "") for name in orders), record.email]
    return [word for word in (str(record), *own) if word]
