"""Weighted scoring with directed scales, and a ranking that says what decided every place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from portfolio.domain.exact import Number, exact
from portfolio.domain.prioritization.errors import PrioritizationError

ROUNDED_WEIGHTS = Fraction(1, 10**9)
"""How far weights that came out of a computation (AHP) may miss 1; they are scaled to sum to 1 exactly."""


@dataclass(frozen=True, slots=True)
class ScoreCriterion:
    """One criterion: its weight, its scale and its direction; on a `cost` scale less is better."""

    id: str
    weight: Number
    lowest: Number = 1
    highest: Number = 5
    direction: Literal["benefit", "cost"] = "benefit"


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """A version of the weights (they sum to 1) with the common scale and the stated tie-breaks.

    Scores of a criterion with another scale are mapped linearly onto `lowest`..`highest` of the model.
    `tie_breaks` are criterion ids: of two equal scores the better on the first of them leads, and so on; then id.
    """

    version: str
    criteria: tuple[ScoreCriterion, ...]
    lowest: Number = 1
    highest: Number = 5
    tie_breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """An item to rank with its raw scores by criterion; a missing score is absent or None, never 0."""

    id: str
    scores: Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the ranking.

    `rank` and `score` are None while a score is missing (`missing` names the criteria). `decided_by` says what put
    the item behind the one before it: `score`, a criterion id of the tie-breaks, or `id`; None for the first.
    """

    id: str
    rank: int | None
    score: float | None
    decided_by: str | None
    missing: tuple[str, ...]
    model_version: str


def rank(items: Sequence[Scored], model: ScoringModel) -> tuple[Ranked, ...]:
    """Rank by the weighted score, the sum of w_k * s_k with s_k directed and on the model's scale.

    A cost-type score is mirrored on its scale (on 1..5 a 2 counts as 4). Sums are exact, so a tie is a true tie.
    Order: score descending, then the model's tie-breaks, then id; items with a missing score follow, by id.
    Errors: `weights_not_one` naming the sum, `negative_weight`, `empty_scale` and `unknown_tie_break` naming the
    criterion, `off_scale` and `unknown_criterion` naming item and criterion, `duplicate_item`.
    """
    directed = directed_scores(items, model)
    weights = weights_of(model)
    complete = {name: row for name, row in directed.items() if len(row) == len(weights)}
    totals = {name: sum((weights[key] * row[key] for key in weights), Fraction()) for name, row in complete.items()}
    keys = {name: (-totals[name], *(-row[key] for key in model.tie_breaks), name) for name, row in complete.items()}
    labels = ("score", *model.tie_breaks, "id")
    order = sorted(keys, key=keys.__getitem__)
    ranked = [
        Ranked(name, place, float(totals[name]), decided, (), model.version)
        for place, name in enumerate(order, start=1)
        for decided in [_decider(keys[order[place - 2]], keys[name], labels) if place > 1 else None]
    ]
    unranked = [
        Ranked(name, None, None, None, tuple(key for key in weights if key not in directed[name]), model.version)
        for name in sorted(set(directed) - set(complete))
    ]
    return (*ranked, *unranked)


def _decider(before: tuple[object, ...], after: tuple[object, ...], labels: tuple[str, ...]) -> str:
    return next(label for label, left, right in zip(labels, before, after, strict=True) if left != right)


def weights_of(model: ScoringModel) -> dict[str, Fraction]:
    """Return the exact weights by criterion id, or raise where the model is no model."""
    weights: dict[str, Fraction] = {}
    for criterion in model.criteria:
        if criterion.id in weights:
            raise PrioritizationError("duplicate_item", criterion.id)
        weights[criterion.id] = exact(criterion.weight, criterion.id)
        if weights[criterion.id] < 0:
            raise PrioritizationError("negative_weight", criterion.id)
        if exact(criterion.lowest) >= exact(criterion.highest):
            raise PrioritizationError("empty_scale", criterion.id)
    if exact(model.lowest) >= exact(model.highest):
        raise PrioritizationError("empty_scale", model.version)
    whole = sum(weights.values(), Fraction())
    if abs(whole - 1) > ROUNDED_WEIGHTS:
        raise PrioritizationError("weights_not_one", float(whole))
    for key in model.tie_breaks:
        if key not in weights:
            raise PrioritizationError("unknown_tie_break", key)
    return {key: weight / whole for key, weight in weights.items()}


def directed_scores(items: Sequence[Scored], model: ScoringModel) -> dict[str, dict[str, Fraction]]:
    """Return the known scores by item and criterion, mirrored where less is better."""
    weights_of(model)
    criteria = {criterion.id: criterion for criterion in model.criteria}
    directed: dict[str, dict[str, Fraction]] = {}
    for item in items:
        if item.id in directed:
            raise PrioritizationError("duplicate_item", item.id)
        for key in item.scores:
            if key not in criteria:
                raise PrioritizationError("unknown_criterion", f"{item.id} / {key}")
        directed[item.id] = {
            key: _directed(score, criteria[key], model, f"{item.id} / {key}")
            for key, score in item.scores.items()
            if score is not None
        }
    return directed


def _directed(score: Number, criterion: ScoreCriterion, model: ScoringModel, where: str) -> Fraction:
    low, high, value = exact(criterion.lowest), exact(criterion.highest), exact(score, where)
    if not low <= value <= high:
        raise PrioritizationError("off_scale", where)
    share = (value - low) / (high - low)
    if criterion.direction == "cost":
        share = 1 - share
    return exact(model.lowest) + share * (exact(model.highest) - exact(model.lowest))
