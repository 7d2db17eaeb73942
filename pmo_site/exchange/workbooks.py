"""Excel workbooks, read without trust: what is hostile is refused before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zlib import error as ZlibError  # noqa: N812  an exception named like a module's variable

from pmo_site.exchange.headers import is_sure
from pmo_site.exchange.tables import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table, TableError, table_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
"""Sheets of real lists pack to a thirtieth at most; a bomb to a thousandth."""
SMALL = 1_000_000
MAX_BLANK_ROWS = 10_000
MAX_STYLED = 1_000
"""A row may have so many cells, most of them styled and blank; more only cost time."""

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_NOTHING_TO_READ = frozenset({"empty", "only_head"})
_NEEDED = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_DIGITS = 15
"""A double keeps so many digits; more than that is its noise (0.1 + 0.2)."""


def looks_like_a_workbook(content: bytes) -> bool:
    """Whether a file begins as workbooks do, old and password-protected ones too."""
    return content.startswith((_ZIP, _COMPOUND))


def read_xlsx(content: bytes, known: Collection[str] = ()) -> Table:
    """Read the visible sheet that holds the list; macros, links to other files and formulas are not followed.

    A formula counts as the value that was stored with it; dates and numbers become text that is read back the same.
    """
    check_package(content)
    import openpyxl  # noqa: PLC0415  loaded where a workbook comes in
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  the same

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _told_table(book, known)
        finally:
            book.close()
    except TableError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, ZlibError, KeyError, ValueError, TypeError, SyntaxError,
            AttributeError, IndexError, OverflowError, EOFError, NotImplementedError) as error:  # fmt: skip
        # What openpyxl and its XML parser raise on files that break the format.
        raise TableError("broken_workbook") from error


def check_package(content: bytes) -> int:
    """Refuse what is no workbook, or would grow out of bounds when unpacked; reads only the table of contents.

    Gives how many bytes it unpacks to.

    A size that lies about itself does no harm: unpacking stops at the size that was told.
    """
    if len(content) > MAX_BYTES:
        raise TableError("too_large", str(MAX_BYTES))
    if content.startswith(_COMPOUND):
        raise TableError("old_or_protected")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise TableError("broken_workbook") from error
    if len(entries) > MAX_ENTRIES:
        raise TableError("too_many_parts", str(MAX_ENTRIES))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TableError("old_or_protected")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or any(map(_swells, entries)):
        raise TableError("unpacks_too_large", str(MAX_UNPACKED))
    if not {entry.filename for entry in entries} >= _NEEDED:
        raise TableError("not_a_workbook")
    return unpacked


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _told_table(book: Workbook, known: Collection[str]) -> Table:
    """The first sheet whose head holds known names; where none does, the first that holds rows at all.

    What is wrong with a sheet refuses the file only where no sheet before it could be read.
    """
    first: Table | None = None
    refused = TableError("empty")
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # a sheet that is only read; its own size may lie
        try:
            table = table_of(_rows(sheet), known)
        except TableError as error:
            if first is None and error.code not in _NOTHING_TO_READ:
                raise
            refused = error
        else:
            if not known or is_sure(table.header, known):
                return table
            first = first or table
    if first is None:
        raise refused
    return first


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401  openpyxl's stubs know no sheet that is only read
    blank = seen = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if len(cells) > MAX_STYLED or any(cell.value is not None for cell in cells[MAX_COLUMNS:]):
            raise TableError("too_many_columns", str(MAX_COLUMNS))
        seen += len(cells)
        if seen > MAX_CELLS:  # styled cells that hold nothing cost as much as full ones
            raise TableError("too_many_cells", str(MAX_CELLS))
        row = [_text(cell) for cell in cells[:MAX_COLUMNS]]
        blank = 0 if any(row) else blank + 1
        if blank > MAX_BLANK_ROWS or number > 2 * MAX_ROWS:
            raise TableError("too_many_blank_rows", str(MAX_BLANK_ROWS))
        yield number, row


def _text(cell: Any) -> str:  # noqa: ANN401  the same
    """A percentage is stored as its fraction and shown with its sign; the reader means what is shown."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in cell.number_format:
        return _number(value * 100) + "%"
    return cell_text(value)


def cell_text(value: object) -> str:
    """A typed cell as text: days in ISO form, whole numbers without a point, other numbers without noise.

    A duration has no reading as a day or an amount and is told as Excel shows it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.time() == time.min
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number(value: float) -> str:
    return format(Decimal(f"{value:.{_DIGITS}g}"), "f")
