"""What the API answers after a change is what the database holds: the next reading says the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pmo_site.resources.resource import Resource, resources
from pmo_site.tenancy.context import tenant
from tests.accounts.world import seeder
from tests.api.world import World, etag
from tests.resources.samples import SAMPLES, sample

TYPED = "  Changed\u3000ＡＢＣ  "
"""Words as people paste them: what is kept of them is for the service to say, and for the answer to show."""
CHANGES: dict[str, dict[str, str]] = {
    "milestones": {"weight": "2.5"},
    "departments": {"name": TYPED},
    "portfolios": {"purpose": TYPED},
    "programs": {"purpose": TYPED},
    "placements": {"ends_on": "2027-03-31"},
    "risks": {"title": TYPED, "state": "open"},
    "issues": {"title": TYPED, "due_on": "2027-01-05"},
    "actions": {"title": TYPED, "result": TYPED},
    "recipients": {"interest": TYPED},
    "decisions": {"title": TYPED},
}
ONE_OF_A_NAME = {"departments"}
"""Registers in which a name is borne once, so that many cannot be given the same."""
KEPT = [resource for resource in resources() if resource.key in SAMPLES]


def made(world: World, resource: Resource) -> Any:
    with tenant(world.organization.id, history={"system": "test"}):
        return sample(resource, actor=seeder(world.organization), project=world.project)


def body(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.mark.parametrize("resource", KEPT, ids=lambda each: each.key)
def test_a_patch_answers_what_the_database_holds(world: World, resource: Resource) -> None:
    record, caller = made(world, resource), world.caller(world.manager)
    path = f"{resource.key}/{record.pk}/"
    before = body(caller.get(path))
    told = body(caller.patch(path, CHANGES[resource.key], **{"If-Match": etag(record)}))
    stands = body(caller.get(path))
    assert told == {name: stands[name] for name in told}
    assert told["version"] == before["version"] + 1
    assert told != before
    listed = next(row for row in body(caller.get(f"{resource.key}/"))["items"] if row["id"] == str(record.pk))
    assert {name: listed[name] for name in told} == told


@pytest.mark.parametrize(
    "resource", [each for each in KEPT if each.key not in ONE_OF_A_NAME], ids=lambda each: each.key
)
def test_a_change_of_many_answers_the_versions_that_stand_and_gives_all_of_them_the_value(
    world: World, resource: Resource
) -> None:
    records, caller = [made(world, resource), made(world, resource)], world.caller(world.manager)
    picks = [{"id": str(record.pk), "version": record.version} for record in records]
    values = CHANGES[resource.key]
    told = body(caller.post(f"{resource.key}/bulk/", {"records": picks, "values": values}))["changed"]
    stands = [body(caller.get(f"{resource.key}/{record.pk}/")) for record in records]
    assert told == [{"id": each["id"], "version": each["version"]} for each in stands]
    alone = made(world, resource)
    single = body(caller.patch(f"{resource.key}/{alone.pk}/", values, **{"If-Match": etag(alone)}))
    assert [{name: each[name] for name in values} for each in stands] == [{name: single[name] for name in values}] * 2
