"""The totals by department as a file: the numbers of the page, one line a department and currency."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import PageFile
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.domain.budgets import BudgetSum
from portfolio.selectors import WORST_FIRST
from portfolio.selectors.departments import DepartmentPicture, Totals

_PLACES = Decimal("0.000001")


def totals_file(picture: DepartmentPicture) -> PageFile:
    """The numbers of the page; without a right to money its columns are absent."""
    shows_money = bool(picture.whole.budgets or picture.whole.unknown)
    return PageFile(
        _("Totals by department"), _heads(shows_money=shows_money), _lines(picture, shows_money=shows_money)
    )


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
