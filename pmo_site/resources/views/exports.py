"""The file of a list: the rows and columns that the page shows, all of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmo_site.resources.listing import Listing
from pmo_site.resources.selectors import sight_of
from pmo_site.resources.sheets import CSV, MOST_ROWS, XLSX, cells_of, columns_of, separated, workbook
from pmo_site.tenancy.keyset import ordered


def export(shown: Listing, form: str) -> HttpResponse:
    """The list as XLSX or CSV; one that is longer than a file may be says so."""
    rows = list(ordered(shown.rows(), shown.order)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        words = _("This list has more than %(rows)s rows. Narrow it with filters first.") % {"rows": f"{MOST_ROWS:,}"}
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
    sight = sight_of(shown.actor, shown.resource, rows)
    columns = columns_of(shown.resource, [field for field in shown.columns if sight.shows_any(field)])
    lines = [cells_of(columns, row, sight) for row in rows]
    content = workbook(shown.resource, columns, lines) if form == "xlsx" else separated(columns, lines)
    name = f"{_file_name(shown)}_{shown.actor.today:%Y%m%d}.{form}"
    return HttpResponse(
        content,
        content_type=XLSX if form == "xlsx" else CSV,
        headers={"Content-Disposition": _attachment(name)},
    )


def _file_name(shown: Listing) -> str:
    sheet = shown.resource.sheet
    return sheet.ja if (get_language() or "ja").startswith("ja") else sheet.en


def _attachment(name: str) -> str:
    """The header that names a download, in any script (RFC 6266)."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
