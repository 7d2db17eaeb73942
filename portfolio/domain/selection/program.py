"""The question in whole numbers: a 0/1 column per start, every rule a row `sum <= upper`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from portfolio.domain.exact import exact
from portfolio.domain.selection.problem import Problem


@dataclass(frozen=True, slots=True)
class Column:
    """A candidate at one of its starts."""

    candidate: str
    start: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """A limit in whole numbers: the sum of the cells of the chosen columns is at most `upper`.

    `kind` and `item` name the rule as `violations` does.
    """

    kind: str
    item: str
    cells: dict[int, int]
    upper: int

    def broken_by(self, chosen: Iterable[int]) -> bool:
        """Tell whether the chosen columns exceed the limit, in exact arithmetic."""
        return sum(self.cells.get(column, 0) for column in chosen) > self.upper


@dataclass(frozen=True, slots=True)
class Program:
    """Columns and rows of a checked problem."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def value(self, chosen: Iterable[int]) -> Fraction:
        """Return the exact value of the chosen columns."""
        return sum((self.columns[column].value for column in chosen), Fraction())


def program_of(problem: Problem) -> Program:
    """Write a checked problem as columns and rows; rows that cannot bind are left out."""
    columns = tuple(
        Column(candidate.id, option.start, exact(option.value))
        for candidate in problem.candidates
        for option in candidate.options
    )
    places: dict[str, list[int]] = {candidate.id: [] for candidate in problem.candidates}
    for place, column in enumerate(columns):
        places[column.candidate].append(place)
    rows = [*_amount_rows(problem), *_choice_rows(problem, places), *_order_rows(problem, places, columns)]
    return Program(columns, tuple(row for row in rows if sum(c for c in row.cells.values() if c > 0) > row.upper))


def _amount_rows(problem: Problem) -> Iterator[Row]:
    options = [option for candidate in problem.candidates for option in candidate.options]
    for place, budget in enumerate(problem.budgets):
        if budget is not None:
            costs = {column: exact(option.costs[place]) for column, option in enumerate(options)}
            yield _whole("budget", str(place), costs, exact(budget))
    for skill, limits in problem.capacities.items():
        needs = {column: option.demands[skill] for column, option in enumerate(options) if skill in option.demands}
        for period, limit in enumerate(limits):
            if limit is not None:
                cells = {column: exact(need[period]) for column, need in needs.items()}
                yield _whole("capacity", f"{skill} / {period}", cells, exact(limit))


def _whole(kind: str, item: str, cells: dict[int, Fraction], upper: Fraction) -> Row:
    scale = lcm(upper.denominator, *(cell.denominator for cell in cells.values()))
    whole = {column: int(cell * scale) for column, cell in cells.items() if cell}
    return Row(kind, item, whole, int(upper * scale))


def _choice_rows(problem: Problem, places: dict[str, list[int]]) -> Iterator[Row]:
    yield from (Row("start", name, dict.fromkeys(columns, 1), 1) for name, columns in places.items())
    for group in problem.exclusive:
        names = sorted(set(group), key=str)
        cells = {column: 1 for name in names for column in places[name]}
        yield Row("exclusive", " / ".join(map(str, names)), cells, 1)
    for name in problem.mandatory:
        yield Row("mandatory", name, dict.fromkeys(places[name], -1), -1)
    if problem.max_count is not None:
        everyone = {column: 1 for columns in places.values() for column in columns}
        yield Row("max_count", str(problem.max_count), everyone, problem.max_count)
    for bucket, minimum in problem.minimums.items():
        members = [candidate.id for candidate in problem.candidates if bucket in candidate.buckets]
        yield Row("minimum", bucket, {column: -1 for name in members for column in places[name]}, -minimum)


def _order_rows(problem: Problem, places: dict[str, list[int]], columns: tuple[Column, ...]) -> Iterator[Row]:
    for needing, needed in problem.requires:
        if needing == needed:
            continue
        for start in sorted(columns[column].start for column in places[needing]):
            by_then = {column: 1 for column in places[needing] if columns[column].start <= start}
            needed_by_then = {column: -1 for column in places[needed] if columns[column].start <= start}
            yield Row("requires", f"{needing} / {needed}", by_then | needed_by_then, 0)
