"""Earned value and earned schedule: where a project stands in money and in time, and where that leads."""

from __future__ import annotations

from projects.domain.earned_value.duration import (
    DurationForecasts,
    EarnedSchedule,
    duration_forecasts,
    earned_schedule,
    p_factor,
    time_earned,
)
from projects.domain.earned_value.errors import EarnedValueError
from projects.domain.earned_value.indices import EarnedValue, eac_bottom_up, eac_recent, eac_weighted, earned_value
from projects.domain.earned_value.methods import (
    Apportioned,
    DurationPercent,
    FixedFormula,
    LevelOfEffort,
    Method,
    PercentEstimate,
    PhysicalPercent,
    UnitsComplete,
    WeightedMilestone,
    WeightedMilestones,
)
from projects.domain.earned_value.packages import (
    Standing,
    WorkingDays,
    WorkPackage,
    planned_curve,
    planned_share,
    planned_value,
    standings,
)
from projects.domain.earned_value.rollup import RollUp, roll_up, since_rebaseline

__all__ = [
    "Apportioned",
    "DurationForecasts",
    "DurationPercent",
    "EarnedSchedule",
    "EarnedValue",
    "EarnedValueError",
    "FixedFormula",
    "LevelOfEffort",
    "Method",
    "PercentEstimate",
    "PhysicalPercent",
    "RollUp",
    "Standing",
    "UnitsComplete",
    "WeightedMilestone",
    "WeightedMilestones",
    "WorkPackage",
    "WorkingDays",
    "duration_forecasts",
    "eac_bottom_up",
    "eac_recent",
    "eac_weighted",
    "earned_schedule",
    "earned_value",
    "p_factor",
    "planned_curve",
    "planned_share",
    "planned_value",
    "roll_up",
    "since_rebaseline",
    "standings",
    "time_earned",
]
