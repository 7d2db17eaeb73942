"""Health over the API, the directory, and what each read costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.kernel.evidence import Dimension, RowReference
from pmo_site.resources.addresses import offered_kinds, row_address
from pmo_site.tenancy.context import tenant
from portfolio.services.health import health_compute_day, health_compute_project
from projects.models import Milestone
from tests.accounts.world import TODAY
from tests.api.world import World, more_projects, problem

FIXED = 9
"""Queries that every request of a member pays for sign-in, tenant and rights."""
LISTS = {
    "projects/": 1,
    "projects/?sort=-department&unassigned=false": 1,
    "portfolio/health/": 5,
    "portfolio/health/?level=red": 5,
    "departments/": 1,
    "people/": 3,
    "jobs/": 1,
    "jobs/?state=queued": 1,
}
"""Queries of each list beyond the fixed ones, whatever the number of rows."""


@pytest.fixture
def judged(world: World) -> World:
    """The world with every project judged, for today and for the day before."""
    with tenant(world.organization.id):
        health_compute_day(day=TODAY - timedelta(days=1))
        health_compute_day(day=TODAY)
    return world


def reasons_in(body: Any) -> Iterator[Any]:
    for row in body.get("items", [body]):
        yield from row.get("reasons", [row.get("main_reason")])


def test_the_portfolio_is_listed_worst_first_with_counts_over_what_is_seen(judged: World) -> None:
    every = judged.caller(judged.manager).get("portfolio/health/").json()
    order = ["red", "amber", "grey", "green", "blue"]
    places = [order.index(row["level"]) for row in every["items"]]
    assert len(places) == 2
    assert places == sorted(places)
    assert every["counts"]["left_out"] == 0
    own = judged.caller(judged.pm).get("portfolio/health/").json()
    assert [row["project_code"] for row in own["items"]] == ["P-1"]
    assert (own["counts"]["judged"], own["counts"]["unjudged"], own["counts"]["left_out"]) == (1, 0, 1)
    assert sum(own["counts"]["by_level"].values()) == 1
    assert own["counts"]["newest_day"] == TODAY.isoformat()


def test_a_project_without_a_light_is_counted_as_unjudged(judged: World) -> None:
    more_projects(judged, 1)
    counts = judged.caller(judged.manager).get("portfolio/health/").json()["counts"]
    assert (counts["judged"], counts["unjudged"]) == (2, 1)


def test_a_light_tells_its_reasons_with_limits_and_rows(judged: World) -> None:
    body = judged.caller(judged.manager).get(f"projects/{judged.project.pk}/health/").json()
    assert body["day"] == TODAY.isoformat()
    growth = next(reason for reason in body["reasons"] if reason["code"] == "budget_growth")
    assert growth["numbers"]["growth_ratio"].startswith("0.2")
    assert growth["limit"]["number"] == "growth_ratio"
    assert growth["finding"]
    assert growth["rows"] == [["projects.project", str(judged.project.pk)]]


def test_the_rows_behind_every_reason_have_a_page_and_an_address_of_the_api(judged: World) -> None:
    caller = judged.caller(judged.manager)
    body = caller.get(f"projects/{judged.project.pk}/health/").json()
    places = [place for reason in body["reasons"] for place in reason["places"]]
    assert len(places) == sum(len(reason["rows"]) for reason in body["reasons"])
    for place in places:
        assert caller.client.get(place["page"]).status_code == 200, place
        assert caller.client.get(place["api"]).status_code == 200, place


def test_every_kind_of_row_is_read_over_the_api(world: World) -> None:
    client, slug = world.caller(world.manager).client, world.organization.slug
    with tenant(world.organization.id):
        milestone = Milestone.objects.get(project=world.project).pk
    for kind in offered_kinds():
        key = milestone if kind == "projects.milestone" else world.project.pk
        place = row_address(RowReference(kind, key), slug=slug, dimension=Dimension.SCHEDULE)
        assert place is not None
        assert client.get(place.api).status_code == 200, place.api


@pytest.mark.parametrize("path", ["portfolio/health/", "projects/{id}/health/"])
def test_amounts_are_absent_from_reasons_for_who_may_not_see_money(judged: World, path: str) -> None:
    path = path.format(id=judged.project.pk)
    seen = judged.caller(judged.manager).get(path)
    assert any(name.endswith("_amount") for reason in reasons_in(seen.json()) for name in reason["numbers"])
    hidden = judged.caller(judged.lead).get(path)
    assert hidden.json().get("items", [hidden.json()])
    assert not any(name.endswith("_amount") for reason in reasons_in(hidden.json()) for name in reason["numbers"])
    assert "1,200,000" not in hidden.content.decode()
    assert "1200000" not in hidden.content.decode()


def test_a_past_day_is_answered_as_it_stood(judged: World) -> None:
    caller, before = judged.caller(judged.manager), TODAY - timedelta(days=1)
    path = f"projects/{judged.project.pk}/health/"
    assert caller.get(f"{path}?as_of={before}").json()["day"] == before.isoformat()
    assert caller.get(f"portfolio/health/?as_of={before}").json()["counts"]["newest_day"] == before.isoformat()
    problem(caller.get(f"{path}?as_of=2001-01-01"), 404, "not_found")
    problem(caller.get(f"{path}?as_of=yesterday"), 400, "invalid")
    problem(caller.get(f"{path}?level=red"), 400, "invalid")


def test_lights_are_narrowed_to_a_level(judged: World) -> None:
    caller = judged.caller(judged.manager)
    for level, count in caller.get("portfolio/health/").json()["counts"]["by_level"].items():
        assert len(caller.get(f"portfolio/health/?level={level}").json()["items"]) == count
    problem(caller.get("portfolio/health/?level=pink"), 400, "invalid")


def test_a_computed_light_shows_at_once(world: World) -> None:
    path = f"projects/{world.project.pk}/health/"
    problem(world.caller(world.pm).get(path), 404, "not_found")
    with tenant(world.organization.id):
        health_compute_project(project_id=world.project.pk, day=TODAY)
    assert world.caller(world.pm).get(path).status_code == 200


def test_people_and_departments_are_listed_to_every_member(world: World) -> None:
    caller = world.caller(world.lead)
    people = caller.get("people/?limit=2").json()
    names = [row["email"] for row in people["items"]]
    names += [row["email"] for row in caller.client.get(people["next"]).json()["items"]]
    assert sorted(names) == ["lead@north.example", "pm@north.example", "pmo_manager@north.example"]
    assert [row["email"] for row in caller.get("people/?q=LEAD@").json()["items"]] == ["lead@north.example"]
    assert caller.get("departments/").json() == {"items": [], "next": None, "previous": None}


@pytest.mark.parametrize(("path", "budget"), LISTS.items(), ids=LISTS.keys())
def test_a_list_costs_the_same_however_many_rows_it_has(judged: World, path: str, budget: int) -> None:
    caller = judged.caller(judged.manager)
    caller.get("people/")  # the session notes its time on its first request
    counts = []
    for day, prefix in enumerate(("A", "B"), start=1):
        more_projects(judged, 4, prefix=prefix)
        with tenant(judged.organization.id):
            health_compute_day(day=TODAY + timedelta(days=day))
        with CaptureQueriesContext(connection) as queries:
            assert caller.get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [FIXED + budget] * 2, [query["sql"][:150] for query in queries]
