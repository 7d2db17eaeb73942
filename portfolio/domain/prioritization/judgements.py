"""Pairwise judgements: building the matrix, joining a group's, and finding the one to repair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log

from portfolio.domain.exact import Number, exact
from portfolio.domain.prioritization.eigenvector import Matrix, ahp, checked
from portfolio.domain.prioritization.errors import PrioritizationError

LEAST, MOST = Fraction(11, 100), Fraction(9)
"""Saaty's scale runs from 1 (equal) to 9 (extremely more) and its reciprocals; 1/9 is also written 0.11."""

Grid = list[list[float | None]]


@dataclass(frozen=True, slots=True)
class Repair:
    """A judgement that disagrees with the others, what these imply instead, and what that would mend.

    `row` and `column` count from 0. `judged` and `implied` are ratios of row over column; `disagreement` is how
    many times one exceeds the other (1 = none); `ratio_after` is the consistency ratio if `implied` were taken.
    """

    row: int
    column: int
    judged: float
    implied: float
    disagreement: float
    ratio_after: float | None


def comparison_matrix(items: Sequence[str], comparisons: Iterable[tuple[str, str, Number]]) -> Grid:
    """Return the reciprocal matrix of (a, b, how many times a outweighs b); pairs not given stay None.

    Errors: `duplicate_item`; `unknown_item`, `self_comparison`, `off_scale` (outside 1/9..9) and `judged_twice`
    naming the pair.
    """
    place = {item: index for index, item in enumerate(items)}
    if len(place) != len(items):
        raise PrioritizationError("duplicate_item", next(item for item in items if list(items).count(item) > 1))
    rows: Grid = [[1.0 if i == j else None for j in range(len(items))] for i in range(len(items))]
    for first, second, judged in comparisons:
        pair, value = f"{first} / {second}", exact(judged, f"{first} / {second}")
        refusal = _refusal(first, second, value, place, rows)
        if refusal:
            raise PrioritizationError(refusal, pair)
        i, j = place[first], place[second]
        rows[i][j], rows[j][i] = float(value), float(1 / value)
    return rows


def _refusal(first: str, second: str, value: Fraction, place: dict[str, int], rows: Grid) -> str | None:
    if first not in place or second not in place:
        return "unknown_item"
    if first == second:
        return "self_comparison"
    if not LEAST <= value <= MOST:
        return "off_scale"
    return "judged_twice" if rows[place[first]][place[second]] is not None else None


def group_judgements(matrices: Sequence[Matrix], influence: Sequence[Number] | None = None) -> Grid:
    """Join the matrices of several judges into one by the (weighted) geometric mean of each cell.

    The geometric mean alone keeps a joint matrix reciprocal (Aczel, Saaty 1983). A pair that some did not judge
    takes the mean of those who did; a pair that nobody judged stays None. `influence` defaults to equal.
    Each judge's matrix may be incomplete, even unconnected. Errors: `no_judges`, `sizes_differ`,
    `influence_not_positive` naming the judge from 0, and the cell errors of `ahp`.
    """
    if not matrices:
        raise PrioritizationError("no_judges")
    size = len(matrices[0])
    powers = [float(exact(part, judge)) for judge, part in enumerate(influence or [1] * len(matrices))]
    grids = []
    for judge, matrix in enumerate(matrices):
        if len(matrix) != size or len(powers) != len(matrices):
            raise PrioritizationError("sizes_differ", judge)
        if powers[judge] <= 0:
            raise PrioritizationError("influence_not_positive", judge)
        grids.append(checked(matrix, connected=False))
    return [
        [_mean([(grid[i][j], power) for grid, power in zip(grids, powers, strict=True)]) for j in range(size)]
        for i in range(size)
    ]


def _mean(judged: list[tuple[float | None, float]]) -> float | None:
    known = [(cell, power) for cell, power in judged if cell is not None]
    if not known:
        return None
    return exp(fsum(log(cell) * power for cell, power in known) / fsum(power for _, power in known))


def repairs(matrix: Matrix, *, random_index: str = "saaty-1977") -> tuple[Repair, ...]:
    """Rank the judgements by how far they disagree with what all others imply, the worst first.

    Saaty's measure: a_ij against w_i/w_j, here with w from the matrix without that judgement (Harker 1987), so
    that a wrong judgement does not defend itself; where the pair is the only bridge it agrees by definition and
    is left out. Pairs come with row < column; ties by row, then column. Errors: those of `ahp`.
    """
    rows = checked(matrix)
    found = []
    for i in range(len(rows)):
        for j in range(i + 1, len(rows)):
            repair = _repair(rows, i, j, random_index)
            if repair:
                found.append(repair)
    return tuple(sorted(found, key=lambda each: (-each.disagreement, each.row, each.column)))


def _repair(rows: Grid, i: int, j: int, random_index: str) -> Repair | None:
    judged = rows[i][j]
    if judged is None:
        return None
    try:
        weights = ahp(_with(rows, i, j, None), random_index=random_index).weights
    except PrioritizationError:
        return None
    implied = weights[i] / weights[j]
    after = ahp(_with(rows, i, j, implied), random_index=random_index).consistency_ratio
    return Repair(i, j, judged, implied, max(judged / implied, implied / judged), after)


def _with(rows: Grid, i: int, j: int, cell: float | None) -> Grid:
    changed = [list(row) for row in rows]
    changed[i][j], changed[j][i] = cell, None if cell is None else 1 / cell
    return changed
