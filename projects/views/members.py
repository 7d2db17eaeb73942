"""The people of a project and single grants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import membership_of_person
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.page_files import file_answer, file_links, form_asked
from pmo_site.ui.editing import mark_problems, tried
from projects.forms import GrantForm, MemberForm
from projects.models import Project, ProjectMember
from projects.selectors import grant_list, member_get, member_list
from projects.services.member import grant_give, grant_withdraw, member_add, member_revise
from projects.services.undoing import MEMBER_ADDED, MEMBER_CHANGED, member_facts
from projects.views.grants import tell_given, tell_withdrawn
from projects.views.member_files import members_file
from projects.views.parts import address, find_project, frame, put_away

_VIEW = Right.PROJECT_VIEW


@require_safe
@needs(_VIEW, of=find_project)
def member_list_page(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Who works on the project in which role, now and before."""
    members = list(member_list(request.actor, record))
    if asked := form_asked(request):
        return file_answer(members_file(record, members), asked, request.actor.today)
    context = {
        **frame(request, record, "members", _("People")),
        "files": file_links(request),
        "members": members,
        "today": request.actor.today,
        "may_manage": record.archived_at is None and may(request.actor, Right.MEMBERS_MANAGE, record),
    }
    return render(request, "projects/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.MEMBERS_MANAGE, of=find_project, sees=_VIEW)
def member_new(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Give a person a role."""
    if closed := put_away(request, record):
        return closed
    form = MemberForm(request.POST or None, initial={"version": 1, "starts_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            member = member_add(actor=request.actor, project=record, values=form.values())
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            facts = member_facts(member, version=member.version)
            tell_with_way_back(request, _("The person was added."), MEMBER_ADDED, facts)
            return redirect(address(request, "members", project_id=project_id))
    context = {**frame(request, record, "members", _("Add a person")), "form": form}
    return render(request, "projects/member_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.MEMBERS_MANAGE, of=find_project, sees=_VIEW)
def member_edit(
    request: ActorRequest,
    slug: str,  # noqa: ARG001  the edge resolved it
    project_id: UUID,
    member_id: UUID,
    record: Project,
) -> HttpResponse:
    """Change or end a role."""
    member = member_get(request.actor, record, member_id)
    if member is None:
        raise Http404
    if closed := put_away(request, record):
        return closed
    stood = member.version
    form = MemberForm(request.POST or None, initial=_initial(member))
    context = {**frame(request, record, "members", str(member.person)), "form": form, "member": member}
    edit = tried(
        form,
        stored=_initial(member),
        save=lambda version, values: member_revise(actor=request.actor, member=member, version=version, values=values),
    )
    if edit.is_saved:
        facts = member_facts(member, version=stood + 1)
        tell_with_way_back(request, _("Saved."), MEMBER_CHANGED, facts)
        return redirect(address(request, "members", project_id=project_id))
    return render(request, "projects/member_form.html", {**context, "clashes": edit.clashes}, status=edit.status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.GRANTS_MANAGE, of=find_project, sees=_VIEW)
def grant_page(request: ActorRequest, slug: str, project_id: UUID, record: Project) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Give and take single rights beyond roles; those on an archived project are read alone."""
    if request.method == "POST" and (closed := put_away(request, record)):
        return closed
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        membership = membership_of_person(form.cleaned_data["member"].pk)
        if membership is None:
            raise Http404
        right = form.cleaned_data["right"]
        if "withdraw" in request.POST:
            taken = grant_withdraw(actor=request.actor, project=record, right=right, membership=membership)
            tell_withdrawn(request, _("Saved."), taken)
        else:
            given = grant_give(actor=request.actor, project=record, right=right, membership=membership)
            tell_given(request, _("Saved."), given)
        return redirect(address(request, "grants", project_id=project_id))
    context = {
        **frame(request, record, "grants", _("Single grants")),
        "form": form,
        "grants": grant_list(request.actor, record),
    }
    return render(request, "projects/grants.html", context, status=422 if form.errors else 200)


def _initial(member: ProjectMember) -> dict[str, Any]:
    return {name: getattr(member, name) for name in MemberForm.base_fields}
