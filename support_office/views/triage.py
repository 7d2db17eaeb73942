"""The queue of what was raised, and the three ways out of it: accepted, merged, returned with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import Finder, lists, needs
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.ui.parts import Crumb
from support_office.forms import EntryReturnForm
from support_office.models import Issue, Risk
from support_office.selectors.logs import merge_targets, raised_entries
from support_office.services.triage import entry_accept, entry_merge, entry_return
from support_office.services.undoing import TRIAGED, triage_facts
from support_office.views.log_parts import entry_address, is_done, seen_version
from support_office.views.parts import address

Deed = Callable[[ActorRequest, Any], HttpResponse]


@require_safe
@lists(Right.RISK_CHANGE)
def triage_page(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """What waits for the reader, oldest first."""
    entries = raised_entries(request.actor)
    targets = merge_targets(entries)
    lines = [
        {
            "entry": entry,
            "happens": entry.cause if isinstance(entry, Risk) else entry.description,
            "is_risk": isinstance(entry, Risk),
            "kind": str(entry._meta.model_name),
            "url": entry_address(request, entry),
            "targets": targets.get((type(entry), entry.project_id), []),
        }
        for entry in entries
    ]
    context = {"lines": lines, "crumbs": [Crumb(_("Triage"))], "reason_label": EntryReturnForm().fields["reason"].label}
    return render(request, "support_office/logs/triage.html", context)


def accept(request: ActorRequest, entry: Risk | Issue) -> HttpResponse:
    """Take it into the log, then rate it and give it an owner."""
    version = seen_version(request, entry)
    if is_done(request, lambda: entry_accept(actor=request.actor, entry=entry, version=version)):
        _tell(request, entry, version, _("%(code)s was accepted. Rate it and give it an owner."))
        return redirect(entry_address(request, entry, "edit"))
    return redirect(address(request, "triage:queue"))


def give_back(request: ActorRequest, entry: Risk | Issue) -> HttpResponse:
    """Return it with a reason."""
    form = EntryReturnForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    version = seen_version(request, entry)
    if is_done(request, lambda: entry_return(actor=request.actor, entry=entry, version=version, reason=reason)):
        _tell(request, entry, version, _("%(code)s was returned with the reason."))
    return redirect(address(request, "triage:queue"))


def merge(request: ActorRequest, entry: Risk | Issue) -> HttpResponse:
    """Merge it into one that says the same."""
    version, into = seen_version(request, entry), _identifier(request.POST.get("into", ""))
    if is_done(request, lambda: entry_merge(actor=request.actor, entry=entry, version=version, into=into)):
        _tell(request, entry, version, _("%(code)s was merged."))
    return redirect(address(request, "triage:queue"))


def _tell(request: ActorRequest, entry: Risk | Issue, version: int, words: str) -> None:
    """Say what was decided, with a way back while nobody works on the entry."""
    facts = triage_facts(entry, version=version + 1)
    tell_with_way_back(request, words % {"code": entry.code}, TRIAGED, facts)


def deed_view(deed: Deed, find: Finder, name: str) -> Callable[..., HttpResponseBase]:
    """A deed as a view of one kind of entry."""

    @require_POST
    @needs(Right.RISK_CHANGE, of=find, sees=Right.PROJECT_VIEW)
    def view(request: ActorRequest, slug: str, record: Any, **parts: object) -> HttpResponse:  # noqa: ANN401, ARG001  the declaration found it
        return deed(request, record)

    view.__qualname__ = name
    return view


def _identifier(text: str) -> UUID:
    """The id that was chosen; nothing sensible is nobody's id."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
