"""Who gets to the operators' pages: operators alone, with a second factor and a password given a moment ago."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from pmo_site.accounts.models import User
from pmo_site.kernel import clock

ROAD = "platform"
"""The alias of the connection whose role the database lets see organizations and nothing that they keep."""


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """What somebody gets instead of the page; None for an operator who may see it.

    Who is no operator finds nothing here, and nobody does where the operators' role has no address.
    """
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if not (user.is_active and user.is_staff) or ROAD not in connections:
        raise Http404
    if not is_mfa_enabled(user):
        messages.info(request, gettext("The operators' pages ask for a second factor. Set one up first."))
        return redirect("mfa_activate_totp")
    if not _proved_lately(request, user):
        address = request.get_full_path() if request.method == "GET" else request.path
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': address})}")
    return None


def _proved_lately(request: HttpRequest, user: User) -> bool:
    """A sign-in a moment ago proves as much as the password given again."""
    since = clock.now().timestamp() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in get_authentication_records(request, user))
