"""Keeping what an act did, and taking it back once, as a new act in history."""

from __future__ import annotations

from django.db import transaction

from pmo_site.accounts.acts import ActKind, Facts, act_kind
from pmo_site.accounts.models import UndoableAct
from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.tenancy.versions import GoneError

CHANGED_SINCE = "changed_since"


def act_keep(*, actor: Actor, kind: ActKind, facts: Facts) -> UndoableAct | None:
    """Remember an act for whoever did it; None where nobody in person acted."""
    if actor.person_id is None:
        return None
    return UndoableAct.objects.create(made_by_id=actor.person_id, kind=kind.key, facts=dict(facts))


@transaction.atomic
def act_undo(*, actor: Actor, act: UndoableAct) -> None:
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
