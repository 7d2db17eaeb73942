"""Risk: matrices on the organization's scale, money at stake, decision trees, contingency."""

from support_office.domain.risk.assessment import AssessedRisk, Assessment, Finding, Rating, assess
from support_office.domain.risk.contingency import (
    Coverage,
    coverage,
    coverage_rollup,
    reserve_between_percentiles,
    reserve_by_expected_value,
    reserve_to_percentile,
)
from support_office.domain.risk.errors import (
    CurrencyError,
    ProbabilityError,
    RiskError,
    ScaleError,
    TreeError,
    UnknownLevelError,
)
from support_office.domain.risk.exposure import ExpectedValue, MonetaryRisk, expected_monetary_value, expected_value
from support_office.domain.risk.matrix import (
    NUMERIC_MATRIX,
    ORDINAL_MATRIX,
    Kind,
    Level,
    PaintedCell,
    RiskMatrix,
    Score,
    Zone,
)
from support_office.domain.risk.scale import COST_IMPACT, TIME_IMPACT, ImpactBand, ImpactScale
from support_office.domain.risk.tree import Chance, Decision, Event, FoldedTree, Option, Outcome, fold_back

__all__ = [
    "COST_IMPACT",
    "NUMERIC_MATRIX",
    "ORDINAL_MATRIX",
    "TIME_IMPACT",
    "AssessedRisk",
    "Assessment",
    "Chance",
    "Coverage",
    "CurrencyError",
    "Decision",
    "Event",
    "ExpectedValue",
    "Finding",
    "FoldedTree",
    "ImpactBand",
    "ImpactScale",
    "Kind",
    "Level",
    "MonetaryRisk",
    "Option",
    "Outcome",
    "PaintedCell",
    "ProbabilityError",
    "Rating",
    "RiskError",
    "RiskMatrix",
    "ScaleError",
    "Score",
    "TreeError",
    "UnknownLevelError",
    "Zone",
    "assess",
    "coverage",
    "coverage_rollup",
    "expected_monetary_value",
    "expected_value",
    "fold_back",
    "reserve_between_percentiles",
    "reserve_by_expected_value",
    "reserve_to_percentile",
]
