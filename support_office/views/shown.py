"""Stored figures and changes as templates show them: dates, amounts and levels instead of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pmo_site.resources.figures import Figures, sentences
from pmo_site.ui.format_tags import day, money, signed, unknown
from pmo_site.ui.parts import DIMENSION_WORDS, LEVEL_WORDS
from support_office.domain.report import DECLARED_DIMENSIONS, Declared, ReportChange, is_kinder

_DAYS = ("_on", "_finish", "day", "as_of")
_NUMBERS = ("_amount", "_ratio", "percent_complete")
CHANGE_LABELS: Mapping[str, str | Promise] = {
    "progress.percent_complete": lazy("Progress"),
    "progress.forecast_finish": lazy("Forecast finish"),
    "progress.slip_days": lazy("Slip of the finish"),
    "milestones.reached_count": lazy("Milestones reached"),
    "milestones.missed_count": lazy("Milestones missed"),
    "cost.latest_budget_amount": lazy("Latest budget"),
    "cost.actual_cost_amount": lazy("Actual cost"),
    "risks.open_count": lazy("Open risks"),
    "issues.open_count": lazy("Open issues"),
    "health.level": lazy("Computed level"),
}


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension as the manager declares it, beside what the evidence gives."""

    label: str
    level: str
    comment: str
    computed: str

    @property
    def is_kinder(self) -> bool:
        """Whether more is declared than the evidence gives."""
        return is_kinder(self.level, self.computed)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference to the last report, ready to be read."""

    label: str
    before: Any
    after: Any


def typed(figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Stored figures with dates as dates and numbers as numbers; what health says comes with its sentences."""
    found = {name: _typed(part) for name, part in figures.items()}
    return found | {"sentences": sentences(figures)}


def _typed(value: Any, name: str = "") -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, Mapping):
        return {key: _typed(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    if not isinstance(value, str):
        return value
    if name.endswith(_DAYS):
        return date.fromisoformat(value)
    return Decimal(value) if name.endswith(_NUMBERS) else value


def dimension_lines(declared: Declared, figures: Mapping[str, Figures]) -> list[DimensionLine]:
    """The dimensions of which the manager or the evidence says something."""
    computed = (figures.get("health") or {}).get("dimensions") or {}
    lines = [
        DimensionLine(
            label=str(DIMENSION_WORDS[name.value]),
            level=declared.get(name.value, {}).get("level", ""),
            comment=declared.get(name.value, {}).get("comment", ""),
            computed=computed.get(name.value, ""),
        )
        for name in DECLARED_DIMENSIONS
    ]
    return [line for line in lines if line.level or line.comment or line.computed not in {"", "grey"}]


def change_lines(changes: Iterable[ReportChange], figures: Mapping[str, Figures]) -> list[ChangeLine]:
    """Differences in words, in the units of the present report."""
    currency = str((figures.get("cost") or {}).get("currency", ""))
    return [
        ChangeLine(
            _label(change.key), _shown(change.key, change.before, currency), _shown(change.key, change.after, currency)
        )
        for change in changes
    ]


def _label(key: str) -> str:
    part, _dot, name = key.partition(".")
    if part == "declared":
        return _("%(dimension)s, declared") % {"dimension": DIMENSION_WORDS[name]}
    return str(CHANGE_LABELS[key])


def _shown(key: str, value: Any, currency: str) -> Any:  # noqa: ANN401  any JSON value
    if value is None:
        return unknown()
    if key.endswith("_amount"):
        return money(Decimal(value), currency)
    return next((speak(value) for end, speak in _SPOKEN.items() if key.endswith(end)), value)


def _level(value: str) -> str | Promise:
    return LEVEL_WORDS[value]


_SPOKEN: Mapping[str, Callable[[Any], Any]] = {
    "health.level": _level,
    **{f"declared.{name.value}": _level for name in DECLARED_DIMENSIONS},
    "percent_complete": lambda value: f"{Decimal(value).normalize():f}%",
    "_finish": lambda value: day(date.fromisoformat(value)),
    "slip_days": lambda value: _("%(days)s d") % {"days": signed(value)},
}
