"""The answer: the best choice, proven or with an honest bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from portfolio.domain.exact import Number, exact
from portfolio.domain.selection.greedy import greedy
from portfolio.domain.selection.highs import Answer, best
from portfolio.domain.selection.problem import Candidate, Limits, Problem
from portfolio.domain.selection.program import Program, program_of

Status = Literal["optimal", "feasible", "infeasible", "undecided"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice and what is known about it.

    `chosen` in the order of the candidates, `starts` their start periods, `value` their total. `bound`: no valid
    choice is worth more; equal to `value` where `proven_optimal`. `used`: cost per budget. `status`: `optimal`,
    `feasible` (time ran out), `infeasible` (no choice keeps all rules: value and bound None) or `undecided` (time
    ran out before any choice was found: value None). Values are Decimal where the candidates' are, else float.
    """

    chosen: tuple[str, ...]
    value: Number | None
    proven_optimal: bool
    bound: Number | None
    status: Status
    starts: Mapping[str, int]
    used: tuple[Number, ...]

    @property
    def gap(self) -> float | None:
        """How much better another choice could be at most, as a share of the value; None where undefined."""
        if self.value is None or self.bound is None or self.value == 0:
            return None
        return float((exact(self.bound) - exact(self.value)) / abs(exact(self.value)))


def select(
    candidates: Sequence[Candidate],
    budgets: Limits,
    *,
    requires: Iterable[tuple[str, str]] = (),
    exclusive: Iterable[Iterable[str]] = (),
    mandatory: Iterable[str] = (),
    max_count: int | None = None,
    time_limit: float = 10.0,
) -> Selection:
    """Choose the candidates of the highest total value that keep every budget and rule: see `solve`.

    The short form of a `Problem` without skills, buckets and minimums.
    """
    problem = Problem(
        candidates, budgets, requires=requires, exclusive=exclusive, mandatory=mandatory, max_count=max_count
    )
    return solve(problem, time_limit=time_limit)


def solve(problem: Problem, *, time_limit: float = 10.0) -> Selection:
    """Choose the most valuable set of candidates that keeps all rules of the problem.

    Exact 0/1 programming by HiGHS within `time_limit` seconds; the chosen set is rechecked in exact arithmetic.
    `proven_optimal` means that the search was completed, within the solver's own accuracy of a millionth;
    otherwise the bound says how much is open at most. Of several optimal sets any one is returned, for equal
    input the same. Errors: those of `Problem.checked`.
    """
    checked = problem.checked()
    program = program_of(checked)
    if not program.columns:
        return _selection(checked, program, Answer((), Fraction(), complete=True))
    answer = best(program, time_limit=time_limit)
    if answer.chosen is None and not answer.complete:
        answer = Answer(greedy(checked, program), answer.bound, complete=False)
    return _selection(checked, program, answer)


def _selection(problem: Problem, program: Program, answer: Answer) -> Selection:
    if answer.chosen is None:
        status: Status = "infeasible" if answer.complete else "undecided"
        bound = None if answer.bound is None or answer.complete else in_kind(problem, answer.bound)
        return Selection((), None, proven_optimal=False, bound=bound, status=status, starts={}, used=())
    value = program.value(answer.chosen)
    bound_value = value if answer.complete or answer.bound is None else max(value, answer.bound)
    proven = answer.complete or (answer.bound is not None and answer.bound <= value)
    columns = [program.columns[place] for place in answer.chosen]
    starts = {column.candidate: column.start for column in columns}
    return Selection(
        chosen=tuple(starts),
        value=in_kind(problem, value),
        proven_optimal=proven,
        bound=in_kind(problem, bound_value) if proven or answer.bound is not None else None,
        status="optimal" if proven else "feasible",
        starts=MappingProxyType(starts),
        used=_used(problem, starts),
    )


def _used(problem: Problem, starts: Mapping[str, int]) -> tuple[Number, ...]:
    taken = [
        option
        for candidate in problem.candidates
        if candidate.id in starts
        for option in candidate.options
        if option.start == starts[candidate.id]
    ]
    totals = (sum((exact(each.costs[place]) for each in taken), Fraction()) for place in range(len(problem.budgets)))
    is_money = any(isinstance(cost, Decimal) for each in problem.candidates for cost in each.costs)
    return tuple(_number(total, money=is_money) for total in totals)


def in_kind(problem: Problem, number: Fraction) -> Number:
    """Return a total of values as Decimal where the candidates' values are, else as float."""
    return _number(number, money=any(isinstance(each.value, Decimal) for each in problem.candidates))


def _number(number: Fraction, *, money: bool) -> Number:
    return Decimal(number.numerator) / Decimal(number.denominator) if money else float(number)
