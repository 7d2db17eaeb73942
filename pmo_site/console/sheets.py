"""The audit log as a file: a line for every field that changed, so that a sheet can filter them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from pmo_site.console.events import Line
from pmo_site.resources.fields import Value
from pmo_site.resources.sheets import CSV, XLSX, book_of, text_of

FORMS = ("xlsx", "csv")


def audit_sheet(lines: Iterable[Line], form: str) -> tuple[bytes, str]:
    """The bytes of the file and what it is."""
    if form == "xlsx":
        return book_of(_("Audit log"), [(head, True) for head in _heads()], _cells(lines)), XLSX
    return text_of(_heads(), _cells(lines)), CSV


def _heads() -> list[str]:
    return [
        _("When"),
        _("By"),
        _("On behalf of"),
        _("Action"),
        _("Kind of record"),
        _("Record"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Request"),
    ]


def _cells(lines: Iterable[Line]) -> Iterator[list[Value]]:
    for line in lines:
        entry = line.entry
        first: list[Value] = [entry.at, entry.actor, entry.on_behalf_of, str(entry.action), line.kind, line.event.name]
        changes = [(str(change.label), _word(change.before), _word(change.after)) for change in entry.changes]
        for change in changes or [("", None, None)]:
            yield [*first, *change, line.event.request_id]


def _word(value: object) -> str | None:
    return None if value is None else str(value)
