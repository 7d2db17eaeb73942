"""Reads of health; each takes the actor and answers with what that actor may see."""

from portfolio.selectors.health import (
    DETAIL_SHOWN,
    WORST_FIRST,
    Counts,
    MoneyLine,
    OverviewRow,
    health_list,
    health_of,
    health_strips,
    is_stale,
    level_counts,
    main_reason,
    money_by_level,
    newest_lights,
    overview_rows,
    reasons_for,
)

__all__ = [
    "DETAIL_SHOWN",
    "WORST_FIRST",
    "Counts",
    "MoneyLine",
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
]
