"""Judging thousands at once says, to the last digit, what judging one project says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_site.kernel.evidence_codes import EvidenceCode
from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.context import tenant
from portfolio.domain.health import (
    DEFAULT_POLICY,
    AssessmentWriter,
    Dimension,
    Evidence,
    HealthPolicy,
    RowReference,
    Tier,
    assess,
)
from portfolio.models import ProjectHealth, Trigger
from portfolio.services.health import health_compute_day, health_compute_project
from portfolio.services.snapshots import Judging, quick_snapshot, snapshot_of, snapshots_store
from projects.domain.project import GovernanceTier, ProjectStatus
from projects.models import Milestone, Project
from tests.accounts.world import TODAY
from tests.api.world import World

PROJECT = UUID("01936d2e-0000-7000-8000-00000000000a")
SAID = ("overall", "rank", "data_share", "dimensions", "reasons", "policy", "policy_version")
IN_ONE_TRANSACTION = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

_numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.integers().map(Decimal)
_words = st.none() | st.sampled_from(["baseline", "first_report", "JPY", '月次"\\', "é"])
_rows = st.lists(
    st.builds(RowReference, st.sampled_from(["projects.project", "行"]), st.uuids() | st.sampled_from(["7", ""])),
    max_size=2,
)


@st.composite
def _evidence(draw: st.DrawFn) -> Evidence:
    """Any evidence, of known and unknown codes, of any age."""
    code = draw(st.sampled_from([*(code.value for code in EvidenceCode), "moon_phase"]))
    limit = DEFAULT_POLICY.limits.get(code)
    numbers = draw(st.dictionaries(st.sampled_from(["due_count", "eac_amount", "額"]), _numbers))
    if limit:
        numbers[limit.number] = draw(st.none() | st.decimals(min_value=-2, max_value=40, places=3))
    observed_on = TODAY - timedelta(days=draw(st.integers(-3, 120)))
    dimension = draw(st.sampled_from(Dimension))
    rows = tuple(draw(_rows))
    return Evidence(PROJECT, dimension, code, numbers, observed_on, rows, draw(_words), draw(_words))


_policies = st.builds(
    lambda share, weight, dropped: replace(
        DEFAULT_POLICY,
        minimum_share=share,
        weights={Dimension.COST: weight},
        limits={code: limit for code, limit in DEFAULT_POLICY.limits.items() if code not in dropped},
    ),
    st.decimals(0, 1, places=2),
    st.integers(1, 9),
    st.sets(st.sampled_from([code.value for code in EvidenceCode])),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_evidence(), max_size=6), _policies, st.sampled_from(Tier))
def test_what_is_written_at_once_reads_as_the_plain_json(
    evidence: list[Evidence], policy: HealthPolicy, tier: Tier
) -> None:
    assessment, writer = assess(evidence, policy, tier=tier, as_of=TODAY), AssessmentWriter(policy)
    assert json.loads(writer.reasons(assessment.reasons)) == [reason.as_stored() for reason in assessment.reasons]
    assert json.loads(writer.dimensions(assessment)) == {
        dimension.value: {
            "level": health.level.value,
            "as_of": health.as_of and health.as_of.isoformat(),
            "age_days": health.data_age_days,
            "counts": health.counts,
        }
        for dimension, health in assessment.dimensions.items()
    }


@IN_ONE_TRANSACTION
@given(st.lists(_evidence(), max_size=4), st.lists(_evidence(), max_size=4))
def test_a_batch_is_stored_as_single_snapshots_are(world: World, one: list[Evidence], other: list[Evidence]) -> None:
    judging = Judging(TODAY, DEFAULT_POLICY, Trigger.CHANGE)
    writer = AssessmentWriter(DEFAULT_POLICY)
    cases = [(world.project.pk, one), (world.hidden.pk, other)]
    with tenant(world.organization.id):
        start = new_id()
        snapshots_store(
            snapshots=[quick_snapshot(key, Tier.FULL, found, judging, writer) for key, found in cases], judging=judging
        )
        quick, middle = _stored_after(start), new_id()
        for key, found in cases:
            snapshot_of(key, Tier.FULL, found, judging).save(force_insert=True)
        assert _stored_after(middle) == quick
        assert len(quick) == len(cases)


_days = st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
_amounts = st.none() | st.decimals(0, 5_000_000, places=2)
_projects = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(GovernanceTier),
        "status": st.sampled_from([ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD, ProjectStatus.COMPLETED]),
        "baseline_finish": _days,
        "forecast_finish": _days,
        "data_as_of": _days,
        "original_budget": _amounts,
        "latest_budget": _amounts,
        "actual_cost": _amounts,
        "percent_complete": st.none() | st.decimals(0, 100, places=1),
    }
)
_milestones = st.fixed_dictionaries({"baseline_on": _days, "forecast_on": _days, "actual_on": st.none()})


@IN_ONE_TRANSACTION
@given(_projects, _projects, _milestones)
def test_the_rollup_of_a_random_portfolio_equals_its_projects_judged_one_by_one(
    world: World, first: dict[str, Any], second: dict[str, Any], milestone: dict[str, Any]
) -> None:
    with tenant(world.organization.id):
        for key, facts in ((world.project.pk, first), (world.hidden.pk, second)):
            Project.objects.filter(pk=key).update(**facts)
        Milestone.objects.all().update(**milestone)
        start = new_id()
        health_compute_day(day=TODAY, occasion=str(start), trigger=Trigger.DEMAND)
        quick, middle = _stored_after(start), new_id()
        for key in (world.project.pk, world.hidden.pk):
            health_compute_project(project_id=key, day=TODAY, trigger=Trigger.DEMAND)
        assert _stored_after(middle) == quick
        assert len(quick) == Project.objects.judged().count()


def test_an_empty_batch_stores_nothing(world: World) -> None:
    with tenant(world.organization.id):
        snapshots_store(snapshots=[], judging=Judging(TODAY, DEFAULT_POLICY, Trigger.CHANGE))
        assert not ProjectHealth.objects.exists()


def _stored_after(mark: UUID) -> list[tuple[Any, ...]]:
    """What every snapshot made after a mark says, in the order of the projects; ids sort by the time of making."""
    rows = ProjectHealth.objects.filter(pk__gt=mark).order_by("project_id")
    return list(rows.values_list("project_id", "day", "trigger", *SAID))
