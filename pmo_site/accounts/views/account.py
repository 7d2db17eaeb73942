"""The way in after sign-in, and one's own account."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pmo_site.accounts.forms.me import PreferencesForm
from pmo_site.accounts.limits import LANGUAGE_SECONDS
from pmo_site.accounts.models import User
from pmo_site.accounts.routing import open_to_account
from pmo_site.accounts.selectors import organizations_of_user
from pmo_site.accounts.services.accounts import preferences_revise


@open_to_account
@never_cache
@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """Straight into the only organization, a choice among several, a kind word where there is none."""
    choices = organizations_of_user(UUID(str(request.user.pk)))
    if len(choices) == 1 and "choose" not in request.GET:
        return redirect(f"/o/{choices[0].slug}/")
    return render(request, "me/organizations.html", {"choices": choices})


@open_to_account
@never_cache
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: language, theme, and the ways to password, second factor and sessions."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    stands = {"language": user.language, "theme": user.theme, "single_keys": user.single_keys}
    form = PreferencesForm(request.POST or None, initial=stands)
    if request.method != "POST" or not form.is_valid():
        return render(request, "me/account.html", {"form": form})
    language = form.cleaned_data["language"]
    preferences_revise(user_id=user.pk, **form.cleaned_data)
    with translation.override(language):
        messages.success(request, gettext("Your preferences are saved."))
    response = redirect("me")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=LANGUAGE_SECONDS)
    return response
