from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from projects.domain.mspdi.calendars import CalendarException, Period
from projects.domain.mspdi.enumerations import DayType, Recurrence
from projects.domain.mspdi.recurrence import falls_on, occurrences
from tests.projects.mspdi.samples import sample

BY_WEEKDAY = Recurrence.BY_WEEKDAY_COUNT
BY_POSITION = Recurrence.MONTHLY_BY_POSITION


def _exception(first: str, last: str, recurrence: Recurrence | None, **rest: Any) -> CalendarException:
    period = Period(
        start=datetime.combine(date.fromisoformat(first), time()),
        finish=datetime.combine(date.fromisoformat(last), time(23, 59)),
    )
    return CalendarException(period=period, recurrence=recurrence, **rest)


# Retyped from calendar-recurring-exceptions-project2016-mspdi.xml (MPXJ test data), which names the days itself.
@pytest.mark.parametrize(
    ("exception", "days"),
    [
        (
            _exception("2000-02-01", "2000-02-10", Recurrence.BY_DAY_COUNT, interval=3),
            ["2000-02-01", "2000-02-04", "2000-02-07", "2000-02-10"],
        ),
        (
            _exception("2001-01-01", "2001-02-13", Recurrence.WEEKLY, interval=2, days_of_week=4),
            ["2001-01-02", "2001-01-16", "2001-01-30", "2001-02-13"],
        ),
        (
            _exception("2001-01-01", "2001-08-01", Recurrence.WEEKLY, interval=7, days_of_week=1),
            ["2001-02-18", "2001-04-08", "2001-05-27", "2001-07-15"],
        ),
        (
            _exception("2002-01-01", "2002-10-08", BY_POSITION, interval=3, month_item=5, position=1),
            ["2002-01-08", "2002-04-09", "2002-07-09", "2002-10-08"],
        ),
        (
            _exception("2003-01-01", "2003-05-01", Recurrence.MONTHLY_BY_DAY, interval=2, month_day=1),
            ["2003-01-01", "2003-03-01", "2003-05-01"],
        ),
        (
            _exception("2004-01-01", "2007-03-06", Recurrence.YEARLY_BY_POSITION, month=2, month_item=5, position=0),
            ["2004-03-02", "2005-03-01", "2006-03-07", "2007-03-06"],
        ),
        (
            _exception("2005-01-01", "2007-02-01", Recurrence.YEARLY_BY_DAY, month=1, month_day=1),
            ["2005-02-01", "2006-02-01", "2007-02-01"],
        ),
    ],
)
def test_recurring_exceptions_fall_on_the_days_that_the_program_names(
    exception: CalendarException, days: list[str]
) -> None:
    assert [day.isoformat() for day in occurrences(exception)] == days


@pytest.mark.parametrize(
    ("exception", "days"),
    [
        (_exception("2026-05-03", "2026-05-05", None), ["2026-05-03", "2026-05-04", "2026-05-05"]),
        (
            _exception("2026-05-01", "2026-05-05", BY_WEEKDAY),
            ["2026-05-01", "2026-05-04", "2026-05-05"],
        ),
        (
            _exception("2026-05-01", "2026-05-08", BY_WEEKDAY, interval=2),
            ["2026-05-01", "2026-05-05", "2026-05-07"],
        ),
        (
            _exception("2026-01-01", "2026-04-30", Recurrence.MONTHLY_BY_DAY, month_day=31),
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
        ),
        (
            _exception("2026-01-01", "2026-02-28", BY_POSITION, month_item=1, position=4),
            ["2026-01-30", "2026-02-27"],
        ),
        (
            _exception("2026-08-01", "2026-08-31", BY_POSITION, month_item=2, position=0),
            ["2026-08-01"],
        ),
        (_exception("2026-05-05", "2026-05-03", None), []),
        (_exception("2026-05-01", "2026-06-30", Recurrence.MONTHLY_BY_DAY), []),
        (_exception("9999-12-30", "9999-12-31", Recurrence.WEEKLY, days_of_week=127), ["9999-12-30", "9999-12-31"]),
    ],
)
def test_days_are_counted_within_the_period(exception: CalendarException, days: list[str]) -> None:
    assert [day.isoformat() for day in occurrences(exception)] == days


def test_an_exception_without_a_period_never_falls() -> None:
    assert not falls_on(CalendarException(recurrence=Recurrence.DAILY), date(2026, 4, 1))
    assert list(occurrences(CalendarException())) == []


def test_the_exceptions_of_the_sample_fall_on_exactly_the_days_that_it_lists() -> None:
    (calendar,) = sample("calendar-recurring-exceptions-project2016-mspdi.xml").plan.calendars
    listed: set[date] = set()
    for weekday in calendar.weekdays:
        if weekday.day is DayType.EXCEPTION:
            assert weekday.period is not None
            listed |= set(occurrences(CalendarException(period=weekday.period)))
    fallen = [list(occurrences(exception)) for exception in calendar.exceptions]
    assert [len(days) for days in fallen] == [exception.occurrences for exception in calendar.exceptions]
    assert {day for days in fallen for day in days} == listed
    assert len(listed) == 140
