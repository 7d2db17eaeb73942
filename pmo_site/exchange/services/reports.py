"""What becomes of every row, collected while rows are worked and stored in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.mapping import Rejection
from pmo_site.exchange.models import ImportReportPage, ImportRun, Outcome
from pmo_site.exchange.planning import Plan, PlannedRow
from pmo_site.exchange.selectors import PAGE_ROWS

_AT_ONCE = 50
_TOLD = 200
"""So much of what stood in a rejected cell is told."""
_UNSPOKEN = "folded_"


@dataclass(slots=True)
class Report:
    """Rows by outcome, as pages show them: values are texts, codes are words of `reasons`."""

    kind: ImportKind
    rows: dict[Outcome, list[list[Any]]] = field(default_factory=lambda: {outcome: [] for outcome in Outcome})
    also: dict[str, None] = field(default_factory=dict)
    money: bool = False

    def add(self, plan: Plan, rejections: Iterable[Rejection]) -> None:
        """Take the rows of a plan, and those that were not understood."""
        self.rows[Outcome.CREATED].extend([row.number, row.code, row.name] for row in plan.created)
        self.rows[Outcome.UNCHANGED].extend([row.number, row.code, row.name] for row in plan.unchanged)
        self.rows[Outcome.UPDATED].extend([row.number, row.code, _changes(row, plan.words)] for row in plan.updated)
        refused = sorted((*rejections, *plan.rejections), key=lambda each: each.row)
        self.rows[Outcome.REJECTED].extend([each.row, each.column, each.code, each.value[:_TOLD]] for each in refused)
        self.also.update(dict.fromkeys(plan.also))
        money = self.kind.money_fields
        self.money = self.money or any(name in money for row in plan.updated for name, *_values in row.changes)

    @property
    def rejected_rows(self) -> int:
        """How many rows were rejected; one row can be rejected for several reasons."""
        return len({row[0] for row in self.rows[Outcome.REJECTED]})

    @property
    def changes_anything(self) -> bool:
        """Whether a record is new or changed."""
        return bool(self.rows[Outcome.CREATED] or self.rows[Outcome.UPDATED])

    def summary(self) -> dict[str, Any]:
        """What is told of the file as a whole."""
        counts = {outcome.value: len(rows) for outcome, rows in self.rows.items()}
        return {
            "counts": counts,
            "rejected_rows": self.rejected_rows,
            "also": list(self.also),
            "money": self.money,
        }


def report_store(run: ImportRun, report: Report) -> None:
    """Store a report in place of the former one; the run itself is saved by the caller."""
    run.report = report.summary()
    ImportReportPage.objects.filter(run=run).delete()
    for outcome, rows in report.rows.items():
        pages_store(run, outcome, rows)


def pages_store(run: ImportRun, outcome: Outcome, rows: list[list[Any]]) -> None:
    """Store the rows of one outcome in pages."""
    pages = [
        ImportReportPage(run=run, outcome=outcome, number=first // PAGE_ROWS, rows=rows[first : first + PAGE_ROWS])
        for first in range(0, len(rows), PAGE_ROWS)
    ]
    ImportReportPage.objects.bulk_create(pages, batch_size=_AT_ONCE)


def _changes(row: PlannedRow, words: Mapping[UUID, str]) -> list[list[str | None]]:
    return [
        [name, _word(words.get(before, before)), _word(words.get(after, after))]
        for name, before, after in row.changes
        if not name.startswith(_UNSPOKEN)
    ]


def _word(value: Any) -> str | None:  # noqa: ANN401  any column's value
    return None if value is None or value == "" else str(value)
