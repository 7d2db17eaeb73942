"""The form of an override."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.ui.fields import DayField
from portfolio.models.override import DECLARABLE


class OverrideForm(forms.Form):
    """Another level than the computed one, for a time, with a reason."""

    level = forms.ChoiceField(label=_("Level to show"), choices=DECLARABLE, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Shown to everybody.")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), help_text=_("The last day. It ends by itself, at most 92 days later."))
