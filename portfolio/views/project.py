"""The health of one project: every light opens its reasons, every reason its rows; and its override."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.kernel.evidence import Dimension
from pmo_site.ui.editing import mark_problems
from portfolio.forms import AsOfForm, OverrideForm
from portfolio.models import HealthOverride, ProjectHealth
from portfolio.reasons import ReasonText, reason_text
from portfolio.selectors import health_of, health_strips, is_stale, reasons_for
from portfolio.selectors.overrides import may_override, override_get, override_list, override_on
from portfolio.services.health import health_demand
from portfolio.services.overrides import override_set, override_withdraw
from portfolio.views.parts import address, quick_days
from portfolio.words import DIMENSION_LABELS
from projects.models import Project
from projects.views.parts import find_project, frame, put_away


def find_override(actor: Actor, *, override_id: UUID, **_others: object) -> HealthOverride | None:
    """The override that an address names, of a project that the actor may see."""
    return override_get(actor, override_id)


@require_safe
@needs(Right.HEALTH_VIEW, of=find_project, sees=Right.PROJECT_VIEW)
def project_health(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:
    """Why a light has its color: each reason with its numbers, its limit and its rows, as of any day."""
    form = AsOfForm(request.GET, today=request.actor.today)
    form.is_valid()
    as_of = form.cleaned_data.get("as_of")
    snapshot = health_of(request.actor, project_id, as_of=as_of)
    sees_money = may(request.actor, Right.MONEY_VIEW, record)
    found = reasons_for(snapshot, sees_money=sees_money) if snapshot else []
    context = {
        **frame(request, record, "detail", _("Health")),
        "snapshot": snapshot,
        "groups": _groups(snapshot, [reason_text(reason, slug=slug) for reason in found]),
        "strip": health_strips(request.actor, [project_id], as_of=as_of).get(project_id, []),
        "form": form,
        "as_of": as_of,
        "quick_days": quick_days(request, as_of),
        "is_stale": as_of is None and is_stale(snapshot),
        "override": override_on(request.actor, record, as_of or request.actor.today),
        "overrides": override_list(request.actor, record),
        "may_compute": may(request.actor, Right.HEALTH_COMPUTE, record),
        "may_override": record.archived_at is None and may_override(request.actor, record),
        "may_see_policy": may(request.actor, Right.HEALTH_POLICY_VIEW),
    }
    return render(request, "portfolio/project_health.html", context)


@require_POST
@needs(Right.HEALTH_COMPUTE, of=find_project, sees=Right.PROJECT_VIEW)
def project_health_compute(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Compute a project's health now."""
    health_demand(actor=request.actor, project=record)
    messages.success(request, _("The health was computed from the present evidence."))
    return redirect(address(request, "health", project_id=project_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.HEALTH_OVERRIDE, of=find_project, sees=Right.PROJECT_VIEW)
def override_new(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Show another level than the computed one for a time, with a reason; the computed one stays beside it."""
    if closed := put_away(request, record):
        return closed
    form = OverrideForm(request.POST or None, initial={"starts_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            override_set(actor=request.actor, project=record, values=form.cleaned_data)
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            messages.success(request, _("The override stands until its last day."))
            return redirect(address(request, "health", project_id=project_id))
    context: dict[str, Any] = {
        **frame(request, record, "detail", _("Override")),
        "form": form,
        "snapshot": health_of(request.actor, project_id),
    }
    return render(request, "portfolio/override_form.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Right.HEALTH_OVERRIDE, of=find_override, sees=Right.PROJECT_VIEW)
def override_withdraw_action(
    request: ActorRequest,
    slug: str,  # noqa: ARG001  the edge resolved it
    override_id: UUID,  # noqa: ARG001  the declaration found it
    record: HealthOverride,
) -> HttpResponse:
    """End an override before its last day."""
    if closed := put_away(request, record.project):
        return closed
    override_withdraw(actor=request.actor, override=record, version=record.version)
    messages.success(request, _("The override was withdrawn: the computed level is shown again."))
    return redirect(address(request, "health", project_id=record.project_id))


def _groups(
    snapshot: ProjectHealth | None, reasons: list[ReasonText]
) -> list[tuple[str, dict[str, object], list[ReasonText]]]:
    if snapshot is None:
        return []
    found = []
    for dimension in Dimension:
        facts = snapshot.dimensions[dimension.value]
        mine = [text for text in reasons if text.reason.dimension is dimension]
        if facts["counts"] or mine:
            found.append((str(DIMENSION_LABELS[dimension]), facts, mine))
    return found
