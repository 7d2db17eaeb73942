"""Prioritization: weighted scores, pairwise comparison (AHP), and the simple queues of a backlog."""

from __future__ import annotations

from portfolio.domain.prioritization.eigenvector import RANDOM_INDEX, AhpResult, Matrix, ahp, consistency_limit
from portfolio.domain.prioritization.errors import PrioritizationError
from portfolio.domain.prioritization.judgements import Repair, comparison_matrix, group_judgements, repairs
from portfolio.domain.prioritization.queues import (
    Job,
    Moscow,
    MoscowBalance,
    Placed,
    Quadrant,
    moscow_balance,
    quadrant,
    rice,
    value_effort,
    wsjf,
    wsjf_findings,
    wsjf_queue,
)
from portfolio.domain.prioritization.scoring import Ranked, ScoreCriterion, Scored, ScoringModel, rank
from portfolio.domain.prioritization.sensitivity import WeightRange, weight_sensitivity
from portfolio.domain.prioritization.synthesis import Criterion, CriterionWeight, HierarchyResult, hierarchy

__all__ = [
    "RANDOM_INDEX",
    "AhpResult",
    "Criterion",
    "CriterionWeight",
    "HierarchyResult",
    "Job",
    "Matrix",
    "Moscow",
    "MoscowBalance",
    "Placed",
    "PrioritizationError",
    "Quadrant",
    "Ranked",
    "Repair",
    "ScoreCriterion",
    "Scored",
    "ScoringModel",
    "WeightRange",
    "ahp",
    "comparison_matrix",
    "consistency_limit",
    "group_judgements",
    "hierarchy",
    "moscow_balance",
    "quadrant",
    "rank",
    "repairs",
    "rice",
    "value_effort",
    "weight_sensitivity",
    "wsjf",
    "wsjf_findings",
    "wsjf_queue",
]
