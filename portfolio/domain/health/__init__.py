"""The health of a project: computed from evidence, declared by its manager, overridden only for a time."""

from __future__ import annotations

from pmo_site.kernel.evidence import Dimension, Evidence, Level, Limit, Reason, RowReference

from .assessment import Assessment, DimensionHealth, assess
from .drafting import PolicyChanges, drafted
from .effects import Effect, effects
from .policy import DEFAULT_POLICY, HealthPolicy, PolicyError, Tier
from .rollup import Indices, LevelMoney, Movement, ProjectLight, Rollup, movements, preview, rollup
from .voices import CandorGap, Light, Override, OverrideError, candor_gap, shown_light, watermelons_oldest_first
from .writing import AssessmentWriter

__all__ = [
    "DEFAULT_POLICY",
    "Assessment",
    "AssessmentWriter",
    "CandorGap",
    "Dimension",
    "DimensionHealth",
    "Effect",
    "Evidence",
    "HealthPolicy",
    "Indices",
    "Level",
    "LevelMoney",
    "Light",
    "Limit",
    "Movement",
    "Override",
    "OverrideError",
    "PolicyChanges",
    "PolicyError",
    "ProjectLight",
    "Reason",
    "Rollup",
    "RowReference",
    "Tier",
    "assess",
    "candor_gap",
    "drafted",
    "effects",
    "movements",
    "preview",
    "rollup",
    "shown_light",
    "watermelons_oldest_first",
]
