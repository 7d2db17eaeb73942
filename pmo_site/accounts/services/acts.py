"""Keeping what an act did, and taking it back once, as a new act in history."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from pmo_site.accounts.acts import ActKind, Facts, act_kind
from pmo_site.accounts.limits import ACT_DAYS
from pmo_site.accounts.models import UndoableAct
from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.selectors import active_organization_ids
from pmo_site.tenancy.versions import GoneError

CHANGED_SINCE = "changed_since"


def act_keep(*, actor: Actor, kind: ActKind, facts: Facts) -> UndoableAct | None:
    """Remember an act for whoever did it; None where nobody in person acted."""
    if actor.person_id is None:
        return None
    return UndoableAct.objects.create(made_by_id=actor.person_id, kind=kind.key, facts=dict(facts))


@transaction.atomic
def act_undo(*, actor: Actor, act: UndoableAct) -> UndoableAct:
    """Take an act back, once; refused where something changed since, and then nothing is stored."""
    act = UndoableAct.objects.select_for_update().get(pk=act.pk)
    kind = act_kind(act.kind)
    if act.undone_at is not None or kind is None:
        raise RuleError([FieldProblem("", "undone_already")])
    try:
        with transaction.atomic():
            kind.undo(actor=actor, facts=act.facts)
    except (StaleError, GoneError) as error:
        raise RuleError([FieldProblem("", CHANGED_SINCE)]) from error
    act.undone_at = clock.now()
    act.save(update_fields=["undone_at"])
    return act


def acts_forget() -> None:
    """Delete what was done too long ago to be taken back, organization by organization; history keeps what was done."""
    before = clock.now() - timedelta(days=ACT_DAYS)
    for organization_id in active_organization_ids():
        with tenant(organization_id):
            UndoableAct.objects.filter(made_at__lt=before).delete()
