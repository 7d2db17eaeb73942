"""What the people of a project say about its health."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel.evidence import Evidence, RowReference
from pmo_site.tenancy.context import tenant
from projects.domain.project import GovernanceTier, ProjectStatus
from projects.evidence import people_evidence
from projects.models import Project, ProjectMember
from tests.accounts.world import TODAY
from tests.api.world import World, make_world, more_projects


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    return make_world()


def told(world: World, project: Project) -> dict[str, Evidence]:
    with tenant(world.organization.id):
        return {each.code: each for _key, facts in people_evidence(TODAY, [project.pk]) for each in facts}


def change(world: World, project: Project, **facts: object) -> None:
    with tenant(world.organization.id):
        Project.objects.filter(pk=project.pk).update(**facts)


def test_a_project_without_an_accountable_manager_says_so_with_its_people_as_rows(world: World) -> None:
    found = told(world, world.hidden)["no_project_manager"]
    assert found.numbers == {"missing_count": 1}
    assert [row.about(world.hidden.pk) for row in found.rows] == [RowReference("projects.members", world.hidden.pk)]
    assert told(world, world.project)["no_project_manager"].numbers == {"missing_count": 0}


def test_a_manager_whose_term_is_over_is_missing(world: World) -> None:
    with tenant(world.organization.id):
        ProjectMember.objects.update(ends_on=TODAY - timedelta(days=1))
    assert told(world, world.project)["no_project_manager"].numbers == {"missing_count": 1}


def test_the_roles_that_the_tier_asks_for_are_counted(world: World) -> None:
    for tier, unfilled, required in (
        (GovernanceTier.LIGHT, 0, 1),
        (GovernanceTier.STANDARD, 1, 2),
        (GovernanceTier.FULL, 1, 3),
    ):
        change(world, world.project, tier=tier)
        numbers = told(world, world.project)["roles_unfilled"].numbers
        assert [numbers["unfilled_count"], numbers["required_count"]] == [Decimal(unfilled), Decimal(required)]


@pytest.mark.parametrize("status", [ProjectStatus.PROPOSED, ProjectStatus.COMPLETED, ProjectStatus.CANCELLED])
def test_a_proposal_and_finished_work_are_not_asked_for_people(world: World, status: ProjectStatus) -> None:
    change(world, world.project, status=status)
    assert told(world, world.project) == {}


def test_all_projects_are_read_with_one_query(world: World) -> None:
    more_projects(world, 5)
    with tenant(world.organization.id), CaptureQueriesContext(connection) as queries:
        found = list(people_evidence(TODAY, None))
    assert len({key for key, _facts in found}) == 7
    assert len(queries) == 1
    assert {ProjectRole.PROJECT_MANAGER.value} == {"project_manager"}
