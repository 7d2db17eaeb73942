"""The form that makes an account from an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.forms.entrance import NEW_PASSWORD_HELP
from pmo_site.accounts.models import User

_NEW = {"autocomplete": "new-password"}


class InvitationForm(forms.Form):
    """A password for the account that an invitation makes."""

    password1 = forms.CharField(
        label=_("Password"), help_text=NEW_PASSWORD_HELP, strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )
    password2 = forms.CharField(label=_("Password, once more"), strip=False, widget=forms.PasswordInput(attrs=_NEW))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Both entries agree, and the password is no easy guess."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        if first:
            try:
                validate_password(first, User(email=self.email))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned
