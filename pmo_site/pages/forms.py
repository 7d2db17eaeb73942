"""Forms of the composed pages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.jobs.models import JobState
from pmo_site.jobs.selectors import JobNarrowing
from pmo_site.notifications.models import NoticePreferences, Rhythm
from pmo_site.notifications.registry import notice_kinds
from pmo_site.ui.editing import VersionedForm
from pmo_site.ui.fields import DayField
from pmo_site.ui.jobs import job_kinds

_HOURS = [(hour, f"{hour}:00") for hour in range(24)]
_NO_HOUR = ("", _("None"))


def _hour(value: str) -> int | None:
    return int(value) if value != "" else None


class JobsForm(forms.Form):
    """Which jobs are asked for; a day lasts from midnight to midnight on the organization's clock."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *JobState.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    reason = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("All")), *job_kinds()]

    def narrowing(self, zone: ZoneInfo) -> JobNarrowing:
        """What is asked for; what cannot be understood narrows nothing."""
        told = self.cleaned_data if self.is_valid() else {}
        since, until = told.get("since"), told.get("until")
        return JobNarrowing(
            state=told.get("state", ""),
            handler=told.get("kind", ""),
            reason=told.get("reason", ""),
            since=datetime.combine(since, time(), zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        )


class PreferencesForm(VersionedForm):
    """When a person is mailed, when not, and of what they are told."""

    rhythm = forms.ChoiceField(label=_("Mail of unread notices"), choices=Rhythm.choices, widget=forms.RadioSelect)
    digest_hour = forms.TypedChoiceField(label=_("Hour of the mail"), choices=_HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"), choices=[_NO_HOUR, *_HOURS], coerce=_hour, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"), choices=[_NO_HOUR, *_HOURS], coerce=_hour, empty_value=None, required=False
    )
    told = forms.MultipleChoiceField(label=_("Tell me of"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in notice_kinds() if kind.is_mutable]
        self.always_told = [str(kind.label) for kind in notice_kinds() if not kind.is_mutable]
        told: Any = self.fields["told"]
        told.choices = [(kind.key, kind.label) for kind in kinds]
        if not kinds:
            del self.fields["told"]

    @staticmethod
    def initial_of(stands: NoticePreferences) -> dict[str, Any]:
        """What stands, in the form's terms: kinds that are told instead of kinds that are muted."""
        names = ("version", "rhythm", "digest_hour", "quiet_from", "quiet_until")
        told = [kind.key for kind in notice_kinds() if kind.is_mutable and kind.key not in stands.muted]
        return {**{name: getattr(stands, name) for name in names}, "told": told}

    def preferences(self) -> dict[str, Any]:
        """What was chosen, in the record's terms; a kind that comes later is told of at first."""
        values = self.values()
        told = set(values.pop("told", ()))
        return {**values, "muted": [kind.key for kind in notice_kinds() if kind.is_mutable and kind.key not in told]}
