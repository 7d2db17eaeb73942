"""Writes of issues, and the issue that a risk becomes when it occurs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.kernel.conflicts import FieldProblem
from projects.models import Project
from support_office.domain.logs import ISSUE_MOVES, IssueState, Priority, first_problems, move_problems
from support_office.models import Issue, Risk
from support_office.selectors.logs import actions_of, issue_of
from support_office.services.entries import (
    KEEPS,
    entry_change,
    entry_delete,
    entry_store,
    future_problems,
    refuse,
)

FIRST_VERSION = 1
_PRIORITY = {"extreme": Priority.URGENT, "high": Priority.HIGH, "low": Priority.LOW}


@transaction.atomic
def issue_create(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> Issue:
    """Write an issue into a project's log."""
    require(actor, KEEPS, project)
    issue = Issue(project=project, raised_by_id=actor.person_id, **values)
    issue.raised_on = issue.raised_on or actor.today
    issue_settle(issue, actor)
    refuse([*first_problems(issue.state), *_problems(issue, actor)])
    return entry_store(issue, actor=actor)


@transaction.atomic
def issue_revise(*, actor: Actor, issue: Issue, version: int, values: Mapping[str, Any]) -> Issue:
    """Change an issue."""
    require(actor, KEEPS, issue)
    state, owner = issue.state, issue.owner_id
    given = {**values, "raised_on": values.get("raised_on") or issue.raised_on}
    for name, value in given.items():
        setattr(issue, name, value)
    derived = issue_settle(issue, actor)
    refuse([*move_problems(ISSUE_MOVES, state, issue.state), *_problems(issue, actor)])
    return entry_change(issue, actor=actor, version=version, values={**given, **derived}, owner_before=owner)


def issue_make(*, actor: Actor, risk: Risk) -> Issue:
    """The issue that a risk is now; made once however often it is asked for."""
    found = issue_of(risk)
    if found is not None:
        return found
    issue = Issue(
        project=risk.project,
        risk=risk,
        title=risk.title,
        description=risk.cause,
        effect=risk.effect,
        progress=risk.response,
        priority=_PRIORITY.get(risk.zone, Priority.MEDIUM),
        owner_id=risk.owner_id,
        due_on=risk.due_on,
        raised_by_id=actor.person_id,
        raised_on=actor.today,
    )
    issue_settle(issue, actor)
    return entry_store(issue, actor=actor)


def issue_take_back(*, actor: Actor, risk: Risk) -> None:
    """Delete the issue of a risk that did not occur after all, unless somebody has worked on it."""
    issue = issue_of(risk)
    if issue is not None and issue.version == FIRST_VERSION and not actions_of(issue):
        entry_delete(issue, actor=actor, version=issue.version)


def issue_settle(issue: Issue, actor: Actor) -> dict[str, Any]:
    """Derive when the decision was asked for and when it was confirmed; returns what was derived."""
    derived: dict[str, Any] = {"asked_on": (issue.asked_on or actor.today) if issue.needs_decision else None}
    if issue.state == IssueState.CLOSED:
        derived["confirmed_on"] = issue.confirmed_on or actor.today
    elif issue.is_live:
        derived["confirmed_on"] = None
    for name, value in derived.items():
        setattr(issue, name, value)
    return {**derived, **issue.settle()}


def _problems(issue: Issue, actor: Actor) -> list[FieldProblem]:
    return future_problems(issue, actor, "raised_on", "confirmed_on")
