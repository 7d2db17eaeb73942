"""The file of a list: the rows and columns that the page shows, all of them, made at once or by a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import get_language

from pmo_site.accounts.policy import Actor, visible
from pmo_site.resources.fields import Field, Value
from pmo_site.resources.listing import Listing
from pmo_site.resources.selectors import Rows, sight_of
from pmo_site.resources.sheets import CSV, XLSX, Column, cells_of, columns_of, separated, workbook
from pmo_site.tenancy.keyset import ordered

DIRECT_ROWS = 20_000
"""Longer lists are made by a worker: nobody waits for them before an empty page."""
MOST_ROWS = 1_000_000
"""What a sheet can hold."""
FORMS = {"xlsx": XLSX, "csv": CSV}
_PORTION = 1_000

Tell = Callable[[int, int], None]
"""Told between portions how many rows of how many are written."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that was made: what it is called, what it is, its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A list that is no register and whose file a worker makes: what it is called, its page, and how it is made.

    `make` takes who asked, as they are now, the query, the form and whom to tell; None where it is closed to them.
    """

    label: str | Promise
    url_name: str
    make: Callable[[Actor, Mapping[str, str], str, Tell], ExportFile | None]


export_sources: dict[str, ExportSource] = {}
"""Every such list by the name that its exports carry; filled by each app's module `resources`."""


def export_file(shown: Listing, form: str, tell: Tell = lambda _done, _total: None) -> ExportFile:
    """The list as XLSX or CSV; what its reader may not see is no column, or empty where other rows show it."""
    rows = shown.rows()
    columns = columns_of(shown.resource, open_columns(shown, rows))
    lines = _lines(shown, rows, columns, tell)
    content = workbook(shown.resource, columns, lines) if form == "xlsx" else separated(columns, lines)
    return ExportFile(file_name(shown, form), FORMS[form], content)


def file_name(shown: Listing, form: str) -> str:
    """What the file is called: the register's sheet in the reader's language, and the day."""
    sheet = shown.resource.sheet
    title = sheet.ja if (get_language() or "ja").startswith("ja") else sheet.en
    return f"{title}_{shown.actor.today:%Y%m%d}.{form}"


def open_columns(shown: Listing, rows: Rows) -> list[Field]:
    """The columns that show their reader something on some row."""
    actor, asked = shown.actor, {field.right for field in shown.columns if field.right is not None}
    held = {
        right
        for right in asked
        if right in actor.everywhere
        or visible(actor, right, shown.resource.model._default_manager.filter(pk__in=rows.values("pk"))).exists()
    }
    return [field for field in shown.columns if field.right is None or field.right in held]


def _lines(shown: Listing, rows: Rows, columns: list[Column], tell: Tell) -> Iterator[list[Value]]:
    """The rows' cells, read in portions, so that a long list needs no more memory than a short one."""
    done, total = 0, min(rows.count(), MOST_ROWS)
    found = ordered(rows, shown.order)[:MOST_ROWS].iterator(chunk_size=_PORTION)
    while portion := list(islice(found, _PORTION)):
        tell(done, total)
        sight = sight_of(shown.actor, shown.resource, portion)
        for row in portion:
            yield cells_of(columns, row, sight)
        done += len(portion)
    tell(done, total)
