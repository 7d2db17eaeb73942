"""Reads of health; each takes the actor and answers with what that actor may see."""

from portfolio.selectors.health import (
    WORST_FIRST,
    Counts,
    OverviewRow,
    health_list,
    health_of,
    health_strips,
    is_stale,
    level_counts,
    main_reason,
    newest_lights,
    overview_rows,
    reasons_for,
    weightiest,
)
from portfolio.selectors.lights import MoneyLine, money_by_level
from portfolio.selectors.newest import NO_DEPARTMENT, Narrowing

__all__ = [
    "NO_DEPARTMENT",
    "WORST_FIRST",
    "Counts",
    "MoneyLine",
    "Narrowing",
    "OverviewRow",
    "health_list",
    "health_of",
    "health_strips",
    "is_stale",
    "level_counts",
    "main_reason",
    "money_by_level",
    "newest_lights",
    "overview_rows",
    "reasons_for",
    "weightiest",
]
