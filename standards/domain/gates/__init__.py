"""Gates: outcomes, the state machine between them, criteria, quorum, and a ready set of gates."""

from __future__ import annotations

from standards.domain.gates.board import BoardResult, Gatekeeper, QuorumRule, tally
from standards.domain.gates.gateway import GATEWAY_REVIEWS, BusinessCasePart, GatewayReview, Urgency
from standards.domain.gates.review import (
    DEFAULT_GATE_POLICY,
    Deliverable,
    GateAssessment,
    GatePolicy,
    MustMeet,
    ShouldMeet,
    assess_gate,
)
from standards.domain.gates.states import (
    TRANSITIONS,
    Condition,
    GateError,
    GateEvent,
    GateOutcome,
    GatePosition,
    GateRecord,
    GateState,
    Requirement,
    Transition,
    allowed_events,
    missing_requirements,
    move,
    running_days,
)

__all__ = [
    "DEFAULT_GATE_POLICY",
    "GATEWAY_REVIEWS",
    "TRANSITIONS",
    "BoardResult",
    "BusinessCasePart",
    "Condition",
    "Deliverable",
    "GateAssessment",
    "GateError",
    "GateEvent",
    "GateOutcome",
    "GatePolicy",
    "GatePosition",
    "GateRecord",
    "GateState",
    "Gatekeeper",
    "GatewayReview",
    "MustMeet",
    "QuorumRule",
    "Requirement",
    "ShouldMeet",
    "Transition",
    "Urgency",
    "allowed_events",
    "assess_gate",
    "missing_requirements",
    "move",
    "running_days",
    "tally",
]
