"""Forms of status reports, their schedule, and the list of who owes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.accounts.directory import department_choices
from pmo_site.ui.editing import VersionedForm
from pmo_site.ui.fields import DayField, NumberField
from pmo_site.ui.parts import DIMENSION_WORDS
from support_office.domain.report import DECLARED_DIMENSIONS
from support_office.domain.scale import STEPS
from support_office.models import RiskScale
from support_office.models.choices import CADENCE_CHOICES, DECLARED_CHOICES, STANDING_CHOICES, WEEKDAY_CHOICES
from support_office.selectors.owed import TO_ACCEPT

LEVELS = [("", pgettext_lazy("level", "Not declared")), *DECLARED_CHOICES]
LONGEST = 4000
SCALE_WORDS = {
    "probability_ja": _("Probability in Japanese"),
    "probability_en": _("Probability in English"),
    "impact_ja": _("Impact in Japanese"),
    "impact_en": _("Impact in English"),
}
TEXTS = ("summary", "achievements", "next_steps", "ask_text", "ask_recommendation")
PLAIN = (*TEXTS, "overall", "ask_due_on", "ask_answered")


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:  # noqa: ANN401  lazy texts
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, required=False, max_length=LONGEST, help_text=help_text)


class ReportForm(VersionedForm):
    """What a manager writes; levels and comments by dimension beside it."""

    summary = _text(_("Summary"), 4, _("What the board must know, in about 100 words."))
    achievements = _text(_("Achievements"), 3)
    next_steps = _text(_("Next steps"), 3)
    overall = forms.ChoiceField(label=_("Declared overall level"), choices=LEVELS, required=False)
    ask_text = _text(_("Ask of the board"), 2, _("What has to be decided, and what a delay costs."))
    ask_recommendation = _text(_("Recommendation"), 2)
    ask_due_on = DayField(label=_("Decision needed by"), required=False)
    ask_answered = forms.BooleanField(label=_("The board has answered"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        for dimension in DECLARED_DIMENSIONS:
            words = {"dimension": DIMENSION_WORDS[dimension.value]}
            level, comment = f"level_{dimension.value}", f"comment_{dimension.value}"
            self.fields[level] = forms.ChoiceField(
                label=_("%(dimension)s: level") % words, choices=LEVELS, required=False
            )
            self.fields[comment] = forms.CharField(
                label=_("%(dimension)s: comment") % words, required=False, max_length=300
            )

    @property
    def dimensions(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Each dimension with its word and its two fields."""
        return [
            (name.value, str(DIMENSION_WORDS[name.value]), self[f"level_{name.value}"], self[f"comment_{name.value}"])
            for name in DECLARED_DIMENSIONS
        ]

    def values(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        found = self.cleaned_data
        names = [name.value for name in DECLARED_DIMENSIONS]
        pairs = {name: {"level": found[f"level_{name}"], "comment": found[f"comment_{name}"]} for name in names}
        declared = {name: pair for name, pair in pairs.items() if any(pair.values())}
        return {name: found[name] for name in PLAIN} | {"declared": declared}


def form_values(values: Mapping[str, Any], *, version: int) -> dict[str, Any]:
    """Values of a report as the form's fields hold them."""
    flat = {name: values[name] for name in PLAIN} | {"version": version}
    for dimension in DECLARED_DIMENSIONS:
        each = values["declared"].get(dimension.value, {})
        flat[f"level_{dimension.value}"] = each.get("level", "")
        flat[f"comment_{dimension.value}"] = each.get("comment", "")
    return flat


class ReturnForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(
        label=_("What has to change"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=LONGEST
    )


class ScheduleForm(VersionedForm):
    """When a project reports."""

    cadence = forms.ChoiceField(label=_("Cadence"), choices=CADENCE_CHOICES)
    weekday = forms.TypedChoiceField(
        label=_("Due on weekday"),
        choices=WEEKDAY_CHOICES,
        coerce=int,
        help_text=_("For weekly reports and those every two weeks."),
    )
    month_day = NumberField(
        label=_("Due on day of the month"),
        min_value=1,
        max_value=31,
        decimal_places=0,
        help_text=_("For monthly reports; 31 stands for the last day of any month."),
    )
    due_time = forms.TimeField(label=_("Due time"), widget=forms.TimeInput(format="%H:%M"))
    first_due = DayField(label=_("First due from"))

    def values(self) -> dict[str, Any]:
        """What was typed, the day as a whole number."""
        found = super().values()
        return found | {"month_day": int(found["month_day"])}


class OwedFilterForm(forms.Form):
    """What the list of owed reports is narrowed to."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)
    standing = forms.ChoiceField(
        label=_("Report"),
        choices=[("", _("Any")), *STANDING_CHOICES, (TO_ACCEPT, _("Waiting for acceptance"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        # Departments are a tenant's: they are asked for when the form is used, not when it is defined.
        self.fields["department"] = forms.ModelChoiceField(
            department_choices(), label=_("Department"), empty_label=_("Any"), required=False
        )


class RaiseForm(forms.Form):
    """What anybody can say about a risk or an issue, in their own words."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("risk", _("A risk: it may happen")), ("issue", _("An issue: it has happened"))],
        initial="risk",
    )
    title = forms.CharField(label=_("In one line"), max_length=300)
    happens = forms.CharField(
        label=_("What happens?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        help_text=_("What you saw or heard, and why it happens."),
    )
    concern = forms.CharField(
        label=_("How bad is it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text=_("In your own words: what becomes late, expensive or impossible. No number is needed."),
    )


class EntryReturnForm(forms.Form):
    """Why a raised entry is not taken into the log."""

    reason = forms.CharField(
        label=_("Reason, for whoever raised it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST,
    )


class FinishForm(VersionedForm):
    """What came of an action that is done."""

    result = _text(_("Result"), 3, _("What came of it, for those who keep the log. It may stay empty."))


class ScaleForm(VersionedForm):
    """The organization's own risk scale."""

    moderate_from = NumberField(label=_("Moderate from"), min_value=2, max_value=25, decimal_places=0)
    high_from = NumberField(label=_("High from"), min_value=2, max_value=25, decimal_places=0)
    extreme_from = NumberField(label=_("Extreme from"), min_value=2, max_value=25, decimal_places=0)
    contingency = NumberField(
        label=_("Contingency in percent of the latest budget"), min_value=0, max_value=100, decimal_places=0,
        help_text=_("What expected losses are held against when health is judged."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        for name, label in SCALE_WORDS.items():
            for step in STEPS:
                words = {"name": label, "step": step}
                self.fields[f"{name}_{step}"] = forms.CharField(
                    label=_("%(name)s, step %(step)s") % words, max_length=30
                )
        for step in STEPS:
            self.fields[f"share_{step}"] = NumberField(
                label=_("Probability of step %(step)s in percent") % {"step": step},
                min_value=1,
                max_value=99,
                decimal_places=0,
            )

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each step, the highest first."""
        names = (*(f"{name}_" for name in SCALE_WORDS), "share_")
        return [(step, [self[f"{name}{step}"] for name in names]) for step in reversed(STEPS)]

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        found = self.cleaned_data
        plain = ("moderate_from", "high_from", "extreme_from", "contingency")
        words = {name: [found[f"{name}_{step}"] for step in STEPS] for name in SCALE_WORDS}
        shares = [int(found[f"share_{step}"]) for step in STEPS]
        return {**{name: int(found[name]) for name in plain}, **words, "shares": shares}


def scale_values(scale: RiskScale) -> dict[str, Any]:
    """A scale as its form holds it."""
    plain = ("version", "moderate_from", "high_from", "extreme_from", "contingency")
    found: dict[str, Any] = {name: getattr(scale, name) for name in plain}
    for name in (*SCALE_WORDS, "shares"):
        prefix = "share" if name == "shares" else name
        found |= {f"{prefix}_{step}": word for step, word in zip(STEPS, getattr(scale, name), strict=True)}
    return found
