"""Forms of people, departments, invitations and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices
from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, ROLE_RANKS, OrganizationRole
from pmo_site.accounts.services.people import PersonFacts
from pmo_site.accounts.services.roles import rank_of


class SearchForm(forms.Form):
    """Find people by name, reading or e-mail."""

    q = forms.CharField(label=_("Name, reading or e-mail"), required=False, max_length=100)
    archived = forms.BooleanField(label=_("Archived"), required=False)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes parameters only in its stubs
    """A person's names, e-mail and department."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_147_483_647)

    class Meta:
        model = Person
        fields = [
            "family_name",
            "given_name",
            "family_name_reading",
            "given_name_reading",
            "email",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        # Departments are a tenant's: they are asked for when the form is used, not when it is defined.
        self.fields["department"] = forms.ModelChoiceField(
            department_choices(), label=_("Department"), required=False, initial=self.instance.department_id
        )

    def facts(self) -> PersonFacts:
        """What was entered."""
        names = {name: self.cleaned_data[name] for name in self.Meta.fields}
        department = self.cleaned_data["department"]
        return PersonFacts(**names, department_id=department.id if department else None)


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]  # the same
    """A department's name, code and parent."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_147_483_647)

    class Meta:
        model = Department
        fields = ["name", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.ModelChoiceField(
            department_choices(), label=_("Parent department"), required=False, initial=self.instance.parent_id
        )


def role_choices(actor: Actor) -> list[tuple[str, Any]]:
    """Roles that the actor may give: none above their own rank."""
    highest = rank_of(actor)
    return [(role.value, ORGANIZATION_ROLE_LABELS[role]) for role in OrganizationRole if ROLE_RANKS[role] <= highest]


class InviteForm(forms.Form):
    """The e-mail and the first role of an invitation."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=role_choices(actor), initial="member")


class RoleForm(forms.Form):
    """A role to give or to take."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ORGANIZATION_ROLE_LABELS[role]) for role in OrganizationRole]
    )
