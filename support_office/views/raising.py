"""Anybody on a project raises a risk or an issue, in their own words and without a number."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.ui.editing import mark_problems
from projects.models import Project
from projects.views.parts import find_project, frame, put_away
from support_office.forms import RaiseForm
from support_office.models import Issue, Risk
from support_office.services.triage import entry_raise
from support_office.views.log_parts import entry_address


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RISK_RAISE, of=find_project, sees=Right.PROJECT_VIEW)
def raise_page(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Raise something; a refused form keeps everything that was typed."""
    if closed := put_away(request, record):
        return closed
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "happens", "concern")}
        kind: type[Risk | Issue] = Issue if form.cleaned_data["kind"] == "issue" else Risk
        try:
            entry = entry_raise(actor=request.actor, project=record, kind=kind, **said)
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            words = _("Thank you. %(code)s waits for the project's triage; you will be told what becomes of it.")
            messages.success(request, words % {"code": entry.code})
            return redirect(entry_address(request, entry))
    context = {**frame(request, record, "risks", _("Raise a risk or an issue")), "form": form}
    return render(request, "support_office/logs/raise.html", context, status=422 if form.errors else 200)
