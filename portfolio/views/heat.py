"""The cells of heat maps: one level after the other, each a link to its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pmo_site.kernel.evidence import Dimension
from pmo_site.ui.addresses import address_of
from pmo_site.ui.format_tags import unknown
from pmo_site.ui.level_tags import health_cell, level_word
from portfolio.models import HealthOverride, ProjectHealth
from portfolio.reasons import main_reason
from portfolio.selectors import OverviewRow
from portfolio.selectors.matrix import MatrixRow, MonthLight


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One project of the dashboard: its page, the reason that weighs most, and its levels as cells."""

    row: OverviewRow
    url: str
    reason: str
    overall: SafeString
    cells: SafeString


def heat_rows(rows: Sequence[OverviewRow], shown: Sequence[Dimension], *, slug: str, query: str) -> list[HeatRow]:
    """A page of lights; each level leads to the reasons of the day that `query` names."""
    return [_heat_row(row, shown, slug, query) for row in rows]


def _heat_row(row: OverviewRow, shown: Sequence[Dimension], slug: str, query: str) -> HeatRow:
    key, levels = row.project.pk, row.levels
    why = address_of("portfolio:health", slug, project_id=key) + query
    return HeatRow(
        row=row,
        url=address_of("projects:detail", slug, project_id=key),
        reason=main_reason(row),
        overall=overall_cell(row.snapshot, row.override, why),
        cells=level_cells((levels[name] for name in shown), why, _("does not count")),
    )


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One project of the sheet by month: its page, and its levels by dimension and by month as cells."""

    row: MatrixRow
    url: str
    overall: SafeString
    cells: SafeString
    months: SafeString


def matrix_lines(rows: Sequence[MatrixRow], *, slug: str, query: str) -> list[MatrixLine]:
    """A page of lights with those of the months before, each of which leads to the reasons of its own day."""
    return [_matrix_line(row, slug, query) for row in rows]


def _matrix_line(row: MatrixRow, slug: str, query: str) -> MatrixLine:
    key = row.project.pk
    address = address_of("portfolio:health", slug, project_id=key)
    return MatrixLine(
        row=row,
        url=address_of("projects:detail", slug, project_id=key),
        overall=overall_cell(row.snapshot, row.override, address + query),
        cells=level_cells((level for _name, level in row.cells), address + query, _("does not count")),
        months=_month_cells(row.months, address),
    )


def _month_cells(months: Sequence[MonthLight], address: str) -> SafeString:
    word = _("not judged")
    gap, none = SafeString(' class="pm-gap"'), SafeString("")
    return format_html_join(
        "",
        "<td{}>{}</td>",
        (
            (none if number else gap, level_or_void(month.level, f"{address}?as_of={month.day_text}", word))
            for number, month in enumerate(months)
        ),
    )


def level_cells(levels: Iterable[str | None], url: str, word: str) -> SafeString:
    """A cell for each level of a row; `word` says what its absence means."""
    return format_html_join("", "<td>{}</td>", ((level_or_void(level, url, word),) for level in levels))


def level_or_void(level: str | None, url: str, word: str) -> SafeString:
    """A level that opens its reasons, or the mark that there is none."""
    return health_cell(level, url) if level else format_html('<span class="pm-void">{}</span>', unknown(word))


def overall_cell(snapshot: ProjectHealth, override: HealthOverride | None, url: str) -> SafeString:
    """The level that is shown; under an override the computed one too."""
    if override is None:
        return health_cell(snapshot.overall, url, words=True)
    return format_html(
        '{}<small class="pm-computed">{} {}</small>',
        health_cell(override.level, url, words=True),
        _("overridden; computed:"),
        level_word(snapshot.overall),
    )
