"""Leveling against published optima."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects.domain.leveling import (
    Activity,
    Link,
    Source,
)
from projects.domain.schedule import Activity as PlannedActivity
from projects.domain.schedule import schedule
from tests.projects.leveling_checker import leveled
from tests.shared_data import shared_path

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


def test_ample_capacity_leaves_the_critical_path() -> None:
    activities, links = published(J301_1)
    planned = schedule([PlannedActivity(each.id, each.duration) for each in activities], links)
    found = leveled(activities, links, [1000] * 4)
    assert (found.makespan, found.proven_optimal, found.source) == (planned.finish, True, Source.SERIAL)
