"""One way in for every kind of file: what it is is seen in its bytes, never in its name."""

from __future__ import annotations

from collections.abc import Collection

from pmo_site.exchange.separated import read_csv
from pmo_site.exchange.tables import Table
from pmo_site.exchange.workbooks import looks_like_a_workbook, read_xlsx


def read_table(content: bytes, known: Collection[str] = ()) -> Table:
    """Read a workbook or separated text; `known` holds folded names that tell the header row."""
    return read_xlsx(content, known) if looks_like_a_workbook(content) else read_csv(content, known)
