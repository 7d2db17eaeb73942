"""The form of one's own preferences."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.models.user import Theme


class PreferencesForm(forms.Form):
    """Language and brightness of the pages, and whether single keys do something."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    single_keys = forms.BooleanField(
        label=_("Shortcuts of single keys"),
        help_text=_("Turn this off where speech input or a neighboring key sets them off. Those with Ctrl stay."),
        required=False,
    )
