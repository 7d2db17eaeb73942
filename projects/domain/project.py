"""What a project is allowed to be: its states, tiers and the rules between its dates and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmo_site.kernel.conflicts import FieldProblem


class ProjectStatus(StrEnum):
    """Where a project stands in its life."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class GovernanceTier(StrEnum):
    """How much governance a project is asked for."""

    LIGHT = "light"
    STANDARD = "standard"
    FULL = "full"


FINISHED = frozenset({ProjectStatus.COMPLETED, ProjectStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The facts that the rules speak about."""

    status: ProjectStatus
    baseline_start: date | None = None
    baseline_finish: date | None = None
    forecast_start: date | None = None
    forecast_finish: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    original_budget: Decimal | None = None
    latest_budget: Decimal | None = None
    actual_cost: Decimal | None = None
    percent_complete: Decimal | None = None


def slip_days(baseline: date | None, forecast: date | None, actual: date | None) -> int | None:
    """Calendar days from the promised day to the actual, else the forecast one; None where either is unknown."""
    reached = actual or forecast
    return None if reached is None or baseline is None else (reached - baseline).days


def problems(facts: ProjectFacts, *, today: date) -> list[FieldProblem]:
    """Every rule that a project's facts break.

    A finish is not before its start; what is actual is not in the future; money and progress are not negative,
    progress at most 100. Unknown facts break nothing.
    """
    return [*_date_problems(facts, today), *_figure_problems(facts)]


def _date_problems(facts: ProjectFacts, today: date) -> Iterator[FieldProblem]:
    pairs = (
        ("baseline_finish", facts.baseline_start, facts.baseline_finish),
        ("forecast_finish", facts.forecast_start, facts.forecast_finish),
        ("actual_finish", facts.actual_start, facts.actual_finish),
    )
    for name, start, finish in pairs:
        if start and finish and finish < start:
            yield FieldProblem(name, "finish_before_start")
    for name, day in (("actual_start", facts.actual_start), ("actual_finish", facts.actual_finish)):
        if day and day > today:
            yield FieldProblem(name, "actual_in_future")


def _figure_problems(facts: ProjectFacts) -> Iterator[FieldProblem]:
    amounts: Iterable[tuple[str, Decimal | None]] = (
        ("original_budget", facts.original_budget),
        ("latest_budget", facts.latest_budget),
        ("actual_cost", facts.actual_cost),
        ("percent_complete", facts.percent_complete),
    )
    for name, amount in amounts:
        if amount is not None and amount < 0:
            yield FieldProblem(name, "negative")
    if facts.percent_complete is not None and facts.percent_complete > Decimal(100):
        yield FieldProblem("percent_complete", "over_100")
