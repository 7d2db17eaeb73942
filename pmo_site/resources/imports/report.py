"""What becomes of every row of an import, in words and in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.models import ImportRun, Outcome
from pmo_site.exchange.reasons import ROW_WORDS
from pmo_site.exchange.selectors import PAGE_ROWS, report_rows
from pmo_site.resources.page_files import file_links
from pmo_site.ui.parts import Change, Pager, Tab, query_url

_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file as the report tells it."""

    row: int
    name: str
    code: str = ""
    reason: str | Promise = ""
    value: str = ""
    changes: tuple[Change, ...] = ()


def report_context(request: ActorRequest, run: ImportRun) -> dict[str, Any]:
    """Counts as tabs, and one page of the rows behind the chosen one."""
    counts = run.report.get("counts")
    if not counts:
        return {"tabs": [], "lines": []}
    shown = outcome_shown(request, counts)
    page = _page(request, counts[shown])
    money = may(request.actor, Right.MONEY_VIEW)
    return {
        "tabs": [
            Tab(outcome.label, f"?show={outcome.value}", outcome == shown, _rows_of(run, outcome))
            for outcome in Outcome
            if outcome != Outcome.KEPT or counts[outcome]
        ],
        "shown": shown,
        "lines": [line(run.of_kind, shown, row, money=money) for row in report_rows(run, shown, page=page)],
        "files": file_links(request),
        "pager": _pager(request, page, counts[shown]),
        "also": run.report["also"],
        "may_apply": counts[Outcome.CREATED] + counts[Outcome.UPDATED] > 0
        and (run.skips_rejected or not counts[Outcome.REJECTED]),
        "is_stopped": bool(counts[Outcome.REJECTED]) and not run.skips_rejected,
        "undone": run.report.get("undone", 0),
    }


def _rows_of(run: ImportRun, outcome: Outcome) -> int:
    """How many rows of the file came out so; one that is rejected for several reasons is one row."""
    found: int = run.report["counts"][outcome]
    return int(run.report.get("rejected_rows", found)) if outcome == Outcome.REJECTED else found


def line(kind: ImportKind, shown: str, row: list[Any], *, money: bool) -> Line:
    """A stored row in the reader's language; changes of money only for who may see it."""
    if shown == Outcome.REJECTED:
        number, column, code, value = row
        return Line(number, column, reason=ROW_WORDS.get(code, code), value=value)
    if shown == Outcome.UPDATED:
        number, code, changes = row
        told = [change for change in changes if money or change[0] not in kind.money_fields]
        return Line(number, code, changes=tuple(_change(kind, *change) for change in told))
    number, code, *name = row
    return Line(number, name[0] if name else code, code=code)


def _change(kind: ImportKind, name: str, before: str | None, after: str | None) -> Change:
    return Change(kind.label_of(name), kind.word_of(name, before), kind.word_of(name, after))


def outcome_shown(request: ActorRequest, counts: dict[str, int]) -> Outcome:
    """The outcome that the address names; without one the first that has rows, what was rejected before all."""
    asked = request.GET.get("show", "")
    if asked in Outcome.values:
        return Outcome(asked)
    return next((outcome for outcome in Outcome if counts[outcome]), Outcome.UNCHANGED)


def _page(request: ActorRequest, count: int) -> int:
    typed = request.GET.get("page", "")
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else 0
    return wanted if wanted * PAGE_ROWS < count else 0


def _pager(request: ActorRequest, page: int, count: int) -> Pager:
    query = dict(request.GET.lists())
    return Pager(
        shown=min(PAGE_ROWS, count - page * PAGE_ROWS),
        total=count,
        first_url=query_url(query, drop=("page",)) if page else "",
        previous_url=query_url(query, page=str(page - 1)) if page else "",
        next_url=query_url(query, page=str(page + 1)) if (page + 1) * PAGE_ROWS < count else "",
    )
