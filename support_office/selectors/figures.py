"""Figures of a project for its status report: progress, milestones and cost as of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pmo_site.resources.figures import Figures, figures_of
from projects.domain.project import slip_days
from projects.models import Milestone, Project
from support_office.domain.report import planned_share

UPCOMING_SHOWN = 6
_QUARTER = Decimal("0.0001")


def report_figures(project: Project, *, since: date, as_of: date) -> dict[str, Figures]:
    """Everything that the product knows of a project for a report, own figures first; JSON values only."""
    found: dict[str, Figures] = {
        "progress": _progress(project, as_of),
        "milestones": _milestones(project.pk, since, as_of),
        **figures_of(project.pk, as_of, since=since),
    }
    cost = _cost(project)
    return found | ({"cost": cost} if cost else {})


def _progress(project: Project, as_of: date) -> Figures:
    planned = planned_share(project.baseline_start, project.baseline_finish, as_of=as_of)
    return {
        "as_of": as_of.isoformat(),
        "percent_complete": _text(project.percent_complete),
        "planned_ratio": None if planned is None else str(planned.quantize(_QUARTER)),
        "baseline_finish": _day(project.baseline_finish),
        "forecast_finish": _day(project.actual_finish or project.forecast_finish),
        "slip_days": slip_days(project.baseline_finish, project.forecast_finish, project.actual_finish),
    }


def _cost(project: Project) -> Figures | None:
    original, latest, actual = project.original_budget, project.latest_budget, project.actual_cost
    if original is None and latest is None and actual is None:
        return None
    return {
        "currency": project.currency,
        "original_budget_amount": _text(original),
        "latest_budget_amount": _text(latest),
        "actual_cost_amount": _text(actual),
        "spent_ratio": _share(actual, latest),
        "growth_ratio": _share(None if latest is None or original is None else latest - original, original),
    }


def _milestones(project_id: UUID, since: date, as_of: date) -> Figures:
    """Those reached in the period, those whose day has passed without them, and the next ones; with their slips."""
    stones = list(Milestone.objects.filter(project_id=project_id).order_by("baseline_on", "id"))
    reached = [each for each in stones if each.actual_on and since <= each.actual_on <= as_of]
    still_open = [each for each in stones if each.actual_on is None or each.actual_on > as_of]
    missed = [each for each in still_open if each.baseline_on and each.baseline_on <= as_of]
    upcoming = [each for each in still_open if each not in missed]
    return {
        "reached": [_stone(each) for each in reached],
        "missed": [_stone(each) for each in missed],
        "upcoming": [_stone(each) for each in upcoming[:UPCOMING_SHOWN]],
        "reached_count": len([each for each in stones if each.actual_on and each.actual_on <= as_of]),
        "missed_count": len(missed),
        "total_count": len(stones),
    }


def _stone(milestone: Milestone) -> dict[str, Any]:
    return {
        "name": milestone.name,
        "baseline_on": _day(milestone.baseline_on),
        "expected_on": _day(milestone.actual_on or milestone.forecast_on or milestone.baseline_on),
        "slip_days": milestone.slip_days,
    }


def _text(number: Decimal | None) -> str | None:
    """A number in one form, so that the same number is the same text in every report."""
    return None if number is None else format(Decimal(number).normalize(), "f")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _share(part: Decimal | None, whole: Decimal | None) -> str | None:
    return None if part is None or not whole else str((part / whole).quantize(_QUARTER))
