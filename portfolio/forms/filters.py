"""Which lights are shown, as of which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices
from pmo_site.ui.fields import DayField
from portfolio.models import LEVEL_CHOICES
from projects.models.choices import TIER_CHOICES

_ANY = ("", _("Any"))


class AsOfForm(forms.Form):
    """As of which day a light is shown."""

    as_of = DayField(label=_("As of"), required=False)


class OverviewForm(forms.Form):
    """Which lights are shown, as of which day."""

    level = forms.ChoiceField(label=_("Health"), choices=[_ANY, *LEVEL_CHOICES], required=False)
    as_of = DayField(label=_("As of"), required=False)


class MatrixForm(OverviewForm):
    """Which lights are shown by month and dimension."""

    tier = forms.ChoiceField(label=_("Governance tier"), choices=[_ANY, *TIER_CHOICES], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        # Departments are a tenant's: they are asked for when the form is used, not when it is defined.
        self.fields["department"] = forms.ModelChoiceField(
            department_choices(), label=_("Department"), empty_label=_("Any"), required=False
        )
