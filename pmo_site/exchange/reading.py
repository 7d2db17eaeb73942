"""One way in for every kind of file: what it is is seen in its bytes, never in its name."""

from __future__ import annotations

from collections.abc import Collection

from pmo_site.exchange.separated import read_csv
from pmo_site.exchange.tables import MAX_BYTES, Table, TableError
from pmo_site.exchange.workbooks import check_package, looks_like_a_workbook, read_xlsx


def read_table(content: bytes, known: Collection[str] = ()) -> Table:
    """Read a workbook or separated text; `known` holds folded names that tell the header row."""
    return read_xlsx(content, known) if looks_like_a_workbook(content) else read_csv(content, known)


def bytes_to_read(content: bytes) -> int:
    """How much reading a file will be, told before any of it is read; too large and hostile ones are refused here."""
    if len(content) > MAX_BYTES:
        raise TableError("too_large", str(MAX_BYTES))
    return check_package(content) if looks_like_a_workbook(content) else len(content)
