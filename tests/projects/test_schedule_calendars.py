"""Working time: two forms of one instant, calendars of activities and of lags, holidays, and what is refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.schedule import (
    Activity,
    CalendarError,
    ConstraintKind,
    CycleError,
    DuplicateActivityError,
    InvalidActivityError,
    InvalidLinkError,
    LagCalendar,
    Link,
    Rules,
    ScheduleError,
    schedule,
)
from tests.projects.working_hours import AROUND_THE_CLOCK, NIGHT, OFFICE, at

THURSDAY = at("2026-04-09T08:00")


def test_friday_evening_and_monday_morning_are_one_working_instant() -> None:
    found = schedule([Activity("A", 960), Activity("B", 480)], [Link("A", "B")], calendar=OFFICE, start=THURSDAY)
    assert found["A"].early_finish == at("2026-04-10T17:00")
    assert found["B"].early_start == at("2026-04-13T08:00")
    assert found["A"].late_finish == at("2026-04-10T17:00")
    assert (found["A"].total_float, found["A"].free_float) == (0, 0)


def test_a_milestone_stands_at_the_evening_on_which_its_work_ends() -> None:
    activities = [Activity("A", 960), Activity("M", 0), Activity("B", 480)]
    found = schedule(activities, [Link("A", "M"), Link("M", "B")], calendar=OFFICE, start=THURSDAY)
    assert found["M"].early_start == found["M"].early_finish == at("2026-04-10T17:00")
    assert (found["M"].late_finish, found["M"].total_float) == (at("2026-04-10T17:00"), 0)


def test_a_milestone_at_the_start_stands_in_the_morning() -> None:
    found = schedule([Activity("M", 0)], [], calendar=OFFICE, start=THURSDAY)
    assert found["M"].early_start == found["M"].late_finish == THURSDAY


def test_a_constraint_on_a_weekend_waits_for_monday_and_looks_back_to_friday() -> None:
    saturday = at("2026-04-11T12:00")
    activities = [
        Activity("later", 480, ConstraintKind.SNET, saturday),
        Activity("sooner", 480, ConstraintKind.FNLT, saturday),
        Activity("frame", 4800),
    ]
    found = schedule(activities, [], calendar=OFFICE, start=THURSDAY)
    assert found["later"].early_start == at("2026-04-13T08:00")
    assert found["sooner"].late_finish == at("2026-04-10T17:00")


def test_a_start_limit_before_the_early_start_is_negative_float_on_a_calendar_too() -> None:
    limited = Activity("B", 480, ConstraintKind.SNLT, THURSDAY)
    activities = [Activity("A", 480), limited, Activity("frame", 4800)]
    found = schedule(activities, [Link("A", "B")], calendar=OFFICE, start=THURSDAY)
    assert (found["B"].late_start, found["B"].late_finish) == (THURSDAY, at("2026-04-09T17:00"))
    assert (found["A"].total_float, found["B"].total_float) == (-480, -480)


SIX_DAYS = WorkCalendar(country=None, week=(*OFFICE.week[:5], OFFICE.week[0], ()))


@pytest.mark.parametrize(
    ("lag_calendar", "start"),
    [
        (LagCalendar.PREDECESSOR, "2026-04-11T17:00"),
        (LagCalendar.SUCCESSOR, "2026-04-13T17:00"),
        (LagCalendar.PROJECT, "2026-04-13T17:00"),
        (LagCalendar.ELAPSED, "2026-04-13T08:00"),
    ],
)
def test_a_lag_runs_on_the_calendar_that_was_chosen(lag_calendar: LagCalendar, start: str) -> None:
    """Eight hours after Friday 17:00: only the predecessor works on Saturdays; milestones show where the lag ends."""
    shown = SIX_DAYS if lag_calendar is LagCalendar.PREDECESSOR else None
    activities = [Activity("A", 960, calendar=SIX_DAYS), Activity("B", 0, calendar=shown)]
    rules = Rules(lag_calendar=lag_calendar)
    found = schedule(activities, [Link("A", "B", lag=480)], calendar=OFFICE, start=THURSDAY, rules=rules)
    assert found["B"].early_start == at(start)


@pytest.mark.parametrize(
    ("lag_calendar", "start"), [(None, "2026-04-14T08:00"), (LagCalendar.ELAPSED, "2026-04-13T08:00")]
)
def test_a_lag_of_a_day_after_friday_ends_on_monday_evening_or_in_the_night(
    lag_calendar: LagCalendar | None, start: str
) -> None:
    link = Link("A", "B", lag=480, lag_calendar=lag_calendar)
    found = schedule([Activity("A", 960), Activity("B", 480)], [link], calendar=OFFICE, start=THURSDAY)
    assert found["B"].early_start == at(start)


def test_the_lag_calendar_of_one_link_wins_over_the_rule() -> None:
    activities = [Activity("A", 480), Activity("B", 480)]
    elapsed = Link("A", "B", lag=1440, lag_calendar=LagCalendar.ELAPSED)
    found = schedule(activities, [elapsed], calendar=OFFICE, start=THURSDAY)
    assert found["B"].early_start == at("2026-04-13T08:00")


def test_each_activity_works_on_its_own_calendar() -> None:
    activities = [
        Activity("office", 480),
        Activity("night", 480, calendar=NIGHT),
        Activity("tank", 1440, calendar=AROUND_THE_CLOCK),
    ]
    links = [Link("office", "night"), Link("office", "tank")]
    found = schedule(activities, links, calendar=OFFICE, start=THURSDAY)
    assert (found["night"].early_start, found["night"].early_finish) == (at("2026-04-09T23:00"), at("2026-04-10T08:00"))
    assert found["tank"].early_finish == at("2026-04-10T17:00")


def test_japanese_holidays_are_free() -> None:
    """Golden week 2026: work of two days from Friday 1 May ends on Thursday 7 May."""
    found = schedule([Activity("A", 960)], [], calendar=WorkCalendar(), start=at("2026-05-01T09:00"))
    assert found.finish == at("2026-05-07T18:00")


def test_a_calendar_without_working_time_is_refused() -> None:
    never = WorkCalendar(country=None, week=((),) * 7)
    with pytest.raises(CalendarError):
        schedule([Activity("A", 480)], [], calendar=never, start=THURSDAY)


def test_a_year_that_the_calendar_does_not_know_is_refused() -> None:
    with pytest.raises(CalendarError, match="does not know"):
        schedule([Activity("A", 480)], [], calendar=WorkCalendar(), start=at("1890-01-06T09:00"))


def test_a_plan_on_a_calendar_needs_a_start_and_dates() -> None:
    with pytest.raises(ScheduleError, match="needs a start"):
        schedule([], [], calendar=OFFICE)  # type: ignore[call-overload]  # the fault under test
    with pytest.raises(ScheduleError, match="should be a date"):
        schedule([Activity("A", 1, deadline=3)], [], calendar=OFFICE, start=THURSDAY)
    with pytest.raises(ScheduleError, match="of activity A should be a number"):
        schedule([Activity("A", 1, deadline=THURSDAY)], [])


@pytest.mark.parametrize(
    ("activities", "links", "error", "item"),
    [
        ([Activity("A", -1)], [], InvalidActivityError, "A"),
        ([Activity("A", float("nan"))], [], InvalidActivityError, "A"),
        ([Activity("A", 1, remaining=float("inf"))], [], InvalidActivityError, "A"),
        ([Activity("A", 1, ConstraintKind.SNET)], [], InvalidActivityError, "A"),
        ([Activity("A", 1), Activity("A", 2)], [], DuplicateActivityError, "A"),
        ([Activity("A", 1)], [Link("A", "Z")], InvalidLinkError, "Z"),
        ([Activity("A", 1), Activity("B", 1)], [Link("A", "B", "XX")], InvalidLinkError, "XX"),
    ],
)
def test_a_fault_is_refused_with_the_name_of_its_item(
    activities: list[Activity], links: list[Link], error: type[ScheduleError], item: str
) -> None:
    with pytest.raises(error) as refused:
        schedule(activities, links)
    assert refused.value.item == item


def test_a_circle_is_refused_with_its_loop_and_nothing_else() -> None:
    activities = [Activity(key, 1) for key in "ABCDE"]
    links = [Link("A", "B"), Link("B", "C"), Link("C", "D", "SS"), Link("D", "B"), Link("D", "E")]
    with pytest.raises(CycleError, match="B → C → D → B") as refused:
        schedule(activities, links)
    assert refused.value.loop == ("B", "C", "D")


def test_an_activity_that_waits_for_itself_is_a_circle() -> None:
    with pytest.raises(CycleError) as refused:
        schedule([Activity("A", 1)], [Link("A", "A")])
    assert refused.value.loop == ("A",)


def test_seconds_are_dropped_and_plans_reach_far() -> None:
    begin = datetime(2026, 4, 9, 8, 0, 30)  # noqa: DTZ001  plans are local wall-clock time
    found = schedule([Activity("A", 480 * 260 * 10)], [], calendar=OFFICE, start=begin)
    assert found.start == THURSDAY
    assert found.finish.date() > date(2036, 1, 1)
