"""Forms of sign-in, password and second factor: allauth's, in our words, counted, each code once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.services.sign_in import code_succeeded, code_tried, totp_step_claim

NEW_PASSWORD_HELP = _("At least 12 characters; nothing common and nothing from your e-mail.")


def speak(
    form: forms.Form, labels: Mapping[str, str | Promise], helps: Mapping[str, str | Promise] | None = None
) -> None:
    """Give fields our labels and help, and no placeholder that repeats them."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = cast("str", label)
        field.help_text = cast("str", (helps or {}).get(name, ""))
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        speak(self, {"login": _("E-mail"), "password": _("Password")})


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        speak(self, {"password": _("Password")})


class PasswordChangeForm(ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password, once more"),
        }
        speak(self, labels, {"password1": NEW_PASSWORD_HELP})

    def clean_oldpassword(self) -> str:
        """Counted like a sign-in: a borrowed session is no place to guess."""
        password = str(self.cleaned_data.get("oldpassword", ""))
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("incorrect_password")
        return password


class PasswordResetKeyForm(ResetPasswordKeyForm):
    """A new password by the link of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        labels = {"password1": _("New password"), "password2": _("New password, once more")}
        speak(self, labels, {"password1": NEW_PASSWORD_HELP})


class PasswordResetForm(forms.Form):
    """The e-mail that a reset mail goes to, if it has an account."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


def counted_code(form: forms.Form, judge: Any) -> str:  # noqa: ANN401  allauth publishes no types
    """Count an attempt at a code, judge it, and use it up."""
    user = cast("Any", form).user  # allauth's forms carry it
    counted = code_tried(user)
    if counted.wait_seconds:
        context.request.wait_seconds = counted.wait_seconds
        raise get_mfa_adapter().validation_error("incorrect_code")
    code: str = judge()
    authenticator = getattr(form, "authenticator", None)
    if (authenticator is None or authenticator.type == Authenticator.Type.TOTP) and not totp_step_claim(user):
        raise get_mfa_adapter().validation_error("incorrect_code")
    code_succeeded(user)
    return code


_CODE_HELP = _("Six digits from your authenticator app, or a recovery code.")


class CodeForm(AuthenticateForm):
    """The second step of sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Code")}, {"code": _CODE_HELP})

    def clean_code(self) -> str:
        """Counted; each code works once."""
        return counted_code(self, super().clean_code)


class CodeConfirmForm(CodeAgainForm):
    """A code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Code")}, {"code": _CODE_HELP})

    def clean_code(self) -> str:
        """Counted; each code works once."""
        return counted_code(self, super().clean_code)


class TotpActivateForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's signature
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Code")}, {"code": _("The six digits that your app shows now.")})

    def clean_code(self) -> str:
        """Counted; the code that activates does not sign in again."""
        return counted_code(self, super().clean_code)
