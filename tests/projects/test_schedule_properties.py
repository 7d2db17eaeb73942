"""What must hold of any schedule, whatever the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_site.kernel.calendar import WorkCalendar
from projects.domain.precedence import precedence
from projects.domain.schedule import (
    Activity,
    CriticalBy,
    CycleError,
    InvalidLinkError,
    LagCalendar,
    Link,
    Rules,
    Schedule,
    ScheduledActivity,
    ScheduleError,
    schedule,
)
from tests.projects.working_hours import AROUND_THE_CLOCK, NIGHT, OFFICE, at, worked_minutes

KINDS = st.sampled_from(["FS", "SS", "FF", "SF"])
MONDAY = at("2026-04-06T08:00")


@st.composite
def plans(draw: st.DrawFn, unit: int = 1) -> tuple[list[Activity], list[Link]]:
    size = draw(st.integers(1, 9))
    activities = [Activity(number, draw(st.integers(0, 9)) * unit) for number in range(size)]
    pairs = [(first, second) for second in range(size) for first in range(second)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=15)) if pairs else []
    links = [Link(first, second, draw(KINDS), draw(st.integers(-4, 6)) * unit) for first, second in chosen]
    return draw(st.permutations(activities)), links


def ends(link: Link, result: Schedule[float], *, late: bool) -> tuple[float, float]:
    before, after = result[link.predecessor], result[link.successor]
    if late:
        first = before.late_finish if link.kind in ("FS", "FF") else before.late_start
        return first, after.late_start if link.kind in ("FS", "SS") else after.late_finish
    first = before.early_finish if link.kind in ("FS", "FF") else before.early_start
    return first, after.early_start if link.kind in ("FS", "SS") else after.early_finish


@given(plans())
def test_early_and_late_dates_satisfy_every_link(plan: tuple[list[Activity], list[Link]]) -> None:
    result = schedule(*plan)
    for link in plan[1]:
        for late in (False, True):
            first, second = ends(link, result, late=late)
            assert second >= first + link.lag


@given(plans())
def test_no_float_is_negative_and_free_float_never_exceeds_total_float(
    plan: tuple[list[Activity], list[Link]],
) -> None:
    result = schedule(*plan)
    for one in result:
        assert one.total_float is not None
        assert one.free_float is not None
        assert 0 <= one.free_float <= one.total_float
        assert one.late_start - one.early_start == one.late_finish - one.early_finish == one.total_float
    assert result.critical


@given(plans())
def test_every_date_is_the_least_that_a_slow_relaxation_finds(plan: tuple[list[Activity], list[Link]]) -> None:
    activities, links = plan
    durations = {activity.id: activity.duration for activity in activities}
    starts: dict[object, float] = dict.fromkeys(durations, 0)
    for _ in range(len(activities) + 1):
        for link in links:
            first = starts[link.predecessor] + (durations[link.predecessor] if link.kind in ("FS", "FF") else 0)
            needed = first + link.lag - (0 if link.kind in ("FS", "SS") else durations[link.successor])
            starts[link.successor] = max(starts[link.successor], needed)
    result = schedule(activities, links)
    assert {one.id: one.early_start for one in result} == starts
    assert result.finish == max(starts[key] + durations[key] for key in starts)


@given(plans(), st.integers(0, 8))
def test_an_activity_delayed_within_its_free_float_moves_no_other(
    plan: tuple[list[Activity], list[Link]], choice: int
) -> None:
    activities, links = plan
    before = schedule(activities, links)
    chosen = activities[choice % len(activities)]
    delay = before[chosen.id].free_float
    assert delay is not None
    hurdle = Activity("hurdle", before[chosen.id].early_start + delay)
    after = schedule([*activities, hurdle], [*links, Link("hurdle", chosen.id)])
    moved = {one.id for one in before if after[one.id].early_start != one.early_start}
    assert moved <= {chosen.id}
    assert after.finish == max(before.finish, hurdle.duration)


@given(plans(unit=60))
def test_around_the_clock_a_plan_is_the_plan_in_abstract_time(plan: tuple[list[Activity], list[Link]]) -> None:
    plain = schedule(*plan)
    dated = schedule(*plan, calendar=AROUND_THE_CLOCK, start=MONDAY)
    for one in plain:
        assert dated[one.id].early_start == MONDAY + timedelta(minutes=one.early_start)
        assert dated[one.id].late_finish == MONDAY + timedelta(minutes=one.late_finish)
        assert (dated[one.id].total_float, dated[one.id].free_float) == (one.total_float, one.free_float)


CALENDARS: list[WorkCalendar] = [OFFICE, NIGHT, AROUND_THE_CLOCK]


@given(plans(unit=150), st.data())
@settings(max_examples=60)
def test_on_mixed_calendars_work_is_complete_and_every_link_holds(
    plan: tuple[list[Activity], list[Link]], data: st.DataObject
) -> None:
    hours = {activity.id: data.draw(st.sampled_from(CALENDARS)) for activity in plan[0]}
    activities = [Activity(one.id, one.duration, calendar=hours[one.id]) for one in plan[0]]
    rules = Rules(lag_calendar=data.draw(st.sampled_from([LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR])))
    result = schedule(activities, plan[1], calendar=OFFICE, start=MONDAY, rules=rules)
    for one in result:
        assert worked_minutes(hours[one.id], one.early_start, one.early_finish) == one.activity.duration
        assert worked_minutes(hours[one.id], one.late_start, one.late_finish) == one.activity.duration
        assert one.total_float == worked_minutes(hours[one.id], one.early_finish, one.late_finish)
        assert one.total_float == worked_minutes(hours[one.id], one.early_start, one.late_start)
        assert one.total_float >= 0
    for link in plan[1]:
        owner = link.predecessor if rules.lag_calendar is LagCalendar.PREDECESSOR else link.successor
        assert holds(link, result[link.predecessor], result[link.successor], hours[owner])


def holds(
    link: Link, before: ScheduledActivity[datetime], after: ScheduledActivity[datetime], hours: WorkCalendar
) -> bool:
    for dates in ("early", "late"):
        first = getattr(before, f"{dates}_finish" if link.kind in ("FS", "FF") else f"{dates}_start")
        second = getattr(after, f"{dates}_start" if link.kind in ("FS", "SS") else f"{dates}_finish")
        if worked_minutes(hours, first, second) < link.lag or (link.lag == 0 and second < first):
            return False
    return True


@given(plans(), st.data())
def test_progress_keeps_facts_and_lays_the_rest_after_the_data_date(
    plan: tuple[list[Activity], list[Link]], data: st.DataObject
) -> None:
    today = 7
    activities = []
    for one in plan[0]:
        begun = data.draw(st.integers(0, today))
        ended = data.draw(st.integers(begun, today))
        state = data.draw(st.sampled_from(["waiting", "started", "complete"]))
        if state == "waiting":
            activities.append(one)
        else:
            end = ended if state == "complete" else None
            left = data.draw(st.integers(0, 9))
            activities.append(replace(one, actual_start=begun, actual_finish=end, remaining=left))
    found = schedule(activities, plan[1], data_date=today)
    for result in found:
        activity = result.activity
        if activity.complete:
            assert (result.early_start, result.early_finish) == (activity.actual_start, activity.actual_finish)
            assert result.total_float is None
            continue
        assert result.early_finish >= today
        assert result.total_float is not None
        assert result.total_float >= 0
        assert result.early_start == activity.actual_start if activity.started else result.early_start >= today
    for link in plan[1]:
        if not found[link.successor].activity.started:
            first, second = ends(link, found, late=False)
            assert second >= first + link.lag


@given(plans(), st.data())
def test_links_that_close_a_circle_are_named_as_a_loop(
    plan: tuple[list[Activity], list[Link]], data: st.DataObject
) -> None:
    activities, links = plan
    first = data.draw(st.integers(0, len(activities) - 1))
    ring = [*range(first, len(activities)), first]
    closed = [Link(one, other, data.draw(KINDS)) for one, other in pairwise(ring)]
    with pytest.raises(CycleError) as refused:
        schedule(activities, [*links, *closed])
    loop = refused.value.loop
    known = {(link.predecessor, link.successor) for link in [*links, *closed]}
    assert set(zip(loop, (*loop[1:], loop[0]), strict=True)) <= known


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_chain_of_tenths_of_days_is_critical_from_end_to_end(tenths: list[int]) -> None:
    # 0.1 + 0.2 misses 0.3 in binary fractions; what is rounding must not look like room.
    activities = [Activity(number, tenth / 10) for number, tenth in enumerate(tenths)]
    links = [Link(before, after) for before, after in pairwise(range(len(tenths)))]
    for rules in (Rules(), Rules(critical_by=CriticalBy.LONGEST_PATH)):
        result = schedule(activities, links, rules=rules)
        assert [one.critical for one in result] == [True] * len(tenths)
        assert [(one.total_float, one.free_float) for one in result] == [(0, 0)] * len(tenths)


def test_two_chains_that_end_together_are_both_critical_in_tenths() -> None:
    activities = [Activity("A", 0.1), Activity("B", 0.2), Activity("C", 0.3)]
    result = schedule(activities, [Link("A", "B")])
    assert result.critical == ("A", "B", "C")
    assert schedule([*activities, Activity("D", 0.31)], [Link("A", "B")]).critical == ("D",)


def test_a_float_on_the_threshold_is_critical_in_tenths() -> None:
    activities = [Activity("A", 0.1), Activity("B", 0.4)]
    result = schedule(activities, [], rules=Rules(critical_threshold=0.3))
    assert result.critical == ("A", "B")


@pytest.mark.parametrize("lag", [float("nan"), float("inf"), float("-inf")])
def test_a_lag_that_is_no_number_is_refused_with_both_ends(lag: float) -> None:
    with pytest.raises(InvalidLinkError) as refusal:
        schedule([Activity("A", 1), Activity("B", 1)], [Link("A", "B", lag=lag)])
    assert refusal.value.item == ("A", "B")
    with pytest.raises(InvalidLinkError) as refusal:
        precedence(["A", "B"], [Link("A", "B", lag=lag)])
    assert refusal.value.item == ("A", "B")


def test_a_date_that_is_no_point_of_time_is_refused_with_its_activity() -> None:
    with pytest.raises(ScheduleError, match="no point of time") as refusal:
        schedule([Activity("A", 1, deadline=float("nan"))], [])
    assert refusal.value.item == "A"
