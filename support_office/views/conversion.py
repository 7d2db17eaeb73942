"""From risk to issue to action: the deeds, and the panel that shows the chain on each of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.resources.resource import resource_named
from pmo_site.resources.views.frames import tell_with_undo
from pmo_site.resources.views.problems import tell_problems
from support_office.domain.logs import RiskState
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry
from support_office.selectors.logs import actions_of, issue_of
from support_office.services.action import action_make
from support_office.services.conversion import risk_convert
from support_office.views.log_parts import entry_address, seen_version, slug_of

TITLE = 300


def convert(request: ActorRequest, risk: Risk) -> HttpResponse:
    """The risk has occurred: one step makes the issue, and the toast takes it back."""
    try:
        issue, made = risk_convert(actor=request.actor, risk=risk, version=seen_version(request, risk))
    except StaleError:
        messages.error(request, _("Somebody changed this meanwhile. Read it again, then decide."))
        return redirect(entry_address(request, risk))
    except RuleError as error:
        tell_problems(request, error)
        return redirect(entry_address(request, risk))
    _tell(request, issue, _("%(risk)s occurred and is now %(code)s.") % {"risk": risk.code, "code": issue.code}, made)
    return redirect(entry_address(request, issue))


def make_action(request: ActorRequest, source: Risk | Issue) -> HttpResponse:
    """One step makes an action that keeps the link; the toast takes it back."""
    title = request.POST.get("title", "").replace("\x00", "").strip()[:TITLE]
    try:
        action, made = action_make(actor=request.actor, source=source, values={"title": title})
    except RuleError as error:
        tell_problems(request, error)
    else:
        words = _("%(code)s was made from %(source)s.") % {"code": action.code, "source": source.code}
        _tell(request, action, words, made)
    return redirect(entry_address(request, source))


def _tell(request: ActorRequest, entry: LogEntry, words: str, made: bool) -> None:  # noqa: FBT001  one caller's own fact
    resource = resource_named(f"{entry._meta.model_name}s")
    if made and resource is not None:
        tell_with_undo(request, resource, words, (entry.pk, None, entry.version))
    else:
        messages.info(request, words)


def chain(request: ActorRequest, entry: Risk | Issue | Action) -> Mapping[str, Any] | None:
    """What an entry came from and what was made of it, and what can be made of it now."""
    before, after = _before(entry), _after(entry)
    may_keep = may(request.actor, Right.RISK_CHANGE, entry)
    is_raised = entry.state == RiskState.RAISED
    deeds = may_keep and not isinstance(entry, Action) and entry.is_live
    if not before and not after and not deeds and not is_raised:
        return None
    return {
        "entry": entry,
        "before": [(each, entry_address(request, each)) for each in before],
        "after": [(each, entry_address(request, each)) for each in after],
        "convert_url": _deed_url(request, entry, "convert") if deeds and isinstance(entry, Risk) else "",
        "action_url": _deed_url(request, entry, "act") if deeds else "",
        "is_raised": is_raised,
        "triage_url": _triage(request) if may_keep and is_raised else "",
    }


def _before(entry: Risk | Issue | Action) -> list[Risk | Issue]:
    found = (entry.risk, entry.issue) if isinstance(entry, Action) else (getattr(entry, "risk", None),)
    return [each for each in found if each is not None]


def _after(entry: Risk | Issue | Action) -> list[Risk | Issue | Action]:
    if isinstance(entry, Action):
        return []
    merged = [entry.merged_into] if entry.merged_into else []
    issue = issue_of(entry) if isinstance(entry, Risk) else None
    return [*merged, *([issue] if issue else []), *actions_of(entry)]


def _deed_url(request: ActorRequest, entry: LogEntry, deed: str) -> str:
    kind = str(entry._meta.model_name)
    slug = slug_of(request)
    return reverse(f"support_office:{kind}_{deed}", kwargs={"slug": slug, f"{kind}_id": entry.pk})


def _triage(request: ActorRequest) -> str:
    slug = slug_of(request)
    return reverse("support_office:triage:queue", kwargs={"slug": slug})
