"""Status reports as the search finds them: what they say, their period, and what their project is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.resources.search.extracts import extract
from pmo_site.resources.search.kinds import SearchedKind, Told, TypedWords, offer_kind
from pmo_site.ui.formats import day_text
from support_office.models import StatusReport
from support_office.selectors.reports import report_list

_SAID = ("summary", "achievements", "next_steps", "ask_text", "ask_recommendation")


def offer() -> None:
    """Let reports be found; called once when the site starts."""
    offer_kind(
        SearchedKind(
            key="reports",
            many=_("Status reports"),
            icon="file-text",
            model=StatusReport,
            columns=(*_SAID, "period_from", "period_to"),
            owner="project_id",
            seen=_seen,
            told=_told,
            owners="projects",
        )
    )


def _current(actor: Actor) -> QuerySet[StatusReport]:
    """Reports that the reader may read, of projects that were not put away."""
    return report_list(actor).filter(project__archived_at__isnull=True).order_by()


def _seen(actor: Actor) -> Q | None:
    rows = _CURRENT.within(actor)
    return None if rows is None else Q(pk__in=rows)


_CURRENT = AskedByActor(lambda actor: _current(actor).values_list("id"))


def _told(actor: Actor, ids: Collection[UUID], words: TypedWords) -> Mapping[UUID, Told]:
    rows = _current(actor).filter(pk__in=ids).select_related("project")
    return {row.pk: Told(_title(row), row.project, partial(_page, row.pk), _said(row, words)) for row in rows}


def _title(report: StatusReport) -> str:
    """The report by its number and the end of its period."""
    return f"{report.title} · {day_text(report.period_to, get_language() or 'ja')}"


def _said(report: StatusReport, words: TypedWords) -> str:
    return extract(" ".join(filter(None, (getattr(report, name) for name in _SAID))), words)


def _page(report_id: UUID, slug: str) -> str:
    return reverse("support_office:report", kwargs={"slug": slug, "report_id": report_id})
