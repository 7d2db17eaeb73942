"""Forms of projects, milestones and members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices, member_choices, person_choices
from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.roles import PROJECT_RIGHTS, RIGHT_LABELS, Right
from pmo_site.ui.editing import VersionedForm
from pmo_site.ui.fields import AmountField, DayField, NumberField, PercentField
from pmo_site.ui.formats import fiscal_year_text
from projects.models import Milestone, Project, ProjectMember
from projects.models.choices import ROLE_CHOICES, STATUS_CHOICES, TIER_CHOICES
from projects.models.project import MONEY_FIELDS

_ANY = [("", _("Any"))]
YEARS_BACK, YEARS_AHEAD = 6, 6


def _label(model: type[Project | Milestone | ProjectMember], name: str) -> Any:  # noqa: ANN401  a lazy label
    return model._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # plain fields have one


def _years_around(year: int) -> range:
    return range(year - YEARS_BACK, year + YEARS_AHEAD + 1)


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Fill a choice when the form is used: what it offers is the tenant's."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField


class DepartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes parameters only in its stubs
    """A department of the current tenant."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(queryset=Department._base_manager.none(), required=False, **kwargs)


class ProjectForm(VersionedForm):
    """All that a person types about a project; money only for who may change it."""

    code = forms.CharField(
        label=_label(Project, "code"),
        max_length=80,
        required=False,
        help_text=_("Leave empty to get the next number."),
    )
    name = forms.CharField(label=_label(Project, "name"), max_length=300)
    purpose = forms.CharField(
        label=_label(Project, "purpose"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000
    )
    department = DepartmentChoice(label=_label(Project, "department"), empty_label=_("Not assigned"))
    tier = forms.ChoiceField(label=_label(Project, "tier"), choices=TIER_CHOICES)
    status = forms.ChoiceField(label=_label(Project, "status"), choices=STATUS_CHOICES)
    percent_complete = PercentField(
        label=_label(Project, "percent_complete"), required=False, max_digits=5, decimal_places=2
    )
    baseline_start = DayField(label=_label(Project, "baseline_start"), required=False)
    baseline_finish = DayField(label=_label(Project, "baseline_finish"), required=False)
    forecast_start = DayField(label=_label(Project, "forecast_start"), required=False)
    forecast_finish = DayField(label=_label(Project, "forecast_finish"), required=False)
    actual_start = DayField(label=_label(Project, "actual_start"), required=False)
    actual_finish = DayField(label=_label(Project, "actual_finish"), required=False)
    currency = forms.RegexField(
        label=_label(Project, "currency"),
        regex=r"^[A-Z]{3}$",
        error_messages={"invalid": _("Use a three-letter currency code such as JPY.")},
    )
    original_budget = AmountField(
        label=_label(Project, "original_budget"), required=False, max_digits=18, decimal_places=2
    )
    latest_budget = AmountField(label=_label(Project, "latest_budget"), required=False, max_digits=18, decimal_places=2)
    actual_cost = AmountField(label=_label(Project, "actual_cost"), required=False, max_digits=18, decimal_places=2)

    def __init__(self, *args: Any, money: bool, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        _offer(self, "department", department_choices())
        if not money:
            for name in MONEY_FIELDS:
                del self.fields[name]


class ProjectFilterForm(forms.Form):
    """What a list of projects is narrowed to."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), choices=[*_ANY, *STATUS_CHOICES], required=False)
    tier = forms.ChoiceField(label=_("Governance tier"), choices=[*_ANY, *TIER_CHOICES], required=False)
    department = DepartmentChoice(label=_("Department"), empty_label=_("Any"))
    fiscal_year = forms.TypedChoiceField(label=_("Finish in"), coerce=int, empty_value=None, required=False)
    late = forms.BooleanField(label=_("Past its finish"), required=False)
    unassigned = forms.BooleanField(label=_("Without a manager"), required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)

    def __init__(self, *args: Any, current_year: int, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        years = [(year, fiscal_year_text(year, get_language() or "ja")) for year in _years_around(current_year)]
        self.fields["fiscal_year"].choices = [*_ANY, *years]  # type: ignore[attr-defined]  # a TypedChoiceField
        _offer(self, "department", department_choices())


class MilestoneForm(VersionedForm):
    """A milestone."""

    name = forms.CharField(label=_label(Milestone, "name"), max_length=200)
    baseline_on = DayField(label=_label(Milestone, "baseline_on"), required=False)
    forecast_on = DayField(label=_label(Milestone, "forecast_on"), required=False)
    actual_on = DayField(label=_label(Milestone, "actual_on"), required=False)
    weight = NumberField(label=_label(Milestone, "weight"), max_digits=7, decimal_places=2, initial=1)


class MemberForm(VersionedForm):
    """A person's role on a project."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    role = forms.ChoiceField(label=_label(ProjectMember, "role"), choices=ROLE_CHOICES)
    starts_on = DayField(label=_label(ProjectMember, "starts_on"))
    ends_on = DayField(label=_label(ProjectMember, "ends_on"), required=False)
    allocation = PercentField(
        label=_label(ProjectMember, "allocation"), min_value=0, max_value=100, decimal_places=0, initial=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        _offer(self, "person", person_choices())


class GrantForm(forms.Form):
    """A single right on a project for one member."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    right = forms.ChoiceField(
        label=_("Right"), choices=[(right.value, RIGHT_LABELS[right]) for right in sorted(PROJECT_RIGHTS)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        _offer(self, "member", member_choices())

    def clean_right(self) -> Right:
        """The right itself."""
        return Right(self.cleaned_data["right"])
