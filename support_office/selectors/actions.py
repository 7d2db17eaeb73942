"""Reads of one action: as its own page needs it, and as it stood before it was done."""

from __future__ import annotations

from uuid import UUID

from pmo_site.accounts.policy import Actor, visible
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from support_office.domain.logs import LIVE_ACTIONS, ActionState
from support_office.models import Action


def action_get(actor: Actor, action_id: UUID) -> Action | None:
    """One action of a project that the actor may see."""
    rows = visible(actor, Right.PROJECT_VIEW, Action.objects.select_related("project", "owner", "risk", "issue"))
    return rows.filter(pk=action_id).first()


def action_before(action: Action) -> tuple[str, str]:
    """The last live state of an action and the result as it was written then, from its history."""
    events = event_model(Action)._default_manager.filter(pgh_obj_id=action.pk, state__in=LIVE_ACTIONS)
    found = events.order_by("-pgh_id").values_list("state", "result").first()
    return found or (ActionState.OPEN.value, "")
