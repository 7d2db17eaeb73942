"""The milestones of a project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.threads.panels import thread_panel
from pmo_site.ui.editing import mark_problems, tried
from pmo_site.ui.history import history_entries
from projects.forms import MilestoneForm
from projects.models import Milestone, Project
from projects.selectors import milestone_list
from projects.services.milestone import milestone_create, milestone_delete, milestone_revise, milestone_undelete
from projects.views.parts import address, find_milestone, find_project, frame

_VIEW = Right.PROJECT_VIEW


@require_safe
@needs(_VIEW, of=find_project)
def milestone_list_page(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """The milestones of a project by the day they were promised."""
    rows = list(milestone_list(request.actor, record))
    context = {**frame(request, record, "milestones", _("Milestones")), "milestones": rows}
    return render(request, "projects/milestones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PROJECT_CHANGE, of=find_project, sees=_VIEW)
def milestone_new(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Add a milestone."""
    form = MilestoneForm(request.POST or None, initial={"version": 1})
    if request.method == "POST" and form.is_valid():
        try:
            milestone_create(actor=request.actor, project=record, values=form.values())
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            messages.success(request, _("The milestone was added."))
            return redirect(address(request, "milestones", project_id=project_id))
    context = {**frame(request, record, "milestones", _("New milestone")), "form": form}
    return render(request, "projects/milestone_form.html", context, status=422 if form.errors else 200)


@require_safe
@needs(_VIEW, of=find_milestone)
def milestone_detail(request: ActorRequest, slug: str, milestone_id: UUID, record: Milestone) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """One milestone with its history."""
    context = {
        **frame(request, record.project, "milestones", record.name),
        "milestone": record,
        "entries": history_entries(record),
        "thread": thread_panel(request, record),
    }
    return render(request, "projects/milestone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PROJECT_CHANGE, of=find_milestone, sees=_VIEW)
def milestone_edit(request: ActorRequest, slug: str, milestone_id: UUID, record: Milestone) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Change a milestone; a stale edit shows both versions and loses nothing."""
    form = MilestoneForm(request.POST or None, initial=_initial(record))
    context = {**frame(request, record.project, "milestones", record.name), "form": form, "milestone": record}
    edit = tried(
        form,
        stored=_initial(record),
        save=lambda version, values: milestone_revise(
            actor=request.actor, milestone=record, version=version, values=values
        ),
    )
    if edit.is_saved:
        messages.success(request, _("Saved."))
        return redirect(address(request, "milestone", milestone_id=milestone_id))
    return render(request, "projects/milestone_form.html", {**context, "clashes": edit.clashes}, status=edit.status)


@require_POST
@needs(Right.PROJECT_CHANGE, of=find_milestone, sees=_VIEW)
def milestone_delete_action(request: ActorRequest, slug: str, milestone_id: UUID, record: Milestone) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Delete a milestone; the toast brings it back."""
    milestone_delete(actor=request.actor, milestone=record, version=record.version)
    undo = address(request, "milestone_undelete", milestone_id=milestone_id)
    messages.success(request, _("The milestone was deleted."), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(address(request, "milestones", project_id=record.project_id))


@require_POST
@lists(_VIEW)
def milestone_undelete_action(request: ActorRequest, slug: str, milestone_id: UUID) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Bring a deleted milestone back."""
    milestone = milestone_undelete(actor=request.actor, milestone_id=milestone_id)
    if milestone is None:
        raise Http404
    messages.success(request, _("The milestone is back."))
    return HttpResponseRedirect(address(request, "milestone", milestone_id=milestone_id))


def _initial(milestone: Milestone) -> dict[str, Any]:
    return {name: getattr(milestone, name) for name in MilestoneForm.base_fields}
