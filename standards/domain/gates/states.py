"""The life of a project between gates, as one table: where an event leads, what it requires.

Source: R. G. Cooper, Stage-Gate: go, kill, hold, recycle, and the conditional go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from standards.domain.errors import StandardsRuleError


class GateError(StandardsRuleError):
    """A gate move, review or vote that the rules refuse."""


class GateOutcome(StrEnum):
    """What gatekeepers may decide."""

    GO = "go"
    CONDITIONAL_GO = "conditional_go"
    HOLD = "hold"
    RECYCLE = "recycle"
    KILL = "kill"


class GateEvent(StrEnum):
    """What moves a project: the outcomes of a gate, and the steps around them."""

    SUBMIT = "submit"
    GO = "go"
    CONDITIONAL_GO = "conditional_go"
    HOLD = "hold"
    RECYCLE = "recycle"
    KILL = "kill"
    RESUME = "resume"
    CLOSE = "close"
    COMPLETE = "complete"


class GateState(StrEnum):
    """Where a project stands. `killed` and `completed` stay in the portfolio's history for good."""

    PROPOSED = "proposed"
    AT_GATE = "at_gate"
    IN_STAGE = "in_stage"
    ON_HOLD = "on_hold"
    CLOSING = "closing"
    KILLED = "killed"
    COMPLETED = "completed"


class Requirement(StrEnum):
    """What must stand in the record before an event takes effect."""

    QUORUM = "quorum"
    REASON = "reason"
    APPROVED_PLAN = "approved_plan"
    RESOURCES = "resources"
    NEXT_GATE_DATE = "next_gate_date"
    DATED_CONDITIONS = "dated_conditions"
    REVIEW_DATE = "review_date"
    CONTRACTS_ENDED = "contracts_ended"
    LESSONS_RECORDED = "lessons_recorded"
    ASSETS_RELEASED = "assets_released"
    LAST_GATE_PASSED = "last_gate_passed"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a conditional go; without owner and due date it binds nobody."""

    text: str
    owner: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class GateRecord:
    """What is on record when an event is asked for; what an event does not need may stay empty."""

    reason: str = ""
    quorate: bool = False
    plan_approved: bool = False
    resources_committed: bool = False
    next_gate_on: date | None = None
    review_on: date | None = None
    conditions: tuple[Condition, ...] = ()
    contracts_ended: bool = False
    lessons_recorded: bool = False
    assets_released: bool = False
    last_gate: int | None = None


@dataclass(frozen=True, slots=True)
class GatePosition:
    """A project's place: its state, its stage (0 before gate 1) and the version of its case."""

    state: GateState = GateState.PROPOSED
    stage: int = 0
    version: int = 1

    @property
    def gate(self) -> int | None:
        """The gate it stands at or was held at; None elsewhere."""
        return self.stage + 1 if self.state in (GateState.AT_GATE, GateState.ON_HOLD) else None

    @property
    def funds_released(self) -> bool:
        """Money flows only after an approval: in a stage, and at its end while the next gate decides."""
        return self.stage > 0 and self.state in (GateState.IN_STAGE, GateState.AT_GATE)

    @property
    def clock_running(self) -> bool:
        """The clock stops on hold and when the project has ended."""
        return self.state in (GateState.PROPOSED, GateState.AT_GATE, GateState.IN_STAGE, GateState.CLOSING)


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: the next state (None: back to its stage's work) and what is required."""

    target: GateState | None
    requires: tuple[Requirement, ...] = ()
    stage_step: int = 0
    new_version: bool = False


APPROVAL = (Requirement.QUORUM, Requirement.APPROVED_PLAN, Requirement.RESOURCES, Requirement.NEXT_GATE_DATE)
REFUSAL = (Requirement.QUORUM, Requirement.REASON)
FAREWELL = (Requirement.CONTRACTS_ENDED, Requirement.LESSONS_RECORDED, Requirement.ASSETS_RELEASED)

TRANSITIONS: Mapping[tuple[GateState, GateEvent], Transition] = MappingProxyType(
    {
        (GateState.PROPOSED, GateEvent.SUBMIT): Transition(GateState.AT_GATE),
        (GateState.IN_STAGE, GateEvent.SUBMIT): Transition(GateState.AT_GATE),
        (GateState.AT_GATE, GateEvent.GO): Transition(GateState.IN_STAGE, APPROVAL, stage_step=1),
        (GateState.AT_GATE, GateEvent.CONDITIONAL_GO): Transition(
            GateState.IN_STAGE, (*APPROVAL, Requirement.DATED_CONDITIONS), stage_step=1
        ),
        (GateState.AT_GATE, GateEvent.HOLD): Transition(GateState.ON_HOLD, (*REFUSAL, Requirement.REVIEW_DATE)),
        (GateState.AT_GATE, GateEvent.RECYCLE): Transition(None, REFUSAL, new_version=True),
        (GateState.AT_GATE, GateEvent.KILL): Transition(GateState.CLOSING, REFUSAL),
        (GateState.ON_HOLD, GateEvent.RESUME): Transition(GateState.AT_GATE, (Requirement.REASON,)),
        (GateState.ON_HOLD, GateEvent.KILL): Transition(GateState.CLOSING, REFUSAL),
        (GateState.CLOSING, GateEvent.CLOSE): Transition(GateState.KILLED, FAREWELL),
        (GateState.IN_STAGE, GateEvent.COMPLETE): Transition(GateState.COMPLETED, (Requirement.LAST_GATE_PASSED,)),
    }
)
"""Every move there is; what is not in the table is refused."""

FULFILLED: Mapping[Requirement, Callable[[GateRecord, GatePosition], bool]] = MappingProxyType(
    {
        Requirement.QUORUM: lambda record, _: record.quorate,
        Requirement.REASON: lambda record, _: bool(record.reason.strip()),
        Requirement.APPROVED_PLAN: lambda record, _: record.plan_approved,
        Requirement.RESOURCES: lambda record, _: record.resources_committed,
        Requirement.NEXT_GATE_DATE: lambda record, _: record.next_gate_on is not None,
        Requirement.REVIEW_DATE: lambda record, _: record.review_on is not None,
        Requirement.DATED_CONDITIONS: lambda record, _: (
            bool(record.conditions) and all(each.owner and each.due_on for each in record.conditions)
        ),
        Requirement.CONTRACTS_ENDED: lambda record, _: record.contracts_ended,
        Requirement.LESSONS_RECORDED: lambda record, _: record.lessons_recorded,
        Requirement.ASSETS_RELEASED: lambda record, _: record.assets_released,
        Requirement.LAST_GATE_PASSED: lambda record, position: (
            record.last_gate is not None and position.stage >= record.last_gate
        ),
    }
)


def allowed_events(position: GatePosition) -> tuple[GateEvent, ...]:
    """Return the events the table knows for this state, in the table's order."""
    return tuple(event for state, event in TRANSITIONS if state is position.state)


def missing_requirements(position: GatePosition, event: GateEvent, record: GateRecord) -> tuple[Requirement, ...]:
    """Return what the record still lacks for the event. Errors: `no_such_move` naming state and event."""
    transition = _transition(position, event)
    return tuple(each for each in transition.requires if not FULFILLED[each](record, position))


def move(position: GatePosition, event: GateEvent, record: GateRecord) -> GatePosition:
    """Return the position after the event.

    Go enters the next stage with version 1; recycle returns to the same stage with the next version; hold stops
    the clock until its review date; kill begins the closing. Errors: `no_such_move`; `requirement_missing` naming
    all that the record lacks.
    """
    transition = _transition(position, event)
    missing = missing_requirements(position, event, record)
    if missing:
        raise GateError("requirement_missing", ", ".join(missing))
    work = GateState.IN_STAGE if position.stage else GateState.PROPOSED
    version = 1 if transition.stage_step else position.version + transition.new_version
    return GatePosition(transition.target or work, position.stage + transition.stage_step, version)


def running_days(history: Sequence[tuple[date, GatePosition]], as_of: date) -> int | None:
    """Count the calendar days on which the clock ran, from the first entry to the day before `as_of`.

    `history` holds the position from each date on, in order; None while it is empty. Errors: `out_of_order`
    naming the date.
    """
    if not history:
        return None
    ends = [*(day for day, _ in history[1:]), None]
    days = 0
    for (begin, position), end in zip(history, ends, strict=True):
        if end is not None and end < begin:
            raise GateError("out_of_order", end)
        until = as_of if end is None else min(end, as_of)
        if position.clock_running and until > begin:
            days += (until - begin).days
    return days


def _transition(position: GatePosition, event: GateEvent) -> Transition:
    transition = TRANSITIONS.get((position.state, event))
    if transition is None:
        raise GateError("no_such_move", f"{position.state} / {event}")
    return transition
