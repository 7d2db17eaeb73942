"""People of the organization: the list, and one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.directory import memberships_of, open_invitation_of, people_lines, person_of
from pmo_site.accounts.forms.people import InviteForm, PersonForm, RoleForm, SearchForm, role_choices
from pmo_site.accounts.forms.problems import show_problems, words_of
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, OrganizationRole, Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.people import person_archive, person_create, person_restore, person_revise
from pmo_site.accounts.services.roles import membership_end, membership_grant_role, membership_revoke_role
from pmo_site.accounts.views.conflicts import conflict_rows
from pmo_site.kernel.conflicts import RuleError, StaleError

manages_person = needs(Right.PEOPLE_MANAGE, of=person_of, sees=Right.PEOPLE_VIEW)


def crumbs(request: ActorRequest, *names: str) -> list[dict[str, str]]:
    """The way to a page of people."""
    slug = request.organization.slug
    start = [
        {"label": request.organization.name, "url": f"/o/{slug}/"},
        {"label": gettext("People"), "url": f"/o/{slug}/people/"},
    ]
    return start + [{"label": name} for name in names]


@lists(Right.PEOPLE_VIEW)
@require_safe
def people(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  part of the address
    """Everybody the organization knows."""
    form = SearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    lines, more = people_lines(
        actor=request.actor,
        language=get_language() or "ja",
        search=chosen.get("q", ""),
        archived=chosen.get("archived", False),
    )
    values = {
        "form": form,
        "lines": lines,
        "more": more,
        "searched": bool(chosen.get("q")),
        "may_manage": may(request.actor, Right.PEOPLE_MANAGE),
        "organization": request.organization,
        "crumbs": crumbs(request),
    }
    return render(request, "people/list.html", values)


@needs(Right.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def person_new(request: ActorRequest, slug: str) -> HttpResponse:
    """Record a person."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = person_create(actor=request.actor, facts=form.facts())
        except RuleError as error:
            show_problems(form, error)
        else:
            messages.success(request, gettext("The person is recorded."))
            return redirect("person", slug=slug, person_id=made.id)
    values = {"form": form, "organization": request.organization, "crumbs": crumbs(request, gettext("New person"))}
    return render(request, "people/new.html", values)


@manages_person
@require_http_methods(["GET", "POST"])
def person(request: ActorRequest, slug: str, person_id: str, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """One person: facts, account, roles."""
    form = PersonForm(request.POST or None, instance=record, initial={"version": record.version})
    if request.method != "POST" or not form.is_valid():
        return person_page(request, record, form=form)
    version = form.cleaned_data["version"] or 0
    try:
        person_revise(actor=request.actor, person_id=record.id, version=version, facts=form.facts())
    except StaleError as error:
        stands = person_of(request.actor, person_id=record.id) or record
        data = request.POST.copy()
        data["version"] = str(error.current_version)
        rows = conflict_rows(form, PersonForm(instance=stands))
        return person_page(request, stands, form=PersonForm(data, instance=record), conflict=rows, status=409)
    except RuleError as error:
        show_problems(form, error)
        return person_page(request, record, form=form)
    messages.success(request, gettext("The person is saved."))
    return redirect("person", slug=slug, person_id=record.id)


@manages_person
@require_POST
def invite(request: ActorRequest, slug: str, person_id: str, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Invite the person by mail."""
    form = InviteForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            invitation_send(
                actor=request.actor,
                person_id=record.id,
                email=form.cleaned_data["email"],
                role=OrganizationRole(form.cleaned_data["role"]),
            )
        except RuleError as error:
            show_problems(form, error)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("person", slug=slug, person_id=record.id)
    return person_page(request, record, inviting=form)


@manages_person
@require_POST
def change_role(request: ActorRequest, slug: str, person_id: str, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Give or take a role, or end the membership."""
    form = RoleForm(request.POST)
    membership = memberships_of([record.id]).get(record.id)
    action = request.POST.get("action", "")
    if membership is not None and (action == "end" or form.is_valid()):
        try:
            if action == "end":
                membership_end(actor=request.actor, membership_id=membership.id)
            else:
                change = membership_revoke_role if action == "revoke" else membership_grant_role
                role = OrganizationRole(form.cleaned_data["role"])
                change(actor=request.actor, membership_id=membership.id, role=role)
        except RuleError as error:
            messages.error(request, words_of(error))
        else:
            messages.success(request, gettext("The roles are changed."))
    return redirect("person", slug=slug, person_id=record.id)


@manages_person
@require_POST
def archive(request: ActorRequest, slug: str, person_id: str, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Archive or restore the person."""
    change = person_restore if record.archived_at else person_archive
    try:
        change(actor=request.actor, person_id=record.id, version=record.version)
    except StaleError:
        messages.error(request, gettext("Somebody else changed this person just now. Look again."))
    else:
        messages.success(request, gettext("The person is saved."))
    return redirect("person", slug=slug, person_id=record.id)


def person_page(
    request: ActorRequest,
    record: Person,
    *,
    form: PersonForm | None = None,
    inviting: InviteForm | None = None,
    conflict: Any = (),  # noqa: ANN401  lines of a table
    status: int = 200,
) -> HttpResponse:
    """Render one person with the account and the roles."""
    membership = memberships_of([record.id]).get(record.id)
    held = [OrganizationRole(row.role) for row in membership.roles.all()] if membership else []
    grantable = [choice for choice in role_choices(request.actor) if choice[0] not in held]
    initial = {"email": record.email, "role": OrganizationRole.MEMBER.value}
    name = record.display(get_language() or "ja")
    values = {
        "record": record,
        "name": name,
        "form": form or PersonForm(instance=record, initial={"version": record.version}),
        "conflict": conflict,
        "membership": membership,
        "roles": [(role.value, ORGANIZATION_ROLE_LABELS[role]) for role in held],
        "grantable": grantable,
        "invitation": open_invitation_of(record.id),
        "inviting": inviting or InviteForm(actor=request.actor, initial=initial),
        "organization": request.organization,
        "crumbs": crumbs(request, name),
    }
    return render(request, "people/person.html", values, status=status)
