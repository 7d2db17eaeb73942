"""Reads of what managers ask of the board and nobody answered yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.resources.decisions import Decision
from projects.models import Project
from support_office.domain.report import PUBLIC_STATES
from support_office.models import AskAnswer, StatusReport
from support_office.selectors.schedules import end_of


def is_answered(report: StatusReport) -> bool:
    """Whether the ask of a report was answered: as its writer said, or as was recorded since."""
    return report.ask_answered or AskAnswer.objects.filter(report=report).exists()


def open_asks(actor: Actor, *, as_of: date | None = None) -> list[StatusReport]:
    """The newest report of each project that the actor may see, where it asks something that waits for an answer.

    An ask that the newest report no longer makes is withdrawn. As of a past day it stands as it stood then.
    """
    return _OPEN.all(actor, over=as_of and end_of(as_of, ZoneInfo(organization_settings().time_zone)))


def _open(actor: Actor, *, over: datetime | None = None) -> QuerySet[StatusReport]:
    reports = StatusReport.objects.filter(
        project__in=Project.objects.visible_to(actor).current(), state__in=PUBLIC_STATES
    )
    answers = AskAnswer.objects.filter(report_id=OuterRef("pk"))
    if over is not None:
        reports, answers = reports.filter(submitted_at__lt=over), answers.filter(answered_at__lt=over)
    newest = reports.order_by("project_id", "-period_to", "-id").distinct("project_id")
    rows = StatusReport.objects.filter(~Exists(answers), pk__in=newest.values("pk"), ask_answered=False)
    return rows.exclude(ask_text="").select_related("project", "submitted_by").defer("figures", "declared")


_OPEN = AskedByActor(_open)


def ask_decisions(actor: Actor, slug: str, as_of: date | None) -> Iterable[Decision]:
    """What the board is asked, with the way to answer it for who may accept the report and did not write it."""
    rows = open_asks(actor, as_of=as_of)
    answerable = _answerable(actor, rows) if as_of is None else set()
    for report in rows:
        parts = {"slug": slug, "report_id": report.pk}
        yield Decision(
            kind="ask",
            project_id=report.project_id,
            project_code=report.project.code,
            project_name=report.project.name,
            text=report.ask_text,
            recommendation=report.ask_recommendation,
            due_on=report.ask_due_on,
            asked_by=report.submitted_by.display(get_language() or "ja") if report.submitted_by else "",
            source=report.title,
            url=reverse("support_office:report", kwargs=parts),
            answer_url=reverse("support_office:answer", kwargs=parts) if report.pk in answerable else "",
            key=str(report.pk),
        )


def _answerable(actor: Actor, rows: list[StatusReport]) -> set[UUID]:
    others = [
        row for row in rows if actor.person_id not in {row.prepared_by_id, row.on_behalf_of_id, row.submitted_by_id}
    ]
    if Right.REPORT_ACCEPT in actor.everywhere:
        return {row.pk for row in others}
    projects = Project.objects.with_ids(row.project_id for row in others)
    open_to = set(projects.visible_to(actor, Right.REPORT_ACCEPT).values_list("pk", flat=True)) if others else set()
    return {row.pk for row in others if row.project_id in open_to}
