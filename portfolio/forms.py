"""Forms of the portfolio."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.ui.fields import DayField
from portfolio.models import LEVEL_CHOICES


class OverviewForm(forms.Form):
    """Which lights are shown, as of which day."""

    level = forms.ChoiceField(label=_("Health"), choices=[("", _("Any")), *LEVEL_CHOICES], required=False)
    as_of = DayField(label=_("As of"), required=False)
