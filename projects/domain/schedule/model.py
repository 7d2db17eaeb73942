"""What a plan is made of: activities, the links between them, and the rules that schedule them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeAlias, TypeVar

ActivityId: TypeAlias = Hashable
# A point of abstract time, or a local wall-clock time where a calendar is given.
Instant: TypeAlias = float | datetime
T_co = TypeVar("T_co", bound=float | datetime, covariant=True)


class Stretch(Protocol):
    """A stretch of working time within one day, in minutes after midnight, 0 to 1,440."""

    @property
    def start(self) -> int:
        """The minute in which work starts."""

    @property
    def end(self) -> int:
        """The minute in which work ends."""


class WorkingHours(Protocol):
    """A calendar as scheduling needs it: the working time of any one day (`kernel.calendar.WorkCalendar`)."""

    def shifts(self, day: date) -> Sequence[Stretch]:
        """List the stretches of a day, ascending and apart; a night over midnight is two, on two days."""


class LinkKind(StrEnum):
    """Which end of the successor waits for which end of the predecessor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class ConstraintKind(StrEnum):
    """The eight ways a date can bind an activity."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


class LagCalendar(StrEnum):
    """On whose calendar the lag of a link runs."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    ELAPSED = "elapsed"


class Progress(StrEnum):
    """What holds the remaining work of a started activity: its predecessors still, or nothing but the data date."""

    RETAINED_LOGIC = "retained_logic"
    OVERRIDE = "override"


class CriticalBy(StrEnum):
    """What makes an activity critical: little float, or a place on the longest path."""

    FLOAT = "float"
    LONGEST_PATH = "longest_path"


class Cause(StrEnum):
    """What holds an activity where it stands."""

    PROJECT_START = "project_start"
    DATA_DATE = "data_date"
    LINK = "link"
    CONSTRAINT = "constraint"
    MANUAL = "manual"
    ACTUAL = "actual"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"


@dataclass(frozen=True, slots=True)
class Activity:
    """A piece of work. Durations are working minutes on a calendar, plain units in abstract time; 0 is a milestone.

    `constraint_date` belongs to every constraint but ASAP and ALAP. A `manual_start` is kept as typed, whatever the
    links say. An activity is started with `actual_start` and complete with `actual_finish`; `remaining` is the
    duration still to do after the data date (None: the duration less the working time since the actual start).
    `demands` is what it takes of each resource while it runs, by name or by place; leveling alone reads it.
    """

    id: ActivityId
    duration: float
    constraint: ConstraintKind = ConstraintKind.ASAP
    constraint_date: Instant | None = None
    deadline: Instant | None = None
    calendar: WorkingHours | None = None
    manual_start: Instant | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    remaining: float | None = None
    demands: Mapping[str, float] | Sequence[float] = ()

    @property
    def started(self) -> bool:
        """Work has begun."""
        return self.actual_start is not None or self.actual_finish is not None

    @property
    def complete(self) -> bool:
        """Work has ended."""
        return self.actual_finish is not None


@dataclass(frozen=True, slots=True)
class Link:
    """The successor waits for the predecessor; a lag delays it, a negative lag (lead) lets it overlap."""

    predecessor: ActivityId
    successor: ActivityId
    kind: str = "FS"
    lag: float = 0
    lag_calendar: LagCalendar | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices an organization makes about scheduling.

    `critical_threshold` is the largest float that still counts as critical. With `each_end_critical` every activity
    without successors may not slip at all; else all ends share the finish of the project. With `honor_constraints`
    a date that an activity must keep is kept even where a link is broken by it; else links win and float goes
    negative.
    """

    critical_threshold: float = 0
    critical_by: CriticalBy = CriticalBy.FLOAT
    progress: Progress = Progress.RETAINED_LOGIC
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR
    each_end_critical: bool = False
    honor_constraints: bool = False


@dataclass(frozen=True, slots=True)
class ScheduledActivity(Generic[T_co]):
    """Where one activity stands. Floats are in the units of its duration; a complete activity has none (None).

    `start` and `finish` are the dates planned: the early ones, but for an activity as late as possible. Of a started
    activity, `late_start` is the latest start of its remaining work.
    """

    id: ActivityId
    early_start: T_co
    early_finish: T_co
    late_start: T_co
    late_finish: T_co
    total_float: float | None
    free_float: float | None
    critical: bool
    start: T_co
    finish: T_co
    held_by: Link | Cause
    activity: Activity

    @property
    def cause(self) -> Cause:
        """What holds the activity where it stands."""
        return Cause.LINK if isinstance(self.held_by, Link) else self.held_by

    @property
    def driver(self) -> Link | None:
        """The link that holds the activity, if one does."""
        return self.held_by if isinstance(self.held_by, Link) else None


@dataclass(frozen=True, slots=True)
class Schedule(Generic[T_co]):
    """A plan with its dates, and what it was computed from, so that it can be computed again with a change."""

    start: T_co
    finish: T_co
    activities: Mapping[ActivityId, ScheduledActivity[T_co]]
    links: tuple[Link, ...]
    calendar: WorkingHours | None
    data_date: T_co | None
    finish_by: T_co | None
    rules: Rules

    @property
    def critical(self) -> tuple[ActivityId, ...]:
        """The ids of the critical activities, in the order of the plan."""
        return tuple(activity.id for activity in self if activity.critical)

    def __getitem__(self, key: ActivityId) -> ScheduledActivity[T_co]:
        return self.activities[key]

    def __iter__(self) -> Iterator[ScheduledActivity[T_co]]:
        return iter(self.activities.values())

    def __len__(self) -> int:
        return len(self.activities)
