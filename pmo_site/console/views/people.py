"""What the console does with a person's account: invite, give and take roles, end the membership."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo_site.accounts.directory import memberships_of, person_of
from pmo_site.accounts.forms.people import InviteForm, RoleForm
from pmo_site.accounts.forms.problems import show_problems, words_of
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Person
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.routing import needs
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.roles import membership_end, membership_grant_role, membership_revoke_role
from pmo_site.console.resources import people
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.views.details import detail_page
from pmo_site.resources.views.frames import record_address

manages_person = needs(Right.PEOPLE_MANAGE, of=person_of, sees=Right.PEOPLE_VIEW)


@manages_person
@require_POST
def invite(request: ActorRequest, slug: str, person_id: UUID, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Invite the person by mail; a refused invitation keeps what was typed."""
    form = InviteForm(request.POST, actor=request.actor)
    if form.is_valid():
        email, role = form.cleaned_data["email"], OrganizationRole(form.cleaned_data["role"])
        try:
            invitation_send(actor=request.actor, person_id=record.pk, email=email, role=role)
        except RuleError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("The invitation is on its way."))
            return HttpResponseRedirect(record_address(request, people, record))
    request.inviting = form  # type: ignore[attr-defined]  # the panel of the page shows it
    return detail_page(request, people, record)


@manages_person
@require_POST
def change_role(request: ActorRequest, slug: str, person_id: UUID, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Give or take a role, or end the membership."""
    form = RoleForm(request.POST)
    membership = memberships_of([record.pk]).get(record.pk)
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
            messages.success(request, _("The roles are changed."))
    return HttpResponseRedirect(record_address(request, people, record))
