"""One project: its status page, its forms, archive and restore, its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.threads.panels import thread_panel
from pmo_site.ui.editing import mark_problems, tried
from pmo_site.ui.history import history_entries
from pmo_site.ui.panels import panels_for
from projects.forms import ProjectForm
from projects.models import Project
from projects.models.project import MONEY_FIELDS
from projects.selectors import milestone_list
from projects.services.project import project_archive, project_create, project_restore, project_revise
from projects.views.figures import milestone_axis, money_figures
from projects.views.parts import address, crumbs, find_project, frame

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


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PROJECT_CREATE)
def project_new(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Create a project."""
    money = may(request.actor, Right.MONEY_CHANGE)
    initial = {"version": 1, "currency": request.settings.currency, "tier": "standard", "status": "planned"}
    form = ProjectForm(request.POST or None, money=money, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            project = project_create(actor=request.actor, values=form.values())
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            messages.success(request, _("Project %(code)s was created.") % {"code": project.code})
            return redirect(address(request, "detail", project_id=project.pk))
    context = {"form": form, "crumbs": crumbs(request, last=_("New project")), "shows_money": money}
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PROJECT_CHANGE, of=find_project, sees=_VIEW)
def project_edit(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Change a project; a stale edit shows both versions and loses nothing."""
    money = may(request.actor, Right.MONEY_CHANGE, record)
    form = ProjectForm(request.POST or None, money=money, initial=_initial(record))
    context = {**frame(request, record, "detail", _("Edit")), "form": form, "shows_money": money}
    edit = tried(
        form,
        stored=_initial(record),
        save=lambda version, values: project_revise(
            actor=request.actor, project=record, version=version, values=values
        ),
    )
    if edit.is_saved:
        messages.success(request, _("Saved."))
        return redirect(address(request, "detail", project_id=project_id))
    return render(request, "projects/form.html", {**context, "clashes": edit.clashes}, status=edit.status)


@require_POST
@needs(Right.PROJECT_ARCHIVE, of=find_project, sees=_VIEW)
def project_archive_action(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponseRedirect:  # noqa: ARG001  the edge resolved it
    """Archive a project; the toast undoes it."""
    project_archive(actor=request.actor, project=record, version=record.version)
    undo = address(request, "restore", project_id=project_id)
    words = _("Project %(code)s was archived.") % {"code": record.code}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(address(request, "list"))


@require_POST
@needs(Right.PROJECT_ARCHIVE, of=find_project, sees=_VIEW)
def project_restore_action(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponseRedirect:  # noqa: ARG001  the edge resolved it
    """Bring an archived project back."""
    project_restore(actor=request.actor, project=record, version=record.version)
    messages.success(request, _("Project %(code)s was restored.") % {"code": record.code})
    return HttpResponseRedirect(address(request, "detail", project_id=project_id))


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


def _initial(project: Project) -> dict[str, Any]:
    names = [name for name in ProjectForm.base_fields if name != "department"]
    return {name: getattr(project, name) for name in names} | {"department": project.department}
