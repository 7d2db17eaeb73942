from __future__ import annotations

from datetime import date

import pytest

from pmo_site.kernel.calendar import Shift
from projects.domain.mspdi import read
from projects.domain.mspdi.working_hours import WorkingCalendar, working_calendars
from tests.projects.mspdi.samples import STANDARD, document, moment, sample

HOLIDAY = (
    "<Exceptions><Exception><TimePeriod><FromDate>2026-05-04T00:00:00</FromDate><ToDate>2026-05-06T23:59:00</ToDate>"
    "</TimePeriod><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>"
)
SATURDAY_SHIFT = (
    "<WeekDays><WeekDay><DayType>7</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>"
    "<FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay></WeekDays>"
)
WORKDAY = (Shift(480, 720), Shift(780, 1020))


def _calendar(uid: int, inside: str, *, base: int = 1) -> str:
    head = f"<UID>{uid}</UID><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>{base}</BaseCalendarUID>"
    return f"<Calendar>{head}{inside}</Calendar>"


def _calendars(*more: str) -> dict[int, WorkingCalendar]:
    return working_calendars(read(document(calendars=STANDARD + "".join(more))).plan)


def test_a_weekday_has_its_hours_and_sunday_none() -> None:
    standard = _calendars()[1]
    assert standard.shifts(date(2026, 4, 1)) == WORKDAY
    assert standard.shifts(date(2026, 4, 5)) == ()


def test_a_day_of_which_nothing_is_said_is_free() -> None:
    assert _calendars()[1].shifts(date(2026, 4, 4)) == ()


def test_a_derived_calendar_takes_from_its_base_what_it_does_not_say() -> None:
    derived = _calendars(_calendar(2, SATURDAY_SHIFT))[2]
    assert derived.shifts(date(2026, 4, 1)) == WORKDAY
    assert derived.shifts(date(2026, 4, 4)) == (Shift(1320, 1440),)


def test_an_exception_comes_before_the_week_and_is_inherited() -> None:
    calendars = _calendars(_calendar(2, HOLIDAY), _calendar(3, "", base=2))
    assert calendars[3].shifts(date(2026, 5, 6)) == ()
    assert calendars[3].shifts(date(2026, 5, 7)) == WORKDAY
    assert calendars[1].shifts(date(2026, 5, 6)) == WORKDAY


def test_the_dated_days_of_older_files_are_exceptions() -> None:
    dated = (
        "<WeekDays><WeekDay><DayType>0</DayType><DayWorking>1</DayWorking><TimePeriod>"
        "<FromDate>2026-05-09T00:00:00</FromDate><ToDate>2026-05-09T23:59:00</ToDate></TimePeriod></WeekDay></WeekDays>"
    )
    assert _calendars(_calendar(2, dated))[2].shifts(date(2026, 5, 9)) == WORKDAY


def test_a_work_week_replaces_the_usual_week_for_its_period() -> None:
    week = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-08-10T00:00:00</FromDate><ToDate>2026-08-14T23:59:00</ToDate>"
        "</TimePeriod><Name>Summer</Name><WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        "<WorkingTime><FromTime>09:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        "</WeekDays></WorkWeek></WorkWeeks>"
    )
    derived = _calendars(_calendar(2, week))[2]
    assert derived.shifts(date(2026, 8, 10)) == (Shift(540, 720),)
    assert derived.shifts(date(2026, 8, 17)) == WORKDAY


@pytest.mark.parametrize("base", [2, 3, 9])
def test_bases_that_lead_in_a_circle_or_nowhere_end_the_search(base: int) -> None:
    calendars = _calendars(_calendar(2, "", base=base), _calendar(3, "", base=2))
    assert calendars[3].shifts(date(2026, 4, 1)) == ()


def test_work_goes_on_at_the_next_working_moment_and_ended_at_the_last() -> None:
    standard = _calendars()[1]
    friday_evening, monday_morning = moment("2026-04-03T17:00"), moment("2026-04-06T08:00")
    assert standard.next_work(friday_evening) == monday_morning
    assert standard.last_work(monday_morning) == friday_evening
    assert standard.next_work(moment("2026-04-03T12:30")) == moment("2026-04-03T13:00")
    assert standard.next_work(moment("2026-04-03T14:15")) == moment("2026-04-03T14:15")


def test_a_calendar_without_work_has_no_next_moment() -> None:
    idle = _calendars("<Calendar><UID>5</UID><IsBaseCalendar>1</IsBaseCalendar></Calendar>")[5]
    assert idle.next_work(moment("2026-04-01T08:00")) is None
    assert idle.last_work(moment("0001-01-02T08:00")) is None
    assert idle.next_work(moment("9999-12-31T08:00")) is None


def test_the_night_shift_of_the_sample_works_over_midnight() -> None:
    calendars = working_calendars(sample("legacy-sample1.xml").plan)
    assert calendars[4].shifts(date(2003, 1, 7)) == (Shift(0, 180), Shift(240, 480), Shift(1380, 1440))


def test_hours_that_overlap_or_pass_midnight_are_told_apart() -> None:
    days = (
        "<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        "<WorkingTime><FromTime>22:00:00</FromTime><ToTime>06:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>11:00:00</FromTime><ToTime>13:00:00</ToTime></WorkingTime>"
        "</WorkingTimes></WeekDay></WeekDays>"
    )
    derived = _calendars(_calendar(2, days))[2]
    assert derived.shifts(date(2026, 4, 6)) == (Shift(480, 780), Shift(1320, 1440))


def test_a_calendar_numbered_zero_without_a_base_has_none() -> None:
    assert (
        _calendars(_calendar(0, "").replace("<BaseCalendarUID>1</BaseCalendarUID>", ""))[0].shifts(date(2026, 4, 1))
        == ()
    )


def test_a_long_row_of_bases_is_followed_only_so_far() -> None:
    calendars = _calendars(*(_calendar(uid, "", base=uid - 1) for uid in range(2, 3000)))
    assert calendars[20].shifts(date(2026, 4, 1)) == WORKDAY
    assert calendars[2999].shifts(date(2026, 4, 1)) == ()
