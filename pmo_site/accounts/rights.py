"""The one catalog of rights: what a person may do, by the name that rows, roles and grants give it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """What a person may do. Rights on a project can be held for all projects or for single ones."""

    ORGANIZATION_VIEW = "organization.view"
    SETTINGS_CHANGE = "settings.change"
    OPERATING_MODEL_SWITCH = "operating_model.switch"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"
    AUDIT_VIEW = "audit.view"
    DATA_IMPORT = "data.import"
    JOBS_VIEW = "jobs.view"
    JOBS_MANAGE = "jobs.manage"
    PROJECT_CREATE = "project.create"
    PROJECT_VIEW = "project.view"
    PROJECT_CHANGE = "project.change"
    PROJECT_ARCHIVE = "project.archive"
    MEMBERS_MANAGE = "members.manage"
    GRANTS_MANAGE = "grants.manage"
    MONEY_VIEW = "money.view"
    MONEY_CHANGE = "money.change"
    HEALTH_VIEW = "health.view"
    HEALTH_COMPUTE = "health.compute"
    REPORT_WRITE = "report.write"
    REPORT_SUBMIT = "report.submit"
    REPORT_ACCEPT = "report.accept"
    REPORT_SCHEDULE = "report.schedule"
    REPORT_REMIND = "report.remind"
    HEALTH_POLICY_VIEW = "health_policy.view"
    HEALTH_POLICY_CHANGE = "health_policy.change"
    HEALTH_OVERRIDE = "health.override"
    RISK_RAISE = "risk.raise"
    RISK_CHANGE = "risk.change"
    ACTION_FINISH = "action.finish"
    ORGANIZATION_OPERATE = "organization.operate"
    COMMENT_WRITE = "comment.write"
    PORTFOLIO_VIEW = "portfolio.view"
    PORTFOLIO_MANAGE = "portfolio.manage"
    TOKENS_MANAGE = "tokens.manage"
    CONSOLE_VIEW = "console.view"
    DEMO_REMOVE = "demo.remove"


RIGHT_LABELS: Mapping[Right, Promise] = {
    Right.ORGANIZATION_VIEW: _("See the organization"),
    Right.SETTINGS_CHANGE: _("Change the organization's settings"),
    Right.OPERATING_MODEL_SWITCH: _("Switch the operating model"),
    Right.PEOPLE_VIEW: _("See people and departments"),
    Right.PEOPLE_MANAGE: _("Manage people and roles"),
    Right.AUDIT_VIEW: _("See the audit log"),
    Right.DATA_IMPORT: _("Import data"),
    Right.JOBS_VIEW: _("See jobs"),
    Right.JOBS_MANAGE: _("Cancel and retry jobs"),
    Right.PROJECT_CREATE: _("Create projects"),
    Right.PROJECT_VIEW: _("See the project"),
    Right.PROJECT_CHANGE: _("Change the project"),
    Right.PROJECT_ARCHIVE: _("Archive and restore the project"),
    Right.MEMBERS_MANAGE: _("Manage the project's members"),
    Right.GRANTS_MANAGE: _("Grant single rights on a project"),
    Right.MONEY_VIEW: _("See money"),
    Right.MONEY_CHANGE: _("Change money"),
    Right.HEALTH_VIEW: _("See health"),
    Right.HEALTH_COMPUTE: _("Compute health"),
    Right.REPORT_WRITE: _("Write status reports"),
    Right.REPORT_SUBMIT: _("Submit status reports"),
    Right.REPORT_ACCEPT: _("Accept and return status reports"),
    Right.REPORT_SCHEDULE: _("Decide when a project reports"),
    Right.REPORT_REMIND: _("Remind managers of their reports"),
    Right.HEALTH_POLICY_VIEW: _("See the health policy"),
    Right.HEALTH_POLICY_CHANGE: _("Change the health policy"),
    Right.HEALTH_OVERRIDE: _("Override the health of a project"),
    Right.RISK_RAISE: _("Raise risks and issues"),
    Right.RISK_CHANGE: _("Keep risks, issues and actions"),
    Right.ACTION_FINISH: _("Finish actions"),
    Right.ORGANIZATION_OPERATE: _("Found, suspend and resume organizations"),
    Right.COMMENT_WRITE: _("Comment and attach files"),
    Right.PORTFOLIO_VIEW: _("See portfolios and programs"),
    Right.PORTFOLIO_MANAGE: _("Manage portfolios, programs and placements"),
    Right.TOKENS_MANAGE: _("See and revoke everybody's API tokens"),
    Right.CONSOLE_VIEW: _("Open the console"),
    Right.DEMO_REMOVE: _("Remove the demo"),
}

PROJECT_RIGHTS = frozenset(
    {
        Right.PROJECT_VIEW,
        Right.PROJECT_CHANGE,
        Right.PROJECT_ARCHIVE,
        Right.MEMBERS_MANAGE,
        Right.GRANTS_MANAGE,
        Right.MONEY_VIEW,
        Right.MONEY_CHANGE,
        Right.HEALTH_VIEW,
        Right.HEALTH_COMPUTE,
        Right.REPORT_WRITE,
        Right.REPORT_SUBMIT,
        Right.REPORT_ACCEPT,
        Right.REPORT_SCHEDULE,
        Right.COMMENT_WRITE,
        Right.RISK_RAISE,
        Right.RISK_CHANGE,
        Right.ACTION_FINISH,
    }
)
"""Rights that can be held on single projects."""
