"""Whatever a file holds, reading it ends in a plan with its account or in the one typed error."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.domain.mspdi import MspdiError, Plan, read, write
from projects.domain.mspdi.custom import custom_values
from projects.domain.mspdi.scheduling import schedule_input
from projects.domain.mspdi.splits import task_parts
from tests.projects.mspdi.plans import PLANS, TEXTS
from tests.projects.mspdi.samples import RELATIONS

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(RELATIONS)), st.integers(0, 30), st.binary(max_size=6))
def test_a_damaged_file_is_read_with_its_account_or_refused(place: int, cut: int, instead: bytes) -> None:
    whole = RELATIONS.encode()
    damaged = whole[:place] + instead + whole[place + cut :]
    try:
        result = read(damaged)
    except MspdiError:
        return
    assert result.report.accounted == result.report.total
    assert read(write(result.plan)).plan == result.plan


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.binary(max_size=40) | TEXTS.map(lambda text: f"<Project>{text}</Project>"))
def test_any_content_is_read_or_refused(content: str | bytes) -> None:
    try:
        report = read(content).report
    except MspdiError:
        return
    assert report.accounted == report.total


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(PLANS)
def test_any_plan_can_be_mapped_to_activities_and_links(plan: Plan) -> None:
    mapped = schedule_input(plan)
    known = {activity.id for activity in mapped.activities}
    assert all({link.predecessor, link.successor} <= known for link in mapped.links)
    assert set(task_parts(plan)) <= {task.uid for task in plan.tasks}
    for task in plan.tasks:
        assert len(custom_values(plan, task)) <= len(task.custom_values)
