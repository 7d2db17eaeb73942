"""Whoever answers for an action may say that it is done, whatever their role on its project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from pmo_site.accounts.grounds import Ground, Source
from pmo_site.accounts.policy import Actor, Scope
from pmo_site.accounts.rights import Right
from projects.rights import OWNED_BY_PROJECT
from support_office.models import Action

_OWN = Ground(Source.OWNERSHIP, frozenset({Right.ACTION_FINISH}))


def _grounds(actor: Actor, action: Action) -> tuple[Ground, ...]:
    held = OWNED_BY_PROJECT.grounds_of(actor, action)
    is_own = actor.person_id is not None and action.owner_id == actor.person_id
    return (*held, _OWN) if is_own else held


def _condition(actor: Actor, right: Right) -> Q:
    held = OWNED_BY_PROJECT.condition(actor, right)
    if right not in _OWN.rights or actor.person_id is None:
        return held
    return held | Q(owner_id=actor.person_id)


def _rights_on(actor: Actor, rows: Sequence[Action]) -> Mapping[UUID, frozenset[Right]]:
    held = OWNED_BY_PROJECT.rights_on(actor, rows)
    own = {row.pk for row in rows if actor.person_id is not None and row.owner_id == actor.person_id}
    return {pk: rights | _OWN.rights if pk in own else rights for pk, rights in held.items()}


ACTION_SCOPE = Scope(grounds_of=_grounds, condition=_condition, rights_on=_rights_on)
