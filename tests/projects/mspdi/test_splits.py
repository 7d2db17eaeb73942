from __future__ import annotations

import pytest

from projects.domain.mspdi import read
from projects.domain.mspdi.splits import Part, task_parts
from tests.projects.mspdi.samples import STANDARD, document, moment, sample


def _spread(start: str, finish: str, value: str) -> str:
    return (
        f"<TimephasedData><Type>1</Type><Start>2006-{start}:00</Start><Finish>2006-{finish}:00</Finish>"
        f"<Unit>2</Unit>{value and f'<Value>{value}</Value>'}</TimephasedData>"
    )


# The beginning of "Split Task 2" of mspdisplittask.xml (MPXJ test data), retyped.
SPLIT = document(
    extra="<CalendarUID>1</CalendarUID>",
    calendars=STANDARD,
    tasks="<Task><UID>2</UID><CalendarUID>-1</CalendarUID></Task><Task><UID>3</UID></Task>",
).replace(
    "</Project>",
    "<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID>"
    + _spread("09-21T08:00", "09-22T08:00", "PT8H0M0S")
    + _spread("09-22T08:00", "09-23T08:00", "PT8H0M0S")
    + _spread("09-23T08:00", "09-25T08:00", "")
    + _spread("09-25T08:00", "09-25T17:00", "PT8H0M0S")
    + _spread("09-25T17:00", "09-27T17:00", "PT0H0M0S")
    + _spread("09-27T17:00", "09-28T17:00", "PT8H0M0S")
    + "</Assignment></Assignments></Project>",
)


def _part(start: str, finish: str) -> Part:
    return Part(moment(f"2006-{start}"), moment(f"2006-{finish}"))


def test_a_task_is_split_where_nobody_works_in_working_time() -> None:
    parts = task_parts(read(SPLIT).plan)
    assert parts == {2: (_part("09-21T08:00", "09-25T17:00"), _part("09-28T08:00", "09-28T17:00"))}


def test_a_week_end_is_no_split() -> None:
    first = task_parts(read(SPLIT).plan)[2][0]
    assert (first.start.date().isoformat(), first.finish.date().isoformat()) == ("2006-09-21", "2006-09-25")


def test_a_task_without_work_over_time_has_no_parts() -> None:
    assert 3 not in task_parts(read(SPLIT).plan)


def test_a_plan_without_its_calendar_has_no_parts() -> None:
    assert task_parts(read(SPLIT.replace("<CalendarUID>1<", "<CalendarUID>7<")).plan) == {}


@pytest.mark.parametrize(
    ("uid", "parts"),
    [
        (1, (_part("09-21T08:00", "09-26T17:00"), _part("10-02T08:00", "10-09T17:00"))),
        (
            2,
            (
                _part("09-21T08:00", "09-25T17:00"),
                _part("09-28T08:00", "10-04T17:00"),
                _part("10-10T08:00", "10-18T17:00"),
            ),
        ),
    ],
)
def test_the_split_tasks_of_the_sample_have_their_parts(uid: int, parts: tuple[Part, ...]) -> None:
    assert task_parts(sample("mspdisplittask.xml").plan)[uid] == parts
