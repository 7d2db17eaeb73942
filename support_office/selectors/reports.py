"""Reads of status reports: drafts for who writes and judges them, the others for whoever sees the project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.resources.figures import Figures, without_money
from projects.models import Project
from support_office.domain.report import (
    PUBLIC_STATES,
    Declared,
    ReportChange,
    ReportState,
    differences,
    starting_declared,
    starting_level,
)
from support_office.models import StatusReport
from support_office.selectors.asks import is_answered
from support_office.selectors.figures import report_figures
from support_office.selectors.schedules import Clock

PEOPLE = ("prepared_by", "on_behalf_of", "submitted_by", "accepted_by", "returned_by")
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)


def report_list(actor: Actor, project: Project | None = None) -> QuerySet[StatusReport]:
    """Reports that the actor may read, newest period first."""
    seen = Project.objects.visible_to(actor)
    at_work = [Project.objects.visible_to(actor, right) for right in (Right.REPORT_WRITE, Right.REPORT_ACCEPT)]
    rows = StatusReport.objects.filter(project__in=seen).filter(
        Q(state__in=PUBLIC_STATES) | Q(project__in=at_work[0]) | Q(project__in=at_work[1])
    )
    if project is not None:
        rows = rows.filter(project=project)
    return rows.order_by("-period_to", "-id")


def report_get(actor: Actor, report_id: UUID) -> StatusReport | None:
    """One report that the actor may read; None for missing and for invisible alike."""
    return report_list(actor).filter(pk=report_id).select_related("project__department", *PEOPLE).first()


def open_report(project: Project) -> StatusReport | None:
    """The draft or returned report of a project that waits for its writers, oldest period first."""
    return StatusReport.objects.filter(project=project, state__in=OPEN_STATES).order_by("period_to").first()


def last_accepted(actor: Actor, project: Project) -> StatusReport | None:
    """The newest accepted report of a project: what stands until another is accepted."""
    rows = report_list(actor, project).filter(state=ReportState.ACCEPTED)
    return rows.select_related(*PEOPLE).first()


def report_before(project: Project, period_to: date | None = None) -> StatusReport | None:
    """The newest report that was submitted for an earlier period."""
    rows = StatusReport.objects.filter(project=project, state__in=PUBLIC_STATES)
    if period_to is not None:
        rows = rows.filter(period_to__lt=period_to)
    return rows.order_by("-period_to").first()


def shown_figures(actor: Actor, report: StatusReport, at: Clock) -> dict[str, Figures]:
    """The figures of a report as this reader may see them: stored ones as they stood, a draft's as of today."""
    figures: Mapping[str, Figures] = report.figures
    if report.state in OPEN_STATES:
        as_of = min(at.today, report.period_to)
        figures = report_figures(report.project, since=report.period_from, as_of=as_of)
    return seen_figures(actor, report.project, figures)


def seen_figures(actor: Actor, project: Project, figures: Mapping[str, Figures]) -> dict[str, Figures]:
    """Figures as this reader may see them: money is absent for who may not see the project's."""
    return dict(figures) if may(actor, Right.MONEY_VIEW, project) else without_money(figures)


def changes_since(
    actor: Actor, previous: StatusReport | None, figures: Mapping[str, Figures], declared: Declared
) -> list[ReportChange]:
    """What changed since the previous report, as this reader may see it."""
    if previous is None:
        return []
    before = seen_figures(actor, previous.project, previous.figures)
    return differences(before, figures, declared_before=previous.declared, declared_now=declared)


def starting_values(previous: StatusReport | None, figures: Mapping[str, Figures]) -> dict[str, Any]:
    """What a new report is filled with: the last one's words, and levels that are never kinder than the evidence."""
    health = figures.get("health") or {}
    level, by_dimension = health.get("level"), health.get("dimensions") or {}
    carried: dict[str, Any] = {
        "summary": previous.summary if previous else "",
        "next_steps": previous.next_steps if previous else "",
        "achievements": "",
        "ask_text": "",
        "ask_recommendation": "",
        "ask_due_on": None,
        "ask_answered": False,
        "overall": starting_level(previous.overall if previous else "", level),
        "declared": starting_declared(previous.declared if previous else {}, by_dimension),
    }
    if previous and previous.ask_text and not is_answered(previous):
        carried |= {name: getattr(previous, name) for name in ("ask_text", "ask_recommendation", "ask_due_on")}
    return carried
