from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from pmo_site.kernel.calendar import DAY_OFF, WorkCalendar
from support_office.domain.reporting import (
    Cadence,
    Obligation,
    Period,
    Rhythm,
    Standing,
    cadence_ratio,
    default_rhythm,
    due_days,
    is_time_to_remind,
    obligation,
    period_until,
    working_days_left,
)

TOKYO = ZoneInfo("Asia/Tokyo")
JAPAN = WorkCalendar()
WEEKLY = Rhythm(Cadence.WEEKLY, date(2026, 11, 4))


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=TOKYO)


def owed(now: datetime, until: date | None = None, rhythm: Rhythm = WEEKLY) -> Obligation:
    found = obligation(rhythm, JAPAN, now=now, reported_until=until)
    assert found is not None
    return found


def dues(rhythm: Rhythm, count: int, calendar: WorkCalendar = JAPAN) -> list[str]:
    return [day.isoformat()[5:] for day in islice(due_days(rhythm, calendar), count)]


def test_weekly_reports_are_due_on_their_weekday() -> None:
    assert dues(WEEKLY, 3) == ["11-04", "11-11", "11-18"]


def test_a_first_due_day_on_another_weekday_waits_for_the_next_one() -> None:
    assert dues(Rhythm(Cadence.BIWEEKLY, date(2026, 11, 5)), 3) == ["11-11", "11-25", "12-09"]


def test_a_due_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    monday = Rhythm(Cadence.WEEKLY, date(2026, 11, 16), weekday=0)
    assert dues(monday, 2) == ["11-16", "11-24"]  # 23 November is Labor Thanksgiving Day


def test_the_last_day_of_short_months_stands_for_the_31st() -> None:
    assert dues(Rhythm(Cadence.MONTHLY, date(2027, 1, 1)), 3) == ["02-01", "03-01", "03-31"]  # weekends move on


def test_due_days_that_meet_on_one_working_day_are_one() -> None:
    closed = WorkCalendar(days={date(2026, 11, day): DAY_OFF for day in range(9, 21)})
    assert dues(WEEKLY, 3, closed) == ["11-04", "11-24", "11-25"]


def test_no_cadence_owes_nothing() -> None:
    none = Rhythm(Cadence.NONE, date(2026, 11, 4))
    assert list(due_days(none, JAPAN)) == []
    assert obligation(none, JAPAN, now=at(26), reported_until=None) is None


def test_a_report_speaks_about_all_days_since_the_last_one() -> None:
    period = period_until(WEEKLY, date(2026, 11, 18), reported_until=date(2026, 11, 4))
    assert period == Period(date(2026, 11, 5), date(2026, 11, 18))


def test_a_first_report_speaks_about_one_cadence() -> None:
    assert period_until(WEEKLY, date(2026, 11, 4), reported_until=None).starts_on == date(2026, 10, 29)


@pytest.mark.parametrize("tier", ["full", "standard", "light"])
def test_the_first_report_of_a_project_speaks_about_the_days_since_it_is_known(tier: str) -> None:
    for day in range(1, 31):
        known = date(2026, 11, day)
        found = obligation(default_rhythm(tier, known_since=known), JAPAN, now=at(day), reported_until=None)
        assert found is not None
        assert found.period.starts_on == known


def test_until_the_due_time_a_report_is_coming_up() -> None:
    assert owed(at(4, 16)).standing is Standing.OPEN
    assert owed(at(4, 17)).standing is Standing.LATE


def test_a_report_that_is_late_keeps_its_period() -> None:
    found = owed(at(10))
    assert found == Obligation(Period(date(2026, 10, 29), date(2026, 11, 4)), Standing.LATE, 1)


def test_when_the_next_due_time_passes_too_one_report_over_all_days_is_missing() -> None:
    found = owed(at(26), until=date(2026, 11, 4))
    assert found == Obligation(Period(date(2026, 11, 5), date(2026, 11, 25)), Standing.MISSING, 3)


def test_a_project_that_never_reported_owes_everything_since_its_first_period() -> None:
    assert owed(at(12)).period == Period(date(2026, 10, 29), date(2026, 11, 11))


def test_a_report_made_early_brings_the_next_period() -> None:
    found = owed(at(9), until=date(2026, 11, 11))
    assert found == Obligation(Period(date(2026, 11, 12), date(2026, 11, 18)), Standing.OPEN, 0)


def test_a_due_time_is_one_of_the_organizations_own_clock() -> None:
    utc = datetime(2026, 11, 4, 8, 30, tzinfo=ZoneInfo("UTC"))
    assert owed(utc.astimezone(TOKYO)).standing is Standing.LATE
    early = Rhythm(Cadence.WEEKLY, date(2026, 11, 4), due_time=time(18))
    assert owed(utc.astimezone(TOKYO), rhythm=early).standing is Standing.OPEN


@pytest.mark.parametrize(("tier", "cadence", "first"), [("full", "weekly", 7), ("standard", "biweekly", 14)])
def test_until_somebody_decides_the_governance_tier_sets_the_cadence(tier: str, cadence: str, first: int) -> None:
    found = default_rhythm(tier, known_since=date(2026, 11, 1))
    assert (found.cadence, found.first_due) == (cadence, date(2026, 11, first))


def test_a_light_project_reports_monthly_and_not_before_a_month_has_passed() -> None:
    assert default_rhythm("light", known_since=date(2026, 11, 1)).cadence is Cadence.MONTHLY
    assert dues(default_rhythm("light", known_since=date(2026, 11, 1)), 1) == ["12-31"]


def test_working_days_left_skip_weekends_and_holidays() -> None:
    assert working_days_left(JAPAN, today=date(2026, 11, 20), due=date(2026, 11, 25)) == 2
    assert working_days_left(JAPAN, today=date(2026, 11, 26), due=date(2026, 11, 25)) == 0


@pytest.mark.parametrize(("day", "is_time"), [(19, False), (20, True), (24, True), (26, True)])
def test_a_manager_is_reminded_two_working_days_before_the_due_day_and_while_it_is_late(
    day: int, *, is_time: bool
) -> None:
    found = owed(at(day), until=date(2026, 11, 18))
    assert is_time_to_remind(found, JAPAN, today=date(2026, 11, day)) is is_time


def test_the_age_of_a_report_is_counted_in_cadences() -> None:
    ratio = cadence_ratio(Cadence.BIWEEKLY, since=date(2026, 11, 1), as_of=date(2026, 11, 22))
    assert ratio == Decimal("1.5")
    assert cadence_ratio(Cadence.NONE, since=date(2026, 11, 1), as_of=date(2026, 11, 22)) is None
