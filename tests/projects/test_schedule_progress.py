"""Actual dates and remaining work: facts stay, what is left lies after the data date."""

from __future__ import annotations

from projects.domain.schedule import Activity, Cause, ConstraintKind, Link, Progress, Rules, schedule
from tests.projects.working_hours import OFFICE, at


def test_what_is_complete_is_a_fact_without_float() -> None:
    activities = [Activity("A", 4, actual_start=1, actual_finish=3), Activity("B", 2), Activity("C", 9)]
    found = schedule(activities, [Link("A", "B")], data_date=4)
    assert (found["A"].early_start, found["A"].early_finish) == (1, 3)
    assert (found["A"].late_start, found["A"].late_finish) == (3, 3)
    assert (found["A"].total_float, found["A"].free_float, found["A"].critical) == (None, None, False)
    assert (found["B"].early_start, found["B"].cause) == (4, Cause.DATA_DATE)


def test_a_finish_without_a_start_lasted_as_long_as_planned() -> None:
    assert schedule([Activity("A", 4, actual_finish=6)], [])["A"].early_start == 2


def test_remaining_work_starts_at_the_data_date() -> None:
    found = schedule([Activity("A", 5, actual_start=0, remaining=3)], [], data_date=4)["A"]
    assert (found.early_start, found.early_finish) == (0, 7)
    assert (found.late_start, found.late_finish, found.total_float) == (4, 7, 0)


def test_without_a_remaining_duration_the_time_since_the_start_counts_as_work() -> None:
    assert schedule([Activity("A", 5, actual_start=1)], [], data_date=3)["A"].early_finish == 6
    assert schedule([Activity("A", 5, actual_start=1)], [], data_date=9)["A"].early_finish == 9
    assert schedule([Activity("A", 5, actual_start=1)], [])["A"].early_finish == 6


def test_without_a_data_date_remaining_work_follows_the_work_done() -> None:
    assert schedule([Activity("A", 5, actual_start=2, remaining=4)], [])["A"].early_finish == 7


OUT_OF_SEQUENCE = [Activity("A", 6, actual_start=0, remaining=4), Activity("B", 5, actual_start=1, remaining=3)]


def test_retained_logic_holds_the_remaining_work_until_the_predecessor_is_done() -> None:
    found = schedule(OUT_OF_SEQUENCE, [Link("A", "B")], data_date=2)
    assert (found["B"].early_start, found["B"].early_finish) == (1, 9)
    assert (found["A"].total_float, found["B"].total_float) == (0, 0)
    assert found["B"].driver == Link("A", "B")


def test_progress_override_lets_the_remaining_work_go_on() -> None:
    found = schedule(OUT_OF_SEQUENCE, [Link("A", "B")], data_date=2, rules=Rules(progress=Progress.OVERRIDE))
    assert (found["B"].early_finish, found["A"].early_finish) == (5, 6)
    assert (found["A"].total_float, found["B"].total_float) == (0, 1)


def test_a_started_activity_has_no_float_to_lose_at_its_start() -> None:
    activities = [Activity("A", 6, actual_start=0, remaining=1), Activity("B", 8)]
    found = schedule(activities, [Link("A", "B", "SS")], data_date=2)
    assert (found["A"].total_float, found["A"].free_float) == (7, 7)


def test_a_complete_successor_limits_nobody() -> None:
    activities = [Activity("A", 3), Activity("B", 2, actual_start=0, actual_finish=2), Activity("C", 9)]
    assert schedule(activities, [Link("A", "B")], data_date=2)["A"].total_float == 6


def test_work_started_is_no_longer_bound_by_its_start_constraint() -> None:
    late_start = Activity("A", 4, ConstraintKind.SNLT, 1, actual_start=3, remaining=2)
    assert schedule([late_start], [], data_date=5)["A"].total_float == 0


def test_on_a_calendar_remaining_work_waits_for_working_time() -> None:
    friday_evening = at("2026-04-10T18:00")
    activity = Activity("A", 960, actual_start=at("2026-04-09T08:00"), remaining=240)
    found = schedule([activity], [], calendar=OFFICE, start=at("2026-04-06T08:00"), data_date=friday_evening)["A"]
    assert (found.early_start, found.early_finish) == (at("2026-04-09T08:00"), at("2026-04-13T12:00"))
    assert (found.late_start, found.total_float) == (at("2026-04-13T08:00"), 0)
