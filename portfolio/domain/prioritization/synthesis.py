"""AHP over a tree of criteria: from judgements at every node to one priority per alternative.

Source: T. L. Saaty, The Analytic Hierarchy Process, 1980 (distributive synthesis); Saaty, Forman, 1993
(ideal synthesis, which keeps the order of the others when an alternative is added or dropped).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from portfolio.domain.prioritization.eigenvector import AhpResult, Matrix, ahp
from portfolio.domain.prioritization.errors import PrioritizationError

Synthesis = Literal["distributive", "ideal"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the tree: `judgements` compare its children or, at a leaf, the alternatives under it."""

    id: str
    judgements: Matrix
    children: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionWeight:
    """What a criterion weighs within the whole (the root 1), and how its judgements held together."""

    id: str
    weight: float
    comparison: AhpResult


@dataclass(frozen=True, slots=True)
class HierarchyResult:
    """Priorities of the alternatives in their order, summing to 1, and all criteria from the root."""

    priorities: tuple[float, ...]
    criteria: tuple[CriterionWeight, ...]
    synthesis: Synthesis

    @property
    def inconsistent(self) -> tuple[str, ...]:
        """The criteria whose judgements exceed the acceptable consistency ratio of 0.10."""
        return tuple(each.id for each in self.criteria if each.comparison.acceptable is False)


def hierarchy(
    root: Criterion,
    alternatives: Sequence[str],
    *,
    synthesis: Synthesis = "distributive",
    random_index: str = "saaty-1977",
) -> HierarchyResult:
    """Synthesize the priorities of the alternatives over the tree.

    `distributive`: under each leaf the alternatives share weight 1, so a near copy of an alternative may turn the
    order of two others. `ideal`: the best under each leaf gets 1 and the sums are normalized at the end, so it
    does not, as long as the best under each leaf stays. Errors: those of `ahp`; `wrong_size` naming a criterion
    whose judgements do not match its children (at a leaf: the alternatives); `duplicate_item`.
    """
    criteria = tuple(_weigh(root, 1.0, len(alternatives), random_index))
    identifiers = [each.id for each, _ in criteria]
    for identifier in identifiers:
        if identifiers.count(identifier) > 1:
            raise PrioritizationError("duplicate_item", identifier)
    totals = [0.0] * len(alternatives)
    for weighed, is_leaf in criteria:
        if is_leaf:
            local = weighed.comparison.weights
            best = max(local) if synthesis == "ideal" else 1.0
            totals = [total + weighed.weight * part / best for total, part in zip(totals, local, strict=True)]
    whole = fsum(totals)
    return HierarchyResult(tuple(total / whole for total in totals), tuple(each for each, _ in criteria), synthesis)


def _weigh(node: Criterion, weight: float, alternatives: int, table: str) -> list[tuple[CriterionWeight, bool]]:
    comparison = ahp(node.judgements, random_index=table)
    if len(comparison.weights) != (len(node.children) or alternatives):
        raise PrioritizationError("wrong_size", node.id)
    weighed = [(CriterionWeight(node.id, weight, comparison), not node.children)]
    for child, share in zip(node.children, comparison.weights, strict=False):
        weighed += _weigh(child, weight * share, alternatives, table)
    return weighed
