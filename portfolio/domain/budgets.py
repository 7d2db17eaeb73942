"""Budgets of many projects: summed per currency, growth as ratio of sums, what is left out counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BudgetFigure:
    """One project's amounts in its own currency; None for what is unknown."""

    project: UUID
    currency: str
    original: Decimal | None
    latest: Decimal | None
    actual: Decimal | None = None

    @property
    def growth(self) -> Decimal | None:
        """By which share the latest budget differs from the original one; None where it cannot be said."""
        if not self.original or self.latest is None:
            return None
        return self.latest / self.original - 1


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """What the budgets in one currency come to.

    `latest` sums the known latest budgets of `projects`. `growth` is Σ latest / Σ original - 1 over the `compared`
    projects that have both; the others would bend it and are left out.
    """

    currency: str
    latest: Decimal
    projects: int
    growth: Decimal | None
    compared: int


def budget_sums(figures: Iterable[BudgetFigure]) -> tuple[BudgetSum, ...]:
    """One sum per currency, the one with most projects first; currencies are never added to each other."""
    rows = [figure for figure in figures if figure.latest is not None]
    found = [
        _sum(currency, [row for row in rows if row.currency == currency]) for currency in {r.currency for r in rows}
    ]
    return tuple(sorted(found, key=lambda each: (-each.projects, each.currency)))


def _sum(currency: str, rows: list[BudgetFigure]) -> BudgetSum:
    both = [(row.original, row.latest) for row in rows if row.growth is not None]
    original = sum((before for before, _ in both if before is not None), Decimal(0))
    latest = sum((now for _, now in both if now is not None), Decimal(0))
    return BudgetSum(
        currency=currency,
        latest=sum((row.latest for row in rows if row.latest is not None), Decimal(0)),
        projects=len(rows),
        growth=latest / original - 1 if original else None,
        compared=len(both),
    )


def largest(figures: Iterable[BudgetFigure], currency: str, count: int) -> list[BudgetFigure]:
    """The projects with the largest latest budgets in one currency."""
    rows = [figure for figure in figures if figure.currency == currency and figure.latest is not None]
    return sorted(rows, key=lambda row: (-(row.latest or 0), str(row.project)))[:count]
