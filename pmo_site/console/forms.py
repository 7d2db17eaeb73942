"""Forms of the console."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import member_choices, people_choices
from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import PROJECT_RIGHTS, RIGHT_LABELS, Right
from pmo_site.ui.editing import offer
from projects.models import Project
from projects.selectors import project_list


class AccessForm(forms.Form):
    """Whose rights are asked about, and on which project."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project._base_manager.none(), empty_label=_("No single project"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "person", people_choices())
        offer(self, "project", project_list(actor).order_by("code"))


class NewGrantForm(forms.Form):
    """A single right for one member on one project."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project._base_manager.none(), empty_label=_("Choose a project")
    )
    right = forms.ChoiceField(
        label=_("Right"), choices=[(right.value, RIGHT_LABELS[right]) for right in sorted(PROJECT_RIGHTS)]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "member", member_choices())
        offer(self, "project", project_list(actor).order_by("code"))

    def clean_right(self) -> Right:
        """The right itself."""
        return Right(self.cleaned_data["right"])
