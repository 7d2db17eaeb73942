"""The published sample files, where they are present, and a plan written for these tests."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from projects.domain.mspdi import ReadResult, read
from tests.shared_data import shared_path

HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'

SAMPLES = (
    "assignment-assignments-project2019-mspdi.xml",
    "baselines.xml",
    "calendar-recurring-exceptions-project2016-mspdi.xml",
    "legacy-sample1.xml",
    "mspdicostratetable.xml",
    "mspdinulltasks.xml",
    "mspdirelations.xml",
    "mspdisplittask.xml",
    "task-costs-project2019-mspdi.xml",
    "task-links-project2019-mspdi.xml",
)

WEEK = "<WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>" + "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
    "</WorkingTimes></WeekDay>"
    for day in range(2, 7)
)
STANDARD = (
    "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>"
    f"<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>{WEEK}</WeekDays></Calendar>"
)


def sample_bytes(name: str) -> bytes:
    """A published sample file (test data of the MPXJ project); skips where it is not present."""
    path = shared_path("data", "mspdi", name)
    if path is None:
        pytest.skip("../shared/data is not present")
    return path.read_bytes()


@cache
def _read(content: bytes) -> ReadResult:
    return read(content)


def sample(name: str) -> ReadResult:
    """A published sample file, read."""
    return _read(sample_bytes(name))


def expected() -> dict[str, Any]:
    """The published dates and slack of three samples, by file."""
    loaded: dict[str, Any] = json.loads(sample_bytes("expected.json"))
    return loaded


def moment(text: str) -> datetime:
    """A moment as the samples write it."""
    return datetime.fromisoformat(text)


def document(*, tasks: str = "", calendars: str = "", extra: str = "") -> str:
    """A small file with these elements inside it."""
    return f"{HEAD}{extra}<Calendars>{calendars}</Calendars><Tasks>{tasks}</Tasks></Project>"


def _relation(uid: int, start: str, finish: str, slack: int, link: str) -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Task {uid}</Name><OutlineLevel>1</OutlineLevel>"
        f"<Start>2006-09-{start}:00</Start><Finish>2006-09-{finish}:00</Finish><Duration>PT8H0M0S</Duration>"
        f"<DurationFormat>7</DurationFormat><Critical>{int(slack == 0)}</Critical>"
        f"<FreeSlack>{slack}</FreeSlack><TotalSlack>{slack}</TotalSlack>{link}</Task>"
    )


def _link(uid: int, kind: int, lag: int = 0) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
    )


# The plan of mspdirelations.xml (MPXJ test data), retyped: the four types of link on a week of 8-hour days.
RELATIONS = document(
    extra=(
        "<Name>Relations</Name><ScheduleFromStart>1</ScheduleFromStart><StartDate>2006-09-21T08:00:00</StartDate>"
        "<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>"
    ),
    calendars=STANDARD,
    tasks="".join(
        (
            _relation(1, "21T08:00", "21T17:00", 0, ""),
            _relation(2, "22T08:00", "22T17:00", 0, _link(1, 1)),
            _relation(3, "25T08:00", "25T17:00", 0, _link(2, 3, 4800)),
            _relation(4, "25T08:00", "25T17:00", 0, _link(3, 0)),
            _relation(5, "22T08:00", "25T08:00", 4800, _link(4, 2)),
        )
    ),
)
