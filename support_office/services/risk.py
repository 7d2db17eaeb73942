"""Writes of risks: scored on the organization's scale as they are stored; one that occurs becomes an issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.audit.history import event_model
from pmo_site.kernel.conflicts import FieldProblem
from projects.models import Project
from support_office.domain.logs import (
    RISK_MOVES,
    RiskFacts,
    RiskState,
    first_problems,
    move_problems,
    risk_problems,
    trend_of,
)
from support_office.domain.proximity import Window
from support_office.domain.risk.matrix import Kind, Score
from support_office.models import Risk
from support_office.selectors.scales import steps
from support_office.services.entries import (
    KEEPS,
    entry_change,
    entry_delete,
    entry_store,
    entry_undelete,
    future_problems,
    refuse,
    refuse_money,
)
from support_office.services.issue import issue_make, issue_take_back

MONEY_FIELDS = frozenset({"loss_amount", "response_cost"})


@transaction.atomic
def risk_create(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> Risk:
    """Write a risk into a project's log."""
    require(actor, KEEPS, project)
    refuse_money(actor, project, values, MONEY_FIELDS)
    risk = Risk(project=project, raised_by_id=actor.person_id, **values)
    risk.raised_on = risk.raised_on or actor.today
    risk_settle(risk, actor, score_before=None)
    refuse([*first_problems(risk.state), *_problems(risk, actor)])
    return entry_store(risk, actor=actor)


@transaction.atomic
def risk_revise(*, actor: Actor, risk: Risk, version: int, values: Mapping[str, Any]) -> Risk:
    """Change a risk; one that occurs becomes an issue, one that did not after all takes an untouched issue back."""
    require(actor, KEEPS, risk)
    refuse_money(actor, risk, values, MONEY_FIELDS)
    state, score, owner = risk.state, risk.score, risk.owner_id
    given = {**values, "raised_on": values.get("raised_on") or risk.raised_on}
    for name, value in given.items():
        setattr(risk, name, value)
    derived = risk_settle(risk, actor, score_before=score)
    refuse([*move_problems(RISK_MOVES, state, risk.state), *_problems(risk, actor)])
    revised = entry_change(risk, actor=actor, version=version, values={**given, **derived}, owner_before=owner)
    if revised.state != state and revised.state == RiskState.OCCURRED:
        issue_make(actor=actor, risk=revised)
    elif revised.state != state and state == RiskState.OCCURRED:
        issue_take_back(actor=actor, risk=revised)
    return revised


def risk_delete(*, actor: Actor, risk: Risk, version: int) -> None:
    """Delete a risk that nothing was made from."""
    entry_delete(risk, actor=actor, version=version)


def risk_undelete(*, actor: Actor, risk_id: UUID) -> Risk | None:
    """Bring a deleted risk back."""
    return entry_undelete(Risk, risk_id, actor=actor)


def risk_settle(risk: Risk, actor: Actor, *, score_before: int | None) -> dict[str, Any]:
    """Derive scores, zone, trend and expected loss from what was typed; returns what was derived."""
    scale = steps()
    current = scale.score(risk.probability, risk.impact)
    score = None if current is None else int(current.value)
    moved = trend_of(Kind(risk.kind), score_before, score) if score != score_before else None
    derived: dict[str, Any] = {
        "score": score,
        "zone": current.zone if current else "",
        "live_score": score if risk.is_live else None,
        "inherent_score": _value(scale.score(risk.inherent_probability, risk.inherent_impact)),
        "target_score": _value(scale.score(risk.target_probability, risk.target_impact)),
        "expected_loss": scale.expected(risk.probability, risk.loss_amount),
        "trend": moved.value if moved else (risk.trend or ("same" if score is not None else "")),
        "closed_on": (risk.closed_on or actor.today) if risk.state == RiskState.CLOSED else None,
    }
    for name, value in derived.items():
        setattr(risk, name, value)
    return {**derived, **risk.settle()}


def state_before(risk: Risk) -> str:
    """The last live state of a risk that occurred, from its history."""
    events = event_model(Risk)._default_manager.filter(pgh_obj_id=risk.pk)
    found = events.filter(state__in=(RiskState.OPEN, RiskState.RESPONDING)).order_by("-pgh_id").first()
    return str(getattr(found, "state", RiskState.OPEN))


def _value(score: Score | None) -> int | None:
    return None if score is None else int(score.value)


def _problems(risk: Risk, actor: Actor) -> list[FieldProblem]:
    facts = RiskFacts(
        kind=Kind(risk.kind),
        strategy=risk.strategy,
        inherent=(risk.inherent_probability, risk.inherent_impact),
        current=(risk.probability, risk.impact),
        target=(risk.target_probability, risk.target_impact),
        loss=risk.loss_amount,
    )
    window = Window(risk.trigger_on, risk.trigger_until)
    return [*risk_problems(facts), *window.problems(), *future_problems(risk, actor, "raised_on")]
