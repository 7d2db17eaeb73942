"""What the console does with a person's account: invite, give and take roles, end the membership."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo_site.accounts.acts import ActKind
from pmo_site.accounts.directory import memberships_of, person_of
from pmo_site.accounts.forms.people import InviteForm, RoleForm
from pmo_site.accounts.forms.problems import show_problems, words_of
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Membership, Person
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.routing import needs
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.roles import membership_end, membership_grant_role, membership_revoke_role
from pmo_site.accounts.services.undoing import MEMBERSHIP_ENDED, ROLE_GIVEN, ROLE_TAKEN
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.console.resources import people
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.views.details import detail_page
from pmo_site.resources.views.frames import record_address

Done = tuple[ActKind, dict[str, object]] | None
"""The kind of an act with its facts; None where nothing changed."""

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
    vars(request)["inviting"] = form  # the panel of the page shows it
    return detail_page(request, people, record)


def _given(request: ActorRequest, membership: Membership, role: str) -> Done:
    held = membership_grant_role(actor=request.actor, membership_id=membership.id, role=OrganizationRole(role))
    return (ROLE_GIVEN, {"row": str(held.pk)}) if held else None


def _taken(request: ActorRequest, membership: Membership, role: str) -> Done:
    taken = membership_revoke_role(actor=request.actor, membership_id=membership.id, role=OrganizationRole(role))
    return (ROLE_TAKEN, {"membership": str(membership.pk), "role": role}) if taken else None


def _ended(request: ActorRequest, membership: Membership, _role: str) -> Done:
    ended = membership_end(actor=request.actor, membership_id=membership.id)
    facts = {"ended_at": ended.at.isoformat(), "roles": sorted(ended.roles)}
    return MEMBERSHIP_ENDED, {"membership": str(membership.pk), **facts}


DEEDS: Mapping[str, Callable[[ActorRequest, Membership, str], Done]] = {"revoke": _taken, "end": _ended}
"""What a form asks for, beside giving a role."""


def _tell(request: ActorRequest, person: Person, done: Done) -> None:
    """Say that it is done, with a way back where something changed."""
    words = _("The roles are changed.")
    if done is None:
        messages.success(request, words)
        return
    kind, facts = done
    tell_with_way_back(request, words, kind, {"person": str(person.pk), **facts})


@manages_person
@require_POST
def change_role(request: ActorRequest, slug: str, person_id: UUID, record: Person) -> HttpResponse:  # noqa: ARG001  part of the address
    """Give or take a role, or end the membership."""
    form = RoleForm(request.POST)
    membership = memberships_of([record.pk]).get(record.pk)
    action = request.POST.get("action", "")
    if membership is not None and (form.is_valid() or action == "end"):
        try:
            change = DEEDS.get(action, _given)
            done = change(request, membership, form.cleaned_data.get("role", ""))
        except RuleError as error:
            messages.error(request, words_of(error))
        else:
            _tell(request, record, done)
    return HttpResponseRedirect(record_address(request, people, record))
