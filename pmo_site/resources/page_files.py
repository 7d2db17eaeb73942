"""What a page lists, as a file: for lists that are summed or compared and so belong to no register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from pmo_site.resources.exporting import ExportFile
from pmo_site.resources.fields import Value
from pmo_site.resources.sheets import CSV, XLSX, book_of, text_of
from pmo_site.ui.parts import query_url

FORMS: Final = ("xlsx", "csv")
WIDE: Final = True
NARROW: Final = False
_PLACES: Final = ("after", "before", "page")
_SHEET_NAME: Final = 31
"""Excel takes no longer name."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page's list: its title, its heads (each with whether its column is wide), and a line for every row."""

    title: str
    heads: Sequence[tuple[str, bool]]
    lines: Iterable[Sequence[Value]]


def form_asked(request: HttpRequest) -> str:
    """The form in which a page is asked for as a file; empty where the page itself is."""
    asked = request.GET.get("format", "")
    return asked if asked in FORMS else ""


def file_links(request: HttpRequest, address: str = "") -> list[tuple[str, str]]:
    """The page's files (or an address's) under the filters that it is shown with; a file holds the whole list."""
    query = dict(request.GET.lists())
    return [(form.upper(), address + query_url(query, drop=_PLACES, format=form)) for form in FORMS]


def file_made(file: PageFile, form: str, day: date) -> ExportFile:
    """The file, named by its title and the day for which it speaks; its lines are taken one after the other."""
    if form == "csv":
        content, kind = text_of([head for head, _wide in file.heads], file.lines), CSV
    else:
        content, kind = book_of(file.title[:_SHEET_NAME], file.heads, file.lines), XLSX
    return ExportFile(f"{file.title}-{day.isoformat()}.{form}", kind, content)


def file_answer(file: PageFile, form: str, day: date) -> HttpResponse:
    """The file as the page's answer."""
    made = file_made(file, form, day)
    name = content_disposition_header(as_attachment=True, filename=made.name)
    return HttpResponse(
        made.content, content_type=made.content_type, headers={"Content-Disposition": name or "attachment"}
    )
