"""The roles that are sets of rights; an unknown name fails at import."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right


class OrganizationRole(StrEnum):
    """A role for the whole organization; a person may hold several."""

    EXECUTIVE = "executive"
    PMO_MANAGER = "pmo_manager"
    PMO_EXPERT = "pmo_expert"
    PMO_ADMINISTRATOR = "pmo_administrator"
    PSO_STAFF = "pso_staff"
    AUDITOR = "auditor"
    TENANT_ADMINISTRATOR = "tenant_administrator"
    MEMBER = "member"


class ProjectRole(StrEnum):
    """A role on one project, with dates and an allocation."""

    SPONSOR = "sponsor"
    PROJECT_MANAGER = "project_manager"
    PM_ASSISTANT = "pm_assistant"
    PROJECT_LEAD = "project_lead"
    MEMBER = "member"
    SUPPORT = "support"
    STAKEHOLDER = "stakeholder"


class OperatingModel(StrEnum):
    """Whether the PMO doubles as PSO."""

    COMBINED = "combined"
    SEPARATE = "separate"


ORGANIZATION_ROLE_LABELS: Mapping[OrganizationRole, Promise] = {
    OrganizationRole.EXECUTIVE: _("Executive"),
    OrganizationRole.PMO_MANAGER: _("PMO manager"),
    OrganizationRole.PMO_EXPERT: _("PMO expert"),
    OrganizationRole.PMO_ADMINISTRATOR: _("PMO administrator"),
    OrganizationRole.PSO_STAFF: _("PSO staff"),
    OrganizationRole.AUDITOR: _("Auditor"),
    OrganizationRole.TENANT_ADMINISTRATOR: _("Tenant administrator"),
    OrganizationRole.MEMBER: _("Member"),
}

PROJECT_ROLE_LABELS: Mapping[ProjectRole, Promise] = {
    ProjectRole.SPONSOR: _("Sponsor"),
    ProjectRole.PROJECT_MANAGER: _("Project manager"),
    ProjectRole.PM_ASSISTANT: _("PM assistant"),
    ProjectRole.PROJECT_LEAD: _("Project lead"),
    ProjectRole.MEMBER: _("Project member"),
    ProjectRole.SUPPORT: _("Support (PSO)"),
    ProjectRole.STAKEHOLDER: _("Stakeholder"),
}

OPERATING_MODEL_LABELS: Mapping[OperatingModel, Promise] = {
    OperatingModel.COMBINED: _("Combined"),
    OperatingModel.SEPARATE: _("Separate"),
}

_EVERYONE = frozenset({Right.ORGANIZATION_VIEW, Right.PEOPLE_VIEW})
_SEE_ALL = frozenset({Right.PROJECT_VIEW, Right.HEALTH_VIEW, Right.MONEY_VIEW, Right.PORTFOLIO_VIEW})
_IMPORTS = frozenset({Right.DATA_IMPORT, Right.JOBS_VIEW, Right.JOBS_MANAGE, Right.CONSOLE_VIEW})
_AUDITS = frozenset({Right.AUDIT_VIEW, Right.JOBS_VIEW, Right.CONSOLE_VIEW})
SUPPORT_RIGHTS = frozenset(
    {
        Right.PROJECT_VIEW,
        Right.PROJECT_CHANGE,
        Right.HEALTH_VIEW,
        Right.HEALTH_COMPUTE,
        Right.MONEY_VIEW,
        Right.REPORT_WRITE,
        Right.REPORT_SCHEDULE,
        Right.COMMENT_WRITE,
        Right.RISK_RAISE,
        Right.RISK_CHANGE,
        Right.ACTION_FINISH,
    }
)
"""What the PSO may do on a project that it supports, on behalf of its manager."""

ORGANIZATION_ROLE_RIGHTS: Mapping[OrganizationRole, frozenset[Right]] = {
    OrganizationRole.EXECUTIVE: _EVERYONE | _SEE_ALL | {Right.HEALTH_POLICY_VIEW},
    OrganizationRole.PMO_MANAGER: _EVERYONE
    | _SEE_ALL
    | _IMPORTS
    | _AUDITS
    | {
        Right.SETTINGS_CHANGE,
        Right.OPERATING_MODEL_SWITCH,
        Right.PEOPLE_MANAGE,
        Right.PROJECT_CREATE,
        Right.PROJECT_ARCHIVE,
        Right.MEMBERS_MANAGE,
        Right.GRANTS_MANAGE,
        Right.MONEY_CHANGE,
        Right.HEALTH_COMPUTE,
        Right.REPORT_ACCEPT,
        Right.REPORT_SCHEDULE,
        Right.REPORT_REMIND,
        Right.COMMENT_WRITE,
        Right.PORTFOLIO_MANAGE,
        Right.HEALTH_POLICY_VIEW,
        Right.HEALTH_POLICY_CHANGE,
        Right.HEALTH_OVERRIDE,
        Right.RISK_RAISE,
        Right.TOKENS_MANAGE,
        Right.DEMO_REMOVE,
    },
    OrganizationRole.PMO_EXPERT: _EVERYONE
    | _SEE_ALL
    | _IMPORTS
    | {
        Right.PROJECT_CREATE,
        Right.HEALTH_COMPUTE,
        Right.HEALTH_POLICY_VIEW,
        Right.REPORT_ACCEPT,
        Right.REPORT_REMIND,
        Right.COMMENT_WRITE,
        Right.RISK_RAISE,
        Right.PORTFOLIO_MANAGE,
    },
    OrganizationRole.PMO_ADMINISTRATOR: _EVERYONE
    | _IMPORTS
    | {
        Right.PROJECT_VIEW,
        Right.HEALTH_VIEW,
        Right.PROJECT_CREATE,
        Right.REPORT_REMIND,
        Right.COMMENT_WRITE,
        Right.PORTFOLIO_VIEW,
    },
    OrganizationRole.PSO_STAFF: _EVERYONE,
    OrganizationRole.AUDITOR: _EVERYONE | _SEE_ALL | _AUDITS | {Right.HEALTH_POLICY_VIEW},
    OrganizationRole.TENANT_ADMINISTRATOR: _EVERYONE
    | _AUDITS
    | {Right.SETTINGS_CHANGE, Right.PEOPLE_MANAGE, Right.JOBS_MANAGE, Right.TOKENS_MANAGE, Right.DEMO_REMOVE},
    OrganizationRole.MEMBER: _EVERYONE,
}

PLATFORM_RIGHTS = frozenset({Right.ORGANIZATION_OPERATE})
"""Rights of the platform's operators; no role of an organization holds them."""

PROTECTED_ROLES = frozenset({OrganizationRole.TENANT_ADMINISTRATOR, OrganizationRole.PMO_MANAGER})
"""Roles that an organization never loses the last holder of."""

ROLE_RANKS: Mapping[OrganizationRole, int] = {
    OrganizationRole.TENANT_ADMINISTRATOR: 3,
    OrganizationRole.PMO_MANAGER: 3,
    OrganizationRole.EXECUTIVE: 2,
    OrganizationRole.AUDITOR: 2,
    OrganizationRole.PMO_EXPERT: 2,
    OrganizationRole.PMO_ADMINISTRATOR: 1,
    OrganizationRole.PSO_STAFF: 1,
    OrganizationRole.MEMBER: 0,
}
"""Nobody gives or takes a role, or acts on a person, that ranks above their own."""

PMO_ROLES = frozenset({OrganizationRole.PMO_MANAGER, OrganizationRole.PMO_EXPERT, OrganizationRole.PMO_ADMINISTRATOR})
"""Roles that double as PSO where the operating model is combined."""

PROJECT_ROLE_RIGHTS: Mapping[ProjectRole, frozenset[Right]] = {
    ProjectRole.SPONSOR: frozenset(
        {Right.PROJECT_VIEW, Right.HEALTH_VIEW, Right.MONEY_VIEW, Right.COMMENT_WRITE, Right.RISK_RAISE}
    ),
    ProjectRole.PROJECT_MANAGER: frozenset(
        {
            Right.PROJECT_VIEW,
            Right.PROJECT_CHANGE,
            Right.MEMBERS_MANAGE,
            Right.MONEY_VIEW,
            Right.MONEY_CHANGE,
            Right.HEALTH_VIEW,
            Right.HEALTH_COMPUTE,
            Right.REPORT_WRITE,
            Right.REPORT_SUBMIT,
            Right.REPORT_SCHEDULE,
            Right.COMMENT_WRITE,
            Right.RISK_RAISE,
            Right.RISK_CHANGE,
            Right.ACTION_FINISH,
        }
    ),
    ProjectRole.PM_ASSISTANT: frozenset(
        {
            Right.PROJECT_VIEW,
            Right.PROJECT_CHANGE,
            Right.MONEY_VIEW,
            Right.HEALTH_VIEW,
            Right.HEALTH_COMPUTE,
            Right.REPORT_WRITE,
            Right.REPORT_SUBMIT,
            Right.COMMENT_WRITE,
            Right.RISK_RAISE,
            Right.RISK_CHANGE,
            Right.ACTION_FINISH,
        }
    ),
    ProjectRole.PROJECT_LEAD: frozenset(
        {
            Right.PROJECT_VIEW,
            Right.PROJECT_CHANGE,
            Right.HEALTH_VIEW,
            Right.REPORT_WRITE,
            Right.COMMENT_WRITE,
            Right.RISK_RAISE,
            Right.RISK_CHANGE,
            Right.ACTION_FINISH,
        }
    ),
    ProjectRole.MEMBER: frozenset({Right.PROJECT_VIEW, Right.HEALTH_VIEW, Right.COMMENT_WRITE, Right.RISK_RAISE}),
    ProjectRole.SUPPORT: SUPPORT_RIGHTS,
    ProjectRole.STAKEHOLDER: frozenset({Right.PROJECT_VIEW, Right.HEALTH_VIEW, Right.COMMENT_WRITE, Right.RISK_RAISE}),
}


def rank(roles: frozenset[OrganizationRole]) -> int:
    """The highest rank among roles; -1 for who holds none."""
    return max((ROLE_RANKS[role] for role in roles), default=-1)


def project_roles_with(right: Right) -> list[ProjectRole]:
    """Project roles that hold a right on their project."""
    return [role for role, rights in PROJECT_ROLE_RIGHTS.items() if right in rights]
