"""When a project's status report is due, which days it speaks about, and who owes one.

A due day is a working day: one that falls on a day off moves to the next working day; two that meet on the same day
are one. A report speaks about the days after the last report's period up to its due day, so that nothing that
happened between two reports is left out, however many were missed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Protocol


class Cadence(StrEnum):
    """How often a project reports."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    NONE = "none"


CADENCE_DAYS = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14, Cadence.MONTHLY: 31}
"""The days within which a report of a cadence is fresh."""

CADENCE_OF_TIER = {"full": Cadence.WEEKLY, "standard": Cadence.BIWEEKLY, "light": Cadence.MONTHLY}
"""How often a project reports until somebody decides otherwise, by its governance tier."""

WEDNESDAY = 2
LAST_DAY = 31
FIVE_O_CLOCK = time(17)
REMINDED_BEFORE = 2
"""Working days before the due day on which the manager is reminded."""


class Standing(StrEnum):
    """How a project stands with the report that it owes, worst first."""

    MISSING = "missing"
    LATE = "late"
    OPEN = "open"


class WorkingDays(Protocol):
    """What is asked of the organization's calendar."""

    def add_working_days(self, day: date, count: int) -> date:
        """The working day so many working days after a day; 0 is the day itself or the next working day."""

    def working_days_between(self, start: date, end: date) -> int:
        """The working days after a day up to another."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often reports are due, on which weekday (Monday 0) or day of the month, at what time, from which day on.

    In a month that is shorter than `month_day` the last day stands for it.
    """

    cadence: Cadence
    first_due: date
    weekday: int = WEDNESDAY
    month_day: int = LAST_DAY
    due_time: time = FIVE_O_CLOCK


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a report speaks about; the last one is the day on which it is due."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Obligation:
    """The report that a project owes: its period, how it stands, and how many due days have passed without one."""

    period: Period
    standing: Standing
    passed: int = 0


def default_rhythm(tier: str, *, known_since: date) -> Rhythm:
    """The rhythm until one is set: by the governance tier, first due when the project is known for a whole cadence."""
    cadence = CADENCE_OF_TIER[tier]
    return Rhythm(cadence, known_since + timedelta(days=CADENCE_DAYS[cadence] - 1))


def nominal_days(rhythm: Rhythm) -> Iterator[date]:
    """The due days as the rhythm names them, before days off are looked at; endless, none without a cadence."""
    if rhythm.cadence is Cadence.NONE:
        return
    if rhythm.cadence is Cadence.MONTHLY:
        yield from _monthly(rhythm)
        return
    first = rhythm.first_due + timedelta(days=(rhythm.weekday - rhythm.first_due.weekday()) % 7)
    for place in count():
        yield first + timedelta(days=place * CADENCE_DAYS[rhythm.cadence])


def _monthly(rhythm: Rhythm) -> Iterator[date]:
    for place in count(rhythm.first_due.year * 12 + rhythm.first_due.month - 1):
        year, month = place // 12, place % 12 + 1
        day = date(year, month, min(rhythm.month_day, monthrange(year, month)[1]))
        if day >= rhythm.first_due:
            yield day


def due_days(rhythm: Rhythm, calendar: WorkingDays, *, after: date | None = None) -> Iterator[date]:
    """The working days on which reports are due, after a day where one is given; each once."""
    last = after
    for nominal in nominal_days(rhythm):
        if last is not None and nominal + timedelta(days=31) < last:
            continue
        due = calendar.add_working_days(nominal, 0)
        if last is None or due > last:
            last = due
            yield due


def period_until(rhythm: Rhythm, due: date, *, reported_until: date | None) -> Period:
    """The days that the report due on a day speaks about: all since the last report.

    The first one speaks about those since a cadence before the rhythm's first day: by the default, since the project
    is known, so that nobody is asked about days to come alone.
    """
    if reported_until is not None:
        return Period(min(reported_until + timedelta(days=1), due), due)
    return Period(min(rhythm.first_due, due) - timedelta(days=CADENCE_DAYS[rhythm.cadence] - 1), due)


def obligation(
    rhythm: Rhythm, calendar: WorkingDays, *, now: datetime, reported_until: date | None
) -> Obligation | None:
    """The report that is owed at a moment of the organization's clock; None where none is asked for.

    `reported_until` is the last day that a submitted report speaks about. A due time that has passed makes the
    report late; when the next one has passed as well it is missing, and one report over all days is owed.
    """
    passed = 0
    first = latest = None
    for due in due_days(rhythm, calendar, after=reported_until):
        first = first or due
        if datetime.combine(due, rhythm.due_time, now.tzinfo) > now:
            starts_on = period_until(rhythm, first, reported_until=reported_until).starts_on
            return Obligation(Period(starts_on, latest or due), _standing(passed), passed)
        passed, latest = passed + 1, due
    return None


def _standing(passed: int) -> Standing:
    return (Standing.OPEN, Standing.LATE, Standing.MISSING)[min(passed, 2)]


def working_days_left(calendar: WorkingDays, *, today: date, due: date) -> int:
    """Working days from today to the due day; 0 on the day itself and after it."""
    return max(0, calendar.working_days_between(today, due))


def is_time_to_remind(owed: Obligation, calendar: WorkingDays, *, today: date) -> bool:
    """Whether the manager is to be reminded: from two working days before the due day on, and while it is late."""
    if owed.standing is not Standing.OPEN:
        return True
    return calendar.add_working_days(owed.period.ends_on, -REMINDED_BEFORE) <= today


def cadence_ratio(cadence: Cadence, *, since: date, as_of: date) -> Decimal | None:
    """The age of the last accepted report in cadences: up to 1 it is fresh. None without a cadence."""
    if cadence is Cadence.NONE:
        return None
    return Decimal(max(0, (as_of - since).days)) / CADENCE_DAYS[cadence]
