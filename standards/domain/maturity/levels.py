"""Maturity: a level is held only if its statements and those of all lower levels are.

Source: the P3M3 model of portfolio, program and project management (seven perspectives, levels 1 to 5, overall the
lowest perspective); the limit of 80 % per level is this product's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from standards.domain.errors import StandardsRuleError

LEVELS = (1, 2, 3, 4, 5)
"""Awareness, repeatable, defined, managed, optimized."""

GRADES = (0, 25, 50, 75, 100)
"""How far a statement is implemented, in percent."""

HELD_FROM = 80
"""A level is held from this average of its statements, in percent."""


class MaturityError(StandardsRuleError):
    """Answers that do not fit the questionnaire."""


class Perspective(StrEnum):
    """The seven perspectives of P3M3."""

    GOVERNANCE = "organizational_governance"
    CONTROL = "management_control"
    BENEFITS = "benefits_management"
    RISK = "risk_management"
    STAKEHOLDERS = "stakeholder_management"
    FINANCE = "finance_management"
    RESOURCES = "resource_management"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a questionnaire, in both languages, that speaks for one level of one perspective."""

    id: str
    perspective: str
    level: int
    text_en: str
    text_ja: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a statement is implemented, in percent (None: not answered), and where to see it."""

    statement: str
    percent: int | None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PerspectiveLevel:
    """The level held in one perspective, 0 where not even level 1 is.

    `averages` are percent by level, None where a statement of it is unanswered; `next_level` is the first one not
    held, None at the top; `complete` is False where an unanswered statement stands against that next level.
    """

    perspective: str
    level: int
    averages: Mapping[int, float | None]
    next_level: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class MaturityResult:
    """The levels of all perspectives of one model; the overall level is the lowest of them.

    `complete` False says that `level` is what is shown so far: more answers could raise it. `unsupported` lists
    statements claimed without evidence, which counted as 0.
    """

    level: int
    perspectives: tuple[PerspectiveLevel, ...]
    weakest: tuple[str, ...]
    unsupported: tuple[str, ...]
    unanswered: tuple[str, ...]
    complete: bool


def assess_maturity(statements: Sequence[Statement], answers: Iterable[Answer]) -> MaturityResult:
    """Judge one model (portfolio, program or project; models are independent) by its questionnaire.

    Level L of a perspective is held if the average of its statements is at least 80 % and all lower levels are
    held; 80 % itself holds. An unanswered statement holds nothing. A claim above 0 without evidence counts as 0.
    Errors: `no_statements`; `level_without_statements` naming perspective and level; `duplicate_statement`,
    `unknown_statement`, `answered_twice`, `off_scale` naming the statement.
    """
    given = _given(statements, answers)
    if not statements:
        raise MaturityError("no_statements")
    perspectives = tuple(
        _perspective(name, [each for each in statements if each.perspective == name], given)
        for name in dict.fromkeys(each.perspective for each in statements)
    )
    level = min(each.level for each in perspectives)
    weakest = tuple(each.perspective for each in perspectives if each.level == level)
    lowest = [each for each in perspectives if each.level == level]
    return MaturityResult(
        level=level,
        perspectives=perspectives,
        weakest=weakest,
        unsupported=tuple(each.statement for each in given.values() if each.percent and not each.evidence.strip()),
        unanswered=tuple(each.id for each in statements if _percent(each.id, given) is None),
        complete=any(each.complete for each in lowest),
    )


def _given(statements: Sequence[Statement], answers: Iterable[Answer]) -> dict[str, Answer]:
    names = [each.id for each in statements]
    for name in names:
        if names.count(name) > 1:
            raise MaturityError("duplicate_statement", name)
    given: dict[str, Answer] = {}
    for answer in answers:
        if answer.statement not in names:
            raise MaturityError("unknown_statement", answer.statement)
        if answer.statement in given:
            raise MaturityError("answered_twice", answer.statement)
        if answer.percent is not None and answer.percent not in GRADES:
            raise MaturityError("off_scale", answer.statement)
        given[answer.statement] = answer
    return given


def _percent(statement: str, given: Mapping[str, Answer]) -> int | None:
    answer = given.get(statement)
    if answer is None or answer.percent is None:
        return None
    return answer.percent if answer.evidence.strip() else 0


def _perspective(name: str, statements: list[Statement], given: Mapping[str, Answer]) -> PerspectiveLevel:
    averages = {level: _average(name, level, statements, given) for level in LEVELS}
    held = 0
    for level in LEVELS:
        average = averages[level]
        if average is None or average < HELD_FROM:
            break
        held = level
    following = held + 1 if held < LEVELS[-1] else None
    shown = {level: None if average is None else float(average) for level, average in averages.items()}
    complete = following is None or averages[following] is not None
    return PerspectiveLevel(name, held, MappingProxyType(shown), following, complete)


def _average(name: str, level: int, statements: list[Statement], given: Mapping[str, Answer]) -> Fraction | None:
    percents = [_percent(each.id, given) for each in statements if each.level == level]
    if not percents:
        raise MaturityError("level_without_statements", f"{name} / {level}")
    known = [percent for percent in percents if percent is not None]
    return Fraction(sum(known), len(known)) if len(known) == len(percents) else None
