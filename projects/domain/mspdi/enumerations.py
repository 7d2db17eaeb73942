"""The numbered choices of Microsoft Project XML, by the names of the field."""

from __future__ import annotations

from enum import IntEnum


class LinkType(IntEnum):
    """How a successor depends on its predecessor; the number is the file's, the name the field's."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


class ConstraintType(IntEnum):
    """The eight constraints on the dates of a task."""

    ASAP = 0
    ALAP = 1
    MSO = 2
    MFO = 3
    SNET = 4
    SNLT = 5
    FNET = 6
    FNLT = 7


class TaskType(IntEnum):
    """What stays fixed when work, units or duration change."""

    FIXED_UNITS = 0
    FIXED_DURATION = 1
    FIXED_WORK = 2


class ResourceType(IntEnum):
    """What a resource is; a cost resource is a material one with `is_cost_resource`, or stands as 2."""

    MATERIAL = 0
    WORK = 1
    COST = 2


class RateUnit(IntEnum):
    """The unit in which a rate is shown; the amount in the file is always per hour."""

    MINUTE = 1
    HOUR = 2
    DAY = 3
    WEEK = 4
    MONTH = 5
    YEAR = 7
    MATERIAL = 8


class EarnedValueMethod(IntEnum):
    """Which percentage earned value is computed from."""

    PERCENT_COMPLETE = 0
    PHYSICAL_PERCENT_COMPLETE = 1


class DayType(IntEnum):
    """A day of the week, or a dated exception of older files."""

    EXCEPTION = 0
    SUNDAY = 1
    MONDAY = 2
    TUESDAY = 3
    WEDNESDAY = 4
    THURSDAY = 5
    FRIDAY = 6
    SATURDAY = 7


class Recurrence(IntEnum):
    """How a calendar exception repeats."""

    DAILY = 1
    YEARLY_BY_DAY = 2
    YEARLY_BY_POSITION = 3
    MONTHLY_BY_DAY = 4
    MONTHLY_BY_POSITION = 5
    WEEKLY = 6
    BY_DAY_COUNT = 7
    BY_WEEKDAY_COUNT = 8
    NONE = 9


class CustomFieldType(IntEnum):
    """What the values of a custom field are."""

    COST = 0
    DATE = 1
    DURATION = 2
    FINISH = 3
    FLAG = 4
    NUMBER = 5
    START = 6
    TEXT = 7


class TimeFormat(IntEnum):
    """The unit in which a duration or lag is shown: E elapsed (24 hours a day), ESTIMATED with a question mark."""

    MINUTE = 3
    EMINUTE = 4
    HOUR = 5
    EHOUR = 6
    DAY = 7
    EDAY = 8
    WEEK = 9
    EWEEK = 10
    MONTH = 11
    EMONTH = 12
    PERCENT = 19
    EPERCENT = 20
    NONE = 21
    MINUTE_ESTIMATED = 35
    EMINUTE_ESTIMATED = 36
    HOUR_ESTIMATED = 37
    EHOUR_ESTIMATED = 38
    DAY_ESTIMATED = 39
    EDAY_ESTIMATED = 40
    WEEK_ESTIMATED = 41
    EWEEK_ESTIMATED = 42
    MONTH_ESTIMATED = 43
    EMONTH_ESTIMATED = 44
    PERCENT_ESTIMATED = 51
    EPERCENT_ESTIMATED = 52
    NONE_ESTIMATED = 53

    @property
    def is_percent(self) -> bool:
        """Whether the number beside it is a percentage of the predecessor's duration."""
        return self.name.lstrip("E").startswith("PERCENT")

    @property
    def is_elapsed(self) -> bool:
        """Whether time runs day and night, whatever the calendar."""
        return self.name.startswith("E")
