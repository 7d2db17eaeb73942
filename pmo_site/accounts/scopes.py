"""The one catalog of what a token may be given; rights that decide over everybody's rights stay out of its reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right


class TokenScope(StrEnum):
    """An area of the interface, to be read or to be changed; who may change may read."""

    PROJECTS_READ = "projects:read"
    PROJECTS_WRITE = "projects:write"
    MONEY_READ = "money:read"
    MONEY_WRITE = "money:write"
    HEALTH_READ = "health:read"
    HEALTH_WRITE = "health:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    ORGANIZATION_READ = "organization:read"
    ORGANIZATION_WRITE = "organization:write"
    AUDIT_READ = "audit:read"
    REPORTS_WRITE = "reports:write"
    COMMENTS_WRITE = "comments:write"
    IMPORTS_WRITE = "imports:write"
    GRANTS_MANAGE = "grants:manage"
    SETTINGS_WRITE = "settings:write"


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """What a scope is called, which rights it lets a token read by, and which it lets it change by."""

    label: Promise
    reads: frozenset[Right]
    changes: frozenset[Right] = field(default=frozenset())


_PROJECTS = frozenset({Right.PROJECT_VIEW, Right.PORTFOLIO_VIEW})
_MONEY = frozenset({Right.MONEY_VIEW})
_HEALTH = frozenset({Right.HEALTH_VIEW, Right.HEALTH_POLICY_VIEW})
_PEOPLE = frozenset({Right.PEOPLE_VIEW})
_ORGANIZATION = frozenset({Right.ORGANIZATION_VIEW, Right.JOBS_VIEW})

SCOPES: Mapping[TokenScope, ScopeFacts] = {
    TokenScope.PROJECTS_READ: ScopeFacts(_("Read projects and their records"), _PROJECTS),
    TokenScope.PROJECTS_WRITE: ScopeFacts(
        _("Create and change projects and their records"),
        _PROJECTS,
        frozenset(
            {
                Right.PROJECT_CREATE,
                Right.PROJECT_CHANGE,
                Right.PROJECT_ARCHIVE,
                Right.PORTFOLIO_MANAGE,
                Right.RISK_RAISE,
                Right.RISK_CHANGE,
                Right.ACTION_FINISH,
            }
        ),
    ),
    TokenScope.MONEY_READ: ScopeFacts(_("Read money"), _MONEY),
    TokenScope.MONEY_WRITE: ScopeFacts(_("Change money"), _MONEY, frozenset({Right.MONEY_CHANGE})),
    TokenScope.HEALTH_READ: ScopeFacts(_("Read health and its policy"), _HEALTH),
    TokenScope.HEALTH_WRITE: ScopeFacts(
        _("Compute and override health, change its policy"),
        _HEALTH,
        frozenset({Right.HEALTH_COMPUTE, Right.HEALTH_OVERRIDE, Right.HEALTH_POLICY_CHANGE}),
    ),
    TokenScope.PEOPLE_READ: ScopeFacts(_("Read people and departments"), _PEOPLE),
    TokenScope.PEOPLE_WRITE: ScopeFacts(
        _("Change people, departments and members of projects"),
        _PEOPLE,
        frozenset({Right.PEOPLE_MANAGE, Right.MEMBERS_MANAGE}),
    ),
    TokenScope.ORGANIZATION_READ: ScopeFacts(_("Read the organization's jobs and your notices"), _ORGANIZATION),
    TokenScope.ORGANIZATION_WRITE: ScopeFacts(
        _("Cancel and retry jobs, mark your notices"),
        _ORGANIZATION,
        frozenset({Right.JOBS_MANAGE, Right.ORGANIZATION_VIEW}),
    ),
    TokenScope.AUDIT_READ: ScopeFacts(
        _("Read the audit log and denied attempts"), frozenset({Right.AUDIT_VIEW, Right.ORGANIZATION_VIEW})
    ),
    TokenScope.REPORTS_WRITE: ScopeFacts(
        _("Write, submit and accept status reports"),
        _PROJECTS,
        frozenset(
            {
                Right.REPORT_WRITE,
                Right.REPORT_SUBMIT,
                Right.REPORT_ACCEPT,
                Right.REPORT_SCHEDULE,
                Right.REPORT_REMIND,
            }
        ),
    ),
    TokenScope.COMMENTS_WRITE: ScopeFacts(_("Comment and attach files"), _PROJECTS, frozenset({Right.COMMENT_WRITE})),
    TokenScope.IMPORTS_WRITE: ScopeFacts(
        _("Import data and read the results"), frozenset(), frozenset({Right.DATA_IMPORT})
    ),
    TokenScope.GRANTS_MANAGE: ScopeFacts(
        _("Grant and withdraw single rights that the token has itself"),
        frozenset({Right.PROJECT_VIEW}),
        frozenset({Right.GRANTS_MANAGE}),
    ),
    TokenScope.SETTINGS_WRITE: ScopeFacts(
        _("Read and change the organization's settings and numbering"), frozenset(), frozenset({Right.SETTINGS_CHANGE})
    ),
}

FOR_HOLDERS: Mapping[TokenScope, Right] = {
    TokenScope.GRANTS_MANAGE: Right.GRANTS_MANAGE,
    TokenScope.SETTINGS_WRITE: Right.SETTINGS_CHANGE,
}
"""Scopes that a token is made with only by who holds a right everywhere at that moment (docs/adr/0012)."""

NEVER_BY_TOKEN = frozenset({Right.GRANTS_MANAGE, Right.MEMBERS_MANAGE})
"""Rights that no token grants or withdraws: each leads to giving more of them."""

KEPT_FROM_TOKENS: Mapping[Right, str] = {
    Right.OPERATING_MODEL_SWITCH: "how the PMO is run is decided by somebody who is there",
    Right.TOKENS_MANAGE: "a token has no say over tokens",
    Right.CONSOLE_VIEW: "a page for people; what it sums up has addresses of its own",
    Right.DEMO_REMOVE: "the demo is removed by somebody who is there",
    Right.ORGANIZATION_OPERATE: "the platform's operators act from outside, on pages of their own",
}
"""Rights that no scope gives, with the reason; a right that stands nowhere fails the tests."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What remains of its owner's rights for a token: by which it may read, and by which it may change."""

    token_id: UUID
    rights: frozenset[Right]
    changes: frozenset[Right]


def bounds_of(token_id: UUID, scopes: Iterable[str]) -> Bounds:
    """The bounds that scopes set together; a scope that is no longer in the catalog gives nothing."""
    known = set(TokenScope)
    held = [SCOPES[TokenScope(scope)] for scope in scopes if scope in known]
    none: frozenset[Right] = frozenset()
    changes = none.union(*(each.changes for each in held))
    return Bounds(token_id, changes.union(*(each.reads for each in held)), changes)
