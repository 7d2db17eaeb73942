"""Analytic hierarchy process: weights from pairwise judgements, and how consistent these are.

Sources: T. L. Saaty, The Analytic Hierarchy Process, 1980 (eigenvector, consistency ratio, random index);
P. T. Harker, Alternative modes of questioning in the AHP, Mathematical Modelling 9, 1987 (missing judgements);
K. G. Agoston, L. Csato, Inconsistency thresholds for incomplete pairwise comparison matrices, Omega 108, 2022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portfolio.domain.exact import Number, exact
from portfolio.domain.prioritization.errors import PrioritizationError

Matrix = Sequence[Sequence[Number | None]]
"""A square of judgements: row i against column j, None where nobody judged the pair."""

RANDOM_INDEX: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "saaty-1977": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
        "saaty-revised": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49),
    },
)
"""Mean consistency index of random matrices of 3 to 10 elements; the two published tables differ."""

ROUNDED_RECIPROCAL = 0.05
"""How far a_ij * a_ji may lie from 1: people write 1/8 as 0.13."""

CONSISTENT = 1e-9
"""A consistency index below this is rounding of the arithmetic, thus 0."""


@dataclass(frozen=True, slots=True)
class AhpResult:
    """Weights of one comparison and the measures of its consistency."""

    weights: tuple[float, ...]
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    random_index: str
    missing: int

    @property
    def acceptable(self) -> bool | None:
        """A ratio of 0.10 or less is acceptable (Saaty 1980); None while the ratio is undefined."""
        return None if self.consistency_ratio is None else self.consistency_ratio <= consistency_limit()

    @property
    def acceptable_for_size(self) -> bool | None:
        """Like `acceptable`, with Saaty's later and stricter limits for 3 and 4 elements."""
        limit = consistency_limit(len(self.weights))
        return None if self.consistency_ratio is None else self.consistency_ratio <= limit


def consistency_limit(size: int | None = None) -> float:
    """Return the largest acceptable consistency ratio: 0.10, by size 0.05 for 3 and 0.08 for 4."""
    return {3: 0.05, 4: 0.08}.get(size or 0, 0.10)


def ahp(matrix: Matrix, *, random_index: str = "saaty-1977") -> AhpResult:
    """Weigh the elements of a reciprocal comparison matrix by its principal right eigenvector.

    Input: n rows of n positive numbers, a_ij = how many times i outweighs j, a_ji = 1/a_ij (of a rounded pair
    the larger entry rules), 1 on the diagonal; None in both places for a pair not judged (Harker 1987), as long
    as the judged pairs connect all elements. Weights sum to 1.
    CI = (lambda_max - n)/(n - 1); CR = CI/RI, 0 for n <= 2 and for consistent judgements. RI comes from the table
    named by `random_index`; with m missing pairs it shrinks to RI * (1 - 2m/((n-1)(n-2))) (Agoston, Csato 2022,
    given there for the best completion; used here for Harker's, whose index is never smaller).
    Undefined: CR is None beyond 10 elements, for which no table is kept (compare in a hierarchy instead).
    Errors: `not_square`, `not_positive`, `not_reciprocal`, `diagonal_not_one`, `not_connected` naming the cell
    or element as (row, column) from 0; `unknown_random_index`.
    """
    if random_index not in RANDOM_INDEX:
        raise PrioritizationError("unknown_random_index", random_index)
    rows = checked(matrix)
    size = len(rows)
    lambda_max, weights = _principal(_harker(rows))
    index = 0.0 if size <= 1 else (lambda_max - size) / (size - 1)
    if index < CONSISTENT:
        index = 0.0
    missing = sum(cell is None for row in rows for cell in row) // 2
    ratio = _ratio(index, size, missing, RANDOM_INDEX[random_index])
    return AhpResult(weights, lambda_max, index, ratio, random_index, missing)


def checked(matrix: Matrix, *, connected: bool = True) -> list[list[float | None]]:
    """Return the judgements as reciprocal floats, or raise for the first cell that breaks the form."""
    size = len(matrix)
    if not size or any(len(row) != size for row in matrix):
        raise PrioritizationError("not_square", f"{size} rows")
    rows: list[list[float | None]] = [[None] * size for _ in range(size)]
    for i in range(size):
        if matrix[i][i] not in (1, None):
            raise PrioritizationError("diagonal_not_one", (i, i))
        rows[i][i] = 1.0
        for j in range(i + 1, size):
            rows[i][j], rows[j][i] = _pair(matrix[i][j], matrix[j][i], (i, j))
    stranded = set(range(size)) - _reachable(rows)
    if connected and stranded:
        raise PrioritizationError("not_connected", min(stranded))
    return rows


def _pair(above: Number | None, below: Number | None, cell: tuple[int, int]) -> tuple[float | None, float | None]:
    if above is None and below is None:
        return None, None
    if above is None or below is None:
        raise PrioritizationError("not_reciprocal", cell)
    first, second = float(exact(above, cell)), float(exact(below, cell))
    if first <= 0 or second <= 0:
        raise PrioritizationError("not_positive", cell)
    if abs(first * second - 1) > ROUNDED_RECIPROCAL:
        raise PrioritizationError("not_reciprocal", cell)
    return (first, 1 / first) if first >= second else (1 / second, second)


def _reachable(rows: Sequence[Sequence[float | None]]) -> set[int]:
    seen, waiting = {0}, [0]
    while waiting:
        row = rows[waiting.pop()]
        new = {column for column, cell in enumerate(row) if cell is not None} - seen
        seen |= new
        waiting.extend(new)
    return seen


def _harker(rows: Sequence[Sequence[float | None]]) -> list[list[float]]:
    return [
        [(1.0 + row.count(None)) if i == j else (cell or 0.0) for j, cell in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _principal(rows: list[list[float]]) -> tuple[float, tuple[float, ...]]:
    import numpy as np  # noqa: PLC0415  a heavy library, loaded by whoever first compares

    values, vectors = np.linalg.eig(np.array(rows, dtype=float))
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    return float(values[largest].real), tuple(float(weight) for weight in vector / vector.sum())


def _ratio(index: float, size: int, missing: int, table: tuple[float, ...]) -> float | None:
    first_size = 3
    if size < first_size or index == 0:
        return 0.0
    if size - first_size >= len(table):
        return None
    random = table[size - first_size] * (1 - 2 * missing / ((size - 1) * (size - 2)))
    return index / random
