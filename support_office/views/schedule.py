"""When a project reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.ui.editing import tried
from projects.models import Project
from projects.views.parts import find_project, put_away
from support_office.forms import ScheduleForm
from support_office.models import ReportSchedule
from support_office.selectors.schedules import DEFAULT_VERSION, schedule_of
from support_office.services.schedule import FIELDS, schedule_set
from support_office.views.parts import address, report_frame


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REPORT_SCHEDULE, of=find_project, sees=Right.PROJECT_VIEW)
def schedule_edit(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Set when the project reports; a stale edit shows both versions."""
    if closed := put_away(request, record):
        return closed
    schedule = schedule_of(record)
    form = ScheduleForm(request.POST or None, initial=_initial(schedule))
    edit = tried(
        form,
        stored=_initial(schedule),
        save=lambda version, values: schedule_set(actor=request.actor, project=record, version=version, values=values),
    )
    if edit.is_saved:
        messages.success(request, _("Saved."))
        return redirect(address(request, "reports", project_id=project_id))
    context = {
        **report_frame(request, record, _("When the project reports")),
        "form": form,
        "clashes": edit.clashes,
        "is_default": schedule.version == DEFAULT_VERSION,
    }
    return render(request, "support_office/schedule_form.html", context, status=edit.status)


def _initial(schedule: ReportSchedule) -> dict[str, Any]:
    return {name: getattr(schedule, name) for name in (*FIELDS, "version")}
