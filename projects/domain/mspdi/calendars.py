"""Working calendars as a Microsoft Project file holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from projects.domain.mspdi.enumerations import DayType, Recurrence
from projects.domain.mspdi.fields import Kept, leaf, listed, one
from projects.domain.mspdi.values import CLOCK, INTEGER, MOMENT, SWITCH, TEXT, enumeration

DAY_TYPE = enumeration(DayType)
RECURRENCE = enumeration(Recurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first moment to the last, both included."""

    start: datetime | None = field(default=None, metadata=leaf("FromDate", MOMENT))
    finish: datetime | None = field(default=None, metadata=leaf("ToDate", MOMENT))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """One stretch of work within a day; midnight as its end is the end of that day."""

    start: time | None = field(default=None, metadata=leaf("FromTime", CLOCK))
    finish: time | None = field(default=None, metadata=leaf("ToTime", CLOCK))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """The hours of one day of the week; day type EXCEPTION with a period is a dated exception of older files."""

    day: DayType = field(metadata=leaf("DayType", DAY_TYPE))
    working: bool | None = field(default=None, metadata=leaf("DayWorking", SWITCH))
    period: Period | None = field(default=None, metadata=one("TimePeriod", Period))
    times: tuple[WorkingTime, ...] = field(default=(), metadata=listed("WorkingTimes", "WorkingTime", WorkingTime))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarException:
    """Days that differ from the week, once or recurring.

    `month` counts from 0 (January); `month_item` 0 day, 1 weekday, 2 weekend day, 3 Sunday to 9 Saturday;
    `position` 0 first to 3 fourth, 4 last; `days_of_week` is a sum of 1 (Sunday) to 64 (Saturday).
    """

    by_occurrences: bool | None = field(default=None, metadata=leaf("EnteredByOccurrences", SWITCH))
    period: Period | None = field(default=None, metadata=one("TimePeriod", Period))
    occurrences: int | None = field(default=None, metadata=leaf("Occurrences", INTEGER))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    recurrence: Recurrence | None = field(default=None, metadata=leaf("Type", RECURRENCE))
    interval: int | None = field(default=None, metadata=leaf("Period", INTEGER))
    days_of_week: int | None = field(default=None, metadata=leaf("DaysOfWeek", INTEGER))
    month_item: int | None = field(default=None, metadata=leaf("MonthItem", INTEGER))
    position: int | None = field(default=None, metadata=leaf("MonthPosition", INTEGER))
    month: int | None = field(default=None, metadata=leaf("Month", INTEGER))
    month_day: int | None = field(default=None, metadata=leaf("MonthDay", INTEGER))
    working: bool | None = field(default=None, metadata=leaf("DayWorking", SWITCH))
    times: tuple[WorkingTime, ...] = field(default=(), metadata=listed("WorkingTimes", "WorkingTime", WorkingTime))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWeek:
    """A week that replaces the usual one for a period."""

    period: Period | None = field(default=None, metadata=one("TimePeriod", Period))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    weekdays: tuple[Weekday, ...] = field(default=(), metadata=listed("WeekDays", "WeekDay", Weekday))
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A base calendar, or one that inherits from its base all that it does not say itself."""

    uid: int = field(metadata=leaf("UID", INTEGER))
    name: str | None = field(default=None, metadata=leaf("Name", TEXT))
    is_base: bool | None = field(default=None, metadata=leaf("IsBaseCalendar", SWITCH))
    base_uid: int | None = field(default=None, metadata=leaf("BaseCalendarUID", INTEGER))
    weekdays: tuple[Weekday, ...] = field(default=(), metadata=listed("WeekDays", "WeekDay", Weekday))
    exceptions: tuple[CalendarException, ...] = field(
        default=(), metadata=listed("Exceptions", "Exception", CalendarException)
    )
    work_weeks: tuple[WorkWeek, ...] = field(default=(), metadata=listed("WorkWeeks", "WorkWeek", WorkWeek))
    kept: tuple[Kept, ...] = ()
