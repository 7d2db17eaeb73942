"""The toast that takes an act back, and what it leads to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo_site.accounts.acts import ActKind, Facts, act_kind
from pmo_site.accounts.forms.problems import WORDS
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import UndoableAct
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import act_get
from pmo_site.accounts.services.acts import act_keep, act_undo
from pmo_site.kernel.conflicts import RuleError


def find_act(actor: Actor, *, act_id: UUID, **_others: object) -> UndoableAct | None:
    """An act of the actor's own."""
    return act_get(actor, act_id)


@require_POST
@needs(Right.ORGANIZATION_VIEW, of=find_act)
def undo(request: ActorRequest, slug: str, act_id: UUID, record: UndoableAct) -> HttpResponse:  # noqa: ARG001  the declaration found it
    """Take back one's own act; the services that did it ask for the rights again."""
    try:
        act_undo(actor=request.actor, act=record)
    except RuleError as error:
        told = {**PROBLEM_WORDS, **WORDS}
        messages.error(request, " ".join(str(told.get(each.code, each.code)) for each in error.problems))
    else:
        messages.success(request, _("It stands as before."))
    kind = act_kind(record.kind)
    home = reverse("home", kwargs={"slug": slug})
    return HttpResponseRedirect(kind.page(slug, record.facts) if kind else home)


def tell_with_way_back(request: ActorRequest, words: str, kind: ActKind, facts: Facts) -> None:
    """Say what was done, with a toast that takes it back."""
    act = act_keep(actor=request.actor, kind=kind, facts=facts)
    address = reverse("act-undo", kwargs={"slug": request.organization.slug, "act_id": act.pk}) if act else ""
    messages.success(request, words, extra_tags=f"undo:{address}" if address else "")
