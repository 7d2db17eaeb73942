"""The demo's company: what it shows is true of its records, and loading it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from pmo_site.accounts.selectors import organization_settings
from pmo_site.audit.history import history_of
from pmo_site.kernel import clock
from pmo_site.kernel.calendar import fiscal_year
from pmo_site.pages.demo.course import Plan, plan_on
from pmo_site.pages.demo.story import PLANS
from pmo_site.pages.demo.titles import TITLES
from pmo_site.pages.services.demo import HOKUTO, demo_load
from pmo_site.pages.services.demo_story import MORNING, Story
from pmo_site.resources.evidence import gather_of
from pmo_site.resources.search.selectors import finds
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.domain.health import Tier
from portfolio.models import Placement, Portfolio, Program, ProjectHealth, Trigger
from portfolio.selectors.policy import policy_on
from portfolio.services.snapshots import Judging, snapshot_of
from projects.models import Milestone, Project
from support_office.models import Action, AskAnswer, Decision, Issue, Risk, StatusReport
from support_office.selectors.schedules import obligations_of, organization_clock
from tests.accounts.world import seeder

pytestmark = pytest.mark.timeout(300)

STOPPED, SLIPPING, SILENT, ASKING, RECOVERED, STEADY = 15, 17, 19, 24, 27, 29
TOLD = tuple(plan for plan in PLANS if plan.number in {STOPPED, SLIPPING, SILENT, ASKING, RECOVERED, STEADY})


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organization]:  # noqa: ARG001  the session's database
    """A company with six projects of the story beside the first ones, loaded once for this module."""
    with django_db_blocker.unblock():
        demo_load((HOKUTO,), story=TOLD)
        yield Organization.objects.get(slug=HOKUTO.slug)
        TransactionTestCase("run")._fixture_teardown()  # type: ignore[attr-defined]  # missing from the stubs; the owner clears away


@pytest.fixture
def inside(company: Organization, db: None) -> Iterator[Organization]:  # noqa: ARG001  each test in its own transaction
    """Inside the company."""
    with tenant(company.id):
        yield company


def project(number: int) -> Project:
    """A project of the story by its number."""
    return Project.objects.get(code__endswith=f"{number:02d}", code__startswith="P-")


def daily(number: int) -> list[str]:
    """The levels of a project's daily lights, oldest first."""
    rows = ProjectHealth.objects.filter(project=project(number), trigger=Trigger.DAILY).order_by("day")
    return list(rows.values_list("overall", flat=True))


@pytest.mark.usefixtures("inside")
def test_every_project_program_and_portfolio_is_found_by_its_reading() -> None:
    for kind in (Project, Portfolio, Program):
        assert kind.objects.exists()
        assert not kind.objects.filter(reading="").exists()
    assert {plan.name for plan in PLANS} <= set(TITLES)
    actor = seeder(Organization.objects.get(slug=HOKUTO.slug))
    for typed, title in (("kikankei", "基幹系刷新（会計・購買） / Core ERP renewal"), ("seisan", "生産・物流")):
        assert title in {row.title for found in finds(actor, typed, each=9) for row in found.rows}


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("kind", "typed"),
    [("comments", "しんがぽーる"), ("files", "ｓｕｐｐｏｒｔ"), ("files", "りーじょん"), ("reports", "でーた")],
)
def test_what_people_say_hang_on_records_and_report_is_found(kind: str, typed: str) -> None:
    (found,) = finds(seeder(Organization.objects.get(slug=HOKUTO.slug)), typed, each=1, kinds=[kind])
    assert found.rows[0].owner is not None


@pytest.mark.usefixtures("inside")
def test_loading_it_again_changes_nothing() -> None:
    kinds: tuple[Any, ...] = (Project, ProjectHealth, Risk, Issue, Action, Decision, StatusReport, Placement)
    before = [kind.objects.count() for kind in kinds]
    assert demo_load((HOKUTO,), story=TOLD) is False
    assert [kind.objects.count() for kind in kinds] == before


@pytest.mark.usefixtures("inside")
def test_todays_lights_are_what_the_rules_say_of_todays_records() -> None:
    today = clock.today(organization_settings().time_zone)
    evidence, judging = gather_of(today, None), Judging(today, policy_on(today), Trigger.DAILY)
    lights = {row.project_id: row for row in ProjectHealth.objects.filter(day=today, trigger=Trigger.DAILY)}
    for each in Project.objects.judged():
        found = snapshot_of(each.pk, Tier(each.tier), evidence.get(each.pk, ()), judging)
        assert (lights[each.pk].overall, lights[each.pk].reasons) == (found.overall, found.reasons)


@pytest.mark.usefixtures("inside")
def test_the_story_has_turns() -> None:
    assert project(STOPPED).status == "cancelled"
    assert Decision.objects.filter(project=project(STOPPED), title__contains="中止").exists()
    assert {"green", "red"} <= set(daily(RECOVERED))
    assert daily(RECOVERED)[-1] == "green"
    assert daily(SLIPPING)[-1] == "red"
    assert len(daily(STEADY)) > 12
    assert "red" not in daily(STEADY)


@pytest.mark.usefixtures("inside")
def test_who_declares_green_against_red_evidence_is_seen() -> None:
    newest = StatusReport.objects.filter(project=project(SLIPPING)).order_by("-number")[0]
    assert (newest.overall, newest.computed_level, newest.is_kinder) == ("green", "red", True)


@pytest.mark.usefixtures("inside")
def test_reports_are_accepted_late_missing_and_waited_for() -> None:
    owed = obligations_of(Project.objects.current(), organization_clock())
    assert owed[project(SILENT).pk][1].standing == "missing"
    assert StatusReport.objects.filter(project=project(STEADY), state="accepted").count() > 12
    assert StatusReport.objects.get(project=project(ASKING), state="submitted").ask_text
    assert any(report.was_late for report in StatusReport.objects.exclude(due_at=None))
    assert AskAnswer.objects.exists()


@pytest.mark.usefixtures("inside")
def test_a_past_figure_is_the_one_that_was_known_then() -> None:
    told = next(slip for plan in TOLD if plan.number == SLIPPING for slip in plan.slips)
    day = clock.today(organization_settings().time_zone) + timedelta(days=told.told)
    before, after = (
        ProjectHealth.objects.filter(project=project(SLIPPING), trigger=Trigger.DAILY, **{f"day__{way}": day})
        for way in ("lt", "gte")
    )
    slips = [
        next(reason for reason in rows.order_by(order)[0].reasons if reason.code == "finish_slip").numbers
        for rows, order in ((before, "-day"), (after, "day"))
    ]
    assert [each["slip_days"] for each in slips] == [0, told.days]


@pytest.mark.usefixtures("inside")
def test_history_has_the_days_of_the_story_and_says_that_the_demo_wrote_it() -> None:
    changes = history_of(project(SLIPPING))
    moments = [change.at for change in changes]
    assert moments == sorted(moments, reverse=True)
    assert changes[-1].label == "insert"
    assert moments[-1] == project(SLIPPING).created_at
    assert clock.now() - moments[-1] > timedelta(days=300)
    assert {change.context["system"] for change in changes} == {"demo"}


@pytest.mark.usefixtures("inside")
def test_nothing_that_was_reached_lies_in_the_future() -> None:
    today = clock.today(organization_settings().time_zone)
    assert not Milestone.objects.filter(actual_on__gt=today).exists()
    assert not Project.objects.filter(actual_finish__gt=today).exists()
    assert not StatusReport.objects.filter(submitted_at__gt=clock.now()).exists()
    assert not Risk.objects.filter(raised_on__gt=today).exists()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.number:02d}")
def test_a_plan_goes_forward_only(plan: Plan) -> None:
    states = [plan_on(plan, day) for day in range(plan.start - 10, 1, 7)]
    percents = [state.percent or 0 for state in states]
    assert percents == sorted(percents)
    reached = [sum(stone.actual is not None for stone in state.stones) for state in states]
    assert reached == sorted(reached)
    for state in states:
        assert all(stone.actual is None or stone.actual <= stone.forecast for stone in state.stones)


def test_forty_projects_lie_in_three_fiscal_years_whatever_the_day_is() -> None:
    today = clock.today("Asia/Tokyo")
    years = {fiscal_year(today + timedelta(days=plan.start)) for plan in PLANS}
    assert len(PLANS) + 6 == 40
    assert len({plan.number for plan in PLANS}) == len(PLANS)
    assert len(years) >= 3


@pytest.mark.usefixtures("inside")
def test_nothing_of_the_story_lies_in_the_future_at_whatever_hour_it_is_told() -> None:
    at = organization_clock()
    early = replace(at, now=at.now.replace(hour=3, minute=40))
    story = Story(early, {}, {}, {}, {})
    assert story.moment(0) == early.now
    assert story.moment(-1).hour == MORNING.hour
