"""Forms of projects, milestones and members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import member_choices, person_choices
from pmo_site.accounts.models import Person
from pmo_site.accounts.rights import PROJECT_RIGHTS, RIGHT_LABELS, Right
from pmo_site.tenancy.columns import column
from pmo_site.ui.editing import VersionedForm, offer
from pmo_site.ui.fields import DayField, PercentField
from projects.models import Milestone, Project, ProjectMember
from projects.models.choices import ROLE_CHOICES


def _label(model: type[Project | Milestone | ProjectMember], name: str) -> Any:  # noqa: ANN401  a lazy label
    return column(model, name).verbose_name


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
        offer(self, "person", person_choices())


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
        offer(self, "member", member_choices())

    def clean_right(self) -> Right:
        """The right itself."""
        return Right(self.cleaned_data["right"])
