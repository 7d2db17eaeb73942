"""Separated text as Excel and others write it: UTF-8 or CP932; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from itertools import islice
from statistics import median

from pmo_site.exchange.tables import MAX_BYTES, MAX_CELL, Table, TableError, table_of

ENCODINGS = ("utf-8-sig", "cp932")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
_LOOKED_AT = 30


def read_csv(content: bytes, known: Collection[str] = ()) -> Table:
    """Read separated text; rows shorter than the header end in empty cells."""
    if len(content) > MAX_BYTES:
        raise TableError("too_large", str(MAX_BYTES))
    text = _decoded(content)
    csv.field_size_limit(MAX_CELL * 4)
    try:
        delimiter = _delimiter(text)
        return table_of(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1), known)
    except csv.Error as error:
        raise TableError("broken", str(error)) from error


def _delimiter(text: str) -> str:
    """The sign that cuts most rows into the most columns; the comma where it makes no difference."""
    return max(DELIMITERS, key=lambda sign: _width(text, sign))


def _width(text: str, sign: str) -> float:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return median([len(row) for row in islice(rows, _LOOKED_AT)] or [0])


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16_MARKS):
        return _utf_16(content)
    if b"\x00" in content:
        raise TableError("not_text")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("unknown_encoding")


def _utf_16(content: bytes) -> str:
    """What Excel saves as "Unicode text"."""
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise TableError("unknown_encoding") from error
    if "\x00" in text:
        raise TableError("not_text")
    return text
