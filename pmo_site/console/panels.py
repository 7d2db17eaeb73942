"""What the console adds to the page of a person: the account, its roles, the invitation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_site.accounts.directory import memberships_of, open_invitation_of
from pmo_site.accounts.forms.people import InviteForm, role_choices
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Person
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, OrganizationRole
from pmo_site.ui.panels import Panel, register_panel


def _account(request: ActorRequest, record: Person) -> Mapping[str, Any]:
    actor = request.actor
    membership = memberships_of([record.pk]).get(record.pk)
    held = [OrganizationRole(row.role) for row in membership.roles.all()] if membership else []
    initial = {"email": record.email, "role": OrganizationRole.MEMBER.value}
    return {
        "record": record,
        "membership": membership,
        "roles": [(role.value, ORGANIZATION_ROLE_LABELS[role]) for role in held],
        "grantable": [choice for choice in role_choices(actor) if choice[0] not in held],
        "invitation": open_invitation_of(record.pk),
        "inviting": getattr(request, "inviting", None) or InviteForm(actor=actor, initial=initial),
    }


register_panel(
    Panel("account", "people", "people/account_panel.html", _account, order=10, right=Right.PEOPLE_MANAGE.value)
)
