"""What operators type: a new organization with its first member, and changes of one with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminEmailInputWidget, AdminTextareaWidget, AdminTextInputWidget
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import Organization

if TYPE_CHECKING:
    _Form = forms.ModelForm[Organization]
else:
    _Form = forms.ModelForm

MEBIBYTE = 1024**2
_REASON = {"rows": 3}
_WIDE = {"name": AdminTextInputWidget}


class FoundingForm(_Form):
    """A new organization, and whom it invites."""

    family_name = forms.CharField(label=capfirst(_("family name")), max_length=100, widget=AdminTextInputWidget)
    given_name = forms.CharField(
        label=capfirst(_("given name")), max_length=100, required=False, widget=AdminTextInputWidget
    )
    email = forms.EmailField(
        label=capfirst(_("e-mail")),
        widget=AdminEmailInputWidget,
        help_text=_("The first member is invited: tenant administrator and PMO manager."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        initial=get_language,
        help_text=_("The organization's: its mails are written in it, the invitation first."),
    )
    reason = forms.CharField(
        label=capfirst(_("reason")),
        max_length=1_000,
        required=False,
        widget=AdminTextareaWidget(_REASON),
        help_text=_("Kept in the organization's audit log."),
    )

    class Meta:
        model = Organization
        fields = ("slug", "name")
        widgets = _WIDE


class OrganizationForm(_Form):
    """Name, state and space for files of an organization; every change has its reason."""

    quota = forms.IntegerField(
        label=capfirst(_("space for files, in MB")),
        min_value=1,
        max_value=1_000_000_000,
        required=False,
        help_text=_("Empty: what the site allows every organization."),
    )
    reason = forms.CharField(
        label=capfirst(_("reason")),
        max_length=1_000,
        widget=AdminTextareaWidget(_REASON),
        help_text=_("Kept in the organization's audit log, with your sign-in."),
    )

    class Meta:
        model = Organization
        fields = ("name", "state")
        widgets = _WIDE

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        if self.instance.files_quota_bytes is not None:
            self.fields["quota"].initial = self.instance.files_quota_bytes // MEBIBYTE

    def values(self) -> dict[str, object]:
        """The columns as they are to stand."""
        quota: int | None = self.cleaned_data["quota"]
        found = {"name": self.cleaned_data["name"], "state": self.cleaned_data["state"]}
        if "quota" in self.changed_data:
            found["files_quota_bytes"] = None if quota is None else quota * MEBIBYTE
        return found
