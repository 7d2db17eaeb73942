"""The usual shapes of reasons: what is the same in every reason of a code, so that a snapshot need not repeat it.

The list only grows, and no entry ever changes: snapshots name a shape by its place. Where a code has several shapes,
the last one is written. A code without a shape, or a reason that has another, is kept in full. The first number is the
one that the policy's limit judges.
"""

from __future__ import annotations

from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, RowReference
from pmo_site.kernel.evidence_codes import EvidenceCode as Code


class Shape(NamedTuple):
    """A dimension and a code with the names of its numbers, in their order, and the rows behind it."""

    dimension: Dimension
    code: str
    numbers: tuple[str, ...]
    rows: tuple[RowReference, ...]


def _shape(dimension: Dimension, code: Code, rows: str, numbers: str) -> Shape:
    return Shape(dimension, code.value, tuple(numbers.split()), (RowReference.of_project(rows),))


_SCHEDULE, _COST, _RISK, _ISSUES = Dimension.SCHEDULE, Dimension.COST, Dimension.RISK, Dimension.ISSUES
_OF_RISK = "exposure_ratio exposure_amount contingency_amount unestimated_count"

SHAPES = (
    _shape(_SCHEDULE, Code.FINISHED, "projects.project", ""),
    _shape(_SCHEDULE, Code.FINISH_SLIP, "projects.project", "slip_ratio slip_days slip_working_days planned_days"),
    _shape(_SCHEDULE, Code.FINISH_OVERDUE, "projects.project", "overdue_days"),
    _shape(_COST, Code.BUDGET_GROWTH, "projects.project", "growth_ratio original_budget_amount latest_budget_amount"),
    _shape(_COST, Code.CPI, "projects.project", "cpi ev_amount ac_amount"),
    _shape(_SCHEDULE, Code.MILESTONES_MISSED, "projects.milestones", "missed_ratio missed_count due_count"),
    _shape(_SCHEDULE, Code.MILESTONES_FORECAST_LATE, "projects.milestones", "late_ratio late_count open_count"),
    _shape(Dimension.PEOPLE, Code.NO_PROJECT_MANAGER, "projects.members", "missing_count"),
    _shape(Dimension.PEOPLE, Code.ROLES_UNFILLED, "projects.members", "unfilled_ratio unfilled_count required_count"),
    _shape(Dimension.REPORTING, Code.REPORT_AGE, "support_office.reports", "cadence_ratio age_days cadence_days"),
    _shape(_RISK, Code.RISK_EXPOSURE, "support_office.risks", _OF_RISK),
    _shape(_RISK, Code.EXTREME_RISKS_UNANSWERED, "support_office.risks_extreme", "risk_count live_count"),
    _shape(_RISK, Code.RESPONSES_OVERDUE, "support_office.risks_overdue", "overdue_ratio overdue_count open_count"),
    _shape(_ISSUES, Code.ISSUES_OVERDUE, "support_office.issues_overdue", "overdue_ratio overdue_count open_count"),
    _shape(_ISSUES, Code.URGENT_ISSUES_OLD, "support_office.issues_urgent", "issue_count limit_days"),
    _shape(_ISSUES, Code.DECISION_WAITING, "support_office.issues_deciding", "waiting_days issue_count"),
    _shape(_SCHEDULE, Code.MILESTONES_MISSED, "projects.milestones_missed", "missed_ratio missed_count due_count"),
    _shape(_SCHEDULE, Code.MILESTONES_FORECAST_LATE, "projects.milestones_late", "late_ratio late_count open_count"),
)
SHAPE_OF = {shape.code: place for place, shape in enumerate(SHAPES)}
