"""The exact solver: HiGHS (through scipy), with every limit rechecked in whole numbers.

HiGHS computes in floating point and accepts a limit exceeded by a millionth. Each answer is therefore checked
exactly; where one breaks a budget, the set that breaks it is forbidden (a cover inequality, which no valid choice
violates) and the search goes on. A cover exists for sums of costs only: the search ends where another rule breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, frexp, inf, isfinite, lcm, ldexp
from time import monotonic

from portfolio.domain.selection.program import Program, Row

LARGEST_CELL_BITS = 20
"""Rows and values are scaled by powers of two below 2^20, where the solver's tolerances mean little."""

TOLERANCE = 1e-6
"""The relative error that the solver's bound may carry."""

FINEST_UNIT = 10**9
"""Values that are whole multiples of 1/FINEST_UNIT or coarser lift the bound onto their grid."""

SHORTEST = 0.01
"""Seconds that the solver is given at least: loading the libraries counts against the limit."""

OPTIMAL, INFEASIBLE = 0, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Chosen columns or None, the bound or None, and whether the search was completed."""

    chosen: tuple[int, ...] | None
    bound: Fraction | None
    complete: bool


def best(program: Program, *, time_limit: float) -> Answer:
    """Search for the most valuable choice until it is proven or the seconds are over.

    `chosen` None with `complete` says that no choice keeps all rows; without `complete`, that none was found.
    """
    deadline, covers, bound = monotonic() + time_limit, list[Row](), None
    while monotonic() < deadline:
        status, chosen, found = _solve(program, covers, deadline)
        bound = found if bound is None or (found is not None and found < bound) else bound
        if chosen is None:
            return Answer(None, bound, status == INFEASIBLE)
        broken = [row for row in program.rows if row.broken_by(chosen)]
        if not broken:
            return Answer(chosen, bound, status == OPTIMAL)
        if any(min(row.cells.values()) < 0 for row in broken):
            break
        covers += [_cover(row, chosen) for row in broken]
    return Answer(None, bound, complete=False)


def _cover(row: Row, chosen: tuple[int, ...]) -> Row:
    inside = sorted((column for column in chosen if row.cells.get(column, 0) > 0), key=row.cells.__getitem__)
    total = sum(row.cells[column] for column in inside)
    while inside and total - row.cells[inside[0]] > row.upper:
        total -= row.cells[inside.pop(0)]
    return Row("cover", row.item, dict.fromkeys(inside, 1), len(inside) - 1)


def _solve(program: Program, covers: list[Row], deadline: float) -> tuple[int, tuple[int, ...] | None, Fraction | None]:
    import numpy as np  # noqa: PLC0415  a heavy library, loaded by whoever first selects
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  the same
    from scipy.sparse import csr_array  # noqa: PLC0415  the same

    rows, width = [*program.rows, *covers], len(program.columns)
    cells = [_scaled(row) for row in rows]
    places = [(place, column) for place, (found, _) in enumerate(cells) for column in found]
    amounts = [amount for found, _ in cells for amount in found.values()]
    grid = np.array(places, dtype=int).reshape(-1, 2).T
    matrix = csr_array((np.array(amounts), (grid[0], grid[1])), shape=(len(rows), width))
    values = [float(column.value) for column in program.columns]
    shift = _value_shift(values)
    result = milp(
        -np.array([ldexp(value, shift) for value in values]),
        integrality=np.ones(width, dtype=int),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -inf, np.array([upper for _, upper in cells])) if rows else (),
        options={"time_limit": max(SHORTEST, deadline - monotonic()), "mip_rel_gap": 0.0},
    )
    chosen = None if result.x is None else tuple(int(column) for column in np.flatnonzero(result.x > 1 / 2))
    dual = result.mip_dual_bound
    bound = None if dual is None or not isfinite(dual) else _bound(program, ldexp(-float(dual), -shift))
    return int(result.status), chosen, bound


def _shift(largest: float) -> int:
    return min(0, LARGEST_CELL_BITS - frexp(largest)[1])


def _value_shift(values: list[float]) -> int:
    largest = max(abs(value) for value in values)
    if largest < 2**LARGEST_CELL_BITS and all(value.is_integer() for value in values):
        return 0
    return LARGEST_CELL_BITS - frexp(largest)[1]


def _scaled(row: Row) -> tuple[dict[int, float], float]:
    shift = _shift(float(max(abs(cell) for cell in row.cells.values())))
    return {column: ldexp(cell, shift) for column, cell in row.cells.items()}, ldexp(row.upper, shift)


def _bound(program: Program, dual: float) -> Fraction:
    limit = Fraction(dual) + Fraction(TOLERANCE) * max(Fraction(1), abs(Fraction(dual)))
    unit = lcm(*(column.value.denominator for column in program.columns))
    return limit if unit > FINEST_UNIT else Fraction(floor(limit * unit), unit)
