"""Schedules that others published, retyped with their source and read from the shared data where present."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from projects.domain.schedule import Activity, ConstraintKind, Link, Schedule, schedule
from tests.projects.working_hours import AROUND_THE_CLOCK, NIGHT, OFFICE, at
from tests.shared_data import shared_path

# Render, Stair and Hanna, Quantitative Analysis for Management, General Foundry: duration, then ES EF LS LF TF FF.
GENERAL_FOUNDRY = {
    "A": (2, "", (0, 2, 0, 2, 0, 0)),
    "B": (3, "", (0, 3, 1, 4, 1, 0)),
    "C": (2, "A", (2, 4, 2, 4, 0, 0)),
    "D": (4, "B", (3, 7, 4, 8, 1, 1)),
    "E": (4, "C", (4, 8, 4, 8, 0, 0)),
    "F": (3, "C", (4, 7, 10, 13, 6, 6)),
    "G": (5, "DE", (8, 13, 8, 13, 0, 0)),
    "H": (2, "FG", (13, 15, 13, 15, 0, 0)),
}


def figures(result: Schedule[float], key: str) -> tuple[float | None, ...]:
    one = result.activities[key]
    return one.early_start, one.early_finish, one.late_start, one.late_finish, one.total_float, one.free_float


def test_general_foundry_takes_fifteen_weeks_with_every_date_and_float_as_printed() -> None:
    activities = [Activity(key, duration) for key, (duration, _, _) in GENERAL_FOUNDRY.items()]
    links = [Link(before, key) for key, (_, befores, _) in GENERAL_FOUNDRY.items() for before in befores]
    result = schedule(activities, links)
    assert result.finish == 15
    assert {key: figures(result, key) for key in GENERAL_FOUNDRY} == {
        key: printed for key, (_, _, printed) in GENERAL_FOUNDRY.items()
    }
    assert result.critical == ("A", "C", "E", "G", "H")


def test_the_shared_networks_come_out_as_published() -> None:
    path = shared_path("data", "cpm.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    for case in json.loads(path.read_text()).values():
        links = [Link(before, one["id"]) for one in case["activities"] for before in one["predecessors"]]
        result = schedule([Activity(one["id"], one["duration"]) for one in case["activities"]], links)
        assert result.finish == case["duration"]
        assert list(result.critical) == case["critical"]
        for key, printed in case["schedule"].items():
            assert figures(result, key) == tuple(printed[name] for name in ("es", "ef", "ls", "lf", "tf", "ff"))


def test_each_kind_of_link_on_an_office_calendar_as_microsoft_project_stored_it() -> None:
    """mspdirelations.xml of the MPXJ project: FS, SS + 1 day, FF and SF between one-day tasks from a Thursday."""
    links = [Link(1, 2), Link(2, 3, "SS", 480), Link(3, 4, "FF"), Link(4, 5, "SF")]
    result = schedule([Activity(uid, 480) for uid in range(1, 6)], links, calendar=OFFICE, start=at("2006-09-21T08:00"))
    assert [(one.early_start, one.early_finish, one.total_float, one.free_float) for one in result] == [
        (at("2006-09-21T08:00"), at("2006-09-21T17:00"), 0, 0),
        (at("2006-09-22T08:00"), at("2006-09-22T17:00"), 0, 0),
        (at("2006-09-25T08:00"), at("2006-09-25T17:00"), 0, 0),
        (at("2006-09-25T08:00"), at("2006-09-25T17:00"), 0, 0),
        (at("2006-09-22T08:00"), at("2006-09-25T08:00"), 480, 480),
    ]


# task-links-project2019-mspdi.xml of the MPXJ project: kind, lag in days, start of the successor, then the total
# slack in days of predecessor and successor. All tasks last one day and are scheduled by hand.
TASK_LINKS = [
    ("FS", 0, "2018-10-19T08:00", 10, 10),
    ("FS", 1, "2018-10-22T08:00", 9, 9),
    ("FS", 2, "2018-10-23T08:00", 8, 8),
    ("FS", 5, "2018-10-26T08:00", 5, 5),
    ("FS", 10, "2018-11-02T08:00", 0, 0),
    ("SF", 2, "2018-10-19T08:00", 11, 10),
    ("SS", 2, "2018-10-22T08:00", 11, 9),
    ("FF", 2, "2018-10-22T08:00", 9, 9),
]


def task_links(*, manual: bool) -> tuple[list[Activity], list[Link]]:
    activities, links = [], []
    for number, (kind, lag, start, _, _) in enumerate(TASK_LINKS):
        before, after = 2 * number + 1, 2 * number + 2
        typed = (at("2018-10-18T08:00"), at(start)) if manual else (None, None)
        activities += [Activity(before, 480, manual_start=typed[0]), Activity(after, 480, manual_start=typed[1])]
        links.append(Link(before, after, kind, lag * 480))
    return activities, links


def test_tasks_scheduled_by_hand_have_the_slack_that_microsoft_project_stored() -> None:
    activities, links = task_links(manual=True)
    result = schedule(activities, links, calendar=OFFICE, start=at("2018-10-18T08:00"))
    assert result.finish == at("2018-11-02T17:00")
    for number, (_, _, start, slack_before, slack_after) in enumerate(TASK_LINKS):
        before, after = result[2 * number + 1], result[2 * number + 2]
        assert after.early_start == at(start)
        assert (before.total_float, before.free_float) == (slack_before * 480, 0)
        assert (after.total_float, after.free_float) == (slack_after * 480, slack_after * 480)


def test_the_same_tasks_scheduled_by_the_rules_pass_the_backward_limit_on() -> None:
    activities, links = task_links(manual=False)
    result = schedule(activities, links, calendar=OFFICE, start=at("2018-10-18T08:00"))
    assert [result[uid].early_start for uid in range(2, 17, 2)] == [at(start) for _, _, start, _, _ in TASK_LINKS]
    assert (result[11].total_float, result[13].total_float) == (80 * 60, 72 * 60)


@pytest.mark.parametrize("name", ["mspdirelations.xml", "task-links-project2019-mspdi.xml"])
def test_the_shared_project_files_come_out_as_stored(name: str) -> None:
    path = shared_path("data", "mspdi", "expected.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    case: dict[str, Any] = json.loads(path.read_text())[name]
    tasks = [task for task in case["tasks"] if not task["summary"]]
    by_hand = name.startswith("task-links")
    activities = [Activity(task["uid"], 480, manual_start=at(task["start"]) if by_hand else None) for task in tasks]
    links = [Link(link["pred"], task["uid"], link["type"], link["lag_min"]) for task in tasks for link in task["links"]]
    result = schedule(activities, links, calendar=OFFICE, start=at(case["project_start"]))
    assert result.finish == at(case["project_finish"])
    for task in tasks:
        one = result[task["uid"]]
        assert (one.early_start, one.early_finish) == (at(task["start"]), at(task["finish"]))
        assert (one.total_float, one.free_float) == (task["total_slack_min"], task["free_slack_min"])
        assert one.critical == task["critical"]


def late_finish(result: Schedule[datetime], *uids: int) -> list[datetime]:
    return [result[uid].late_finish for uid in uids]


def test_a_plan_with_three_calendars_as_microsoft_project_stored_it() -> None:
    """legacy-sample1.xml of the MPXJ project: office, night shift and around the clock, constraints on week-ends."""
    snet = ConstraintKind.SNET
    activities = [
        Activity(2, 70 * 1440, calendar=AROUND_THE_CLOCK),
        Activity(7, 480, snet, at("2003-02-01T08:00")),
        Activity(8, 480, snet, at("2003-03-01T08:00")),
        *(Activity(uid, 480) for uid in range(9, 19)),
        Activity(20, 480, snet, at("2003-01-08T08:00")),
        Activity(21, 480, snet, at("2003-01-06T08:00")),
        Activity(24, 40 * 60, calendar=NIGHT),
    ]
    links = [
        *(Link(9, 10), Link(11, 12, "FS", 480), Link(13, 14, "FS", -480)),
        *(Link(15, 16, "SS"), Link(17, 18, "FF"), Link(20, 21, "SF")),
    ]
    result = schedule(activities, links, calendar=OFFICE, start=at("2003-01-07T08:00"))
    assert result.finish == at("2003-03-18T08:00")
    assert [result[uid].early_start for uid in (7, 8, 12, 14)] == [
        at("2003-02-03T08:00"),
        at("2003-03-03T08:00"),
        at("2003-01-09T08:00"),
        at("2003-01-07T08:00"),
    ]
    assert (result[21].early_start, result[21].early_finish) == (at("2003-01-07T08:00"), at("2003-01-08T08:00"))
    assert (result[24].early_start, result[24].early_finish) == (at("2003-01-07T23:00"), at("2003-01-14T08:00"))
    assert late_finish(result, 9, 10, 11, 13, 24) == [
        at("2003-03-14T17:00"),
        at("2003-03-17T17:00"),
        at("2003-03-13T17:00"),
        at("2003-03-17T17:00"),
        at("2003-03-18T08:00"),
    ]
