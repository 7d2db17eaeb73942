"""Forms of people, departments, invitations and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, ROLE_RANKS, OrganizationRole
from pmo_site.accounts.services.roles import rank_of


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
