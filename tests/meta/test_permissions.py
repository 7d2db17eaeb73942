"""The permission matrix: every address, asked as everybody, answers as docs/permissions.json says."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import transaction

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel
from pmo_site.accounts.routing import Openness
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.meta import matrix
from tests.meta.matrix import Route
from tests.meta.world import ANONYMOUS, World, world

__all__ = ["world"]

ORGANIZATION = matrix.organization_routes()
OTHERS = [route for route in matrix.all_routes() if not route.in_organization]
UPDATING = bool(os.environ.get("UPDATE_PERMISSIONS"))
_made: dict[str, list[dict[str, str]]] = {}


@pytest.fixture(scope="module", autouse=True)
def rewritten() -> Iterator[None]:
    """Write what was found, where that is asked for; addresses that were not asked (pytest -k) keep their rows."""
    yield
    if UPDATING:
        others = [
            {"route": route.pattern, "asks": matrix.asks_of(route.requirement), "why": route.requirement.reason}
            for route in OTHERS
        ]
        rows = [row for route in ORGANIZATION for row in _made.get(route.pattern) or rows_for(route)]
        matrix.write({"organization": rows, "others": others})


def rows_for(route: Route) -> list[dict[str, str]]:
    return [row for row in matrix.load()["organization"] if row["route"] == route.pattern]


@pytest.mark.fault("Z01")
@pytest.mark.skipif(UPDATING, reason="the table is being rewritten")
def test_every_address_has_its_row_and_every_row_its_address() -> None:
    table = matrix.load()
    assert {row["route"] for row in table["organization"]} == {route.pattern for route in ORGANIZATION}
    assert {row["route"]: (row["asks"], row["why"]) for row in table["others"]} == {
        route.pattern: (matrix.asks_of(route.requirement), route.requirement.reason) for route in OTHERS
    }


@pytest.mark.fault("T01", "Z01")
@pytest.mark.parametrize("route", ORGANIZATION, ids=lambda route: route.pattern.removeprefix("o/<slug:slug>"))
def test_an_address_answers_everybody_as_the_table_says(world: World, route: Route) -> None:
    if UPDATING:
        _made[route.pattern] = matrix.rows_of(world, route)
        return
    rows = rows_for(route)
    assert sorted(" ".join(row["methods"] for row in rows).split()) == sorted(matrix.methods_of(world, route))
    for row in rows:
        for method in row["methods"].split():
            assert row["asks"] == matrix.asks_of(route.requirement_of(method))
            asked = matrix.ask(world, route, method)
            wanted = matrix.expected(row, asked.outcomes)
            assert [
                (method, *who, "should be", wanted[who], "is", outcome)
                for who, outcome in asked.outcomes.items()
                if outcome != wanted[who]
            ] == []
            assert asked.findings == []


@pytest.mark.parametrize("route", OTHERS, ids=lambda route: route.pattern)
def test_one_s_own_account_is_for_who_is_signed_in(world: World, route: Route) -> None:
    openness = route.requirement.openness
    assert openness in {Openness.ACCOUNT, Openness.OPERATOR, Openness.ALL}
    assert openness is Openness.ACCOUNT or route.requirement.reason
    if openness is Openness.OPERATOR:
        answers = {matrix.outcome_of(world.call(who, "GET", route.path(world.own))) for who in matrix.MEMBERS}
        assert answers == {matrix.ABSENT}
    if openness is not Openness.ALL:
        assert matrix.outcome_of(world.call(ANONYMOUS, "GET", route.path(world.own))) == matrix.SIGN_IN


@pytest.mark.parametrize("page", ["projects/{project_id}/", "projects/", "projects/{project_id}/history/"])
def test_money_is_shown_to_who_may_see_it_so_that_its_absence_says_something(world: World, page: str) -> None:
    path = f"/o/{world.own.slug}/{page.format(**world.own.parts)}"
    shown = {
        who: bool(matrix.scan("", "project:member", world.call(who, "GET", path).content))
        for who in ("executive", "project:sponsor", "project:member")
    }
    assert shown == {"executive": True, "project:sponsor": True, "project:member": False}


def test_a_leak_of_the_other_organization_is_found(world: World) -> None:
    path = f"/o/{world.foreign_slug.slug}/projects/"
    body = world.call("outsider", "GET", path).content
    assert matrix.scan("there", "executive", body) == ["there: shows another organization"]


def test_a_row_that_allows_too_much_or_too_little_is_found(world: World) -> None:
    route = next(route for route in ORGANIZATION if route.pattern.endswith("operating-model/"))
    asked = matrix.ask(world, route, "POST")
    row = matrix.row_of(route, "POST", asked)
    assert matrix.expected(row, asked.outcomes) == asked.outcomes
    for change in ({"through": f"{row['through']} auditor"}, {"through": ""}, {"refused": ""}):
        assert matrix.expected({**row, **change}, asked.outcomes) != asked.outcomes


@pytest.fixture
def separate(world: World) -> Iterator[World]:
    """The world while PMO and PSO are separate."""
    with transaction.atomic():
        with tenant(Organization.objects.get(slug=world.own.slug).id):
            OrganizationSettings.objects.update(operating_model=OperatingModel.SEPARATE)
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "route",
    [
        route
        for route in ORGANIZATION
        if route.requirement.right is Right.PROJECT_CHANGE and route.requirement.openness is Openness.RIGHT
    ],
    ids=lambda route: route.pattern.removeprefix("o/<slug:slug>"),
)
def test_a_separate_pmo_changes_no_project_and_the_pso_its_own_alone(separate: World, route: Route) -> None:
    (row,) = rows_for(route)
    method = row["methods"].split()[0]
    found = {
        target: {who for who in matrix.MEMBERS if outcome(separate, who, method, route, target) == matrix.THROUGH}
        for target in ("own", "foreign_project")
    }
    workers = {f"project:{role}" for role in ("project_manager", "pm_assistant", "project_lead", "support")}
    assert found == {"own": workers, "foreign_project": set()}


def outcome(world: World, who: str, method: str, route: Route, target: str) -> str:
    return matrix.outcome_of(world.call(who, method, route.path(getattr(world, target))))


def test_a_separate_pmo_administrator_sees_no_money(separate: World) -> None:
    path = f"/o/{separate.own.slug}/projects/{separate.own.parts['project_id']}/"
    shown = {
        who: bool(matrix.scan("", "project:member", separate.call(who, "GET", path).content))
        for who in ("pmo_manager", "pmo_administrator")
    }
    assert shown == {"pmo_manager": True, "pmo_administrator": False}
