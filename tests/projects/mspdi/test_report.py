from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from projects.domain.mspdi import DeadReference, Issue, Reason, read
from tests.projects.mspdi.samples import HEAD, RELATIONS, SAMPLES, document, sample, sample_bytes


def _count(root: ET.Element) -> int:
    return sum(1 for _ in root.iter())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_of_a_published_file_is_accounted_for(name: str) -> None:
    report = sample(name).report
    assert report.total == report.accounted == _count(fromstring(sample_bytes(name)))
    assert report.ignored == report.malformed == report.lost == ()


def test_the_report_counts_what_is_read_and_what_is_kept_by_path() -> None:
    report = read(
        document(tasks="<Task><UID>1</UID><GUID>a</GUID><Rollup>0</Rollup></Task><Task><UID>2</UID></Task>")
    ).report
    assert report.read["/Project/Tasks/Task"] == 2
    assert report.read["/Project/Tasks/Task/UID"] == 2
    assert dict(report.kept) == {"/Project/Tasks/Task/Rollup": 1}
    assert report.total == report.accounted == 9


def test_a_value_that_cannot_be_read_is_named_with_its_path_and_left_out() -> None:
    result = read(document(tasks="<Task><UID>1</UID></Task><Task><UID>2</UID><Start>tomorrow</Start></Task>"))
    assert result.plan.tasks[1].start is None
    assert result.report.malformed == (Issue("/Project/Tasks/Task[2]/Start", Reason.BAD_VALUE, "moment: tomorrow"),)
    assert result.report.accounted == result.report.total


def test_a_value_with_elements_inside_is_malformed_with_all_of_them() -> None:
    result = read(document(tasks="<Task><UID>1</UID><Name><b>x</b></Name></Task>"))
    assert result.report.malformed == (Issue("/Project/Tasks/Task[1]/Name", Reason.HAS_ELEMENTS, "text", elements=2),)
    assert result.report.accounted == result.report.total


@pytest.mark.parametrize("uid", ["", "<UID/>", "<UID>x</UID>", "<UID><a/></UID>"])
def test_a_task_without_its_number_is_left_out_whole(uid: str) -> None:
    result = read(document(tasks=f"<Task>{uid}<Name>A</Name></Task><Task><UID>2</UID></Task>"))
    assert [task.uid for task in result.plan.tasks] == [2]
    (issue,) = result.report.malformed
    assert (issue.path, issue.reason, issue.detail) == ("/Project/Tasks/Task[1]", Reason.INCOMPLETE, "UID")
    assert result.report.accounted == result.report.total


def test_a_second_task_with_the_same_number_is_ignored() -> None:
    result = read(document(tasks="<Task><UID>1</UID><Name>A</Name></Task><Task><UID>01</UID><Name>B</Name></Task>"))
    assert [task.name for task in result.plan.tasks] == ["A"]
    assert result.report.ignored == (Issue("/Project/Tasks/Task[2]", Reason.REPEATED_UID, elements=3),)
    assert result.report.accounted == result.report.total


def test_what_stands_where_it_does_not_belong_is_ignored_with_the_reason() -> None:
    result = read(
        f"{HEAD}<Name>A</Name><Name>B</Name><StartDate/><Tasks><Resource><UID>1</UID></Resource></Tasks>"
        '<Tasks><Task><UID>9</UID></Task></Tasks><x:Name xmlns:x="urn:other">C</x:Name></Project>'
    )
    assert result.plan.name == "A"
    assert result.plan.tasks == ()
    assert {(issue.path, issue.reason, issue.elements) for issue in result.report.ignored} == {
        ("/Project/Name[2]", Reason.REPEATED, 1),
        ("/Project/StartDate", Reason.EMPTY, 1),
        ("/Project/Tasks/Resource[1]", Reason.MISPLACED, 2),
        ("/Project/Tasks[2]", Reason.REPEATED, 3),
        ("/Project/Name", Reason.FOREIGN, 1),
    }
    assert result.report.accounted == result.report.total


def test_attributes_and_text_between_elements_are_named_as_lost() -> None:
    report = read(f"{HEAD}<Name id='1'>A</Name><Views kind='x'>stray<View/></Views></Project>").report
    assert {(issue.path, issue.reason, issue.detail) for issue in report.lost} == {
        ("/Project/Name", Reason.ATTRIBUTE, "id"),
        ("/Project/Views[1]", Reason.ATTRIBUTE, "kind"),
        ("/Project/Views[1]", Reason.STRAY_TEXT, "stray"),
    }
    assert report.accounted == report.total


def test_a_baseline_beyond_ten_is_left_out() -> None:
    result = read(document(tasks="<Task><UID>1</UID><Baseline><Number>11</Number></Baseline></Task>"))
    assert result.plan.tasks[0].baselines == ()
    (issue,) = result.report.malformed
    assert (issue.path, issue.reason) == ("/Project/Tasks/Task[1]/Baseline[1]", Reason.INCOMPLETE)


def test_references_that_lead_nowhere_are_listed() -> None:
    result = read(
        document(
            calendars="<Calendar><UID>3</UID><BaseCalendarUID>4</BaseCalendarUID></Calendar>"
            "<Calendar><UID>4</UID><BaseCalendarUID>3</BaseCalendarUID></Calendar>",
            tasks="<Task><UID>1</UID><CalendarUID>9</CalendarUID><PredecessorLink><PredecessorUID>8</PredecessorUID>"
            "</PredecessorLink><PredecessorLink><PredecessorUID>7</PredecessorUID><CrossProject>1</CrossProject>"
            "</PredecessorLink></Task><Task><UID>2</UID><IsNull>1</IsNull><CalendarUID>0</CalendarUID></Task>",
        ).replace(
            "</Project>",
            "<Assignments><Assignment><TaskUID>5</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>"
            "<Assignment><TaskUID>1</TaskUID><ResourceUID>6</ResourceUID></Assignment></Assignments></Project>",
        )
    )
    assert result.report.dead_references == (
        DeadReference("/Project/Tasks/Task[UID=1]/CalendarUID", 9),
        DeadReference("/Project/Calendars/Calendar[UID=3]/BaseCalendarUID", 4),
        DeadReference("/Project/Calendars/Calendar[UID=4]/BaseCalendarUID", 3),
        DeadReference("/Project/Tasks/Task[UID=1]/PredecessorLink[1]", 8),
        DeadReference("/Project/Assignments/Assignment[1]/TaskUID", 5),
        DeadReference("/Project/Assignments/Assignment[2]/ResourceUID", 6),
    )


def test_a_plan_whose_references_hold_lists_none() -> None:
    assert read(RELATIONS).report.dead_references == ()


def test_a_calendar_that_hangs_on_a_circle_is_not_in_it() -> None:
    bases = {1: 2, 2: 3, 3: 2, 4: 4, 5: 1}
    calendars = "".join(
        f"<Calendar><UID>{uid}</UID><BaseCalendarUID>{base}</BaseCalendarUID></Calendar>" for uid, base in bases.items()
    )
    dead = read(document(calendars=calendars)).report.dead_references
    assert [reference.uid for reference in dead] == [3, 2, 4]


def test_an_element_of_another_namespace_does_not_take_the_place_of_ours() -> None:
    foreign = '<x:UID xmlns:x="urn:other">9</x:UID>'
    result = read(document(tasks=f"<Task>{foreign}<UID>1</UID></Task>"))
    assert [task.uid for task in result.plan.tasks] == [1]
    assert result.report.ignored == (Issue("/Project/Tasks/Task[1]/UID", Reason.FOREIGN),)
    assert result.report.accounted == result.report.total
