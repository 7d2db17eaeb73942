"""The parts of the console: what each is for, who may open it, and how it stands in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.numbering import schemes
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel, OrganizationRole
from pmo_site.console.selectors import standing
from pmo_site.console.selectors.grants import grant_count
from pmo_site.exchange.selectors import imports_waiting
from pmo_site.files.selectors import quota_bytes
from pmo_site.ui.formats import day_text, moment_text
from portfolio.selectors.policy import policy_on

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Card:
    """One part: its page, the right that it asks for, and its standing in words."""

    key: str
    title: Text
    about: Text
    icon: str
    route: str
    right: Right
    line: Callable[[ActorRequest], str]


GROUPS: Final[Mapping[str, Text]] = {
    "people": _("People and rights"),
    "rules": _("Rules of the organization"),
    "running": _("Running and proof"),
}


def _people(_request: ActorRequest) -> str:
    count = standing.people_count()
    return gettext("%(known)s people, %(members)s of them sign in; %(invited)s open invitations") % {
        "known": count.known,
        "members": count.members,
        "invited": count.invited,
    }


def _access(_request: ActorRequest) -> str:
    return gettext("%(count)s roles for the whole organization") % {"count": len(OrganizationRole)}


def _grants(request: ActorRequest) -> str:
    count = grant_count(request.actor)
    return ngettext("%(count)s right beyond a role", "%(count)s rights beyond roles", count) % {"count": count}


def _tokens(_request: ActorRequest) -> str:
    count, soon = standing.token_count()
    return gettext("%(count)s in use, %(soon)s end within 30 days") % {"count": count, "soon": soon}


def _settings(request: ActorRequest) -> str:
    stands = request.settings
    return gettext("Fiscal year from %(month)s, %(currency)s, %(zone)s") % {
        "month": MONTHS[stands.fiscal_year_start],
        "currency": stands.currency,
        "zone": stands.time_zone,
    }


def _numbering(_request: ActorRequest) -> str:
    return gettext("Next: %(codes)s") % {"codes": gettext(", ").join(scheme.example for scheme in schemes())}


def _model(request: ActorRequest) -> str:
    model = OPERATING_MODEL_LABELS[OperatingModel(request.settings.operating_model)]
    since = standing.model_since()
    if since is None:
        return gettext("%(model)s, never switched") % {"model": model}
    return gettext("%(model)s since %(day)s") % {"model": model, "day": day_text(localtime(since).date(), _language())}


def _policy(request: ActorRequest) -> str:
    policy = policy_on(request.actor.today)
    return gettext("In force: version %(number)s, %(name)s") % {"number": policy.version, "name": policy.name}


def _files(request: ActorRequest) -> str:
    count, used = standing.files_kept()
    return gettext("%(count)s files, %(used)s of %(quota)s") % {
        "count": count,
        "used": filesizeformat(used),
        "quota": filesizeformat(quota_bytes(request.actor.organization_id)),
    }


def _jobs(_request: ActorRequest) -> str:
    count, last = standing.job_count(), standing.last_rollup()
    told = gettext("%(open)s under way, %(failed)s failed") % {"open": count.open, "failed": count.failed}
    if last is None:
        return told
    when = moment_text(localtime(last), _language())
    return gettext("%(told)s; last periodic work %(when)s") % {"told": told, "when": when}


def _audit(_request: ActorRequest) -> str:
    count = standing.denied_count()
    return ngettext(
        "%(count)s denied attempt in the last 7 days", "%(count)s denied attempts in the last 7 days", count
    ) % {"count": count}


def _imports(request: ActorRequest) -> str:
    count = imports_waiting(request.actor).count()
    return ngettext("%(count)s import to finish", "%(count)s imports to finish", count) % {"count": count}


def _language() -> str:
    return get_language() or "ja"


CARDS: Final[Mapping[str, tuple[Card, ...]]] = {
    "people": (
        Card(
            "people", _("People and invitations"), _("Who is known, who signs in, in which role."), "users",
            "people:list", Right.PEOPLE_MANAGE, _people,
        ),
        Card(
            "access", _("Access"), _("Why somebody may see a project, and what each role gives."), "shield-lock",
            "console:access", Right.AUDIT_VIEW, _access,
        ),
        Card(
            "grants", _("Single grants"), _("Rights on one project beyond a role."), "key",
            "console:grants", Right.GRANTS_MANAGE, _grants,
        ),
        Card(
            "tokens", _("API tokens"), _("Programs that act for members."), "lock",
            "tokens", Right.TOKENS_MANAGE, _tokens,
        ),
    ),
    "rules": (
        Card(
            "settings", _("Settings"), _("Language, calendar, money."), "settings",
            "settings", Right.SETTINGS_CHANGE, _settings,
        ),
        Card(
            "numbering", _("Numbering"), _("Prefix, digits and next number of each register."), "columns",
            "console:numbering", Right.SETTINGS_CHANGE, _numbering,
        ),
        Card(
            "model", _("Operating model"), _("Whether the PMO doubles as PSO."), "git-branch",
            "settings", Right.OPERATING_MODEL_SWITCH, _model,
        ),
        Card(
            "policy", _("Health policy"), _("By which limits projects are judged."), "activity",
            "portfolio:policy", Right.HEALTH_POLICY_VIEW, _policy,
        ),
    ),
    "running": (
        Card(
            "jobs", _("Jobs"), _("What the site does in the background."), "list-check",
            "jobs", Right.JOBS_VIEW, _jobs,
        ),
        Card(
            "files", _("Files and quota"), _("What files take up, and which are the largest."), "paperclip",
            "console:files", Right.AUDIT_VIEW, _files,
        ),
        Card(
            "audit", _("Audit log"), _("Who changed what, and what was refused."), "history",
            "console:audit", Right.AUDIT_VIEW, _audit,
        ),
        Card(
            "imports", _("Import"), _("Lists that are being brought in."), "upload",
            "imports:center", Right.DATA_IMPORT, _imports,
        ),
    ),
}  # fmt: skip
"""Every part in the order of the page."""
