"""The logs' rules: how a risk, an issue and an action move from state to state, and what each move asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pmo_site.kernel.conflicts import FieldProblem
from support_office.domain.risk.matrix import Kind


class RiskState(StrEnum):
    """Where a risk stands: what was raised waits for triage, what occurred has become an issue."""

    RAISED = "raised"
    OPEN = "open"
    RESPONDING = "responding"
    OCCURRED = "occurred"
    CLOSED = "closed"
    RETURNED = "returned"
    MERGED = "merged"


class IssueState(StrEnum):
    """Where an issue stands; a resolved one waits for somebody to confirm it."""

    RAISED = "raised"
    OPEN = "open"
    ACTING = "acting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    RETURNED = "returned"
    MERGED = "merged"


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class Strategy(StrEnum):
    """How a risk is answered (PMBOK Guide)."""

    AVOID = "avoid"
    TRANSFER = "transfer"
    MITIGATE = "mitigate"
    EXPLOIT = "exploit"
    SHARE = "share"
    ENHANCE = "enhance"
    ACCEPT = "accept"
    ESCALATE = "escalate"


class Priority(StrEnum):
    """How soon an issue must be dealt with."""

    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Trend(StrEnum):
    """Which way a risk's score moved last."""

    WORSE = "worse"
    SAME = "same"
    BETTER = "better"


_R, _I, _A = RiskState, IssueState, ActionState

RISK_MOVES: Mapping[str, frozenset[str]] = {
    _R.RAISED: frozenset(),
    _R.OPEN: frozenset({_R.RESPONDING, _R.OCCURRED, _R.CLOSED}),
    _R.RESPONDING: frozenset({_R.OPEN, _R.OCCURRED, _R.CLOSED}),
    _R.OCCURRED: frozenset({_R.OPEN, _R.RESPONDING, _R.CLOSED}),
    _R.CLOSED: frozenset({_R.OPEN, _R.RESPONDING, _R.OCCURRED}),
    _R.RETURNED: frozenset(),
    _R.MERGED: frozenset(),
}
ISSUE_MOVES: Mapping[str, frozenset[str]] = {
    _I.RAISED: frozenset(),
    _I.OPEN: frozenset({_I.ACTING, _I.RESOLVED, _I.CLOSED}),
    _I.ACTING: frozenset({_I.OPEN, _I.RESOLVED, _I.CLOSED}),
    _I.RESOLVED: frozenset({_I.OPEN, _I.ACTING, _I.CLOSED}),
    _I.CLOSED: frozenset({_I.OPEN, _I.ACTING, _I.RESOLVED}),
    _I.RETURNED: frozenset(),
    _I.MERGED: frozenset(),
}
ACTION_MOVES: Mapping[str, frozenset[str]] = {
    _A.OPEN: frozenset({_A.DOING, _A.DONE, _A.DROPPED}),
    _A.DOING: frozenset({_A.OPEN, _A.DONE, _A.DROPPED}),
    _A.DONE: frozenset({_A.OPEN, _A.DOING}),
    _A.DROPPED: frozenset({_A.OPEN, _A.DOING}),
}
"""What people may set a state to. Triage alone leads out of `raised`, and `returned` and `merged` are its ends."""

LIVE_RISKS = frozenset({RiskState.OPEN, RiskState.RESPONDING})
LIVE_ISSUES = frozenset({IssueState.OPEN, IssueState.ACTING, IssueState.RESOLVED})
LIVE_ACTIONS = frozenset({ActionState.OPEN, ActionState.DOING})
LIVE = frozenset({*LIVE_RISKS, *LIVE_ISSUES, *LIVE_ACTIONS})
NEVER_FIRST = frozenset({RiskState.RAISED, RiskState.OCCURRED, RiskState.RETURNED, RiskState.MERGED})
"""States that nobody gives a new entry by hand: triage and conversion lead there."""

_ANSWERS = {
    Kind.THREAT: frozenset({Strategy.AVOID, Strategy.TRANSFER, Strategy.MITIGATE}),
    Kind.OPPORTUNITY: frozenset({Strategy.EXPLOIT, Strategy.SHARE, Strategy.ENHANCE}),
}
_EITHER = frozenset({Strategy.ACCEPT, Strategy.ESCALATE})


def strategies(kind: Kind) -> frozenset[Strategy]:
    """What answers a threat, or an opportunity."""
    return _ANSWERS[kind] | _EITHER


def move_problems(moves: Mapping[str, frozenset[str]], before: str, after: str) -> Iterator[FieldProblem]:
    """A state is changed only along its table; staying is no move."""
    if after != before and after not in moves[before]:
        yield FieldProblem("state", "no_such_move")


def first_problems(state: str) -> Iterator[FieldProblem]:
    """A new entry is neither raised nor at an end that only triage leads to."""
    if state in NEVER_FIRST:
        yield FieldProblem("state", "no_such_move")


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the rules of a risk speak about: pairs are probability and impact, 1 to 5."""

    kind: Kind
    strategy: str
    inherent: tuple[int | None, int | None]
    current: tuple[int | None, int | None]
    target: tuple[int | None, int | None]
    loss: Decimal | None = None


def risk_problems(facts: RiskFacts) -> Iterator[FieldProblem]:
    """A strategy fits the kind of risk; a rating has both of its sides or none; a loss is a size."""
    if facts.strategy and facts.strategy not in strategies(facts.kind):
        yield FieldProblem("strategy", "strategy_of_other_kind")
    for prefix, (probability, impact) in (
        ("inherent_", facts.inherent),
        ("", facts.current),
        ("target_", facts.target),
    ):
        if (probability is None) != (impact is None):
            yield FieldProblem(f"{prefix}impact" if impact is None else f"{prefix}probability", "half_rated")
    if facts.loss is not None and facts.loss < 0:
        yield FieldProblem("loss_amount", "negative")


def trend_of(kind: Kind, before: int | None, after: int | None) -> Trend | None:
    """Which way a score moved: up is worse for a threat and better for an opportunity; None while one is unknown."""
    if before is None or after is None:
        return None
    if before == after:
        return Trend.SAME
    return Trend.WORSE if (after > before) is (kind is Kind.THREAT) else Trend.BETTER


def is_answered(*, has_owner: bool, strategy: str, response: str) -> bool:
    """A risk is answered once it has an owner and a strategy; all but acceptance need words on what is done."""
    return has_owner and bool(strategy) and (strategy == Strategy.ACCEPT or bool(response.strip()))
