"""The 14 points of DCMA: each limit, what counts, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from projects.domain.schedule import (
    Activity,
    Check,
    ConstraintKind,
    Link,
    Point,
    QualityFacts,
    Schedule,
    assess_quality,
    reschedule,
    schedule,
)
from tests.projects.working_hours import OFFICE, at

# Twenty activities in a row, so that one of them is five percent.
ROW = [Activity(number, 2) for number in range(20)]
LINKS = [Link(number, number + 1) for number in range(19)]
PLAN = schedule(ROW, LINKS)


def check(plan: Schedule[float], point: Point, facts: Iterable[QualityFacts[float]] = ()) -> Check:
    return assess_quality(plan, facts, day=1)[list(Point).index(point)]


def changed(number: int, **fields: object) -> Schedule[float]:
    return reschedule(PLAN, activities=[*ROW[:number], replace(ROW[number], **fields), *ROW[number + 1 :]])  # type: ignore[arg-type]  # any field


def relinked(number: int, **fields: object) -> Schedule[float]:
    return reschedule(PLAN, links=[*LINKS[:number], replace(LINKS[number], **fields), *LINKS[number + 1 :]])  # type: ignore[arg-type]  # any field


def test_the_points_come_in_their_order() -> None:
    assert [(one.number, one.point) for one in assess_quality(PLAN, (), day=1)] == list(enumerate(Point, start=1))


def test_open_ends_count_and_a_share_on_the_limit_passes() -> None:
    assert (check(PLAN, Point.LOGIC).figure, check(PLAN, Point.LOGIC).passed) == (0.1, False)
    assert check(PLAN, Point.LOGIC).offenders == (0, 19)
    first_done = changed(0, actual_start=0, actual_finish=2)
    ended = reschedule(first_done, activities=[*(one.activity for one in first_done), Activity("end", 0)])
    closed = reschedule(ended, links=[*LINKS, Link(19, "end")])
    assert (check(closed, Point.LOGIC).figure, check(closed, Point.LOGIC).passed) == (0.05, True)


def test_leads_lags_and_other_kinds_count_among_links() -> None:
    assert [check(PLAN, point).passed for point in (Point.LEADS, Point.LAGS, Point.FINISH_TO_START)] == [True] * 3
    lead = relinked(3, lag=-1)
    assert (check(lead, Point.LEADS).passed, check(lead, Point.LEADS).offenders) == (False, ((3, 4),))
    assert check(relinked(3, lag=1), Point.LAGS).figure == 1 / 19
    two_kinds = reschedule(relinked(3, kind="SS"), links=[*relinked(3, kind="SS").links, Link(0, 5, "FF")])
    assert (check(two_kinds, Point.FINISH_TO_START).figure, check(two_kinds, Point.FINISH_TO_START).passed) == (
        0.9,
        True,
    )


@pytest.mark.parametrize(("kind", "hard"), [("MSO", 1), ("MFO", 1), ("SNLT", 1), ("FNLT", 1), ("SNET", 0), ("FNET", 0)])
def test_hard_constraints_are_those_that_can_stop_the_logic(kind: str, hard: int) -> None:
    plan = changed(4, constraint=ConstraintKind(kind), constraint_date=8)
    assert check(plan, Point.HARD_CONSTRAINTS).figure == hard / 20


def test_long_floats_and_long_activities_are_longer_than_44_working_days() -> None:
    for days, offenders in ((44, ()), (45, (5,))):
        assert check(changed(5, duration=days), Point.HIGH_DURATION).offenders == offenders
    plan = schedule([Activity("long", 46), Activity("x", 1), Activity("y", 2)], [])
    assert check(plan, Point.HIGH_FLOAT).offenders == ("x",)
    minutes = schedule(
        [Activity("long", 46 * 480), Activity("x", 480)], [], calendar=OFFICE, start=at("2026-04-06T08:00")
    )
    assert assess_quality(minutes, (), day=480)[5].offenders == ("x",)


def test_one_negative_float_fails() -> None:
    plan = changed(0, deadline=1)
    assert (check(plan, Point.NEGATIVE_FLOAT).figure, check(plan, Point.NEGATIVE_FLOAT).passed) == (0.05, False)


def test_dates_on_the_wrong_side_of_the_data_date_are_invalid() -> None:
    assert check(PLAN, Point.INVALID_DATES).passed is None
    activities = [
        Activity("future", 1, actual_start=2, actual_finish=9),
        Activity("typed", 1, manual_start=1),
        Activity("fine", 1),
    ]
    plan = schedule(activities, [], data_date=5)
    assert check(plan, Point.INVALID_DATES).offenders == ("future", "typed")


def test_work_without_resources_fails_but_a_milestone_needs_none() -> None:
    plan = schedule([Activity("work", 1), Activity("milestone", 0)], [])
    without: list[QualityFacts[float]] = [
        QualityFacts("work", resourced=False),
        QualityFacts("milestone", resourced=False),
    ]
    assert check(plan, Point.RESOURCES, without).offenders == ("work",)
    assert check(plan, Point.RESOURCES).passed


BASELINED = [QualityFacts(key, finish) for key, finish in (("on time", 2), ("late", 2), ("open", 4), ("next", 9))]
UNDER_WAY = schedule(
    [
        Activity("on time", 2, actual_start=0, actual_finish=2),
        Activity("late", 2, actual_start=0, actual_finish=3),
        Activity("open", 4, actual_start=0, remaining=2),
        Activity("next", 4),
    ],
    [Link("open", "next")],
    data_date=4,
)


def test_missed_activities_were_due_by_the_baseline_and_finish_later() -> None:
    found = check(UNDER_WAY, Point.MISSED, BASELINED)
    assert (found.figure, found.offenders) == (2 / 3, ("late", "open"))
    assert check(UNDER_WAY, Point.MISSED).figure is None


def test_the_baseline_execution_index_is_done_by_due() -> None:
    found = check(UNDER_WAY, Point.BEI, BASELINED)
    assert (found.figure, found.passed, found.offenders) == (2 / 3, False, ("open",))
    assert check(PLAN, Point.BEI).passed is None


def test_summaries_and_level_of_effort_do_not_count() -> None:
    plan = schedule([Activity("phase", 99), Activity("office", 99), Activity("work", 1)], [])
    facts: list[QualityFacts[float]] = [
        QualityFacts("phase", summary=True),
        QualityFacts("office", level_of_effort=True),
    ]
    assert check(plan, Point.HIGH_DURATION, facts).figure == 0
    assert check(plan, Point.LOGIC, facts).offenders == ("work",)


def test_a_delay_on_the_critical_path_must_reach_the_finish() -> None:
    assert check(PLAN, Point.CRITICAL_PATH_TEST).figure == 1
    typed = changed(10, manual_start=20)
    assert (check(typed, Point.CRITICAL_PATH_TEST).figure, check(typed, Point.CRITICAL_PATH_TEST).offenders) == (
        0,
        (0,),
    )


def test_the_path_length_index_compares_the_path_with_the_time_that_is_there() -> None:
    assert check(PLAN, Point.CPLI).figure == 1
    for required, figure, passed in ((38, 0.95, True), (36, 0.9, False), (44, 1.1, True)):
        found = assess_quality(PLAN, (), day=1, required_finish=required)[12]
        assert (found.figure, found.passed) == (figure, passed)
    late = schedule(ROW, LINKS, finish_by=30, data_date=0)
    assert check(late, Point.CPLI).figure == 0.75


def test_an_empty_plan_gives_nothing_to_judge() -> None:
    assert {one.passed for one in assess_quality(schedule([], []), (), day=1)} == {None}
