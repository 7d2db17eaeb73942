"""The health of a project: computed from evidence, declared by its manager, overridden only for a time."""

from __future__ import annotations

from pmo_site.kernel.evidence import Dimension, Evidence, Level, Limit, Reason, RowReference

from .assessment import Assessment, DimensionHealth, Judge, Reasons, assess
from .drafting import PolicyChanges, drafted
from .effects import Effect, effects
from .keeping import AssessmentWriter, KeptFormError, reasons_kept
from .policy import DEFAULT_POLICY, HealthPolicy, PolicyError, Tier
from .rollup import Indices, LevelMoney, Movement, ProjectLight, Rollup, movements, preview, rollup
from .voices import CandorGap, Light, Override, OverrideError, candor_gap, shown_light, watermelons_oldest_first

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
    "Judge",
    "KeptFormError",
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
    "Reasons",
    "Rollup",
    "RowReference",
    "Tier",
    "assess",
    "candor_gap",
    "drafted",
    "effects",
    "movements",
    "preview",
    "reasons_kept",
    "rollup",
    "shown_light",
    "watermelons_oldest_first",
]
