"""The totals by department as a workbook or CSV: the numbers of the page, one line a department and currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pmo_site.resources.fields import Value
from pmo_site.resources.sheets import CSV, XLSX, book_of, text_of
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.domain.budgets import BudgetSum
from portfolio.selectors import WORST_FIRST
from portfolio.selectors.departments import DepartmentPicture, Totals

_PLACES = Decimal("0.000001")


def totals_file(picture: DepartmentPicture, form: str, day: date) -> HttpResponse:
    """The file; without a right to money its columns are absent."""
    shows_money = bool(picture.whole.budgets or picture.whole.unknown)
    heads, lines = _heads(shows_money=shows_money), list(_lines(picture, shows_money=shows_money))
    name = f"{_('Totals by department')}-{day.isoformat()}.{form}"
    if form == "csv":
        content, kind = text_of([head for head, _wide in heads], lines), CSV
    else:
        content, kind = book_of(_("Totals by department")[:31], heads, lines), XLSX
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _heads(*, shows_money: bool) -> list[tuple[str, bool]]:
    levels = [str(LEVEL_WORDS[level.value]) for level in WORST_FIRST]
    counts = [_("Projects"), _("Not judged yet"), _("Not open to you"), *levels]
    money = [_("Currency"), _("Latest budgets"), _("Projects with a budget"), _("Growth of the budget")]
    money += [_("Without a budget"), _("Money closed to you")]
    narrow = [*counts, *(money if shows_money else [])]
    return [(_("Department"), True), (_("Level of the tree"), False), *((head, False) for head in narrow)]


def _lines(picture: DepartmentPicture, *, shows_money: bool) -> Iterator[list[Value]]:
    every = [(each.name or _("Not assigned"), each.depth + 1, each.totals) for each in picture.departments]
    for name, depth, totals in [*every, (_("Whole organization"), 0, picture.whole)]:
        sums = totals.budgets or (None,)
        for place, budget in enumerate(sums):
            counts = _counts(totals) if place == 0 else [None] * (3 + len(totals.levels))
            yield [name, depth, *counts, *(_money(totals, budget, first=place == 0) if shows_money else [])]


def _counts(totals: Totals) -> list[Value]:
    return [totals.projects, totals.unjudged, totals.left_out, *(count for _level, count in totals.levels)]


def _money(totals: Totals, budget: BudgetSum | None, *, first: bool) -> list[Value]:
    """A sum's cells; what is counted once for a department stands in its first line alone."""
    found: list[Value] = [None] * 4
    if budget is not None:
        growth = None if budget.growth is None else budget.growth.quantize(_PLACES)
        found = [budget.currency, budget.latest, budget.projects, growth]
    return [*found, *([totals.unknown, totals.hidden] if first else [None, None])]
