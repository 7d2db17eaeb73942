"""A list as a workbook or as CSV: exactly what the filter shows, typed cells, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from pmo_site.exchange.cells import neutralized
from pmo_site.resources.cells import currency_of, named
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Computed,
    Field,
    Flag,
    Number,
    Percent,
    Reference,
    Score,
    Value,
    choices_of,
    label_of,
    value_of,
)
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_WIDE, _NARROW, _HEAD = 40, 14, 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head, its field, and whether it tells the currency of an amount."""

    head: str
    field: Field
    is_currency: bool = False


def columns_of(resource: Resource, fields: Iterable[Field]) -> list[Column]:
    """A list's columns; an amount is followed by its currency, since numbers alone are no money."""
    found: list[Column] = []
    for field in fields:
        found.append(Column(str(label_of(field, resource.model)), field))
        if isinstance(field, Amount):
            found.append(Column(gettext("Currency"), field, is_currency=True))
    return found


def cells_of(columns: Sequence[Column], record: models.Model, sight: Sight) -> list[Value]:
    """A record's cells; what is not open to the reader is empty."""
    return [_cell(column, record) if sight.shows(column.field, record) else None for column in columns]


def _cell(column: Column, record: models.Model) -> Value:
    field = column.field
    if column.is_currency and isinstance(field, Amount):
        return currency_of(field, record) if value_of(field, record) is not None else None
    return plain(field, value_of(field, record), record)


@singledispatch
def plain(field: object, value: Value, record: models.Model) -> Value:  # noqa: ARG001  one signature
    """A value as a cell holds it: a text, a number, a day."""
    return value


@plain.register
def _plain_choice(field: Choice, value: Value, record: models.Model) -> Value:
    return str(dict(choices_of(field, type(record))).get(value, value)) if value else None


@plain.register
def _plain_flag(field: Flag, value: Value, record: models.Model) -> Value:  # noqa: ARG001  the same
    return None if value is None else gettext("Yes") if value else gettext("No")


@plain.register
def _plain_reference(field: Reference, value: Value, record: models.Model) -> Value:  # noqa: ARG001  the same
    return named(value) or None


@plain.register
def _plain_computed(field: Computed, value: Value, record: models.Model) -> Value:
    if value is None or isinstance(value, models.Model):
        return named(value) or None
    return str(dict(field.words)[value]) if field.words else plain(field.like(field.name), value, record)


def workbook(resource: Resource, columns: Sequence[Column], lines: Iterable[Sequence[Value]]) -> bytes:
    """A register's list as an XLSX file, in the reader's language."""
    return book_of(_title(resource), [(column.head, _is_wide(column)) for column in columns], lines)


def _is_wide(column: Column) -> bool:
    return not isinstance(column.field, (Number, Percent, Score, Flag)) and not column.is_currency


def book_of(title: str, heads: Sequence[tuple[str, bool]], lines: Iterable[Sequence[Value]]) -> bytes:
    """An XLSX file with a bold head that stays in view and filters; a head comes with whether its column is wide."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, (_head, wide) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE if wide else _NARROW
    sheet.append([_written(sheet, head, bold=True) for head, _wide in heads])
    count = _HEAD
    for line in lines:
        sheet.append([_written(sheet, value) for value in line])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(heads), 1))}{count}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _title(resource: Resource) -> str:
    title = resource.sheet.ja if (get_language() or "ja").startswith("ja") else resource.sheet.en
    return title[:31]


def _written(sheet: Any, value: Value, *, bold: bool = False) -> Any:  # noqa: ANN401  openpyxl's own classes
    """A cell of the value's own type; a text is a text whatever it begins with."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value=value if not isinstance(value, str) else "")
    if isinstance(value, str):
        cell.value = _printable(value)
        cell.data_type = "s"
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.##"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _printable(text: str) -> str:
    """A text without the control characters that a workbook cannot hold."""
    return "".join(mark for mark in text if mark >= " " or mark in "\n\t")[:32_767]


def separated(columns: Sequence[Column], lines: Iterable[Sequence[Value]]) -> bytes:
    """A register's list as a CSV file."""
    return text_of([column.head for column in columns], lines)


def text_of(heads: Sequence[str], lines: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with its mark, so that spreadsheets know it; dangerous cells are marked as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(heads)
    writer.writerows(list(_texts(line)) for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def _texts(line: Sequence[Value]) -> Iterator[str]:
    for value in line:
        if value is None:
            yield ""
        elif isinstance(value, str):
            yield neutralized(value)
        elif isinstance(value, datetime):
            yield timezone.localtime(value).isoformat(sep=" ", timespec="seconds")
        else:
            yield str(value)
