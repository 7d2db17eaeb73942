"""What leveling takes over from a schedule, and what it refuses by name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction

import pytest

from projects.domain.leveling import (
    Activity,
    CapacityError,
    LevelingError,
    Link,
    PeriodCalendar,
    level,
)
from projects.domain.schedule import Activity as PlannedActivity
from projects.domain.schedule import ConstraintKind, CycleError, InvalidLinkError, ScheduleError

# Activities of the schedule.


def test_planned_activities_are_leveled_by_their_demands_and_start_constraint() -> None:
    planned = [
        PlannedActivity("A", 2, ConstraintKind.SNET, 3, demands={"dev": 1}),
        PlannedActivity("B", 2.0, demands={"dev": 1}),
    ]
    found = level(planned, [Link("A", "B")], {"dev": 1}, time_limit=0)
    assert found.starts == {"A": 3, "B": 5}


@dataclass(frozen=True)
class Booking:
    """Something else that takes a resource."""

    id: str
    duration: int
    demands: dict[str, int]


def test_whatever_carries_demands_can_be_leveled() -> None:
    found = level([Booking("A", 2, {"lab": 1}), Booking("B", 1, {"lab": 1})], [], {"lab": 1}, time_limit=0)
    assert found.makespan == 3


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


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_by_its_activity_or_resource(number: float) -> None:
    cases: list[tuple[list[Activity], dict[str, float], str]] = [
        ([Activity("A", number)], {}, "A"),
        ([Activity("A", 1, release=number)], {}, "A"),
        ([Activity("A", 1, demands={"R": number})], {"R": 1.0}, "A"),
        ([Activity("A", 1)], {"R": number}, "R"),
    ]
    for activities, capacities, item in cases:
        with pytest.raises(LevelingError) as refusal:
            level(activities, [], capacities, time_limit=0)
        assert refusal.value.item == item
