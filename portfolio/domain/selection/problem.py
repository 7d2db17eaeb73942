"""The question: candidates, budgets, capacities and the rules between candidates.

Source: rules of 0/1 multi-dimensional knapsack selection; maximize the sum of v_i * x_i over x in {0, 1}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portfolio.domain.exact import Number, exact
from portfolio.domain.selection.errors import SelectionError

Amounts = Sequence[Number]
Limits = Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class Start:
    """A later start of a candidate, counted in periods, with what it is then worth, costs and demands."""

    start: int
    value: Number
    costs: Amounts
    demands: Mapping[str, Amounts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project to choose or not: its value, one cost per budget, its demand per skill and period.

    `value` is a net present value, a score or any number to maximize (negative is allowed); costs and demands are
    not negative. `buckets` are the strategic buckets it counts for. Its own figures hold for a start in period 0;
    `starts` are its other possible starts, of which at most one is chosen.
    """

    id: str
    value: Number
    costs: Amounts
    demands: Mapping[str, Amounts] = field(default_factory=dict)
    buckets: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()

    @property
    def options(self) -> tuple[Start, ...]:
        """All possible starts, its own first."""
        return (Start(0, self.value, self.costs, self.demands), *self.starts)


@dataclass(frozen=True, slots=True)
class Problem:
    """What to choose from and every rule the choice must keep.

    `budgets`: the limit of each cost (for example capital and expense of five fiscal years: ten budgets);
    `capacities`: the limit of each skill per period; None is no limit. `requires`: (i, j), i needs j, and starts no
    earlier than j. `exclusive`: groups of which at most one is chosen. `minimums`: how many candidates of a bucket
    at least. `max_count`: how many candidates at most.
    """

    candidates: Sequence[Candidate]
    budgets: Limits
    capacities: Mapping[str, Limits] = field(default_factory=dict)
    requires: Iterable[tuple[str, str]] = ()
    exclusive: Iterable[Iterable[str]] = ()
    mandatory: Iterable[str] = ()
    max_count: int | None = None
    minimums: Mapping[str, int] = field(default_factory=dict)

    def checked(self) -> Problem:
        """Return the problem with its collections fixed, or raise for what it cannot mean.

        Errors, each naming its offender: `duplicate_candidate`, `unknown_candidate`, `cost_count`,
        `negative_cost`, `unknown_skill`, `period_count`, `negative_demand`, `duplicate_start`, `negative_budget`,
        `negative_capacity`, `negative_count`, `unknown_bucket`.
        """
        problem = replace(
            self,
            candidates=tuple(self.candidates),
            requires=tuple(self.requires),
            exclusive=tuple(tuple(group) for group in self.exclusive),
            mandatory=tuple(self.mandatory),
        )
        _check_limits(problem)
        _check_names(problem)
        for candidate in problem.candidates:
            starts = [option.start for option in candidate.options]
            if len(set(starts)) < len(starts):
                raise SelectionError("duplicate_start", candidate.id)
            for option in candidate.options:
                _check_option(problem, candidate.id, option)
        return problem


def later_start(candidate: Candidate, periods: int, *, value: Number, years: int | None = None) -> Start:
    """Return the candidate's costs and demands moved `periods` later, at the value it then has.

    Costs are blocks of `years` budgets (default: one block), each moved within itself; demands move likewise.
    Errors: `cost_count`; `beyond_horizon` naming the candidate, where a cost or demand would leave the horizon.
    """
    span = years or len(candidate.costs)
    if not span or len(candidate.costs) % span:
        raise SelectionError("cost_count", candidate.id)
    blocks = [candidate.costs[first : first + span] for first in range(0, len(candidate.costs), span)]
    costs = [cost for block in blocks for cost in _moved(candidate.id, block, periods)]
    demands = {skill: _moved(candidate.id, needs, periods) for skill, needs in candidate.demands.items()}
    return Start(periods, value, tuple(costs), demands)


def _moved(name: str, amounts: Amounts, periods: int) -> tuple[Number, ...]:
    kept = len(amounts) - periods
    if periods < 0 or any(amounts[max(kept, 0) :]):
        raise SelectionError("beyond_horizon", name)
    return (*[0] * min(periods, len(amounts)), *amounts[: max(kept, 0)])


def _check_limits(problem: Problem) -> None:
    for place, budget in enumerate(problem.budgets):
        if budget is not None and exact(budget, place) < 0:
            raise SelectionError("negative_budget", place)
    for skill, limits in problem.capacities.items():
        if any(limit is not None and exact(limit, skill) < 0 for limit in limits):
            raise SelectionError("negative_capacity", skill)
    if problem.max_count is not None and problem.max_count < 0:
        raise SelectionError("negative_count", problem.max_count)
    known = {bucket for candidate in problem.candidates for bucket in candidate.buckets}
    for bucket in problem.minimums:
        if bucket not in known:
            raise SelectionError("unknown_bucket", bucket)


def _check_names(problem: Problem) -> None:
    known: set[str] = set()
    for candidate in problem.candidates:
        if candidate.id in known:
            raise SelectionError("duplicate_candidate", candidate.id)
        known.add(candidate.id)
    named = [name for pair in problem.requires for name in pair]
    named += [name for group in problem.exclusive for name in group]
    for name in [*named, *problem.mandatory]:
        if name not in known:
            raise SelectionError("unknown_candidate", name)


def _check_option(problem: Problem, name: str, option: Start) -> None:
    if len(option.costs) != len(problem.budgets):
        raise SelectionError("cost_count", name)
    exact(option.value, name)
    if any(exact(cost, name) < 0 for cost in option.costs):
        raise SelectionError("negative_cost", name)
    for skill, needs in option.demands.items():
        where = f"{name} / {skill}"
        if skill not in problem.capacities:
            raise SelectionError("unknown_skill", where)
        if len(needs) != len(problem.capacities[skill]):
            raise SelectionError("period_count", where)
        if any(exact(need, where) < 0 for need in needs):
            raise SelectionError("negative_demand", where)
