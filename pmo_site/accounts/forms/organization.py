"""Forms of the organization's settings."""

from __future__ import annotations

import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.accounts.services.settings import SettingsFacts

ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
COUNTRIES = [("JP", _("Japan")), ("CA", _("Canada")), ("US", _("United States")), ("GB", _("United Kingdom"))]


class DaysField(forms.CharField):
    """Days, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's signature
        """One day a line."""
        return "\n".join(day.isoformat() for day in value) if isinstance(value, list) else value

    def clean(self, value: str | None) -> list[date]:
        """Every line is a day; the same day counts once."""
        lines = str(super().clean(value)).split()
        try:
            return sorted({date.fromisoformat(line.replace("/", "-")) for line in lines})
        except ValueError as error:
            raise forms.ValidationError(_("Write each day as 2026-12-29, one a line.")) from error


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes parameters only in its stubs
    """Languages, calendar and money."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    language = forms.ChoiceField(label=_("Main language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in ZONES])
    fiscal_year_start = forms.TypedChoiceField(
        label=_("First month of the fiscal year"), choices=list(MONTHS.items()), coerce=int
    )
    country = forms.ChoiceField(label=_("Country of the holidays"), choices=COUNTRIES)
    own_holidays = DaysField(label=_("Own holidays"), required=False, help_text=_("One day a line, as 2026-12-29."))

    class Meta:
        model = OrganizationSettings
        fields = [
            "language",
            "time_zone",
            "fiscal_year_start",
            "country",
            "closing",
            "own_holidays",
            "currency",
        ]

    def facts(self) -> SettingsFacts:
        """What was entered."""
        return SettingsFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class SwitchForm(forms.Form):
    """The other operating model, and why."""

    model = forms.ChoiceField(
        label=_("Operating model"),
        choices=[(model.value, OPERATING_MODEL_LABELS[model]) for model in OperatingModel],
        widget=forms.RadioSelect,
        help_text=_(
            "Combined: the PMO doubles as PSO and supports every project. "
            "Separate: PSO staff support only projects that they are assigned to."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
