from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_site.kernel.calendar import Shift
from projects.domain.mspdi import Plan, read
from projects.domain.mspdi.scheduling import Departure, Deviation, ScheduleInput, schedule_input
from projects.domain.schedule import ConstraintKind, LagCalendar, Link, Schedule, schedule
from tests.projects.mspdi.samples import RELATIONS, STANDARD, document, expected, moment, sample

START = "<StartDate>2026-04-01T08:00:00</StartDate><CalendarUID>1</CalendarUID>"
NIGHT = (
    "<Calendar><UID>2</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays>"
    + "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>"
        "<FromTime>16:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        for day in range(2, 7)
    )
    + "</WeekDays></Calendar>"
)
PEOPLE = (
    "<Resources><Resource><UID>1</UID><CalendarUID>1</CalendarUID></Resource>"
    "<Resource><UID>2</UID><CalendarUID>2</CalendarUID></Resource></Resources>"
)


def _computed(given: ScheduleInput) -> Schedule[datetime]:
    assert given.start is not None
    return schedule(given.activities, given.links, calendar=given.calendar, start=given.start, rules=given.rules)


def _task(uid: int, inside: str = "", *, level: int = 1, duration: str = "PT8H0M0S") -> str:
    return f"<Task><UID>{uid}</UID><OutlineLevel>{level}</OutlineLevel><Duration>{duration}</Duration>{inside}</Task>"


def _after(uid: int, kind: int = 1, more: str = "") -> str:
    return f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>{more}</PredecessorLink>"


def _given(tasks: str, *, extra: str = START, calendars: str = STANDARD, people: str = "") -> ScheduleInput:
    content = document(extra=extra, calendars=calendars, tasks=tasks)
    return schedule_input(read(content.replace("</Project>", f"{people}</Project>")).plan)


def _assigned(*pairs: tuple[int, int]) -> str:
    rows = "".join(
        f"<Assignment><TaskUID>{task}</TaskUID><ResourceUID>{resource}</ResourceUID></Assignment>"
        for task, resource in pairs
    )
    return f"{PEOPLE}<Assignments>{rows}</Assignments>"


def test_the_four_types_of_link_give_the_dates_and_slack_of_the_program() -> None:
    plan = read(RELATIONS).plan
    result = _computed(schedule_input(plan))
    for task in plan.tasks:
        one = result[task.uid]
        assert (one.early_start, one.early_finish) == (task.start, task.finish)
        assert (one.total_float, one.free_float, one.critical) == (task.total_slack, task.free_slack, task.critical)


@pytest.mark.parametrize("name", ["mspdirelations.xml", "task-links-project2019-mspdi.xml", "mspdisplittask.xml"])
def test_the_samples_come_out_with_the_expected_dates_and_slack(name: str) -> None:
    facts = expected()[name]
    result = _computed(schedule_input(sample(name).plan))
    assert result.finish == moment(facts["project_finish"])
    tasks = [task for task in facts["tasks"] if not task["summary"]]
    assert [one.id for one in result] == [task["uid"] for task in tasks]
    for task in tasks:
        one = result[task["uid"]]
        assert (one.early_start, one.early_finish) == (moment(task["start"]), moment(task["finish"]))
        assert (one.total_float, one.free_float) == (task["total_slack_min"], task["free_slack_min"])
        assert one.critical == task["critical"]


@pytest.mark.parametrize(
    "name",
    [
        "assignment-assignments-project2019-mspdi.xml",
        "baselines.xml",
        "legacy-sample1.xml",
        "mspdicostratetable.xml",
        "mspdinulltasks.xml",
        "task-costs-project2019-mspdi.xml",
    ],
)
def test_the_other_samples_come_out_with_the_dates_that_they_store(name: str) -> None:
    plan = sample(name).plan
    given = schedule_input(plan)
    assert given.deviations == ()
    if not given.activities:
        return
    result = _computed(given)
    stored = {task.uid: (task.start, task.finish) for task in plan.tasks if task.uid in result.activities}
    assert {one.id: (one.early_start, one.early_finish) for one in result} == stored


def test_summaries_empty_rows_and_inactive_or_external_tasks_are_no_activities() -> None:
    given = _given(
        _task(0, level=0)
        + _task(1)
        + "<Task><UID>2</UID><IsNull>1</IsNull><OutlineLevel>0</OutlineLevel></Task>"
        + _task(3, level=2)
        + _task(4, "<Active>0</Active>", level=2)
        + _task(5, "<ExternalTask>1</ExternalTask>")
        + _task(6, _after(4))
    )
    assert [activity.id for activity in given.activities] == [3, 6]
    assert given.links == ()
    assert given.deviations == ()


def test_a_link_of_a_summary_is_given_to_the_tasks_below_it() -> None:
    given = _given(
        _task(1) + _task(2, level=2) + _task(3, level=2) + _task(4, _after(1)) + _task(5, level=2) + _task(6, level=2)
    )
    assert {(link.predecessor, link.successor) for link in given.links} == {(2, 5), (2, 6), (3, 5), (3, 6)}
    assert {link.kind for link in given.links} == {"FS"}


@pytest.mark.parametrize("kind", [2, 3])
def test_a_link_that_waits_for_the_start_of_a_summary_is_named_as_not_computed(kind: int) -> None:
    given = _given(_task(1) + _task(2, level=2) + _task(3, _after(1, kind)))
    assert given.links == ()
    assert given.deviations == (Deviation(Departure.SUMMARY_LINK, 3),)


@pytest.mark.parametrize("kind", [0, 2])
def test_a_link_that_holds_the_finish_of_a_summary_is_named_as_not_computed(kind: int) -> None:
    given = _given(_task(1) + _task(2, _after(1, kind)) + _task(3, level=2))
    assert given.links == ()
    assert given.deviations == (Deviation(Departure.SUMMARY_LINK, 2),)


def test_links_to_other_projects_are_named_as_not_computed() -> None:
    given = _given(_task(1, _after(7, more="<CrossProject>1</CrossProject>") + _after(9)))
    assert given.links == ()
    assert given.deviations == (Deviation(Departure.OTHER_PROJECT, 1),) * 2


def test_lags_in_percent_and_elapsed_lags_keep_their_meaning() -> None:
    given = _given(
        _task(1)
        + _task(2, _after(1, more="<LinkLag>50</LinkLag><LagFormat>19</LagFormat>"))
        + _task(3, _after(1, more="<LinkLag>-14400</LinkLag><LagFormat>8</LagFormat>"))
    )
    assert given.links == (Link(1, 2, "FS", 240), Link(1, 3, "FS", -1440, LagCalendar.ELAPSED))


def test_constraints_and_deadlines_are_carried_over() -> None:
    date = "<ConstraintDate>2026-04-09T08:00:00</ConstraintDate>"
    given = _given(
        "".join(_task(kind + 1, f"<ConstraintType>{kind}</ConstraintType>{date}") for kind in range(8))
        + _task(9, "<ConstraintType>2</ConstraintType><Deadline>2026-04-30T17:00:00</Deadline>")
    )
    kinds = [(activity.constraint, activity.constraint_date is not None) for activity in given.activities]
    assert kinds == [
        (ConstraintKind.ASAP, False),
        (ConstraintKind.ALAP, False),
        (ConstraintKind.MSO, True),
        (ConstraintKind.MFO, True),
        (ConstraintKind.SNET, True),
        (ConstraintKind.SNLT, True),
        (ConstraintKind.FNET, True),
        (ConstraintKind.FNLT, True),
        (ConstraintKind.ASAP, False),
    ]
    assert given.activities[8].deadline == moment("2026-04-30T17:00")
    assert given.deviations == (Deviation(Departure.NO_CONSTRAINT_DATE, 9),)


def test_a_constraint_on_a_summary_is_named_as_not_computed() -> None:
    given = _given(_task(1, "<ConstraintType>4</ConstraintType>") + _task(2, level=2))
    assert given.deviations == (Deviation(Departure.SUMMARY_CONSTRAINT, 1),)


def test_a_manual_task_stays_where_it_was_typed() -> None:
    typed = "<ManualStart>2026-04-01T13:00:00</ManualStart><ManualDuration>PT4H0M0S</ManualDuration>"
    two = _computed(_given(_task(1) + _task(2, f"<Manual>1</Manual>{typed}{_after(1)}")))[2]
    assert (two.early_start, two.early_finish) == (moment("2026-04-01T13:00"), moment("2026-04-01T17:00"))


def test_work_under_way_goes_on_where_it_stands() -> None:
    progress = "<ActualStart>2026-04-02T08:00:00</ActualStart><RemainingDuration>PT10H0M0S</RemainingDuration>"
    done = "<ActualStart>2026-04-01T08:00:00</ActualStart><ActualFinish>2026-04-01T12:00:00</ActualFinish>"
    result = _computed(_given(_task(1, progress) + _task(2, done)))
    assert (result[1].early_start, result[1].early_finish) == (moment("2026-04-02T08:00"), moment("2026-04-03T10:00"))
    assert result[2].early_finish == moment("2026-04-01T12:00")


def test_an_elapsed_duration_runs_day_and_night() -> None:
    one = _computed(_given(_task(1, "<DurationFormat>8</DurationFormat>", duration="PT72H0M0S")))[1]
    assert one.early_finish == moment("2026-04-04T08:00")


def test_a_task_is_worked_on_its_own_calendar() -> None:
    one = _computed(_given(_task(1, "<CalendarUID>2</CalendarUID>"), calendars=STANDARD + NIGHT))[1]
    assert (one.early_start, one.early_finish) == (moment("2026-04-01T16:00"), moment("2026-04-02T00:00"))


def test_a_task_without_a_calendar_is_worked_when_any_of_its_people_works() -> None:
    given = _given(_task(1) + _task(2), calendars=STANDARD + NIGHT, people=_assigned((1, 2), (2, 1), (2, 2)))
    result = _computed(given)
    assert (result[1].early_start, result[1].early_finish) == (moment("2026-04-01T16:00"), moment("2026-04-02T00:00"))
    assert (result[2].early_start, result[2].early_finish) == (moment("2026-04-01T08:00"), moment("2026-04-01T17:00"))
    shared = given.activities[1].calendar
    assert shared is not None
    assert list(shared.shifts(date(2026, 4, 1))) == [Shift(480, 720), Shift(780, 1440)]


def test_with_a_calendar_of_its_own_a_task_is_worked_only_in_common_hours() -> None:
    own = "<CalendarUID>1</CalendarUID>"
    given = _given(
        _task(1, own) + _task(2, own + "<IgnoreResourceCalendar>1</IgnoreResourceCalendar>"),
        calendars=STANDARD + NIGHT,
        people=_assigned((1, 2), (2, 2)),
    )
    result = _computed(given)
    assert result[1].early_start == moment("2026-04-01T16:00")
    assert result[1].early_finish == moment("2026-04-10T17:00")
    assert result[2].early_finish == moment("2026-04-01T17:00")


def test_calendars_without_a_common_hour_are_named_and_the_task_keeps_its_own() -> None:
    never = NIGHT.replace("<UID>2<", "<UID>3<").replace("16:00:00", "18:00:00")
    people = _assigned((1, 2)).replace("<CalendarUID>2<", "<CalendarUID>3<")
    given = _given(_task(1, "<CalendarUID>1</CalendarUID>"), calendars=STANDARD + never, people=people)
    assert given.deviations == (Deviation(Departure.NO_COMMON_HOURS, 1),)
    assert _computed(given)[1].early_finish == moment("2026-04-01T17:00")


def test_a_plan_without_its_calendar_has_the_usual_week() -> None:
    given = _given(_task(1, duration="PT16H0M0S"), extra=START.replace(">1<", ">7<"), calendars="")
    assert given.deviations == (Deviation(Departure.NO_CALENDAR),)
    assert _computed(given).finish == moment("2026-04-02T17:00")


def test_the_start_of_a_plan_is_that_of_its_first_task_where_it_names_none() -> None:
    start = "<Start>2026-04-06T08:00:00</Start>"
    assert _given(_task(1, start), extra="<CalendarUID>1</CalendarUID>").start == moment("2026-04-06T08:00")
    assert _given(_task(1), extra="<CalendarUID>1</CalendarUID>").start is None


def test_what_a_plan_asks_of_scheduling_becomes_rules() -> None:
    options = (
        "<CriticalSlackLimit>2</CriticalSlackLimit><MinutesPerDay>450</MinutesPerDay>"
        "<MultipleCriticalPaths>1</MultipleCriticalPaths><HonorConstraints>1</HonorConstraints>"
    )
    rules = _given(_task(1), extra=START + options).rules
    assert (rules.critical_threshold, rules.each_end_critical, rules.honor_constraints) == (900, True, True)


def test_a_plan_scheduled_from_its_finish_and_a_task_without_duration_are_named() -> None:
    from_finish = f"<ScheduleFromStart>0</ScheduleFromStart>{START}"
    given = _given("<Task><UID>1</UID></Task>", extra=from_finish)
    assert set(given.deviations) == {Deviation(Departure.FROM_FINISH), Deviation(Departure.NO_DURATION, 1)}
    assert given.activities[0].duration == 0


def test_an_empty_plan_has_nothing_to_schedule() -> None:
    given = schedule_input(Plan())
    assert (given.activities, given.links, given.start) == ((), (), None)


def test_a_summary_without_tasks_below_it_is_work_of_its_own() -> None:
    given = _given(_task(0, level=0) + _task(1, "<Summary>1</Summary><IsSubproject>1</IsSubproject>"))
    assert [activity.id for activity in given.activities] == [1]


def test_summaries_with_thousands_of_tasks_are_not_linked_each_to_each() -> None:
    below = "".join(_task(uid, level=2) for uid in range(10, 810))
    after = "".join(_task(uid, level=2) for uid in range(1010, 1810))
    given = _given(_task(1) + below + _task(2, _after(1)) + after + _task(3, _after(10)))
    assert given.links == (Link(10, 3),)
    assert given.deviations == (Deviation(Departure.SUMMARY_LINK, 2),)
