"""A program comes to lights, money, dates and risk of its projects, over what its reader may see."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.tenancy.context import tenant
from portfolio.models import Program
from portfolio.resources import placements, portfolios, programs
from projects.models import Project
from support_office.services.issue import issue_create
from support_office.services.risk import risk_create
from tests.accounts.world import client_of, make_member
from tests.api.world import World
from tests.portfolio.test_structure import make, today

STARTED, PROMISED, EXPECTED = date(2026, 1, 5), date(2026, 9, 30), date(2026, 11, 30)


def stands(project: Project, **facts: date | Decimal | None) -> None:
    Project.objects.filter(pk=project.pk).update(**facts)


def threat(world: World, project: Project, **values: Any) -> None:
    with world.manager.acting() as actor:
        risk_create(actor=actor, project=project, values={"kind": "threat", **values})


@pytest.fixture
def program(world: World) -> Program:
    """Two projects: one late with risks in money, one without dates and with a risk that nobody estimated."""
    made: Program = make(world, programs, code="PG-1", name="Bridges")
    for project in (world.project, world.hidden):
        make(world, placements, project=project, program=made, starts_on=today(world))
    with tenant(world.organization.id):
        stands(world.project, baseline_start=STARTED, baseline_finish=PROMISED, forecast_finish=EXPECTED)
        Project.objects.filter(pk=world.project.pk).update(
            original_budget=Decimal(100), latest_budget=Decimal(150), currency="JPY", actual_finish=None
        )
        blank = dict.fromkeys(("baseline_start", "baseline_finish", "forecast_finish", "actual_start", "actual_finish"))
        stands(world.hidden, **blank, original_budget=None, latest_budget=None)
    threat(world, world.project, title="Steel", probability=5, impact=5, loss_amount=Decimal(1000))
    threat(world, world.hidden, title="Rain", probability=2, impact=2)
    with world.manager.acting() as actor:
        late = {"title": "No crane", "priority": "high", "due_on": actor.today - timedelta(days=3)}
        issue_create(actor=actor, project=world.project, values=late)
    return made


def test_a_program_spans_its_dates_and_counts_what_is_late_or_unknown(world: World, program: Program) -> None:
    found = world.caller(world.manager).get(f"programs/{program.pk}/totals/").json()
    assert found["dates"] == {
        "starts_on": "2026-01-05",
        "promised_on": "2026-09-30",
        "finishes_on": "2026-11-30",
        "slip_days": 61,
        "late": 1,
        "undated": 1,
    }


def test_a_program_sums_risk_and_money_and_counts_what_no_sum_holds(world: World, program: Program) -> None:
    found = world.caller(world.manager).get(f"programs/{program.pk}/totals/").json()
    assert (found["projects"], found["left_out"]) == (2, 0)
    [budget] = found["budgets"]
    assert (budget["latest"], budget["growth"]) == ("150.00", "0.500000")
    risks = found["risks"]
    assert (risks["live"], risks["extreme"]) == (2, 1)
    [loss] = risks["exposure"]["sums"]
    assert loss["currency"] == "JPY"
    assert Decimal(0) < Decimal(loss["amount"]) <= 1000
    assert (risks["exposure"]["estimated"], risks["exposure"]["unestimated"]) == (1, 1)
    assert found["issues"] == {"live": 1, "overdue": 1}


def test_a_portfolio_comes_to_what_its_programs_come_to(world: World, program: Program) -> None:
    whole = make(world, portfolios, code="PF-1", name="Growth")
    with world.manager.acting() as actor:
        programs.writes.change(actor=actor, program=program, version=1, values={"portfolio": whole})
    caller = world.caller(world.manager)
    of_program = caller.get(f"programs/{program.pk}/totals/").json()
    assert caller.get(f"portfolios/{whole.pk}/totals/").json() == of_program


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_opens_every_sum_down_to_its_projects(world: World, program: Program, language: str) -> None:
    client = client_of(world.manager)
    client.cookies["django_language"] = language
    page = client.get(f"/o/north/programs/{program.pk}/").content.decode()
    told = {"en": ("Finish after their promise", "Live risks"), "ja": ("約束より遅れる件数", "未完了のリスク")}
    for words in told[language]:
        assert words in page
    assert f"/o/north/projects/{world.project.pk}/risks/?live=on" in page


def test_who_sees_no_programs_reads_no_totals(world: World, program: Program) -> None:
    assert world.caller(world.lead).get(f"programs/{program.pk}/totals/").status_code == 404


def test_an_auditor_reads_the_same_totals_as_the_manager(world: World, program: Program) -> None:
    auditor = make_member(world.organization, OrganizationRole.AUDITOR, email="auditor@north.example")
    manager, other = (
        world.caller(each).get(f"programs/{program.pk}/totals/").json() for each in (world.manager, auditor)
    )
    assert other["risks"]["live"] == manager["risks"]["live"]
    assert other["projects"] == manager["projects"]
