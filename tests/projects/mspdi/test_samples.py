"""Facts of the published sample files (test data of the MPXJ project), read from beside the project when present."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from projects.domain.mspdi.enumerations import ConstraintType, LinkType, RateUnit, Recurrence
from projects.domain.mspdi.tasks import Task
from tests.projects.mspdi.samples import expected, moment, sample

WITH_DATES = ("mspdirelations.xml", "task-links-project2019-mspdi.xml", "mspdisplittask.xml")


def _facts(task: Task) -> dict[str, Any]:
    """A task in the form of expected.json; a duration as the file's notation is rebuilt from minutes."""
    duration = task.duration or 0
    return {
        "uid": task.uid,
        "name": task.name,
        "summary": task.summary,
        "start": task.start and task.start.isoformat(),
        "finish": task.finish and task.finish.isoformat(),
        "duration": f"PT{int(duration // 60)}H{int(duration % 60)}M0S",
        "total_slack_min": task.total_slack,
        "free_slack_min": task.free_slack,
        "critical": task.critical,
        "links": [
            {"pred": link.predecessor_uid, "type": link.kind.name, "lag_min": link.lag_minutes()} for link in task.links
        ],
    }


@pytest.mark.parametrize("name", WITH_DATES)
def test_every_expected_fact_is_read(name: str) -> None:
    facts = expected()[name]
    plan = sample(name).plan
    assert plan.start is not None
    assert plan.start.isoformat() == facts["project_start"]
    assert plan.minutes_per_day == facts["minutes_per_day"]
    assert [_facts(task) for task in plan.tasks] == facts["tasks"]
    assert plan.tasks[0].finish == moment(facts["project_finish"])


def test_the_ten_baselines_of_a_task_keep_their_figures() -> None:
    (task,) = (task for task in sample("baselines.xml").plan.tasks if task.baselines)
    for number, baseline in enumerate(task.baselines, start=1):
        assert (baseline.number, baseline.duration, baseline.work) == (number, 450 * number, 60 * number)
        assert baseline.cost == Decimal(number)
        assert baseline.start == moment(f"2001-01-{number:02}T09:00:00")
        assert baseline.finish == moment(f"2000-01-{number:02}T17:30:00")


def test_cost_rate_tables_keep_their_periods_and_units() -> None:
    resource = sample("mspdicostratetable.xml").plan.resources[-1]
    assert Counter(rate.table for rate in resource.rates) == dict.fromkeys(range(5), 2)
    last = resource.rates[-1]
    assert (last.table, last.start, last.cost_per_use) == (4, moment("2009-06-19T08:00:00"), Decimal(150))
    assert (last.standard, last.overtime) == (Decimal(140), Decimal(145))
    per_hour = {rate.standard_unit: rate.standard for rate in resource.rates if rate.standard_unit != RateUnit.HOUR}
    # Shown as 20 a minute, 50 a day of 8 hours, 80 a month of 20 days; written per hour all the same.
    assert per_hour == {
        RateUnit.MINUTE: Decimal(20 * 60),
        RateUnit.DAY: Decimal(50) / 8,
        RateUnit.MONTH: Decimal(80) / (20 * 8),
    }


def test_the_cost_of_an_assignment_follows_from_work_rates_and_uses() -> None:
    plan = sample("legacy-sample1.xml").plan
    resources = {resource.uid: resource for resource in plan.resources}
    checked = 0
    for assignment in plan.assignments:
        resource = resources[assignment.resource_uid or 0]
        assert assignment.work is not None
        assert assignment.units is not None
        assert resource.standard_rate is not None
        assert resource.cost_per_use is not None
        hours = Decimal(assignment.work) / 60
        assert assignment.cost == hours * resource.standard_rate + assignment.units * resource.cost_per_use
        checked += 1
    assert checked == 4


def test_the_cost_of_a_task_is_the_sum_of_its_assignments() -> None:
    plan = sample("legacy-sample1.xml").plan
    costs: Counter[int] = Counter()
    for assignment in plan.assignments:
        costs[assignment.task_uid] += int((assignment.cost or 0) * 100)
    assert {task.uid: int((task.cost or 0) * 100) for task in plan.tasks if task.uid in costs} == dict(costs)


def test_constraints_deadlines_leads_and_outline_are_read() -> None:
    plan = sample("legacy-sample1.xml").plan
    tasks = {task.uid: task for task in plan.tasks}
    constrained = [task.uid for task in plan.tasks if task.constraint_type is ConstraintType.SNET]
    assert constrained == [7, 8, 20, 21]
    assert tasks[7].constraint_date == moment("2003-02-01T08:00:00")
    assert tasks[11].deadline == moment("2003-03-13T17:00:00")
    assert [(link.kind, link.lag_minutes()) for link in tasks[14].links] == [(LinkType.FS, -480)]
    assert (tasks[24].wbs, tasks[24].outline_level, tasks[3].milestone) == ("3.13.2", 3, True)


def test_null_tasks_hold_their_place() -> None:
    tasks = sample("mspdinulltasks.xml").plan.tasks
    assert [task.id for task in tasks if task.is_null] == [2, 5, 7]
    assert all(task.name is None for task in tasks if task.is_null)
    assert len(tasks) == 9


def test_progress_of_assignments_is_read_with_its_work_over_time() -> None:
    plan = sample("assignment-assignments-project2019-mspdi.xml").plan
    assert [(one.percent_work_complete, one.actual_work, one.remaining_work) for one in plan.assignments] == [
        (0, 0, 4800),
        (25, 1200, 3600),
        (50, 2400, 2400),
    ]
    for assignment in plan.assignments:
        done = sum(figure.minutes or 0 for figure in assignment.timephased if figure.kind == 2)
        left = sum(figure.minutes or 0 for figure in assignment.timephased if figure.kind == 1)
        assert (done, left) == (assignment.actual_work, assignment.remaining_work)


def test_recurring_exceptions_keep_their_kind() -> None:
    (calendar,) = sample("calendar-recurring-exceptions-project2016-mspdi.xml").plan.calendars
    kinds = Counter(exception.recurrence for exception in calendar.exceptions)
    assert kinds == {
        Recurrence.DAILY: 1,
        Recurrence.BY_DAY_COUNT: 3,
        Recurrence.WEEKLY: 7,
        Recurrence.MONTHLY_BY_POSITION: 8,
        Recurrence.MONTHLY_BY_DAY: 2,
        Recurrence.YEARLY_BY_POSITION: 3,
        Recurrence.YEARLY_BY_DAY: 3,
    }


def test_custom_fields_belong_to_their_definitions() -> None:
    plan = sample("task-costs-project2019-mspdi.xml").plan
    defined = {field.field_id: field.name for field in plan.custom_fields}
    assert [defined[value.field_id] for task in plan.tasks for value in task.custom_values] == [
        f"Cost{number}" for number in range(1, 11)
    ]
