"""One project: its status page, its forms, archive and restore, its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.threads.panels import thread_panel
from pmo_site.ui.history import history_entries
from pmo_site.ui.panels import panels_for
from projects.models import Project
from projects.models.project import MONEY_FIELDS
from projects.selectors import milestone_list
from projects.views.figures import milestone_axis, money_figures
from projects.views.parts import find_project, frame

_VIEW = Right.PROJECT_VIEW
MILESTONES_SHOWN = 8


@require_safe
@needs(_VIEW, of=find_project)
def project_detail(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """The status page: where the project stands and why."""

    def allows(right: str) -> bool:
        return may(request.actor, Right(right), record)

    panels = panels_for("project", request, record, allows=allows)
    milestones = list(milestone_list(request.actor, record)[:MILESTONES_SHOWN])
    context = {
        **frame(request, record, "detail"),
        "panels": panels,
        "milestones": milestones,
        "axis": milestone_axis(
            record, milestones, today=request.actor.today, fiscal_start=request.settings.fiscal_year_start
        ),
        "figures": money_figures(record),
    }
    return render(request, "projects/detail.html", context)


@require_safe
@needs(_VIEW, of=find_project)
def project_history(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Who changed what, when, in words."""
    hidden = () if may(request.actor, Right.MONEY_VIEW, record) else MONEY_FIELDS
    context = {**frame(request, record, "history", _("History")), "entries": history_entries(record, hidden=hidden)}
    return render(request, "projects/history.html", context)


@require_safe
@needs(_VIEW, of=find_project)
def project_comments(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """What is said about the project, with its files and links."""
    context = {**frame(request, record, "comments", _("Comments")), "thread": thread_panel(request, record)}
    return render(request, "projects/comments.html", context)
