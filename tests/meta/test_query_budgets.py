"""Every read address costs a committed number of queries, and no more when the rows double.

UPDATE_QUERY_BUDGETS=1 pytest tests/meta/test_query_budgets.py rewrites tests/query_budgets.json; read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import models, transaction

from pmo_site.accounts.models import ApiToken, Department, Person
from pmo_site.kernel import clock
from pmo_site.kernel.ids import new_id
from pmo_site.resources.resource import Resource
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import EditableModel, Organization
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Attachment, Comment
from portfolio.models import ProjectHealth
from projects.models import Milestone, Project, ProjectMember
from projects.services.project import project_revise
from support_office.models import Decision
from tests.accounts.world import seeder
from tests.meta import budgets, matrix
from tests.meta.matrix import Route
from tests.meta.world import World, world

__all__ = ["world"]

pytestmark = pytest.mark.timeout(900)
UPDATING = bool(os.environ.get("UPDATE_QUERY_BUDGETS"))
READS = [
    route
    for route in matrix.organization_routes()
    if "GET" in getattr(getattr(route.view, "cls", None), "access", ["GET"])
]
_found: dict[str, int] = {}


def reads(world: World) -> list[Route]:
    """Addresses that answer a GET of the manager; one that fails is no reason to leave it out."""
    found = []
    for route in READS:
        status = world.call(budgets.READER, "GET", route.path(world.own)).status_code
        assert status in {200, 302, 405}, (route.pattern, status)
        if status == 200:
            found.append(route)
    return found


@pytest.fixture(autouse=True)
def quiet_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a session was last seen is noted every five minutes: a run that takes longer would count that too."""
    monkeypatch.setattr("pmo_site.accounts.middleware.SEEN_STEP_SECONDS", 24 * 3600)


@pytest.fixture(scope="module", autouse=True)
def rewritten() -> Iterator[None]:
    """Write what was counted, where that is asked for."""
    yield
    if UPDATING:
        budgets.write(_found)


def test_every_read_address_has_a_budget_and_every_budget_an_address(world: World) -> None:
    if not UPDATING:
        assert {route.pattern for route in reads(world)} == set(budgets.load())


def test_every_read_address_keeps_its_budget(world: World) -> None:
    _found.update({route.pattern: budgets.cost(world, route) for route in reads(world)})
    if not UPDATING:
        assert _found == budgets.load()


def growth(world: World, addresses: list[Route]) -> dict[str, int]:
    """How many more queries each address costs when the rows double.

    A list asks how many rows it has only where one page does not hold them all, so a page here holds whatever there is.
    """
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr("pmo_site.resources.views.lists.PAGE_SIZE", 10_000)
        before = {route.pattern: budgets.cost(world, route) for route in addresses}
        double(world)
        after = {route.pattern: budgets.cost(world, route) for route in addresses}
        transaction.set_rollback(True)
    return {pattern: after[pattern] - before[pattern] for pattern in before}


def test_twice_the_rows_cost_no_more(world: World) -> None:
    found = growth(world, reads(world))
    # Less is no fault: the audit log reads each kind on its page once, and more rows of one kind leave fewer kinds.
    assert {pattern: more for pattern, more in found.items() if more > 0} == {}


def test_a_page_that_asks_row_by_row_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(resource: Resource, record: EditableModel) -> str:
        return str(resource.model._default_manager.get(pk=record.pk))

    monkeypatch.setattr("pmo_site.resources.views.lists.name_of", one_by_one)
    route = next(route for route in READS if route.pattern == "o/<slug:slug>/projects/")
    assert growth(world, [route]) == {route.pattern: 6}


def double(world: World) -> None:
    """As many rows again of everything that a page lists, and as many changes again."""
    organization = Organization.objects.get(slug=world.own.slug)
    with tenant(organization.id, history={"system": "test"}):
        for model in (Department, Person, Milestone, Decision, ProjectHealth, Project):
            assert copied(model)
        own = Project.objects.get(pk=world.own.parts["project_id"])
        talk_again(own)
        for token in list(ApiToken.objects.all()):
            token.pk, token.key_hash = new_id(), new_id().hex
            token.save(force_insert=True)
        for row in list(ProjectMember.objects.filter(project_id=own.pk)):
            row.pk, row.starts_on = new_id(), row.starts_on - timedelta(days=4000)
            row.ends_on = row.starts_on + timedelta(days=1)
            row.save(force_insert=True)
        for number in range(3):
            actor = seeder(organization)
            values = {"purpose": f"change {number} of {clock.now()}"}
            own = project_revise(actor=actor, project=own, version=own.version, values=values)


def talk_again(project: Project) -> None:
    """As many words, files and links on a project again."""
    for comment in list(Comment.objects.filter(thread=project.thread)):
        comment.pk = new_id()
        comment.save(force_insert=True)
    for attachment in list(Attachment.objects.filter(thread=project.thread)):
        attachment.pk, file = new_id(), attachment.file
        if file is not None:
            file.pk = new_id()
            file.save(force_insert=True)
            attachment.file = file
        attachment.save(force_insert=True)


def copied(model: type[models.Model]) -> int:
    """Store every row of a kind a second time; how many there were."""
    rows = list(model._default_manager.all())
    for row in rows:
        row.pk = new_id()
        if isinstance(row, Threaded):
            row.thread = None
        for field in ("code", "name"):
            if isinstance(getattr(row, field, None), str):
                setattr(row, field, f"{getattr(row, field)} 2")
        if isinstance(row, ProjectHealth):
            row.trigger = "change"
        row.save(force_insert=True)
    return len(rows)
