"""What a status report may become, what it must hold, what a new one starts from, and how two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmo_site.kernel.conflicts import FieldProblem
from pmo_site.kernel.evidence import Dimension, Level

Declared = Mapping[str, Mapping[str, str]]
"""A manager's own judgement by dimension: a level (empty where none was given) and a comment."""

DECLARED_DIMENSIONS = tuple(dimension for dimension in Dimension if dimension is not Dimension.REPORTING)
"""What a manager speaks about; whether reports come in time speaks for itself."""

DECLARABLE = (Level.GREEN, Level.AMBER, Level.RED)


class ReportState(StrEnum):
    """Where a report stands on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Deed(StrEnum):
    """What can be done with a report."""

    REVISE = "revise"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"


TRANSITIONS: Mapping[tuple[ReportState, Deed], ReportState] = {
    (ReportState.DRAFT, Deed.REVISE): ReportState.DRAFT,
    (ReportState.DRAFT, Deed.SUBMIT): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, Deed.ACCEPT): ReportState.ACCEPTED,
    (ReportState.SUBMITTED, Deed.RETURN): ReportState.RETURNED,
    (ReportState.RETURNED, Deed.REVISE): ReportState.DRAFT,
    (ReportState.RETURNED, Deed.SUBMIT): ReportState.SUBMITTED,
}
"""Every way that a report can go; accepted is the end."""

PUBLIC_STATES = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})
"""What whoever sees the project may read; drafts belong to those who write and judge them."""


def after(state: ReportState, deed: Deed) -> ReportState | None:
    """The state that a deed leads to; None where it is not open."""
    return TRANSITIONS.get((state, deed))


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the rules of submission speak about."""

    summary: str
    overall: str
    ask_text: str
    ask_due_on: date | None


def submission_problems(facts: ReportFacts) -> Iterator[FieldProblem]:
    """What a report lacks before it can be submitted: its summary, its declared level, the day by which it asks."""
    if not facts.summary.strip():
        yield FieldProblem("summary", "needed_to_submit")
    if not facts.overall:
        yield FieldProblem("overall", "needed_to_submit")
    if facts.ask_text.strip() and facts.ask_due_on is None:
        yield FieldProblem("ask_due_on", "ask_without_day")


def starting_level(last: str, computed: str | None) -> str:
    """What a new report declares to begin with: the last declaration, yet never kinder than the evidence."""
    known = [Level(level) for level in (last, computed) if level and Level(level) in DECLARABLE]
    return Level.worst(known).value if known else ""


def starting_declared(last: Declared, computed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a new report declares by dimension to begin with; comments are taken over with their level."""
    found: dict[str, dict[str, str]] = {}
    for dimension in DECLARED_DIMENSIONS:
        before = last.get(dimension.value, {})
        level = starting_level(before.get("level", ""), computed.get(dimension.value))
        if level or before.get("comment"):
            found[dimension.value] = {"level": level, "comment": before.get("comment", "")}
    return found


def is_kinder(declared: str, computed: str | None) -> bool:
    """Whether somebody declares a better level than the evidence gives."""
    if not declared or computed not in {level.value for level in DECLARABLE}:
        return False
    return Level.worst([Level(declared), Level(computed)]).value != declared


def planned_share(start: date | None, finish: date | None, *, as_of: date) -> Decimal | None:
    """The share of the baseline's days that has passed, between 0 and 1; None where a day of it is unknown."""
    if start is None or finish is None or finish < start:
        return None
    passed, total = (as_of - start).days + 1, (finish - start).days + 1
    return min(Decimal(1), max(Decimal(0), Decimal(passed) / total))


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One thing that differs between two reports."""

    key: str
    before: Any
    after: Any


COMPARED = (
    ("progress", "percent_complete"),
    ("progress", "forecast_finish"),
    ("progress", "slip_days"),
    ("milestones", "reached_count"),
    ("milestones", "missed_count"),
    ("cost", "latest_budget_amount"),
    ("cost", "actual_cost_amount"),
    ("risks", "open_count"),
    ("issues", "open_count"),
    ("health", "level"),
)
"""Figures that are laid beside those of the last report."""


def differences(
    before: Mapping[str, Any], now: Mapping[str, Any], *, declared_before: Declared, declared_now: Declared
) -> list[ReportChange]:
    """What changed in figures and declared levels; what either report does not know is no change."""
    found = [
        ReportChange(f"{part}.{name}", before[part][name], now[part][name])
        for part, name in COMPARED
        if name in (before.get(part) or {}) and name in (now.get(part) or {}) and before[part][name] != now[part][name]
    ]
    for dimension in DECLARED_DIMENSIONS:
        old, new = (each.get(dimension.value, {}).get("level", "") for each in (declared_before, declared_now))
        if old and new and old != new:
            found.append(ReportChange(f"declared.{dimension.value}", old, new))
    return found
