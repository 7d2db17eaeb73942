"""DX, IT or cloud: what kind of change a project is, and whether it drifts from its promise.

The five questions. 1: does the customer or citizen get a new service or channel? 2: does the business model or the
logic of revenue and benefit change? 3: do the work processes of the business units change, not only the tool?
4: is organizational change planned and owned by the business side? 5: is the change only of hosting or
infrastructure?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from standards.domain.classification.tiers import ClassificationError


class Kind(StrEnum):
    """The kind of a project."""

    DX = "dx"
    IT = "it"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the five questions, in their order; None is not answered."""

    new_service: bool | None
    new_business_model: bool | None
    new_work_processes: bool | None
    owned_organizational_change: bool | None
    hosting_only: bool | None

    @property
    def all(self) -> tuple[bool | None, ...]:
        """The five answers in the order of the questions."""
        return (
            self.new_service,
            self.new_business_model,
            self.new_work_processes,
            self.owned_organizational_change,
            self.hosting_only,
        )


@dataclass(frozen=True, slots=True)
class Classification:
    """The kind that the answers give, None while the open ones could still change it.

    `contradictory`: the change is said to be of hosting only, yet another answer says more.
    """

    kind: Kind | None
    unanswered: tuple[int, ...]
    contradictory: bool


@dataclass(frozen=True, slots=True)
class GateAnswers:
    """The questionnaire as answered at a gate."""

    gate: str
    on: date
    answers: Answers


@dataclass(frozen=True, slots=True)
class Drift:
    """A change of kind since the project's start, with the questions (1 to 5) whose answers changed.

    `is_flag` marks what must not pass unseen: a DX project that is only IT or cloud any more.
    """

    gate: str
    before: Kind
    after: Kind
    changed_questions: tuple[int, ...]

    @property
    def is_flag(self) -> bool:
        """A project that set out as DX and lost it."""
        return self.before is Kind.DX


def classify(answers: Answers) -> Classification:
    """Classify a project: 5 yes and 1 to 4 no is CLOUD; (1 or 2) and (3 or 4) is DX; all else is IT.

    Open answers do not matter where every way to answer them gives the same kind; otherwise the kind is None.
    """
    kinds = {_kind(each) for each in _completions(answers.all)}
    unanswered = tuple(number for number, answer in enumerate(answers.all, start=1) if answer is None)
    contradictory = answers.hosting_only is True and any(answers.all[:4])
    return Classification(kinds.pop() if len(kinds) == 1 else None, unanswered, contradictory)


def drift(history: Sequence[GateAnswers]) -> tuple[Drift, ...]:
    """Compare every gate's kind with the first one known and list each departure by date.

    The start is what was promised, so a slow slide is seen as well as a jump. Gates whose kind is open are passed
    over. Errors: `duplicate_gate` naming the gate.
    """
    ordered = sorted(history, key=lambda each: each.on)
    names = [each.gate for each in ordered]
    for name in names:
        if names.count(name) > 1:
            raise ClassificationError("duplicate_gate", name)
    known = [(each, kind) for each in ordered if (kind := classify(each.answers).kind) is not None]
    if not known:
        return ()
    start, promised = known[0]
    return tuple(
        Drift(each.gate, promised, kind, _changed(start.answers, each.answers))
        for each, kind in known[1:]
        if kind is not promised
    )


def gates_unasked(history: Sequence[GateAnswers], passed: Sequence[str]) -> tuple[str, ...]:
    """Return the gates that were passed without the questionnaire, or with its kind left open."""
    asked = {each.gate for each in history if classify(each.answers).kind is not None}
    return tuple(gate for gate in passed if gate not in asked)


def _completions(answers: tuple[bool | None, ...]) -> Iterator[tuple[bool, ...]]:
    return product(*((True, False) if answer is None else (answer,) for answer in answers))


def _kind(answers: tuple[bool, ...]) -> Kind:
    service, model, processes, organization, hosting = answers
    if hosting and not any(answers[:4]):
        return Kind.CLOUD
    return Kind.DX if (service or model) and (processes or organization) else Kind.IT


def _changed(before: Answers, after: Answers) -> tuple[int, ...]:
    pairs = zip(before.all, after.all, strict=True)
    return tuple(number for number, (first, second) in enumerate(pairs, start=1) if first != second)
