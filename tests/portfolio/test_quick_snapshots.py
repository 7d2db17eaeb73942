"""Judging thousands at once says, to the last digit, what judging one project says."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_site.kernel.evidence import Facts, OwnFacts
from pmo_site.kernel.evidence_codes import EvidenceCode
from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.context import tenant
from portfolio.domain.health import (
    DEFAULT_POLICY,
    AssessmentWriter,
    Dimension,
    DimensionHealth,
    Evidence,
    HealthPolicy,
    Judge,
    KeptFormError,
    Level,
    Limit,
    Reason,
    Reasons,
    RowReference,
    Tier,
    assess,
    reasons_kept,
)
from portfolio.domain.health.remembered import MOST, Remembered
from portfolio.domain.health.shapes import SHAPES
from portfolio.domain.urgency import rank, rank_of
from portfolio.models import ProjectHealth, Trigger
from portfolio.services.health import health_compute_day, health_compute_project
from portfolio.services.snapshots import Bench, Judging, snapshot_of, snapshots_store
from projects.domain.project import GovernanceTier, ProjectStatus
from projects.models import Milestone, Project
from tests.accounts.world import TODAY
from tests.api.world import World

PROJECT = UUID("01936d2e-0000-7000-8000-00000000000a")
SAID = ("overall", "rank", "data_share", "dimensions", "findings", "policy", "policy_version")
IN_ONE_TRANSACTION = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

_numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.integers().map(Decimal)
_words = st.none() | st.sampled_from(["baseline", "first_report", "JPY", '月次"\\', "é"])
_rows = st.lists(
    st.sampled_from(SHAPES).map(lambda shape: shape.rows[0])
    | st.builds(RowReference, st.sampled_from(["projects.project", "行"]), st.uuids() | st.sampled_from(["7", ""])),
    max_size=2,
)


@st.composite
def _evidence(draw: st.DrawFn) -> Evidence:
    """Any evidence, of known and unknown codes, of any age, in the usual shape of its code or in another."""
    if draw(st.booleans()):
        shape = draw(st.sampled_from(SHAPES))
        told = {name: draw(_numbers) for name in shape.numbers}
        day = TODAY - timedelta(days=draw(st.integers(-3, 120)))
        return Evidence(shape.dimension, shape.code, told, day, shape.rows, draw(_words), draw(_words))
    code = draw(st.sampled_from([*(code.value for code in EvidenceCode), "moon_phase"]))
    limit = DEFAULT_POLICY.limits.get(code)
    numbers = draw(st.dictionaries(st.sampled_from(["due_count", "eac_amount", "額"]), _numbers))
    if limit:
        numbers[limit.number] = draw(st.none() | st.decimals(min_value=-2, max_value=40, places=3))
    observed_on = TODAY - timedelta(days=draw(st.integers(-3, 120)))
    dimension = draw(st.sampled_from(Dimension))
    rows = tuple(draw(_rows))
    return Evidence(dimension, code, numbers, observed_on, rows, draw(_words), draw(_words))


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


_facts = st.builds(lambda kind, told: kind(told), st.sampled_from([tuple, OwnFacts]), st.lists(_evidence(), max_size=3))
_told = st.lists(_facts, max_size=3)
_tiers = st.sampled_from(Tier)


@settings(max_examples=50, deadline=None)
@given(_told, _policies, _tiers)
def test_what_a_snapshot_keeps_is_what_was_judged(told: list[Facts], policy: HealthPolicy, tier: Tier) -> None:
    assessment = assess([item for facts in told for item in facts], policy, tier=tier, as_of=TODAY)
    kept = AssessmentWriter(policy, TODAY).kept(assessment)
    assert reasons_kept(kept.findings, project=PROJECT, day=TODAY) == _about(assessment.reasons)
    for level in Level:
        own = tuple(reason for reason in _about(assessment.reasons) if reason.level is level)
        assert reasons_kept(kept.findings, project=PROJECT, day=TODAY, level=level) == own
    assert rank_of(assessment.overall, kept.farthest) == rank(assessment.overall, assessment.reasons)
    assert json.loads(kept.dimensions) == {
        dimension.value: {
            "level": health.level.value,
            "as_of": health.as_of and health.as_of.isoformat(),
            "age_days": health.data_age_days,
            "counts": health.counts,
        }
        for dimension, health in assessment.dimensions.items()
    }


@settings(max_examples=50, deadline=None)
@given(st.lists(_facts, min_size=1, max_size=4), st.data(), _policies)
def test_facts_that_projects_share_are_judged_as_if_each_had_its_own(
    sources: list[Facts], data: st.DataObject, policy: HealthPolicy
) -> None:
    projects = data.draw(st.lists(st.tuples(st.lists(st.sampled_from(sources), max_size=4), _tiers), max_size=6))
    judge, writer = Judge(policy, TODAY), AssessmentWriter(policy, TODAY)
    for told, tier in projects:
        alone = assess([item for facts in told for item in facts], policy, tier=tier, as_of=TODAY)
        shared = judge.assess(told, tier)
        assert (shared.overall, shared.data_share, shared.reasons) == (alone.overall, alone.data_share, alone.reasons)
        assert [_light(health) for health in shared.dimensions.values()] == [
            _light(health) for health in alone.dimensions.values()
        ]
        kept = writer.kept(shared)
        assert reasons_kept(kept.findings, project=PROJECT, day=TODAY) == _about(alone.reasons)
        assert kept.dimensions == AssessmentWriter(policy, TODAY).kept(alone).dimensions


def test_what_is_remembered_is_forgotten_before_it_grows_and_made_again() -> None:
    times = count(1)
    remembered: Remembered[object, int] = Remembered(lambda _thing: next(times))
    things = [object() for _ in range(MOST)]
    assert [remembered(each) for each in (*things, things[0])] == [*range(1, MOST + 1), 1]
    assert remembered(object()) == MOST + 1
    assert remembered(things[0]) == MOST + 2


def test_what_was_remembered_goes_with_who_remembered_it() -> None:
    """The search for cycles is put off while thousands are judged: nothing is to wait for it."""
    told = [(Evidence(Dimension.COST, "cpi", {"cpi": Decimal("0.9")}, TODAY),)]
    gc.collect()
    bench = Bench.of(Judging(TODAY, DEFAULT_POLICY, Trigger.CHANGE))
    bench.snapshot(PROJECT, Tier.FULL, told)
    gc.disable()
    try:
        del bench
        assert gc.collect() == 0
    finally:
        gc.enable()


USUAL = """[1,[1,"a",["0.1","40","28","401"],3,["0.05","0.15"],"baseline"],[4,"-",["1.2","6","5"],60,
["0.95","0.85",1],null,"JPY","g"],[0,"b",[],0,null],[7,"r",[null],0,["0",null]]]"""
BEFORE = """[1, {"code": "cpi", "rows": [["projects.project", "01936d2e-0000-7000-8000-00000000000b"]], "level": "red",
"limit": ["cpi", "0.95", "0.85", true], "numbers": {"cpi": "0.5"}, "currency": "JPY", "dimension": "cost",
"observed_on": "2026-03-30"}]"""


def test_snapshots_of_before_stay_readable() -> None:
    """The texts are never changed: they stand for what is stored already."""
    row = (RowReference("projects.project", PROJECT),)
    slip = Limit("slip_ratio", Decimal("0.05"), Decimal("0.15"))
    index = Limit("cpi", Decimal("0.95"), Decimal("0.85"), higher_is_better=True)
    missing, finish = Limit("missing_count", Decimal(0), None), {"slip_ratio": "0.1", "slip_days": "40"}
    finish |= {"slip_working_days": "28", "planned_days": "401"}
    costs = {"cpi": Decimal("1.2"), "ev_amount": Decimal(6), "ac_amount": Decimal(5)}
    past, amber, grey = TODAY - timedelta(days=3), Level.AMBER, Level.GREY
    people = (RowReference("projects.members", PROJECT),)
    assert reasons_kept(USUAL, project=PROJECT, day=TODAY) == (
        Reason(Dimension.PEOPLE, "no_project_manager", Level.RED, {"missing_count": None}, TODAY, missing, people),
        Reason(Dimension.SCHEDULE, "finish_slip", amber, _decimals(finish), past, slip, row, "baseline"),
        Reason(
            Dimension.COST,
            "cpi",
            grey,
            costs,
            TODAY - timedelta(days=60),
            index,
            row,
            None,
            "JPY",
            is_stale=True,
            last_level=Level.GREEN,
        ),
        Reason(Dimension.SCHEDULE, "finished", Level.BLUE, {}, TODAY, None, row),
    )
    other = (RowReference("projects.project", UUID("01936d2e-0000-7000-8000-00000000000b")),)
    day, half = date(2026, 3, 30), {"cpi": Decimal("0.5")}
    assert reasons_kept(BEFORE, project=PROJECT, day=TODAY) == (
        Reason(Dimension.COST, "cpi", Level.RED, half, day, index, other, currency="JPY"),
    )


def test_a_form_of_a_later_version_is_refused_and_not_misread() -> None:
    with pytest.raises(KeptFormError):
        reasons_kept("[2]", project=PROJECT, day=TODAY)


def test_what_the_site_says_of_a_project_is_kept_in_the_short_form(world: World) -> None:
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
        for snapshot in ProjectHealth.objects.all():
            assert len(snapshot.reasons) > 1
            assert "{" not in snapshot.findings


@IN_ONE_TRANSACTION
@given(_told, _told)
def test_a_batch_is_stored_as_single_snapshots_are(world: World, one: list[Facts], other: list[Facts]) -> None:
    judging = Judging(TODAY, DEFAULT_POLICY, Trigger.CHANGE)
    bench = Bench.of(judging)
    cases = [(world.project.pk, one), (world.hidden.pk, other)]
    with tenant(world.organization.id):
        start = new_id()
        snapshots_store(snapshots=[bench.snapshot(key, Tier.FULL, found) for key, found in cases], judging=judging)
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


def _about(reasons: Reasons) -> Reasons:
    """Reasons with the rows of the project."""
    return tuple(reason._replace(rows=tuple(row.about(PROJECT) for row in reason.rows)) for reason in reasons)


def _light(health: DimensionHealth) -> tuple[Any, ...]:
    facts = (health.level, health.as_of, health.data_age_days, health.counts, health.has_stale_warning)
    return (*facts, health.reasons)


def _decimals(numbers: dict[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(number) for name, number in numbers.items()}
