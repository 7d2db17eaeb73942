"""Who may do what: why somebody sees a project, what each role gives, and the single grants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.roles import (
    OPERATING_MODEL_LABELS,
    ORGANIZATION_ROLE_LABELS,
    PROJECT_ROLE_LABELS,
    OperatingModel,
)
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import membership_of_person
from pmo_site.console.forms import AccessForm, NewGrantForm
from pmo_site.console.page_files import roles_file
from pmo_site.console.selectors.access import Access, Answer, access_of, role_rights
from pmo_site.console.selectors.grants import find_granted_project, grant_get, grants_page
from pmo_site.console.words import STANDINGS, ground_words, missing_words
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.resources.views.problems import tell_archived
from pmo_site.ui.paging import pager_of
from pmo_site.ui.parts import Crumb, Tab
from projects.models import Project
from projects.services.member import grant_give, grant_withdraw
from projects.views.grants import tell_given, tell_withdrawn


@dataclass(frozen=True, slots=True)
class Line:
    """A right in words: held or not, and why."""

    label: str
    held: bool
    why: tuple[str, ...]


@require_safe
@needs(Right.AUDIT_VIEW)
def access(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Why a person may do what they may do, or may not."""
    form = AccessForm(request.GET if "person" in request.GET else None, actor=request.actor)
    found = None
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        found = access_of(request.actor, person_id=chosen["person"].pk, project=chosen["project"])
    context = {**_frame(request, "access"), "form": form, "access": found, **(_told(found) if found else {})}
    return render(request, "console/access.html", context)


@require_safe
@needs(Right.AUDIT_VIEW)
def roles(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Which role gives which right."""
    model = OperatingModel(request.settings.operating_model)
    found = role_rights(model)
    if asked := form_asked(request):
        return file_answer(roles_file(found), asked, request.actor.today)
    lines = [(RIGHT_LABELS[right], everywhere, project) for right, everywhere, project in found]
    context = {
        **_frame(request, "roles"),
        "files": file_links(request),
        "organization_lines": [(label, everywhere) for label, everywhere, _project in lines],
        "project_lines": [(label, project) for label, _everywhere, project in lines if any(project)],
        "organization_roles": list(ORGANIZATION_ROLE_LABELS.values()),
        "project_roles": list(PROJECT_ROLE_LABELS.values()),
        "model": OPERATING_MODEL_LABELS[model],
        "is_combined": model is OperatingModel.COMBINED,
    }
    return render(request, "console/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.GRANTS_MANAGE)
def grants(request: ActorRequest, slug: str) -> HttpResponse:
    """Every single grant with who gave it and when; give another one."""
    form = NewGrantForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        membership = membership_of_person(chosen["member"].pk)
        if membership is None:
            raise Http404
        project, right = chosen["project"], chosen["right"]
        given = grant_give(actor=request.actor, project=project, right=right, membership=membership)
        tell_given(request, _("The right is granted."), given)
        return redirect("console:grants", slug=slug)
    page, lines = grants_page(request.actor, request.GET)
    context = {**_frame(request, "grants"), "form": form, "lines": lines, "pager": pager_of(page, request.GET)}
    return render(request, "console/grants.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Right.GRANTS_MANAGE, of=find_granted_project, sees=Right.PROJECT_VIEW)
def withdraw(request: ActorRequest, slug: str, grant_id: int, record: Project) -> HttpResponse:
    """Take a single grant back."""
    grant = grant_get(grant_id)
    if grant is not None and record.archived_at is not None:
        tell_archived(request)
    elif grant is not None:
        holder = grant.membership
        taken = grant_withdraw(actor=request.actor, project=record, right=grant.right, membership=holder)
        tell_withdrawn(request, _("The right is withdrawn."), taken)
    return redirect("console:grants", slug=slug)


def _told(found: Access) -> dict[str, Any]:
    held = [role.role for role in found.membership.roles.all()] if found.membership else []
    return {
        "standing": STANDINGS[found.standing],
        "held_roles": [label for role, label in ORGANIZATION_ROLE_LABELS.items() if role.value in held],
        "operating_model": OPERATING_MODEL_LABELS[found.model],
        "on_project": [_line(answer) for answer in found.of_project],
        "in_organization": [_line(answer) for answer in found.of_organization],
    }


def _line(answer: Answer) -> Line:
    why = tuple(ground_words(ground) for ground in answer.grounds) or (missing_words(answer),)
    return Line(str(RIGHT_LABELS[answer.right]), answer.held, why)


def _frame(request: ActorRequest, current: str) -> dict[str, Any]:
    slug = request.organization.slug
    pages = [("access", _("Why somebody may")), ("roles", _("Roles and rights"))]
    if may(request.actor, Right.GRANTS_MANAGE):
        pages.append(("grants", _("Single grants")))
    tabs = [Tab(label, reverse(f"console:{name}", kwargs={"slug": slug}), name == current) for name, label in pages]
    home = Crumb(_("Console"), reverse("console:home", kwargs={"slug": slug}))
    label = next(str(tab.label) for tab in tabs if tab.current)
    return {"tabs": tabs, "title": label, "crumbs": [home, Crumb(label)], "organization": request.organization}
