"""What a gate review finds: deliverables due, must-meet knock-outs and the should-meet score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from standards.domain.gates.states import GateError, GateOutcome

STOPPING = (GateOutcome.HOLD, GateOutcome.RECYCLE, GateOutcome.KILL)


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """The limits of one version of the gate rules: shares 0..1 of the should-meet score."""

    version: str
    pass_mark: Decimal
    conditional_mark: Decimal


DEFAULT_GATE_POLICY = GatePolicy("default-1", pass_mark=Decimal("0.60"), conditional_mark=Decimal("0.50"))
"""From 60 % go, from 50 % conditional go; a score on a limit belongs to the better class."""


@dataclass(frozen=True, slots=True)
class MustMeet:
    """A yes/no criterion: one no knocks the project out; None is not answered yet."""

    id: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class ShouldMeet:
    """A scored criterion: 0..highest, any positive weight; None is not scored yet."""

    id: str
    score: Decimal | int | None
    weight: Decimal | int = 1
    highest: Decimal | int = 10


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A document or result due before the gate."""

    id: str
    delivered: bool
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class GateAssessment:
    """What the criteria say; the gatekeepers decide, within what is permitted.

    `score` is the weighted share 0..1 of the should-meet criteria, None without any or while one is open.
    `open_items` lists what is not answered, scored or delivered. `suggested` is what the figures point to.
    """

    knocked_out_by: tuple[str, ...]
    open_items: tuple[str, ...]
    score: float | None
    permitted: tuple[GateOutcome, ...]
    suggested: GateOutcome
    policy_version: str


def assess_gate(
    must: Sequence[MustMeet],
    should: Sequence[ShouldMeet],
    deliverables: Sequence[Deliverable] = (),
    *,
    policy: GatePolicy = DEFAULT_GATE_POLICY,
) -> GateAssessment:
    """Judge a review: a failed must-meet or an open item bars every go; else the score decides.

    Failed must-meet: kill is suggested; open items or a score below the conditional mark: recycle. Score without
    should-meet criteria: none, and go is open. Source: R. G. Cooper, must-meet and should-meet criteria.
    Errors: `off_scale` and `weight_not_positive` naming the criterion, `duplicate_item`.
    """
    _refuse_duplicates(
        [*(each.id for each in must), *(each.id for each in should), *(each.id for each in deliverables)]
    )
    knocked = tuple(each.id for each in must if each.met is False)
    open_items = (
        *(each.id for each in must if each.met is None),
        *(each.id for each in should if each.score is None),
        *(each.id for each in deliverables if each.mandatory and not each.delivered),
    )
    score = _score(should)
    permitted, suggested = _verdict(knocked, open_items, score, policy)
    shown = None if score is None else float(score)
    return GateAssessment(knocked, open_items, shown, permitted, suggested, policy.version)


def _verdict(
    knocked: tuple[str, ...], open_items: tuple[str, ...], score: Fraction | None, policy: GatePolicy
) -> tuple[tuple[GateOutcome, ...], GateOutcome]:
    if knocked:
        return STOPPING, GateOutcome.KILL
    if open_items:
        return STOPPING, GateOutcome.RECYCLE
    if score is None or score >= Fraction(policy.pass_mark):
        return tuple(GateOutcome), GateOutcome.GO
    if score >= Fraction(policy.conditional_mark):
        return (GateOutcome.CONDITIONAL_GO, *STOPPING), GateOutcome.CONDITIONAL_GO
    return STOPPING, GateOutcome.RECYCLE


def _score(should: Sequence[ShouldMeet]) -> Fraction | None:
    total = weight = Fraction()
    for each in should:
        if each.weight <= 0:
            raise GateError("weight_not_positive", each.id)
        if each.highest <= 0 or (each.score is not None and not 0 <= each.score <= each.highest):
            raise GateError("off_scale", each.id)
        total += Fraction(each.weight) * Fraction(each.score or 0) / Fraction(each.highest)
        weight += Fraction(each.weight)
    return None if not should or any(each.score is None for each in should) else total / weight


def _refuse_duplicates(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise GateError("duplicate_item", name)
