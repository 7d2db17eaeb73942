"""Portfolios, programs and the dated places of projects: moves keep their history, totals are sums of rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.resource import Resource
from pmo_site.resources.services.saved import view_save
from pmo_site.tenancy.context import tenant
from portfolio.models import Placement, Portfolio, Program
from portfolio.resources import placements, portfolios, programs
from portfolio.selectors.groups import group_totals
from portfolio.selectors.structure import group_projects
from projects.models import Project
from projects.resources import projects
from tests.accounts.world import client_of
from tests.api.world import World


def make(world: World, resource: Resource, **values: Any) -> Any:
    with world.manager.acting() as actor:
        return resource.writes.create(actor=actor, values=values)


def codes(world: World, group: Portfolio | Program, day: date | None = None) -> list[str]:
    with world.manager.acting() as actor:
        found = group_projects(actor, group, day=day or actor.today, fiscal_start=4)
        return list(found.order_by("code").values_list("code", flat=True))


def today(world: World) -> date:
    with world.manager.acting() as actor:
        return actor.today


def test_a_portfolio_holds_what_is_placed_in_it_and_in_its_programs(world: World) -> None:
    start = today(world)
    portfolio = make(world, portfolios, code="PF-1", name="Growth")
    program = make(world, programs, code="PG-1", name="Bridges", portfolio=portfolio)
    make(world, placements, project=world.project, program=program, starts_on=start)
    make(world, placements, project=world.hidden, portfolio=portfolio, starts_on=start)
    assert codes(world, program) == [world.project.code]
    assert codes(world, portfolio) == sorted([world.project.code, world.hidden.code])


def test_a_move_keeps_where_the_project_stood_before(world: World) -> None:
    start = today(world)
    first, second = (make(world, programs, code=code, name=code) for code in ("PG-1", "PG-2"))
    place = make(world, placements, project=world.project, program=first, starts_on=start - timedelta(days=30))
    with world.manager.acting() as actor:
        ended = {"ends_on": start - timedelta(days=1)}
        placements.writes.change(actor=actor, placement=place, version=1, values=ended)
    make(world, placements, project=world.project, program=second, starts_on=start)
    assert (codes(world, first), codes(world, second)) == ([], [world.project.code])
    assert codes(world, first, start - timedelta(days=5)) == [world.project.code]


def test_a_project_stands_in_one_program_at_a_time(world: World) -> None:
    start = today(world)
    first, second = (make(world, programs, code=code, name=code) for code in ("PG-1", "PG-2"))
    make(world, placements, project=world.project, program=first, starts_on=start)
    with pytest.raises(RuleError) as refused:
        make(world, placements, project=world.project, program=second, starts_on=start + timedelta(days=9))
    assert refused.value.problems[0].code == "second_program"
    with tenant(world.organization.id):
        assert Placement.objects.count() == 1


@pytest.mark.parametrize("both", [True, False])
def test_a_place_is_in_a_program_or_in_a_portfolio(world: World, both: bool) -> None:  # noqa: FBT001  a parameter
    groups: dict[str, Any] = {}
    if both:
        groups = {
            "program": make(world, programs, code="PG-1", name="Bridges"),
            "portfolio": make(world, portfolios, code="PF-1", name="Growth"),
        }
    with pytest.raises(RuleError) as refused:
        make(world, placements, project=world.project, starts_on=today(world), **groups)
    assert refused.value.problems[0].code == "one_place"


def test_a_saved_view_makes_a_portfolio(world: World) -> None:
    with world.manager.acting() as actor:
        query = {"q": world.project.code}
        view = view_save(actor=actor, resource=projects, name="Bridges", query=query, is_shared=True)
    portfolio = make(world, portfolios, code="PF-1", name="Growth", view=view)
    assert codes(world, portfolio) == [world.project.code]
    refused = client_of(world.manager).post(f"/o/north/views/{view.pk}/delete/", follow=True)
    assert "Other records still name this one." in refused.content.decode()


def test_totals_are_the_sums_of_the_rows_and_unknown_is_not_zero(world: World) -> None:
    program = make(world, programs, code="PG-1", name="Bridges")
    for project in (world.project, world.hidden):
        make(world, placements, project=project, program=program, starts_on=today(world))
    with tenant(world.organization.id):
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(700), currency="JPY")
        Project.objects.filter(pk=world.hidden.pk).update(latest_budget=None)
    with world.manager.acting() as actor:
        found = group_totals(actor, program, day=actor.today, fiscal_start=4)
    assert [(each.latest, each.currency) for each in found.budgets] == [(Decimal(700), "JPY")]
    assert (found.projects, found.unknown, found.hidden, found.left_out) == (2, 1, 0, 0)


@pytest.mark.parametrize("resource", [portfolios, programs], ids=lambda each: str(each.key))
def test_what_was_deleted_comes_back_whole_and_sorts_by_its_reading_again(world: World, resource: Resource) -> None:
    made = make(world, resource, code="X-1", name="成長", reading="せいちょう")
    caller, path = world.caller(world.manager), f"{resource.key}/{made.pk}/"
    assert caller.send("DELETE", path, **{"If-Match": caller.get(path).headers["ETag"]}).status_code == 204
    assert caller.post(f"{path}undelete/").status_code == 200
    with tenant(world.organization.id):
        back = resource.model._default_manager.get(pk=made.pk)
    assert [getattr(back, name) for name in ("name", "reading", "sort_name")] == ["成長", "せいちょう", "せいちょう"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_a_program_shows_its_projects_and_what_they_come_to(world: World, language: str) -> None:
    program = make(world, programs, code="PG-1", name="Bridges")
    make(world, placements, project=world.project, program=program, starts_on=today(world))
    client = client_of(world.manager)
    client.cookies["django_language"] = language
    page = client.get(f"/o/north/programs/{program.pk}/").content.decode()
    assert world.project.name in page
    assert {"en": "Latest budgets", "ja": "最新予算の合計"}[language] in page
    project = client.get(f"/o/north/projects/{world.project.pk}/").content.decode()
    assert "PG-1" in project


def test_a_project_is_placed_by_its_code_and_what_nobody_knows_is_refused(world: World) -> None:
    program = make(world, programs, code="PG-1", name="Bridges")
    client = client_of(world.manager)
    typed = {"version": "1", "project": "P-none", "program": str(program.pk), "starts_on": "2026-04-01"}
    refused = client.post("/o/north/placements/new/", typed)
    assert refused.status_code == 422
    assert "There is no such record." in refused.content.decode()
    assert "P-none" in refused.content.decode()
    made = client.post("/o/north/placements/new/", typed | {"project": world.project.code})
    assert made.status_code == 302
    assert codes(world, program) == [world.project.code]


def test_who_sees_no_portfolios_finds_none(world: World) -> None:
    program = make(world, programs, code="PG-1", name="Bridges")
    client = client_of(world.pm)
    assert client.get(f"/o/north/programs/{program.pk}/").status_code == 404
    assert "Bridges" not in client.get("/o/north/programs/").content.decode()
