"""What became of the rows of an import, as a file: what was rejected goes back to who sent it, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.exchange.models import ImportRun, Outcome
from pmo_site.exchange.selectors import PAGE_ROWS, report_rows
from pmo_site.resources.fields import Value
from pmo_site.resources.imports.report import Line, line, outcome_shown
from pmo_site.resources.page_files import NARROW, WIDE, PageFile

Heads = list[tuple[str, bool]]


def report_file(request: ActorRequest, run: ImportRun) -> PageFile | None:
    """Every row of the chosen outcome; None while nothing was checked."""
    counts = run.report.get("counts")
    if not counts:
        return None
    shown = outcome_shown(request, counts)
    return PageFile(f"{run.file_name} {shown.label}", _heads(shown), _lines(request, run, shown, counts[shown]))


def _heads(shown: Outcome) -> Heads:
    if shown == Outcome.REJECTED:
        return [(_("Row"), NARROW), (_("Column"), WIDE), (_("Reason"), WIDE), (_("What stands there"), WIDE)]
    if shown == Outcome.UPDATED:
        return [
            (_("Row"), NARROW), (_("Code"), NARROW), (_("Field"), WIDE), (_("Before"), WIDE), (_("After"), WIDE)
        ]  # fmt: skip
    return [(_("Row"), NARROW), (_("Code"), NARROW), (_("Name"), WIDE)]


def _lines(request: ActorRequest, run: ImportRun, shown: Outcome, count: int) -> Iterator[list[Value]]:
    money = may(request.actor, Right.MONEY_VIEW)
    for page in range(-(-count // PAGE_ROWS)):
        for row in report_rows(run, shown, page=page):
            yield from _cells(shown, line(run.of_kind, shown, row, money=money))


def _cells(shown: Outcome, told: Line) -> Iterator[list[Value]]:
    """A line of the file for each row, or for each field of a row that changes."""
    if shown == Outcome.REJECTED:
        yield [told.row, told.name or None, str(told.reason), told.value or None]
    elif shown == Outcome.UPDATED:
        for change in told.changes:
            yield [told.row, told.name, str(change.label), _word(change.before), _word(change.after)]
    else:
        yield [told.row, told.code or None, told.name]


def _word(value: object) -> str | None:
    return None if value in {None, ""} else str(value)
