"""What leveling is told and what it answers.

Time is counted in whole periods from 0: days, half days or hours, one kind per plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from projects.domain.schedule.errors import ScheduleError
from projects.domain.schedule.model import ActivityId

Resource: TypeAlias = str
# Part of a unit is a number like 0.5 (half a person), exact as written.
Quantity: TypeAlias = int | float | Decimal | Fraction
Demands: TypeAlias = Mapping[Resource, Quantity] | Sequence[Quantity]
# One number for always, or one per period, the last of which holds from then on.
Supply: TypeAlias = Quantity | Sequence[Quantity]
Capacities: TypeAlias = Mapping[Resource, Supply] | Sequence[Supply]


class LevelingError(ScheduleError):
    """A plan cannot be leveled; `item` names the activity, the link or the resource."""


class CapacityError(LevelingError):
    """An activity asks for more of a resource than there will ever be; `item` is the activity."""

    def __init__(self, activity: ActivityId, resource: Resource | int, message: str) -> None:
        super().__init__(message, activity)
        self.resource = resource


class Source(StrEnum):
    """Who found the schedule."""

    SERIAL = "serial"
    SOLVER = "solver"


@dataclass(frozen=True, slots=True)
class PeriodCalendar:
    """Which periods work: `pattern` repeats from period 0 on, `closed` and `opened` periods overrule it.

    A week of days that starts on a Monday is (True,) * 5 + (False,) * 2.
    """

    pattern: tuple[bool, ...] = (True,)
    closed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a calendar on which work would never end."""
        if not any(self.pattern):
            raise LevelingError("A calendar needs a working period in its pattern.", "pattern")

    def works(self, period: int) -> bool:
        """Whether work goes on in a period."""
        return period in self.opened or (self.pattern[period % len(self.pattern)] and period not in self.closed)


@dataclass(frozen=True, slots=True)
class Activity:
    """Work of a whole number of periods, done without a break but for those that its calendar leaves out.

    `demands` is what each of its working periods takes of each resource, by name or in the order of the capacities;
    it need not name them all. It starts at its `release` or later. Duration 0 is a milestone, which takes nothing.
    """

    id: ActivityId
    duration: float
    demands: Demands = ()
    release: float = 0
    calendar: PeriodCalendar | None = None


@dataclass(frozen=True, slots=True)
class LeveledSchedule:
    """A schedule that keeps every link and every capacity.

    `starts` is the first period of each activity, `finishes` the period after its last one; `makespan` the latest
    finish. No schedule can be shorter than `lower_bound`.
    """

    starts: Mapping[ActivityId, int]
    finishes: Mapping[ActivityId, int]
    makespan: int
    lower_bound: int
    source: Source

    @property
    def proven_optimal(self) -> bool:
        """Nothing shorter exists: the schedule is as short as the bound."""
        return self.makespan == self.lower_bound

    @property
    def gap(self) -> float | None:
        """How much shorter it could be at most, as a share of the makespan; None for an empty plan."""
        return (self.makespan - self.lower_bound) / self.makespan if self.makespan else None
