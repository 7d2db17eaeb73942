from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from projects.domain.mspdi import MspdiError, Plan, Refusal, read, write
from projects.domain.mspdi.fields import Kept
from projects.domain.mspdi.tasks import Task
from tests.projects.mspdi.plans import PLANS
from tests.projects.mspdi.samples import RELATIONS, SAMPLES, sample


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(PLANS)
def test_reading_what_was_written_gives_the_same_plan(plan: Plan) -> None:
    result = read(write(plan))
    assert result.plan == plan
    assert result.report.accounted == result.report.total
    assert result.report.malformed == ()
    assert result.report.lost == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_published_file_survives_reading_and_writing(name: str) -> None:
    first = sample(name)
    second = read(write(first.plan))
    assert second.plan == first.plan
    assert second.report.dead_references == first.report.dead_references


def test_a_written_plan_is_written_the_same_again() -> None:
    once = write(read(RELATIONS).plan)
    assert write(read(once).plan) == once


def test_elements_that_no_field_reads_come_back_in_the_sequence_of_the_schema() -> None:
    plan = Plan(tasks=(Task(uid=1, name="A", wbs="1", kept=(Kept("WBSLevel", "1"),)),), kept=(Kept("New", "x"),))
    text = write(plan).decode()
    assert text.index("<Name>") < text.index("<WBS>") < text.index("<WBSLevel>")
    assert text.index("</Tasks>") < text.index("<New>")


@pytest.mark.parametrize(
    "plan",
    [
        Plan(name="bell\x07"),
        Plan(name="half a pair \ud800"),
        Plan(start=datetime(2026, 4, 1, tzinfo=UTC)),
        Plan(tasks=(Task(uid=1, cost=Decimal("0.00000000000001")),)),
        Plan(tasks=(Task(uid=1, cost=Decimal("NaN")),)),
        Plan(tasks=(Task(uid=1, duration=1e-9),)),
        Plan(tasks=(Task(uid=1, duration=float("inf")),)),
        Plan(tasks=(Task(uid=1), Task(uid=1))),
        Plan(kept=(Kept("no name"),)),
        Plan(kept=(Kept("Name", "hides a field"),)),
        Plan(kept=(Kept("Both", "text", (Kept("Child"),)),)),
    ],
)
def test_what_the_notation_cannot_hold_is_refused_instead_of_written_wrongly(plan: Plan) -> None:
    with pytest.raises(MspdiError) as refused:
        write(plan)
    assert refused.value.code is Refusal.NOT_WRITABLE
    assert refused.value.detail.startswith("/Project/")


def test_the_refusal_names_the_path_of_the_value() -> None:
    plan = Plan(tasks=(Task(uid=1, name="\x00"),))
    with pytest.raises(MspdiError, match="/Project/Tasks/Task/Name"):
        write(plan)


def test_carriage_returns_and_markup_in_names_survive() -> None:
    plan = replace(read(RELATIONS).plan, name="a\r\nb <c> & ]]> \t d ")
    assert read(write(plan)).plan.name == plan.name
