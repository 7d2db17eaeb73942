"""Forms of the organization's settings."""

from __future__ import annotations

import hashlib
import json
import zoneinfo
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.forms.color import ColorField
from pmo_site.accounts.models import Country, OrganizationSettings
from pmo_site.accounts.models.organization import months
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.accounts.services.settings import SettingsFacts

ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))


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
    """Name, languages, calendar, money and color; `seen` carries the mark of the entries whose effect was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    language = forms.ChoiceField(label=_("Main language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in ZONES])
    fiscal_year_start = forms.TypedChoiceField(label=_("First month of the fiscal year"), choices=months, coerce=int)
    country = forms.ChoiceField(label=_("Country of the holidays"), choices=Country.choices)
    own_holidays = DaysField(label=_("Own holidays"), required=False, help_text=_("One day a line, as 2026-12-29."))
    brand_color = ColorField(
        label=_("Brand color"), required=False, help_text=_("Such as #2450c4. Empty: the product's own.")
    )

    class Meta:
        model = OrganizationSettings
        fields = [
            "name",
            "language",
            "time_zone",
            "fiscal_year_start",
            "country",
            "closing",
            "own_holidays",
            "currency",
            "brand_color",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def facts(self) -> SettingsFacts:
        """What was entered."""
        return SettingsFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    def mark(self) -> str:
        """What tells one set of entries from another, and from the same ones on top of another version."""
        told = json.dumps([self.cleaned_data["version"], asdict(self.facts())], default=str)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether the effect of exactly these entries was shown before."""
        return str(self.cleaned_data.get("seen")) == self.mark()

    def with_hidden(self, **values: str) -> None:
        """Let the form that is shown next carry other hidden values; what was typed stays."""
        typed = {name: value for name, value in self.data.items() if isinstance(value, str)}
        self.data = {**typed, **values}


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
