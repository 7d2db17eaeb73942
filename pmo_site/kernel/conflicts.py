"""What a service refuses, in terms that a form and an API answer can both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A field whose value breaks a rule, and the rule's code; the empty field is the whole record."""

    field: str
    code: str


class StaleError(Exception):
    """The record was changed since the caller read it; nothing was stored."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"The record stands at version {current_version}.")
        self.current_version = current_version


class RuleError(Exception):
    """Values break rules; nothing was stored."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)
