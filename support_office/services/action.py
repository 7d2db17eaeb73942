"""Writes of actions, and the actions that are made from risks and issues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.parsing import fold
from projects.models import Project
from support_office.domain.logs import ACTION_MOVES, ActionState, first_problems, move_problems
from support_office.models import Action, Issue, Risk
from support_office.models.log import FOLDED_LENGTH
from support_office.models.log_choices import Source
from support_office.selectors.actions import action_before
from support_office.selectors.logs import action_of
from support_office.services.entries import (
    KEEPS,
    SEES,
    entry_change,
    entry_delete,
    entry_store,
    entry_undelete,
    future_problems,
    refuse,
)
from support_office.services.log_notices import finish_tell, finish_untell


@transaction.atomic
def action_create(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> Action:
    """Write an action into a project's log."""
    require(actor, KEEPS, project)
    action = Action(project=project, **values)
    action_settle(action, actor)
    refuse([*first_problems(action.state), *future_problems(action, actor, "done_on")])
    return entry_store(action, actor=actor)


@transaction.atomic
def action_revise(*, actor: Actor, action: Action, version: int, values: Mapping[str, Any]) -> Action:
    """Change an action."""
    require(actor, KEEPS, action)
    state, owner = action.state, action.owner_id
    for name, value in values.items():
        setattr(action, name, value)
    derived = action_settle(action, actor)
    problems = [*move_problems(ACTION_MOVES, state, action.state), *future_problems(action, actor, "done_on")]
    refuse(problems)
    return entry_change(action, actor=actor, version=version, values={**values, **derived}, owner_before=owner)


@transaction.atomic
def action_finish(*, actor: Actor, action: Action, version: int, result: str) -> Action:
    """Say that an action is done, and what came of it; whoever answers for it needs no right to keep the log."""
    values = {"state": ActionState.DONE.value, "result": result.strip()}
    if not action.is_live:
        raise RuleError([FieldProblem("", "over_already")])
    done = _moved(actor, action, version, values)
    if _is_own(actor, done):
        finish_tell(actor=actor, action=done)
    return done


@transaction.atomic
def action_reopen(*, actor: Actor, action: Action, version: int) -> Action:
    """Take back that an action is done: it stands as before; history keeps what was said."""
    if action.state != ActionState.DONE:
        raise RuleError([FieldProblem("", "not_done")])
    state, result = action_before(action)
    back = _moved(actor, action, version, {"state": state, "result": result})
    finish_untell(action_id=back.pk, version=version)
    return back


def _moved(actor: Actor, action: Action, version: int, values: Mapping[str, Any]) -> Action:
    require(actor, SEES, action)
    require(actor, Right.ACTION_FINISH, action)
    for name, value in values.items():
        setattr(action, name, value)
    given = {**values, **action_settle(action, actor)}
    return entry_change(
        action,
        actor=actor,
        version=version,
        values=given,
        owner_before=action.owner_id,
        is_own_work=_is_own(actor, action),
    )


def _is_own(actor: Actor, action: Action) -> bool:
    return actor.person_id is not None and actor.person_id == action.owner_id


def action_delete(*, actor: Actor, action: Action, version: int) -> None:
    """Delete an action."""
    entry_delete(action, actor=actor, version=version)


def action_undelete(*, actor: Actor, action_id: UUID) -> Action | None:
    """Bring a deleted action back."""
    return entry_undelete(Action, action_id, actor=actor)


@transaction.atomic
def action_make(*, actor: Actor, source: Risk | Issue, values: Mapping[str, Any]) -> tuple[Action, bool]:
    """An action from a risk or an issue, linked both ways, and whether it was made now.

    The same title makes the same action once, however often it is asked for; another title makes a further one.
    """
    require(actor, KEEPS, source)
    type(source)._default_manager.select_for_update().get(pk=source.pk)
    title = values.get("title") or source.title
    found = action_of(source, fold(title)[:FOLDED_LENGTH])
    if found is not None:
        return found, False
    is_risk = isinstance(source, Risk)
    action = Action(
        project=source.project,
        title=title,
        owner=values.get("owner") or source.owner,
        due_on=values.get("due_on") or source.due_on,
        source=Source.RISK if is_risk else Source.ISSUE,
        **({"risk": source} if is_risk else {"issue": source}),
    )
    action_settle(action, actor)
    return entry_store(action, actor=actor), True


def action_settle(action: Action, actor: Actor) -> dict[str, Any]:
    """Derive the day on which it was done; returns what was derived."""
    derived: dict[str, Any] = {"done_on": (action.done_on or actor.today) if action.state == ActionState.DONE else None}
    for name, value in derived.items():
        setattr(action, name, value)
    return {**derived, **action.settle()}
