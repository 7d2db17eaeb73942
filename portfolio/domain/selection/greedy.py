"""A plain choice for when time is out: the mandatory, then by value per share of the limits."""

from __future__ import annotations

from collections import defaultdict

from portfolio.domain.selection.problem import Problem
from portfolio.domain.selection.program import Program


def greedy(problem: Problem, program: Program) -> tuple[int, ...] | None:
    """Return columns that keep every row, or None where this simple way finds none.

    Takes each candidate's first column only, together with all that it needs.
    """
    first: dict[str, int] = {}
    for place, column in enumerate(program.columns):
        first.setdefault(column.candidate, place)
    needs: dict[str, set[str]] = defaultdict(set)
    for needing, needed in problem.requires:
        needs[needing].add(needed)
    chosen: set[int] = set()
    for name in problem.mandatory:
        chosen |= {first[each] for each in _with_needs(name, needs)}
    used = [sum(row.cells.get(column, 0) for column in chosen) for row in program.rows]
    touched: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(program.rows):
        for cell in row.cells:
            touched[cell].append(number)
    for name in sorted(first, key=lambda each: _density(program, first[each], touched), reverse=True):
        group = {first[each] for each in _with_needs(name, needs)} - chosen
        wanted = program.value(group) > 0 or _helps(program, group, used)
        if wanted and _fits(program, group, used, touched):
            chosen |= group
            used = [
                amount + sum(row.cells.get(column, 0) for column in group)
                for amount, row in zip(used, program.rows, strict=True)
            ]
    kept = all(amount <= row.upper for amount, row in zip(used, program.rows, strict=True))
    return tuple(sorted(chosen)) if kept else None


def _with_needs(name: str, needs: dict[str, set[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = needs[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def _density(program: Program, column: int, touched: dict[int, list[int]]) -> float:
    rows = [program.rows[place] for place in touched[column]]
    share = sum(row.cells[column] / row.upper for row in rows if row.upper > 0)
    return float(program.columns[column].value) / (share or 1e-9)


def _fits(program: Program, group: set[int], used: list[int], touched: dict[int, list[int]]) -> bool:
    places = {place for column in group for place in touched[column]}
    return all(
        used[place] + sum(program.rows[place].cells.get(column, 0) for column in group) <= program.rows[place].upper
        for place in places
        if program.rows[place].upper >= 0
    )


def _helps(program: Program, group: set[int], used: list[int]) -> bool:
    return any(
        row.upper < amount and sum(row.cells.get(column, 0) for column in group) < 0
        for row, amount in zip(program.rows, used, strict=True)
    )
