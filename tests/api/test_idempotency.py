"""A POST with an Idempotency-Key runs once."""

from __future__ import annotations

import pytest

from pmo_site.api.models import IdempotencyRecord
from pmo_site.api.services.idempotency import idempotency_claim
from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.api.test_versions import in_parallel
from tests.api.world import World, etag, problem

KEY = {"Idempotency-Key": "3f1c-0001"}
HARBOR = {"name": "Harbor", "code": "H-1"}


def harbors(world: World) -> int:
    with tenant(world.organization.id):
        return Project.objects.filter(name="Harbor").count()


@pytest.mark.fault("C02")
def test_twenty_at_once_make_one_row(committed_world: World) -> None:
    world, callers = committed_world, [committed_world.caller(committed_world.manager) for _ in range(20)]
    body = {"name": "Harbor"}
    statuses = in_parallel(20, lambda number: int(callers[number].post("projects/", body, **KEY).status_code))
    assert set(statuses) <= {201, 409}
    assert statuses[201] >= 1
    assert harbors(world) == 1
    again = world.caller(world.manager).post("projects/", body, **KEY)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert harbors(world) == 1


def test_a_repeated_request_gets_the_first_answer(world: World) -> None:
    caller = world.caller(world.manager)
    first = caller.post("projects/", HARBOR, **KEY)
    second = caller.post("projects/", dict(reversed(HARBOR.items())), **KEY)
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert [first.headers[name] for name in ("ETag", "Location")] == [
        second.headers[name] for name in ("ETag", "Location")
    ]
    assert "Idempotent-Replayed" not in first.headers
    assert harbors(world) == 1


def test_a_repeated_action_gets_the_first_answer_and_not_that_it_is_stale(world: World) -> None:
    caller, path = world.caller(world.manager), f"projects/{world.project.pk}/archive/"
    first = caller.post(path, **KEY, **{"If-Match": etag(world.project)})
    second = caller.post(path, **KEY, **{"If-Match": etag(world.project)})
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert second.headers["ETag"] == f'"{world.project.pk}-2"'


@pytest.mark.fault("C02")
@pytest.mark.parametrize(
    ("path", "body"), [("projects/", {"name": "Pier"}), ("projects/{id}/milestones/", HARBOR), ("projects/", {})]
)
def test_the_key_of_another_request_is_refused(world: World, path: str, body: object) -> None:
    caller = world.caller(world.manager)
    caller.post("projects/", HARBOR, **KEY)
    response = caller.post(path.format(id=world.project.pk), body, **KEY)
    problem(response, 422, "idempotency_key_reused")


def test_a_refused_request_leaves_its_key_free(world: World) -> None:
    caller = world.caller(world.manager)
    problem(caller.post("projects/", {**HARBOR, "code": "P-1"}, **KEY), 422, "rule")
    with tenant(world.organization.id):
        assert not IdempotencyRecord.objects.exists()
    assert caller.post("projects/", HARBOR, **KEY).status_code == 201


@pytest.mark.fault("C02")
def test_keys_of_two_people_do_not_meet(world: World) -> None:
    path = f"projects/{world.project.pk}/milestones/"
    first = world.caller(world.manager).post(path, {"name": "A"}, **KEY)
    second = world.caller(world.pm).post(path, {"name": "B"}, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)


def test_while_the_first_runs_the_second_is_told_to_wait(committed_world: World) -> None:
    world = committed_world
    caller = world.caller(world.manager)
    with tenant(world.organization.id):
        assert idempotency_claim(caller_id=world.manager.user.pk, key=KEY["Idempotency-Key"])
        statuses = in_parallel(1, lambda _: int(caller.post("projects/", HARBOR, **KEY).status_code))
    assert statuses == {409: 1}
    assert harbors(world) == 0
    assert caller.post("projects/", HARBOR, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "a b", "ключ"])
def test_a_malformed_key_is_refused(world: World, key: str) -> None:
    response = world.caller(world.manager).post("projects/", HARBOR, **{"Idempotency-Key": key})
    problem(response, 400, "idempotency_key_malformed")
    assert harbors(world) == 0
