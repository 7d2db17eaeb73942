"""What a choice costs: the displaced, the price of each budget, the efficient frontier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from portfolio.domain.exact import Number, exact
from portfolio.domain.selection.choice import Selection, in_kind, solve
from portfolio.domain.selection.errors import SelectionError
from portfolio.domain.selection.problem import Problem
from portfolio.domain.selection.program import Row, program_of

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Displacement:
    """From one choice to another: who leaves, who joins, and the change of value (after - before).

    `change` is None where one of the two has no value; `proven` tells whether both are optimal.
    """

    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    change: Number | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """A candidate that was not chosen, and the limits (kind, item) that adding it would break.

    Without limits it would fit, but is not worth having (its value is not positive) or the search was cut short.
    """

    candidate: str
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BudgetPrice:
    """What a share less and a share more of one budget would change: money's price at the margin.

    `lost` and `gained` are values, not negative; None where the smaller budget leaves no valid choice.
    """

    budget: int
    less: Selection
    more: Selection
    lost: Number | None
    gained: Number | None
    proven: bool


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best choice when every budget is multiplied by `factor`."""

    factor: Number
    budgets: tuple[Number | None, ...]
    selection: Selection


def displacement(problem: Problem, before: Selection, after: Selection) -> Displacement:
    """Compare two choices: the projects displaced by the second, and those that it brings."""
    change = None
    if before.value is not None and after.value is not None:
        change = in_kind(problem, exact(after.value) - exact(before.value))
    leaves = tuple(name for name in before.chosen if name not in after.chosen)
    joins = tuple(name for name in after.chosen if name not in before.chosen)
    return Displacement(leaves, joins, change, before.proven_optimal and after.proven_optimal)


def force_in(problem: Problem, name: str, *, base: Selection, time_limit: float = 10.0) -> Displacement:
    """Make one more candidate mandatory and tell whom it displaces and what the whole loses by it.

    `change` is None where no valid choice contains it. Errors: those of `Problem.checked`.
    """
    forced = solve(replace(problem, mandatory=(*problem.mandatory, name)), time_limit=time_limit)
    return displacement(problem, base, forced)


def blocked(problem: Problem, selection: Selection) -> tuple[Blocked, ...]:
    """Say of each candidate left out which limits bar adding it alone, at its first start."""
    program = program_of(problem.checked())
    taken = [
        place for place, column in enumerate(program.columns) if selection.starts.get(column.candidate) == column.start
    ]
    used = [(row, sum(row.cells.get(place, 0) for place in taken)) for row in program.rows]
    return tuple(
        Blocked(column.candidate, tuple((row.kind, row.item) for row, amount in used if _blocks(row, amount, place)))
        for place, column in enumerate(program.columns)
        if column.start == 0 and column.candidate not in selection.starts
    )


def _blocks(row: Row, used: int, place: int) -> bool:
    return row.cells.get(place, 0) > 0 and used + row.cells[place] > row.upper


def budget_prices(problem: Problem, *, share: Number = TENTH, time_limit: float = 10.0) -> tuple[BudgetPrice, ...]:
    """Solve again with each budget less and more by the share (default a tenth), the others unchanged.

    `time_limit` holds for each of the 1 + 2 n solutions. A choice found under a tighter budget is taken under a
    looser one if it is better there, so neither figure is negative even where time ran out. Unlimited budgets
    have no price and are left out. Errors: `share_off_scale` unless 0 < share <= 1.
    """
    part = exact(share)
    if not 0 < part <= 1:
        raise SelectionError("share_off_scale", share)
    fixed = problem.checked()
    limited = [place for place, budget in enumerate(fixed.budgets) if budget is not None]
    tighter = {place: solve(_scaled(fixed, 1 - part, place), time_limit=time_limit) for place in limited}
    base = _better(solve(fixed, time_limit=time_limit), *tighter.values())
    return tuple(
        _price(fixed, place, tighter[place], base, solve(_scaled(fixed, 1 + part, place), time_limit=time_limit))
        for place in limited
    )


def _price(problem: Problem, place: int, less: Selection, base: Selection, more: Selection) -> BudgetPrice:
    more = _better(more, base)
    return BudgetPrice(
        place,
        less,
        more,
        displacement(problem, less, base).change,
        displacement(problem, base, more).change,
        less.proven_optimal and base.proven_optimal and more.proven_optimal,
    )


def efficient_frontier(
    problem: Problem, factors: Sequence[Number], *, time_limit: float = 10.0
) -> tuple[FrontierPoint, ...]:
    """Return the best choice for each factor of all budgets, by rising factor: value never falls.

    `time_limit` holds for each point. Unlimited budgets stay so. Errors: `negative_budget` for a negative factor.
    """
    return tuple(_points(problem.checked(), sorted(factors, key=exact), time_limit))


def _points(problem: Problem, factors: Sequence[Number], time_limit: float) -> Iterator[FrontierPoint]:
    last: Selection | None = None
    for factor in factors:
        scaled = _scaled(problem, exact(factor))
        found = solve(scaled, time_limit=time_limit)
        last = found if last is None else _better(found, last)
        yield FrontierPoint(factor, tuple(scaled.budgets), last)


def _scaled(problem: Problem, factor: Fraction, only: int | None = None) -> Problem:
    budgets = [
        budget if budget is None or only not in (None, place) else _times(budget, factor)
        for place, budget in enumerate(problem.budgets)
    ]
    return replace(problem, budgets=tuple(budgets))


def _times(budget: Number, factor: Fraction) -> Number:
    scaled = exact(budget) * factor
    if isinstance(budget, Decimal):
        return Decimal(scaled.numerator) / Decimal(scaled.denominator)
    return float(scaled)


def _better(found: Selection, *narrower: Selection) -> Selection:
    """Return the most valuable, under the bound of the first, whose limits contain the others'."""
    best = max((found, *narrower), key=lambda each: (each.value is not None, exact(each.value or 0)))
    if best is found or best.value is None or found.value == best.value:
        return found
    bound = None if found.bound is None else max(found.bound, best.value, key=exact)
    proven = bound is not None and exact(bound) == exact(best.value)
    return replace(best, proven_optimal=proven, bound=bound, status="optimal" if proven else "feasible")
