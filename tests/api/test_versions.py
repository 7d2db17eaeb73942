"""ETag, If-Match and If-None-Match: nobody's change is lost, however many come at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.api.world import World, etag, problem


def in_parallel(count: int, act: Callable[[int], int]) -> Counter[int]:
    """Statuses of many calls at once, each on a connection of its own."""

    def one(number: int) -> int:
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


@pytest.mark.fault("C01")
def test_of_fifty_changes_from_one_version_one_is_stored_and_the_others_are_told(committed_world: World) -> None:
    world, callers = committed_world, [committed_world.caller(committed_world.pm) for _ in range(50)]
    path, tag = f"projects/{world.project.pk}/", etag(world.project)
    statuses = in_parallel(
        50, lambda number: int(callers[number].patch(path, {"name": f"N{number}"}, **{"If-Match": tag}).status_code)
    )
    assert statuses == {200: 1, 412: 49}
    with tenant(world.organization.id):
        assert Project.objects.get(pk=world.project.pk).version == 2


@pytest.mark.fault("C01")
def test_a_write_without_a_version_is_asked_for_one(world: World) -> None:
    path = f"projects/{world.project.pk}/"
    problem(world.caller(world.pm).patch(path, {"name": "x"}), 428, "precondition_required")
    problem(world.caller(world.pm).patch(path, {"name": "x"}, **{"If-Match": "*"}), 428, "precondition_required")


@pytest.mark.parametrize("tag", ['"{id}-7"', 'W/"{id}-1"', '"{other}-1"', '"x"', "{id}-1", '"{id}-99999999999999"'])
def test_a_stale_or_strange_version_is_refused_with_the_one_that_stands(world: World, tag: str) -> None:
    header = tag.format(id=world.project.pk, other=world.hidden.pk)
    response = world.caller(world.pm).patch(f"projects/{world.project.pk}/", {"name": "x"}, **{"If-Match": header})
    assert problem(response, 412, "stale")["current_version"] == 1
    with tenant(world.organization.id):
        assert Project.objects.get(pk=world.project.pk).name == "Bridge"


def test_one_of_several_versions_is_enough(world: World) -> None:
    tags = f'"x", {etag(world.project)}'
    response = world.caller(world.pm).patch(f"projects/{world.project.pk}/", {"name": "x"}, **{"If-Match": tags})
    assert response.status_code == 200


@pytest.mark.parametrize("header", ["{tag}", "W/{tag}", '"x", {tag}', "*"])
def test_a_version_that_the_caller_has_is_not_sent_again(world: World, header: str) -> None:
    path = f"projects/{world.project.pk}/"
    response = world.caller(world.pm).get(path, **{"If-None-Match": header.format(tag=etag(world.project))})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag(world.project)


def test_another_version_is_sent(world: World) -> None:
    path = f"projects/{world.project.pk}/"
    response = world.caller(world.pm).get(path, **{"If-None-Match": f'"{world.project.pk}-9"'})
    assert response.status_code == 200
