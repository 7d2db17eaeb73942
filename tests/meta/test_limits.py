"""The bare limits of script/bench tell what their pages tell: only equals are compared."""

from __future__ import annotations

import json
from typing import Any

import limits
import pytest
from django.db import connection

from pmo_site.tenancy.context import tenant
from portfolio.services.health import health_compute_day
from support_office.services.issue import issue_create
from tests.accounts.world import TODAY, Member, seeder
from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    """A judged project with issues, and another that neither reader may see."""
    made = make_world()
    with tenant(made.organization.id, history={"system": "test"}):
        for project in (made.project, made.hidden):
            for title, due in (("Late", TODAY), ("Open", None)):
                values = {"title": title, "priority": "medium", "due_on": due, "owner": made.lead.person}
                issue_create(actor=seeder(made.organization), project=project, values=values)
        health_compute_day(day=TODAY)
    return made


def bare(world: World, member: Member, statement: str) -> Any:
    with tenant(world.organization.id), connection.cursor() as cursor:
        cursor.execute(statement, limits.caller(member, project_id=world.project.pk))
        return json.loads(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("reader", "path", "statement"),
    [
        ("pm", "projects/?limit=25", limits.projects(25)),
        ("lead", "projects/?limit=25", limits.projects(25)),
        ("pm", "issues/?limit=25", limits.issues(25)),
        ("pm", "projects/{project}/", limits.PROJECT),
        ("lead", "projects/{project}/", limits.PROJECT),
        # The member of the benchmark sees some money, as a manager does.
        ("pm", "portfolio/summary/", limits.SUMMARY),
    ],
)
def test_a_limit_tells_what_its_page_tells(world: World, reader: str, path: str, statement: str) -> None:
    member: Member = getattr(world, reader)
    answer = world.caller(member).get(path.format(project=world.project.pk))
    assert answer.status_code == 200
    told = answer.json()
    told = {"items": told["items"]} if "items" in told else told
    assert limits.plain(told) == limits.plain(bare(world, member, statement))
    assert world.hidden.code not in answer.content.decode()


def test_the_worst_lights_of_a_limit_stand_on_the_page_of_the_portfolio(world: World) -> None:
    shown = bare(world, world.pm, limits.overview(25))["items"]
    assert [each["code"] for each in shown] == [world.project.code]


def test_an_issue_written_by_a_limit_is_the_one_that_its_page_writes(world: World) -> None:
    path = f"projects/{world.project.pk}/issues/"
    answer = world.caller(world.pm).post(path, {"title": "A new issue", "priority": "medium"})
    assert answer.status_code == 201
    pair = (answer.json(), bare(world, world.pm, limits.ISSUE_WRITTEN))
    ours, limit = ({name: told for name, told in each.items() if name not in limits.OWN_TO_ONE} for each in pair)
    assert limits.plain(ours) == limits.plain(limit)
