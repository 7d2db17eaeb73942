"""Leveling: schedules within capacity, as short as can be found or proven."""

from projects.domain.leveling.days import day_calendar
from projects.domain.leveling.leveling import level
from projects.domain.leveling.model import (
    Activity,
    CapacityError,
    LeveledSchedule,
    LevelingError,
    PeriodCalendar,
    Source,
)
from projects.domain.leveling.smoothing import smooth
from projects.domain.schedule.model import Link

__all__ = [
    "Activity",
    "CapacityError",
    "LeveledSchedule",
    "LevelingError",
    "Link",
    "PeriodCalendar",
    "Source",
    "day_calendar",
    "level",
    "smooth",
]
