"""Classification: the governance tier that fits a project's size, and whether it is DX, IT or cloud."""

from __future__ import annotations

from standards.domain.classification.kinds import (
    Answers,
    Classification,
    Drift,
    GateAnswers,
    Kind,
    classify,
    drift,
    gates_unasked,
)
from standards.domain.classification.tiers import (
    DEFAULT_TIER_POLICY,
    ClassificationError,
    ReportingBurden,
    Tier,
    TierLimits,
    TierPolicy,
    TierSuggestion,
    reporting_burden,
    suggest_tier,
)

__all__ = [
    "DEFAULT_TIER_POLICY",
    "Answers",
    "Classification",
    "ClassificationError",
    "Drift",
    "GateAnswers",
    "Kind",
    "ReportingBurden",
    "Tier",
    "TierLimits",
    "TierPolicy",
    "TierSuggestion",
    "classify",
    "drift",
    "gates_unasked",
    "reporting_burden",
    "suggest_tier",
]
