"""Sign-in, password and second factor: allauth's views with our counting, sessions and templates.

Where attempts are counted the view runs outside the request's transaction: a count is committed at once, holds no
lock while a password is hashed, and survives whatever the request comes to.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.usersessions import views as session_views
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic.base import TemplateResponseMixin

from pmo_site.accounts.forms import entrance as forms
from pmo_site.accounts.models import User
from pmo_site.accounts.routing import View, open_to_account, open_to_all
from pmo_site.accounts.services.accounts import password_reset_request
from pmo_site.accounts.services.attempts import Subject, attempts_count, client_address
from pmo_site.accounts.services.sign_in import folded_email, sessions_end_elsewhere


class _Waits(TemplateResponseMixin):
    """Who has to wait is told for how long; the words are those of any failure."""

    request: HttpRequest

    def render_to_response(self, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  Django's signature
        response: HttpResponse = super().render_to_response(*args, **kwargs)
        return waiting(response, getattr(self.request, "wait_seconds", 0))


def waiting(response: HttpResponse, wait_seconds: int) -> HttpResponse:
    """Mark an answer as "wait": 429 with Retry-After; nothing else of it changes."""
    if wait_seconds:
        response.status_code = 429
        response["Retry-After"] = str(wait_seconds)
    return response


class SignInView(_Waits, account_views.LoginView):
    """E-mail and password."""

    form_class = forms.SignInForm


class PasswordAgainView(_Waits, account_views.ReauthenticateView):
    """The password once more."""

    form_class = forms.PasswordAgainForm


class PasswordChangeView(_Waits, account_views.PasswordChangeView):
    """Change the password: every other session ends."""

    form_class = forms.PasswordChangeForm


class PasswordResetKeyView(account_views.PasswordResetFromKeyView):
    """Set a new password by the link of a mail: every session ends, the second factor stays."""

    form_class = forms.PasswordResetKeyForm


class CodeView(_Waits, mfa_views.AuthenticateView):
    """The second step of sign-in."""

    form_class = forms.CodeForm


class CodeAgainView(_Waits, mfa_views.ReauthenticateView):
    """A code before something that matters."""

    form_class = forms.CodeConfirmForm


class _EndsOtherSessions:
    """A change of the second factor ends every session but this one."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  allauth's signature
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a mixin
        sessions_end_elsewhere(self.request, user=cast("User", self.request.user))
        return response


class TotpActivateView(_EndsOtherSessions, _Waits, totp_views.ActivateTOTPView):
    """Turn the second factor on."""

    form_class = forms.TotpActivateForm


class TotpDeactivateView(_EndsOtherSessions, totp_views.DeactivateTOTPView):
    """Turn the second factor off."""


class RecoveryCodesMakeView(_EndsOtherSessions, code_views.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones end."""


@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a reset mail: the answer is the same whether the e-mail has an account or not."""
    form = forms.PasswordResetForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    email = folded_email(form.cleaned_data["email"])
    counted = attempts_count(Subject("reset_address", client_address(request)), Subject("reset_account", email))
    if counted.wait_seconds:
        form.add_error(None, gettext("Too many requests for now. Wait an hour and look into your mailbox."))
        return waiting(render(request, "account/password_reset.html", {"form": form}), counted.wait_seconds)
    password_reset_request(email=email)
    return redirect("account_reset_password_done")


def _counted(view: View) -> View:
    return transaction.non_atomic_requests(view)


def _entrance(view: View, reason: str) -> View:
    return open_to_all(reason)(never_cache(view))


def _own(view: View) -> View:
    return open_to_account(never_cache(view))


sign_in = _counted(_entrance(SignInView.as_view(), "sign-in"))
sign_out = _entrance(account_views.LogoutView.as_view(), "signing out needs no right")
code = _counted(_entrance(CodeView.as_view(), "second step of sign-in, kept in the session"))
reset_ask = _counted(_entrance(password_reset, "who forgot the password cannot sign in"))
reset_asked = _entrance(account_views.PasswordResetDoneView.as_view(), "answer to the request")
reset_by_key = _entrance(PasswordResetKeyView.as_view(), "the key of the mail is the proof")
reset_done = _entrance(account_views.PasswordResetFromKeyDoneView.as_view(), "answer to the reset")
password_again = _counted(_own(PasswordAgainView.as_view()))
code_again = _counted(_own(CodeAgainView.as_view()))
password_change = _counted(_own(PasswordChangeView.as_view()))
second_factor = _own(mfa_views.IndexView.as_view())
totp_activate = _counted(_own(TotpActivateView.as_view()))
totp_deactivate = _own(TotpDeactivateView.as_view())
recovery_codes = _own(code_views.ViewRecoveryCodesView.as_view())
recovery_codes_make = _own(RecoveryCodesMakeView.as_view())
recovery_codes_download = _own(code_views.DownloadRecoveryCodesView.as_view())
sessions = _own(session_views.ListUserSessionsView.as_view())
