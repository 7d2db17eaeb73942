"""What becomes of every row of an import, in words and in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.exchange.models import ImportRun
from pmo_site.exchange.reasons import ROW_WORDS
from pmo_site.ui.parts import Change, Pager, Tab, query_url
from projects.models import Project
from projects.models.project import MONEY_FIELDS

PAGE = 100
OUTCOMES: dict[str, str | Promise] = {
    "rejected": _("Rejected"),
    "updated": _("Updated"),
    "created": _("New"),
    "unchanged": _("Unchanged"),
}


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
    report = run.report
    if "created" not in report:
        return {"tabs": [], "lines": []}
    counts = {name: len(report[name]) for name in OUTCOMES}
    shown = request.GET.get("show", "")
    if shown not in OUTCOMES:
        shown = next((name for name, count in counts.items() if count), "unchanged")
    first = _first(request, counts[shown])
    money = may(request.actor, Right.MONEY_VIEW)
    return {
        "tabs": [Tab(label, f"?show={name}", name == shown, counts[name]) for name, label in OUTCOMES.items()],
        "shown": shown,
        "lines": [_line(shown, row, money=money) for row in report[shown][first : first + PAGE]],
        "pager": _pager(request, first, counts[shown]),
        "departments": report["departments"],
        "may_apply": counts["created"] + counts["updated"] > 0 and (run.skips_rejected or not counts["rejected"]),
        "kept": report.get("kept", []),
        "undone": len(report.get("undone", [])),
    }


def _first(request: ActorRequest, count: int) -> int:
    typed = request.GET.get("from", "")
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0  # noqa: PLR2004  no more rows
    return wanted if wanted < count else 0


def _pager(request: ActorRequest, first: int, count: int) -> Pager:
    query = dict(request.GET.lists())
    before, after = max(first - PAGE, 0), first + PAGE
    return Pager(
        shown=min(PAGE, count - first),
        total=count,
        first_url=query_url(query, drop=("from",)) if first else "",
        previous_url=query_url(query, **{"from": str(before)}) if first else "",
        next_url=query_url(query, **{"from": str(after)}) if after < count else "",
    )


def _line(shown: str, row: list[Any], *, money: bool) -> Line:
    if shown == "rejected":
        number, column, code, value = row
        return Line(number, column, reason=ROW_WORDS.get(code, code), value=value)
    if shown == "updated":
        number, code, changes = row
        told = [change for change in changes if money or change[0] not in MONEY_FIELDS]
        return Line(number, code, changes=tuple(_change(*change) for change in told))
    number, code, name = row
    return Line(number, name, code=code)


def _change(name: str, before: str | None, after: str | None) -> Change:
    field: Any = Project._meta.get_field(name)
    words = dict(field.flatchoices) if getattr(field, "choices", None) else {}
    label = str(field.verbose_name)
    return Change(label[:1].upper() + label[1:], words.get(before, before), words.get(after, after))
