"""Milestone trend analysis: slips from report to report and where a line leads."""

from __future__ import annotations

from datetime import date

import pytest

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.schedule import Direction, Reading, ScheduleError, milestone_trends


def readings(key: str, *pairs: tuple[str, str], achieved: bool = False) -> list[Reading]:
    found = [Reading(key, date.fromisoformat(on), date.fromisoformat(forecast)) for on, forecast in pairs]
    if achieved:
        found[-1] = Reading(key, found[-1].reported_on, found[-1].forecast, achieved=True)
    return found


def test_a_line_that_rises_slips_and_says_by_how_much() -> None:
    (found,) = milestone_trends(
        readings("UAT", ("2026-06-01", "2026-09-10"), ("2026-04-01", "2026-09-01"), ("2026-05-01", "2026-09-01"))
    )
    assert [reading.reported_on.month for reading in found.readings] == [4, 5, 6]
    assert (found.slip, found.last_slip, found.direction, found.times_slipped) == (9, 9, Direction.LATER, 1)


def test_a_level_line_is_steady_and_a_falling_one_earlier() -> None:
    level, falling = milestone_trends(
        readings("A", ("2026-04-01", "2026-09-01"), ("2026-05-01", "2026-09-01"))
        + readings("B", ("2026-04-01", "2026-09-01"), ("2026-05-01", "2026-08-30"))
    )
    assert (level.direction, level.slip, level.projected) == (Direction.STEADY, 0, date(2026, 9, 1))
    assert (falling.direction, falling.slip, falling.times_slipped) == (Direction.EARLIER, -2, 0)


def test_one_reading_has_no_direction() -> None:
    (found,) = milestone_trends(readings("A", ("2026-04-01", "2026-09-01")))
    assert (found.direction, found.last_slip, found.slip, found.projected) == (None, None, 0, date(2026, 9, 1))


def test_a_forecast_that_loses_one_day_in_two_arrives_at_twice_the_distance() -> None:
    """On 1 April 20 days are left, on 11 April 15: the gap closes by half a day a day, so on 11 May."""
    (found,) = milestone_trends(readings("A", ("2026-04-01", "2026-04-21"), ("2026-04-11", "2026-04-26")))
    assert found.projected == date(2026, 5, 11)


def test_a_forecast_that_recedes_as_fast_as_time_passes_never_arrives() -> None:
    (found,) = milestone_trends(readings("A", ("2026-04-01", "2026-05-01"), ("2026-04-11", "2026-05-11")))
    assert found.projected is None


def test_an_achieved_milestone_has_arrived_on_its_date() -> None:
    (found,) = milestone_trends(
        readings("A", ("2026-04-01", "2026-05-01"), ("2026-05-10", "2026-05-08"), achieved=True)
    )
    assert (found.achieved, found.projected, found.slip) == (True, date(2026, 5, 8), 7)


def test_slips_count_working_days_where_a_calendar_is_given() -> None:
    """From Thursday 30 April to Thursday 7 May 2026 the Japanese calendar works on two days."""
    (found,) = milestone_trends(
        readings("A", ("2026-04-01", "2026-04-30"), ("2026-04-08", "2026-05-07")),
        days=WorkCalendar().working_days_between,
    )
    assert found.slip == 2


def test_a_report_that_names_a_milestone_twice_is_refused() -> None:
    with pytest.raises(ScheduleError, match="names milestone A twice"):
        milestone_trends(readings("A", ("2026-04-01", "2026-05-01"), ("2026-04-01", "2026-05-02")))
