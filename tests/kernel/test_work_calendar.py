from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.calendar import (
    DAY_OFF,
    STANDARD_WEEK,
    CalendarError,
    Shift,
    WorkCalendar,
    YearEnd,
    holidays_of,
    week_of,
)

JAPAN = WorkCalendar(country="JP")
BARE = WorkCalendar(country=None)
ODD = WorkCalendar(
    week=week_of((Shift.parse("22:00-24:00"),), "0101011"),
    year_end=YearEnd.GOVERNMENT,
    days={date(2026, 5, 3): (Shift.parse("00:00-00:01"), Shift.parse("08:00-20:30")), date(2026, 6, 2): DAY_OFF},
)
CALENDARS = st.sampled_from([JAPAN, BARE, ODD])
DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2031, 12, 31))
MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("2019-01-01"), max_value=datetime.fromisoformat("2031-12-31")
).map(lambda moment: moment.replace(second=0, microsecond=0))


def at(text: str) -> datetime:
    """Read a wall-clock time."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "day",
    [
        # 国民の祝日に関する法律 article 3: substitute holiday after 3 to 5 May, and a day between two holidays.
        date(2026, 5, 6),
        date(2026, 9, 22),
        # Moved for the Olympic Games (特措法 2020/2021).
        date(2020, 7, 23),
        date(2020, 7, 24),
        date(2021, 7, 22),
        date(2021, 8, 9),
        # Accession and enthronement, 2019.
        date(2019, 4, 30),
        date(2019, 5, 1),
        date(2019, 5, 2),
        date(2019, 10, 22),
    ],
)
def test_the_traps_of_the_japanese_holidays_are_days_off(day: date) -> None:
    assert day.weekday() < 5
    assert not JAPAN.is_working(day)


def test_a_moved_holiday_leaves_its_usual_day_a_working_day() -> None:
    assert JAPAN.is_working(date(2020, 7, 20))
    assert JAPAN.is_working(date(2021, 10, 11))


def test_2019_had_twenty_two_holidays_and_nine_years_have_165() -> None:
    assert len(holidays_of("JP", 2019)) == 22
    assert sum(len(holidays_of("JP", year)) for year in range(2019, 2028)) == 165


@pytest.mark.parametrize(
    ("country", "day"), [("US", date(2026, 7, 4)), ("GU", date(2026, 7, 21)), ("DE", date(2026, 10, 3))]
)
def test_every_country_is_known_when_it_is_asked_for_even_one_that_builds_on_another(country: str, day: date) -> None:
    assert day in holidays_of(country, 2026)


def test_golden_week_2026_is_jumped_over() -> None:
    assert JAPAN.add_working_days(date(2026, 5, 1), 1) == date(2026, 5, 7)
    assert JAPAN.add_working_days(date(2026, 5, 7), -1) == date(2026, 5, 1)
    assert BARE.add_working_days(date(2026, 5, 1), 1) == date(2026, 5, 4)


def test_the_day_itself_is_not_counted() -> None:
    saturday = date(2026, 11, 21)
    assert JAPAN.add_working_days(saturday, 1) == date(2026, 11, 24)
    assert JAPAN.add_working_days(saturday, -1) == date(2026, 11, 20)
    assert JAPAN.add_working_days(saturday, 0) == date(2026, 11, 24)
    assert JAPAN.add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("year_end", "closed"),
    [
        (YearEnd.NONE, []),
        (YearEnd.BANK, ["12-31", "01-03"]),
        (YearEnd.GOVERNMENT, ["12-29", "12-30", "12-31", "01-03"]),
    ],
)
def test_offices_and_banks_close_around_the_new_year(year_end: YearEnd, closed: list[str]) -> None:
    every_day = WorkCalendar(country=None, week=week_of(STANDARD_WEEK[0], "1111111"), year_end=year_end)
    days = [date(2025, 12, day) for day in range(25, 32)] + [date(2026, 1, day) for day in range(3, 6)]
    assert [f"{day:%m-%d}" for day in days if not every_day.is_working(day)] == closed
    assert every_day.is_working(date(2026, 1, 1)) == (year_end is YearEnd.NONE)


def test_own_days_win_over_holidays_weekends_and_the_weekly_pattern() -> None:
    own = WorkCalendar(days={date(2026, 5, 6): STANDARD_WEEK[0], date(2026, 5, 7): DAY_OFF})
    assert own.is_working(date(2026, 5, 6))
    assert not own.is_working(date(2026, 5, 7))
    assert own.add_working_days(date(2026, 5, 1), 2) == date(2026, 5, 8)


@given(CALENDARS, DAYS, st.integers(-600, 600))
def test_going_forth_and_back_comes_home(calendar: WorkCalendar, day: date, count: int) -> None:
    start = calendar.add_working_days(day, 0)
    there = calendar.add_working_days(start, count)
    assert calendar.is_working(there)
    assert calendar.add_working_days(there, -count) == start
    assert calendar.working_days_between(start, there) == count


@given(CALENDARS, DAYS, st.integers(0, 500))
def test_counting_days_agrees_with_looking_at_each(calendar: WorkCalendar, first: date, span: int) -> None:
    days = [first + timedelta(days=offset) for offset in range(span + 1)]
    worked = sum(calendar.is_working(day) for day in days)
    assert calendar.count_working_days(first, days[-1]) == worked
    assert calendar.working_days_between(first, days[-1]) == worked - calendar.is_working(first)
    assert calendar.working_days_between(days[-1], first) == -calendar.working_days_between(first, days[-1])


@given(CALENDARS, DAYS, st.integers(1, 300))
def test_adding_days_agrees_with_walking(calendar: WorkCalendar, day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked += timedelta(days=1)
        left -= calendar.is_working(walked)
    assert calendar.add_working_days(day, count) == walked


def test_counting_backwards_counts_nothing() -> None:
    assert JAPAN.count_working_days(date(2026, 5, 8), date(2026, 5, 7)) == 0


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-05-01 09:00", 480, "2026-05-01 18:00"),
        ("2026-05-01 09:00", 481, "2026-05-07 09:01"),
        ("2026-05-01 11:59", 2, "2026-05-01 13:01"),
        ("2026-05-01 11:59", 1, "2026-05-01 12:00"),
        ("2026-05-01 12:30", 1, "2026-05-01 13:01"),
        ("2026-05-02 03:00", 60, "2026-05-07 10:00"),
        ("2026-05-07 09:00", -1, "2026-05-01 17:59"),
        ("2026-05-07 09:00", -480, "2026-05-01 09:00"),
        ("2026-05-01 18:00", 0, "2026-05-07 09:00"),
        ("2026-05-01 10:00", 0, "2026-05-01 10:00"),
    ],
)
def test_working_time_is_added_to_the_minute(start: str, minutes: int, end: str) -> None:
    assert JAPAN.add_minutes(at(start), minutes) == at(end)


def test_friday_evening_and_monday_morning_are_the_same_working_instant() -> None:
    assert BARE.working_minutes_between(at("2026-11-20 18:00"), at("2026-11-23 09:00")) == 0
    assert BARE.working_minutes_between(at("2026-11-20 17:00"), at("2026-11-23 10:00")) == 120
    assert BARE.working_minutes_between(at("2026-11-23 10:00"), at("2026-11-20 17:00")) == -120


@given(CALENDARS, MOMENTS, st.integers(-50_000, 50_000))
def test_added_minutes_are_the_minutes_between(calendar: WorkCalendar, moment: datetime, minutes: int) -> None:
    there = calendar.add_minutes(moment, minutes)
    assert calendar.working_minutes_between(moment, there) == minutes
    home = calendar.add_minutes(there, -minutes)
    assert calendar.working_minutes_between(moment, home) == 0


def test_a_time_zone_is_kept_and_never_mixed() -> None:
    aware = at("2026-05-01 09:00").replace(tzinfo=UTC)
    assert JAPAN.add_minutes(aware, 60) == at("2026-05-01 10:00").replace(tzinfo=UTC)
    with pytest.raises(CalendarError, match="mixed_time_zones"):
        JAPAN.working_minutes_between(aware, at("2026-05-01 10:00"))


@pytest.mark.parametrize("text", ["12:00-09:00", "09:00-09:00", "09:00-24:01", "09:60-10:00", "nine-ten", "09:00"])
def test_a_shift_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(CalendarError, match="bad_shift"):
        Shift.parse(text)


def test_overlapping_shifts_and_broken_weeks_are_refused() -> None:
    with pytest.raises(CalendarError, match="shifts_overlap"):
        WorkCalendar(days={date(2026, 5, 1): (Shift.parse("09:00-12:00"), Shift.parse("11:00-13:00"))})
    with pytest.raises(CalendarError, match="bad_week"):
        WorkCalendar(week=STANDARD_WEEK[:6])


def test_a_calendar_without_work_finds_no_day() -> None:
    never = WorkCalendar(country=None, week=week_of(DAY_OFF))
    with pytest.raises(CalendarError, match="beyond_known_years"):
        never.add_working_days(date(2090, 1, 1), 1)
    with pytest.raises(CalendarError, match="beyond_known_years"):
        never.add_minutes(at("1950-01-01 00:00"), -1)


def test_years_without_known_holidays_and_unknown_countries_are_refused() -> None:
    with pytest.raises(CalendarError, match="year_unknown"):
        JAPAN.is_working(date(2100, 1, 4))
    with pytest.raises(CalendarError, match="year_unknown: 1948"):
        BARE.count_working_days(date(1948, 1, 1), date(1949, 1, 1))
    with pytest.raises(CalendarError, match="year_unknown: 2100"):
        BARE.count_working_days(date(2099, 1, 1), date(2100, 1, 1))
    with pytest.raises(CalendarError, match="unknown_country"):
        WorkCalendar(country="XX").is_working(date(2026, 1, 5))


def test_equal_calendars_are_interchangeable_keys() -> None:
    used = WorkCalendar(days={date(2026, 5, 7): DAY_OFF})
    used.add_working_days(date(2026, 5, 1), 1)
    assert used == WorkCalendar(days={date(2026, 5, 7): DAY_OFF})
    assert used != WorkCalendar()
    assert len({used, WorkCalendar(days={date(2026, 5, 7): DAY_OFF})}) == 1


def test_a_moment_stands_for_its_day() -> None:
    holiday = datetime.fromisoformat("2026-05-06T09:00")
    assert not JAPAN.is_working(holiday)
    assert JAPAN.is_working(holiday + timedelta(days=1))
    assert JAPAN.add_working_days(holiday, 0) == date(2026, 5, 7)
