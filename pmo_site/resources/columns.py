"""The columns of a pasted block: what they are headed with, and which field each of them holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pmo_site.exchange.headers import scale_of
from pmo_site.exchange.names import known, matched
from pmo_site.resources.fields import Amount, Field, Whole, is_typed, label_of
from pmo_site.resources.resource import Resource

SAMPLES = 3
Lines = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A column at its place: its head, its first cells, the field that it fills; a guess until a reader has said so."""

    place: int
    head: str
    samples: tuple[str, ...]
    field: Field | None = None
    is_guess: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it that could be asked about."""
        return not self.head and not self.samples

    @property
    def scale(self) -> Decimal:
        """What its numbers are counted in: amounts in the unit that the head tells."""
        return scale_of(self.head) if isinstance(self.field, Amount) else Decimal(1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a block is read: whether its first row names the columns, and what each column holds."""

    lines: Lines
    is_headed: bool
    columns: tuple[BlockColumn, ...]

    @property
    def rows(self) -> Lines:
        """The rows below the header."""
        return self.lines[1:] if self.is_headed else self.lines

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that the columns fill, in the order of the columns."""
        return tuple(column.field for column in self.columns if column.field is not None)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The heads of columns that fill nothing."""
        return tuple(column.head for column in self.columns if column.field is None and column.head)

    @property
    def shape(self) -> str:
        """What tells one block's first row from another's: what was said of the columns holds for that one alone."""
        return hashlib.sha256("\t".join(self.lines[0]).encode()).hexdigest() if self.lines else ""

    def told(self, fields: Mapping[int, Field | None], *, is_headed: bool) -> Layout:
        """The same block as a reader says that it is to be read; what stays as it was guessed stays a guess."""
        columns = _columns(self.lines, len(self.columns), is_headed=is_headed)
        guessed = {column.place: column.field for column in self.columns if column.is_guess}
        return Layout(
            self.lines,
            is_headed,
            tuple(
                replace(column, field=field, is_guess=field is not None and guessed.get(column.place) == field)
                for column in columns
                for field in [fields.get(column.place)]
            ),
        )


def pastable(resource: Resource, typed: Sequence[Field]) -> list[Field]:
    """What columns of a block can hold: fields that are typed, and texts that hold several of them."""
    names = {field.name for field in typed}
    return [*typed, *(each for each in resource.fields if isinstance(each, Whole) and names.issuperset(each.parts))]


def layout_of(lines: Lines, resource: Resource, fields: Sequence[Field]) -> Layout:
    """Read a block by its header where its first row names fields, else in the order of the form."""
    by_name = {field.name: field for field in fields}
    places = [known(field.name, label_of(field, resource.model), field.names) for field in fields]
    heads = matched(lines[0], places) if lines else []
    if any(heads):
        columns = _columns(lines, len(heads), is_headed=True)
        found = zip(columns, heads, strict=True)
        told = (
            replace(column, field=by_name[head.key], is_guess=head.is_guess) if head else column
            for column, head in found
        )
        return Layout(lines, is_headed=True, columns=tuple(told))
    typed = [field for field in fields if is_typed(field)]
    widest = min(max(map(len, lines), default=0), len(typed))
    columns = _columns(lines, widest, is_headed=False)
    return Layout(
        lines,
        is_headed=False,
        columns=tuple(replace(column, field=typed[column.place], is_guess=True) for column in columns),
    )


def _columns(lines: Lines, count: int, *, is_headed: bool) -> list[BlockColumn]:
    below = lines[1:] if is_headed else lines
    first = lines[0] if is_headed else ()
    return [
        BlockColumn(
            place,
            first[place] if place < len(first) else "",
            tuple(line[place] for line in below if place < len(line) and line[place])[:SAMPLES],
        )
        for place in range(count)
    ]
