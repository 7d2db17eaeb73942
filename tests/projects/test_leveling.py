"""Leveling against published optima, with a checker of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projects.domain.leveling import (
    Activity,
    CapacityError,
    LeveledSchedule,
    LevelingError,
    Link,
    PeriodCalendar,
    Source,
    level,
    smooth,
)
from projects.domain.leveling.model import Capacities, Quantity
from projects.domain.schedule import Activity as PlannedActivity
from projects.domain.schedule import ConstraintKind, CycleError, InvalidLinkError, LagCalendar, ScheduleError, schedule
from tests.projects.leveling_checker import finish_of, used, violations
from tests.shared_data import shared_path

# A proof ends the search; the limit only keeps a busy machine from waiting for ever.
SECONDS = 60
WEEK = PeriodCalendar((True,) * 5 + (False,) * 2)


def leveled(
    activities: Sequence[Activity],
    links: Sequence[Link],
    capacities: Capacities,
    time_limit: float = SECONDS,
) -> LeveledSchedule:
    """Level, and have the answer checked."""
    found = level(activities, links, capacities, time_limit=time_limit)
    assert violations(activities, links, capacities, found) == []
    return found


# PSPLIB j30, instance j301_1 (Kolisch & Sprecher 1996); optimum 43 (Demeulemeester & Herroelen).
# Per job: duration, the four demands, successors. Jobs 1 and 32 are the dummy start and finish.
J301_1_CAPACITIES = (12, 13, 4, 12)
J301_1: dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]] = {
    1: (0, (0, 0, 0, 0), (2, 3, 4)),
    2: (8, (4, 0, 0, 0), (6, 11, 15)),
    3: (4, (10, 0, 0, 0), (7, 8, 13)),
    4: (6, (0, 0, 0, 3), (5, 9, 10)),
    5: (3, (3, 0, 0, 0), (20,)),
    6: (8, (0, 0, 0, 8), (30,)),
    7: (5, (4, 0, 0, 0), (27,)),
    8: (9, (0, 1, 0, 0), (12, 19, 27)),
    9: (2, (6, 0, 0, 0), (14,)),
    10: (7, (0, 0, 0, 1), (16, 25)),
    11: (9, (0, 5, 0, 0), (20, 26)),
    12: (2, (0, 7, 0, 0), (14,)),
    13: (6, (4, 0, 0, 0), (17, 18)),
    14: (3, (0, 8, 0, 0), (17,)),
    15: (9, (3, 0, 0, 0), (25,)),
    16: (10, (0, 0, 0, 5), (21, 22)),
    17: (6, (0, 0, 0, 8), (22,)),
    18: (5, (0, 0, 0, 7), (20, 22)),
    19: (3, (0, 1, 0, 0), (24, 29)),
    20: (7, (0, 10, 0, 0), (23, 25)),
    21: (2, (0, 0, 0, 6), (28,)),
    22: (7, (2, 0, 0, 0), (23,)),
    23: (2, (3, 0, 0, 0), (24,)),
    24: (3, (0, 9, 0, 0), (30,)),
    25: (3, (4, 0, 0, 0), (30,)),
    26: (7, (0, 0, 4, 0), (31,)),
    27: (8, (0, 0, 0, 7), (28,)),
    28: (3, (0, 8, 0, 0), (31,)),
    29: (7, (0, 7, 0, 0), (32,)),
    30: (2, (0, 7, 0, 0), (32,)),
    31: (2, (0, 0, 2, 0), (32,)),
    32: (0, (0, 0, 0, 0), ()),
}


def published(jobs: Mapping[int, tuple[int, tuple[int, ...], tuple[int, ...]]]) -> tuple[list[Activity], list[Link]]:
    """Turn PSPLIB's table into activities and links."""
    activities = [Activity(job, duration, demands) for job, (duration, demands, _) in jobs.items()]
    return activities, [Link(job, after) for job, (_, _, successors) in jobs.items() for after in successors]


def test_a_published_instance_of_30_activities_is_solved_to_its_optimum() -> None:
    found = leveled(*published(J301_1), J301_1_CAPACITIES)
    assert (found.makespan, found.lower_bound, found.proven_optimal) == (43, 43, True)
    assert (found.source, found.gap) == (Source.SERIAL, 0)


# Fifteen drawn activities, whose shortest schedule no priority finds.
BEYOND_SERIAL_CAPACITIES = (15, 17, 15, 17)
BEYOND_SERIAL: dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]] = {
    0: (1, (6, 8, 3, 7), (3, 4, 9)),
    1: (2, (8, 9, 4, 8), (3,)),
    2: (2, (5, 8, 9, 9), (3, 5, 11)),
    3: (6, (6, 8, 8, 6), (5, 6, 8, 13)),
    4: (3, (10, 9, 8, 8), (6, 7)),
    5: (5, (4, 6, 3, 10), (10, 12)),
    6: (5, (5, 8, 5, 5), ()),
    7: (10, (9, 9, 9, 9), (13, 14)),
    8: (4, (10, 10, 7, 5), (12, 13)),
    9: (10, (4, 8, 9, 6), ()),
    10: (1, (10, 2, 6, 1), ()),
    11: (10, (4, 2, 1, 10), (12, 14)),
    12: (3, (1, 5, 10, 4), ()),
    13: (7, (2, 9, 3, 5), (14,)),
    14: (7, (4, 4, 1, 7), ()),
}


def test_the_solver_finds_what_the_serial_schedule_misses() -> None:
    serial = leveled(*published(BEYOND_SERIAL), BEYOND_SERIAL_CAPACITIES, time_limit=0)
    solved = leveled(*published(BEYOND_SERIAL), BEYOND_SERIAL_CAPACITIES)
    assert solved.makespan < serial.makespan
    assert (solved.source, solved.proven_optimal) == (Source.SOLVER, True)


@pytest.mark.parametrize("name", ["j301_1", "j305_1", "j3013_1"])
def test_the_shared_instances_are_solved_to_their_published_optimum(name: str) -> None:
    path = shared_path("data", "leveling.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    instance = json.loads(Path(path).read_text(encoding="utf-8"))["instances"][name]
    jobs = {job["id"]: (job["duration"], tuple(job["demands"]), tuple(job["successors"])) for job in instance["jobs"]}
    found = leveled(*published(jobs), instance["capacities"])
    assert (found.makespan, found.proven_optimal) == (instance["optimum"], True)


def test_the_serial_schedule_stands_at_once_and_says_that_it_is_not_proven() -> None:
    found = leveled(*published(J301_1), J301_1_CAPACITIES, time_limit=0)
    assert found.source is Source.SERIAL
    assert not found.proven_optimal
    assert found.lower_bound <= 43 <= found.makespan <= 50


def test_without_the_solver_the_serial_schedule_is_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    found = leveled(*published(J301_1), J301_1_CAPACITIES)
    assert (found.source, found.proven_optimal) == (Source.SERIAL, False)


def test_the_serial_schedule_never_varies_with_the_order_of_the_input() -> None:
    activities, links = published(J301_1)
    forward = leveled(activities, links, J301_1_CAPACITIES, time_limit=0)
    backward = leveled(activities[::-1], links[::-1], J301_1_CAPACITIES, time_limit=0)
    assert forward.starts == backward.starts


# What limits a schedule.


def test_ample_capacity_leaves_the_critical_path() -> None:
    activities, links = published(J301_1)
    planned = schedule([PlannedActivity(each.id, each.duration) for each in activities], links)
    found = leveled(activities, links, [1000] * 4)
    assert (found.makespan, found.proven_optimal, found.source) == (planned.finish, True, Source.SERIAL)


def test_one_person_works_one_thing_after_the_other() -> None:
    found = leveled([Activity(key, 3, {"dev": 1}) for key in "ABC"], [], {"dev": 1})
    assert (found.makespan, found.lower_bound, found.starts) == (9, 9, {"A": 0, "B": 3, "C": 6})


def test_an_empty_plan_is_done() -> None:
    found = leveled([], [], {"dev": 1})
    assert (found.makespan, found.proven_optimal, found.gap) == (0, True, None)


def test_part_of_a_person_is_exact() -> None:
    tenths = [Activity(n, 1, {"dev": 0.1}) for n in range(10)]
    assert leveled(tenths, [], {"dev": 1}).makespan == 1
    thirds = [Activity(n, 1, {"dev": Fraction(1, 3)}) for n in range(4)]
    assert leveled(thirds, [], {"dev": 1}).makespan == 2
    halves = [Activity(n, 2, {"dev": Decimal("0.5")}) for n in range(3)]
    assert leveled(halves, [], {"dev": 1}).makespan == 4


def test_an_activity_need_not_name_every_resource() -> None:
    found = leveled([Activity("A", 2, {"dev": 1}), Activity("B", 2, {"test": 1})], [], {"dev": 1, "test": 1})
    assert found.makespan == 2
    assert leveled([Activity("A", 2, (1,)), Activity("B", 2, (0, 1))], [], (1, 1)).makespan == 2


def test_a_release_holds_the_start() -> None:
    found = leveled([Activity("A", 2, {"dev": 1}, release=5), Activity("B", 4, {"dev": 1})], [], {"dev": 1})
    assert (found.starts, found.makespan) == ({"A": 5, "B": 0}, 7)


def test_a_milestone_takes_nothing() -> None:
    found = leveled([Activity("A", 3, {"dev": 1}), Activity("M", 0, {"dev": 9})], [Link("A", "M")], {"dev": 1})
    assert found.starts["M"] == found.makespan == 3


@pytest.mark.parametrize(
    ("kind", "lag", "start"), [("FS", 2, 6), ("FS", -1, 3), ("SS", 2, 2), ("FF", 1, 3), ("SF", 7, 5), ("SF", 0, 0)]
)
def test_every_kind_of_link_keeps_its_lag(kind: str, lag: int, start: int) -> None:
    found = leveled([Activity("A", 4), Activity("B", 2)], [Link("A", "B", kind, lag)], {})
    assert found.starts == {"A": 0, "B": start}


def test_capacity_that_changes_over_time_is_kept() -> None:
    found = leveled([Activity("A", 2, {"dev": 2}), Activity("B", 3, {"dev": 1})], [], {"dev": [1, 1, 0, 2]})
    assert found.starts == {"A": 3, "B": 5}
    assert found.proven_optimal


# Calendars.


def test_work_pauses_over_the_weekend_and_lets_others_work() -> None:
    sunday_shift = PeriodCalendar((False,) * 5 + (True,) * 2)
    activities = [Activity("A", 6, {"lab": 1}, calendar=WEEK), Activity("B", 2, {"lab": 1}, calendar=sunday_shift)]
    found = leveled(activities, [], {"lab": 1})
    assert found.starts == {"A": 0, "B": 5}
    assert found.finishes == {"A": 8, "B": 7}


def test_the_solver_pauses_as_the_serial_schedule_does() -> None:
    """The long chain must go first; the priority by total work alone would leave the lab idle at its end."""
    activities = [Activity(n, duration, {"lab": 1}, calendar=WEEK) for n, duration in enumerate((4, 3, 3, 2, 3))]
    activities += [Activity(10 + n, 6, {"desk": 1}, calendar=WEEK) for n in range(5)]
    links = [Link(n, 10 + n, "FS", n) for n in range(5)]
    found = leveled(activities, links, {"lab": 1, "desk": 2})
    assert found.proven_optimal


def test_closed_days_and_opened_days_overrule_the_pattern() -> None:
    calendar = PeriodCalendar(WEEK.pattern, closed=frozenset({1, 2}), opened=frozenset({5}))
    found = leveled([Activity("A", 4, calendar=calendar)], [], {})
    assert found.finishes["A"] == 6


@pytest.mark.parametrize(
    ("lag_calendar", "start"), [(None, 7), (LagCalendar.ELAPSED, 7), (LagCalendar.PREDECESSOR, 7 + 1)]
)
def test_a_lag_runs_on_the_calendar_that_the_link_names(lag_calendar: LagCalendar | None, start: int) -> None:
    activities = [Activity("A", 5, calendar=WEEK), Activity("B", 1, calendar=WEEK)]
    found = leveled(activities, [Link("A", "B", "FS", 1, lag_calendar)], {})
    assert found.starts["B"] == start


def test_a_lead_on_a_calendar_counts_working_days_back() -> None:
    activities = [Activity("A", 6, calendar=WEEK), Activity("B", 4, calendar=WEEK)]
    found = leveled(activities, [Link("A", "B", "FS", -2, LagCalendar.SUCCESSOR)], {})
    assert found.starts["B"] == 4


# Any plan.

AMOUNTS: st.SearchStrategy[Quantity] = st.sampled_from([0, 1, 0.5, 2, Decimal("0.25")])
CALENDARS = st.sampled_from([None, None, WEEK, PeriodCalendar((True, False)), PeriodCalendar(closed=frozenset({2, 3}))])
LAG_CALENDARS = st.sampled_from([None, LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR, LagCalendar.ELAPSED])


@st.composite
def plans(draw: st.DrawFn, most: int = 6) -> tuple[list[Activity], list[Link], Capacities]:
    """A few activities with everything that leveling knows."""
    count = draw(st.integers(1, most))
    activities = [
        Activity(
            number,
            draw(st.integers(0, 4)),
            {"dev": draw(AMOUNTS), "test": draw(AMOUNTS)},
            draw(st.integers(0, 4)),
            draw(CALENDARS),
        )
        for number in range(count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    chosen = draw(st.lists(pairs, unique=True, max_size=6)) if count > 1 else []
    kinds = st.sampled_from(["FS", "FS", "SS", "FF", "SF"])
    links = [
        Link(first, second, draw(kinds), draw(st.integers(-3, 3)), draw(LAG_CALENDARS)) for first, second in chosen
    ]
    steps = draw(st.lists(st.integers(0, 3), max_size=4))
    return activities, links, {"dev": 2, "test": [*steps, 2.5]}


@settings(deadline=None, max_examples=60)
@given(plans())
def test_any_plan_is_feasible_and_its_bound_holds(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    quick = leveled(*plan, time_limit=0)
    exact = leveled(*plan)
    assert exact.proven_optimal
    assert quick.lower_bound <= exact.lower_bound == exact.makespan <= quick.makespan


@settings(deadline=None, max_examples=60)
@given(plans(most=3))
def test_trying_every_start_finds_nothing_shorter(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    activities, links, capacities = plan
    shorter = leveled(*plan).makespan - 1
    assume(0 <= shorter <= 9)
    for starts in product(range(shorter + 1), repeat=len(activities)):
        finishes = [finish_of(activity, start) for activity, start in zip(activities, starts, strict=True)]
        if max(finishes) <= shorter:
            tried = LeveledSchedule(dict(enumerate(starts)), dict(enumerate(finishes)), max(finishes), 0, Source.SERIAL)
            assert violations(activities, links, capacities, tried) != []


# Smoothing.


def squares(activities: Sequence[Activity], found: LeveledSchedule, resource: str) -> Fraction:
    """Σ usage² of one resource, counted period by period."""
    load = used(activities, found)
    return sum((amount**2 for (name, _), amount in load.items() if name == resource), Fraction(0))


def test_smoothing_moves_what_can_wait_out_of_the_peak() -> None:
    activities = [Activity("A", 4, {"dev": 2}), Activity("B", 4, {"dev": 2}), Activity("C", 4, {"dev": 1})]
    links = [Link("A", "B")]
    first = leveled([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4})
    again = smooth([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4}, first)
    assert violations([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4}, again) == []
    assert squares([*activities, Activity("D", 2, {"dev": 0.5})], again, "dev") == 4 * 9 + 2 * 4 + 2 * Fraction("6.25")


@settings(deadline=None, max_examples=60)
@given(plans())
def test_smoothing_keeps_every_rule_and_the_finish(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    first = leveled(*plan, time_limit=0)
    again = smooth(*plan, first)
    assert violations(*plan, again) == []
    assert again.makespan == first.makespan
    names = ("dev", "test")
    assert sum(squares(plan[0], again, name) for name in names) <= sum(squares(plan[0], first, name) for name in names)


# Activities of the schedule.


def test_planned_activities_are_leveled_by_their_demands_and_start_constraint() -> None:
    planned = [
        PlannedActivity("A", 2, ConstraintKind.SNET, 3, demands={"dev": 1}),
        PlannedActivity("B", 2.0, demands={"dev": 1}),
    ]
    found = level(planned, [Link("A", "B")], {"dev": 1}, time_limit=0)
    assert found.starts == {"A": 3, "B": 5}


@pytest.mark.parametrize(
    "planned",
    [
        PlannedActivity("A-7", 2, ConstraintKind.MSO, 3),
        PlannedActivity("A-7", 2, manual_start=4),
        PlannedActivity("A-7", 2, actual_start=0),
    ],
)
def test_what_leveling_would_lose_is_refused_by_name(planned: PlannedActivity) -> None:
    with pytest.raises(LevelingError, match="A-7"):
        level([planned], [], {}, time_limit=0)


# Refusals.


def test_more_than_there_will_ever_be_is_refused_by_activity_and_resource() -> None:
    with pytest.raises(CapacityError, match="A-7") as refusal:
        level([Activity("A-7", 1, {"dev": 3})], [], {"dev": [5, 2]}, time_limit=0)
    assert (refusal.value.item, refusal.value.resource) == ("A-7", "dev")


@pytest.mark.parametrize(
    ("activity", "capacities"),
    [
        (Activity("A-7", -1), {}),
        (Activity("A-7", 1.5), {}),
        (Activity("A-7", 1, release=-1), {}),
        (Activity("A-7", 1, {"dev": 1}), {}),
        (Activity("A-7", 1, {"dev": -1}), {"dev": 1}),
        (Activity("A-7", 1, {"dev": 0.12345678901}), {"dev": 1}),
        (Activity("A-7", 1, (1, 1)), (1,)),
    ],
)
def test_an_activity_that_cannot_be_leveled_is_named(activity: Activity, capacities: dict[str, int]) -> None:
    with pytest.raises(LevelingError, match="A-7"):
        level([activity], [], capacities, time_limit=0)


def test_a_capacity_that_is_no_capacity_is_named() -> None:
    with pytest.raises(LevelingError, match="dev"):
        level([], [], {"dev": -1}, time_limit=0)
    with pytest.raises(LevelingError, match="dev"):
        level([], [], {"dev": []}, time_limit=0)
    with pytest.raises(LevelingError, match="dev"):
        level([], [], {"dev": [Fraction(1, 999_983), Fraction(1, 999_979)]}, time_limit=0)


def test_a_calendar_without_work_is_refused() -> None:
    with pytest.raises(LevelingError, match="pattern"):
        PeriodCalendar((False, False))


@pytest.mark.parametrize(
    ("links", "error", "name"),
    [
        ([Link("A", "B"), Link("B", "A")], CycleError, "A"),
        ([Link("A", "Z")], InvalidLinkError, "Z"),
        ([Link("A", "B", "XX")], InvalidLinkError, "XX"),
        ([Link("A", "B", "FS", 0.5)], LevelingError, "B"),
    ],
)
def test_links_that_cannot_be_kept_are_named(links: list[Link], error: type[ScheduleError], name: str) -> None:
    with pytest.raises(error, match=name):
        level([Activity("A", 1), Activity("B", 1)], links, {}, time_limit=0)


def test_starting_costs_no_solver() -> None:
    code = "import sys, projects.domain.leveling; sys.exit('ortools' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own interpreter
