"""Accepting an invitation: the key of the mail is the proof, whoever brings it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.errors import AccountsRuleError, WrongAccountError
from pmo_site.accounts.forms.invitations import InvitationForm
from pmo_site.accounts.models import Invitation, User
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import open_to_all
from pmo_site.accounts.selectors import account_exists, invitation_for_key, organization_settings
from pmo_site.accounts.services.invitations import invitation_accept, key_hash
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState
from pmo_site.tenancy.selectors import organization_by_slug


@open_to_all("the key of the mail is the proof")
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Make an account, or tie the one that is signed in; a used, old or wrong key says only that it is gone."""
    organization = organization_by_slug(slug)
    if organization is None or organization.state != OrganizationState.ACTIVE:
        return _gone(request)
    with _inside(organization) as actor:
        invitation = invitation_for_key(key_hash(key))
        if invitation is None:
            return _gone(request)
        if isinstance(request.user, AnonymousUser) and account_exists(invitation.email):
            messages.info(request, gettext("Sign in with your account to accept the invitation."))
            return redirect(f"{_login()}?next={request.path}")
        try:
            return _answer(request, organization, invitation, actor=actor, key=key)
        except WrongAccountError:
            return render(request, "invitation/wrong_account.html", {"organization": organization}, status=403)
        except AccountsRuleError:
            return _gone(request)


def _answer(
    request: HttpRequest, organization: Organization, invitation: Invitation, *, actor: Actor, key: str
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    form = InvitationForm(request.POST or None, email=invitation.email)
    if user is not None and user.email != invitation.email:
        raise WrongAccountError
    if request.method != "POST" or (user is None and not form.is_valid()):
        values = {"organization": organization, "invitation": invitation, "form": form if user is None else None}
        return render(request, "invitation/accept.html", values)
    password = form.cleaned_data["password1"] if user is None else ""
    invitation_accept(actor=actor, key=key, user=user, password=password, language=get_language() or "ja")
    messages.success(request, gettext("The invitation is accepted."))
    return redirect("organizations" if user else "account_login")


def _login() -> str:
    return redirect("account_login").url


@contextmanager
def _inside(organization: Organization) -> Iterator[Actor]:
    """The invitation itself acts, inside its organization; history names it so."""
    with tenant(organization.id, history={"system": "invitation"}):
        today = clock.today(organization_settings().time_zone)
        yield system_actor(organization.id, "invitation", frozenset({Right.PEOPLE_MANAGE}), today=today)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "invitation/gone.html", status=404)
