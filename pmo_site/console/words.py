"""Sources of rights, standings and roles in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.grounds import Ground, Source
from pmo_site.accounts.roles import (
    ORGANIZATION_ROLE_LABELS,
    PROJECT_ROLE_LABELS,
    OrganizationRole,
    ProjectRole,
)
from pmo_site.console.selectors.access import Answer, Standing
from pmo_site.ui.formats import day_text

STANDINGS: Mapping[Standing, str | Promise] = {
    Standing.MEMBER: _("Signs in as a member"),
    Standing.BLOCKED: _("The account is closed: nobody can sign in with it."),
    Standing.ENDED: _("The membership has ended: the account no longer opens this organization."),
    Standing.INVITED: _("Invited, but the invitation is not accepted yet."),
    Standing.UNKNOWN: _("Has no account here, and therefore no right."),
}
_NOTHING = _("No role gives this right.")


def ground_words(ground: Ground) -> str:
    """Where a right comes from."""
    if ground.source is Source.ORGANIZATION_ROLE:
        role = ORGANIZATION_ROLE_LABELS[OrganizationRole(ground.code)]
        return gettext("Role in the organization: %(role)s") % {"role": role}
    if ground.source is Source.OPERATING_MODEL:
        return gettext("Operating model “combined”: PMO roles support every project")
    if ground.source is Source.SINGLE_GRANT:
        return gettext("Single grant on this project")
    if ground.source is Source.OWNERSHIP:
        return gettext("Answers for it")
    role = PROJECT_ROLE_LABELS[ProjectRole(ground.code)]
    if ground.until is None:
        return gettext("Role on the project: %(role)s") % {"role": role}
    until = day_text(ground.until, get_language() or "ja")
    return gettext("Role on the project: %(role)s, until %(until)s") % {"role": role, "until": until}


def missing_words(answer: Answer) -> str:
    """Which roles would give a right that is not held."""
    organization = [str(ORGANIZATION_ROLE_LABELS[role]) for role in answer.organization_roles]
    project = [str(PROJECT_ROLE_LABELS[role]) for role in answer.project_roles]
    found = []
    if organization:
        found.append(gettext("In the organization: %(roles)s") % {"roles": gettext(", ").join(organization)})
    if project:
        found.append(gettext("On the project: %(roles)s") % {"roles": gettext(", ").join(project)})
    return " / ".join(found) or str(_NOTHING)
