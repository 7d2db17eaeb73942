"""Ranks and their correlation (Spearman 1904)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float64]


def ranks(values: Row) -> Row:
    """Rank values from 1; equal values share the mean of their ranks."""
    import numpy as np  # noqa: PLC0415  a heavy library, loaded on first use

    order = values.argsort()
    ascending = values[order]
    starts = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))
    ends = np.append(starts[1:], len(values))
    shared = np.repeat((starts + 1 + ends) / 2, ends - starts)
    result = np.empty(len(values))
    result[order] = shared
    return result


def rank_correlation(first: Row, second: Row) -> float | None:
    """Correlate two rows of ranks (Pearson); None where one of them does not vary."""
    a, b = first - first.mean(), second - second.mean()
    spread = float(a @ a) * float(b @ b)
    return float(a @ b) / spread**0.5 if spread else None
