from __future__ import annotations

from decimal import Decimal

import pytest

from projects.domain.mspdi import read
from projects.domain.mspdi.enumerations import (
    ConstraintType,
    CustomFieldType,
    LinkType,
    RateUnit,
    ResourceType,
    TaskType,
    TimeFormat,
)
from projects.domain.mspdi.fields import Kept
from projects.domain.mspdi.tasks import Link
from tests.projects.mspdi.samples import HEAD, RELATIONS, document, moment


def test_tasks_carry_dates_durations_and_slack() -> None:
    task = read(RELATIONS).plan.tasks[4]
    assert (task.uid, task.id, task.name, task.outline_level) == (5, 5, "Task 5", 1)
    assert (task.start, task.finish) == (moment("2006-09-22T08:00"), moment("2006-09-25T08:00"))
    assert (task.duration, task.duration_format) == (480, TimeFormat.DAY)
    assert (task.total_slack, task.free_slack, task.critical) == (480, 480, False)


def test_links_of_all_four_types_are_read_with_their_lag() -> None:
    tasks = read(RELATIONS).plan.tasks
    links = [(task.uid, link.predecessor_uid, link.kind, link.lag_minutes()) for task in tasks for link in task.links]
    assert links == [(2, 1, LinkType.FS, 0), (3, 2, LinkType.SS, 480), (4, 3, LinkType.FF, 0), (5, 4, LinkType.SF, 0)]


def test_a_link_without_a_type_runs_from_finish_to_start() -> None:
    assert Link(predecessor_uid=1).kind is LinkType.FS
    assert Link(predecessor_uid=1, type=LinkType.FF).kind is LinkType.FF


def test_a_lag_counts_tenths_of_minutes_and_a_lead_is_negative() -> None:
    assert Link(predecessor_uid=1, lag=24000, lag_format=TimeFormat.WEEK).lag_minutes() == 2400
    assert Link(predecessor_uid=1, lag=-4800).lag_minutes() == -480


def test_a_lag_in_percent_needs_the_duration_of_the_predecessor() -> None:
    link = Link(predecessor_uid=1, lag=50, lag_format=TimeFormat.PERCENT)
    assert link.lag_minutes(480) == 240
    assert link.lag_minutes() is None


def test_an_elapsed_lag_says_so() -> None:
    assert Link(predecessor_uid=1, lag=14400, lag_format=TimeFormat.EDAY).lag_is_elapsed
    assert not Link(predecessor_uid=1, lag=4800, lag_format=TimeFormat.DAY).lag_is_elapsed


def test_constraints_deadlines_progress_and_costs_of_a_task_are_read() -> None:
    task = read(
        document(
            tasks="<Task><UID>7</UID><Manual>1</Manual><Type>1</Type><WBS>1.3.1</WBS><Milestone>1</Milestone>"
            "<Summary>0</Summary><ManualStart>2003-02-03T09:00:00</ManualStart><PercentComplete>25</PercentComplete>"
            "<Cost>352625</Cost><ActualStart>2003-02-03T08:00:00</ActualStart><ConstraintType>4</ConstraintType>"
            "<ConstraintDate>2003-02-01T08:00:00</ConstraintDate><Deadline>2003-03-17T17:00:00</Deadline>"
            "<Notes>一行目\n二行目</Notes></Task>"
        )
    ).plan.tasks[0]
    assert (task.manual, task.type, task.wbs, task.milestone, task.summary) == (
        True,
        TaskType.FIXED_DURATION,
        "1.3.1",
        True,
        False,
    )
    assert (task.constraint_type, task.constraint_date) == (ConstraintType.SNET, moment("2003-02-01T08:00"))
    assert (task.deadline, task.actual_start) == (moment("2003-03-17T17:00"), moment("2003-02-03T08:00"))
    assert (task.manual_start, task.percent_complete) == (moment("2003-02-03T09:00"), 25)
    assert (task.cost, task.notes) == (Decimal("3526.25"), "一行目\n二行目")


def test_a_null_task_is_an_empty_row() -> None:
    task = read(document(tasks="<Task><UID>2</UID><ID>2</ID><IsNull>1</IsNull></Task>")).plan.tasks[0]
    assert (task.uid, task.is_null, task.name, task.start) == (2, True, None, None)


def test_resources_carry_rates_by_table_and_period() -> None:
    resource = read(
        f"{HEAD}<Resources><Resource><UID>2</UID><Name>山田</Name><Type>1</Type><MaxUnits>0.75</MaxUnits>"
        "<StandardRate>5</StandardRate><StandardRateFormat>3</StandardRateFormat><CostPerUse>1500</CostPerUse>"
        "<Rates><Rate><RatesFrom>2009-06-15T08:00:00</RatesFrom><RatesTo>2049-12-31T23:59:06</RatesTo>"
        "<RateTable>0</RateTable><StandardRate>1200</StandardRate><StandardRateFormat>1</StandardRateFormat>"
        "<OvertimeRate>25</OvertimeRate><OvertimeRateFormat>2</OvertimeRateFormat><CostPerUse>3000</CostPerUse>"
        "</Rate></Rates></Resource></Resources></Project>"
    ).plan.resources[0]
    assert (resource.name, resource.type, resource.max_units) == ("山田", ResourceType.WORK, Decimal("0.75"))
    assert (resource.standard_rate, resource.standard_rate_unit) == (Decimal(5), RateUnit.DAY)
    assert resource.cost_per_use == Decimal(15)
    (rate,) = resource.rates
    assert (rate.start, rate.table, rate.standard, rate.standard_unit) == (
        moment("2009-06-15T08:00"),
        0,
        Decimal(1200),
        RateUnit.MINUTE,
    )
    assert (rate.overtime, rate.overtime_unit, rate.cost_per_use) == (Decimal(25), RateUnit.HOUR, Decimal(30))


def test_assignments_carry_units_work_and_work_over_time() -> None:
    assignment = read(
        f"{HEAD}<Assignments><Assignment><UID>5</UID><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID>"
        "<Units>0.5</Units><Work>PT80H0M0S</Work><ActualWork>PT20H0M0S</ActualWork><TimephasedData><Type>1</Type>"
        "<UID>5</UID><Start>2016-01-06T13:00:00</Start><Finish>2016-01-06T17:00:00</Finish><Unit>1</Unit>"
        "<Value>PT4H0M0S</Value></TimephasedData></Assignment></Assignments></Project>"
    ).plan.assignments[0]
    assert (assignment.task_uid, assignment.resource_uid, assignment.units) == (2, -65535, Decimal("0.5"))
    assert (assignment.work, assignment.actual_work) == (4800, 1200)
    assert [(figure.kind, figure.minutes) for figure in assignment.timephased] == [(1, 240)]


def test_baselines_keep_their_number() -> None:
    task = read(
        document(
            tasks="<Task><UID>1</UID><Baseline><Number>0</Number><Work>PT1H0M0S</Work><Cost>100</Cost></Baseline>"
            "<Baseline><Number>10</Number><Start>2001-01-10T09:00:00</Start><Duration>PT75H0M0S</Duration></Baseline></Task>"
        )
    ).plan.tasks[0]
    assert [(baseline.number, baseline.work, baseline.cost) for baseline in task.baselines] == [
        (0, 60, Decimal(1)),
        (10, None, None),
    ]
    assert (task.baselines[1].start, task.baselines[1].duration) == (moment("2001-01-10T09:00"), 4500)


def test_custom_fields_are_defined_by_the_project() -> None:
    plan = read(
        f"{HEAD}<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName>"
        "<CFType>7</CFType><Alias>担当部署</Alias></ExtendedAttribute></ExtendedAttributes></Project>"
    ).plan
    (field,) = plan.custom_fields
    assert (field.field_id, field.name, field.kind, field.alias) == (
        "188743731",
        "Text1",
        CustomFieldType.TEXT,
        "担当部署",
    )


def test_elements_that_no_field_reads_are_kept_as_they_stand() -> None:
    plan = read(f"{HEAD}<Views><View><Name> Gantt </Name></View></Views><BuildNumber>16.0</BuildNumber></Project>").plan
    assert plan.kept == (
        Kept("BuildNumber", "16.0"),
        Kept("Views", "", (Kept("View", "", (Kept("Name", " Gantt "),)),)),
    )


@pytest.mark.parametrize("namespace", ["http://schemas.microsoft.com/project/2007", ""])
def test_the_namespace_of_other_programs_is_accepted(namespace: str) -> None:
    assert read(f'<Project xmlns="{namespace}"><Name>P</Name></Project>').plan.name == "P"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_file_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}<Name>Größe</Name></Project>'.encode(encoding)
    assert read(content).plan.name == "Größe"
