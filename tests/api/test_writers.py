"""Compiled writers tell what the serializers of the schema tell, for every register and every reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import pytest

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.api.rendering import to_json
from pmo_site.resources.api.bodies import rows_of, single_body
from pmo_site.resources.api.shapes import read_shape, row_shape
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.selectors import finder_of, record_page
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.keyset import Order
from tests.accounts.world import Member, seeder
from tests.api.world import World
from tests.resources.samples import SAMPLES, sample


def _actor(world: World, member: Member) -> Actor:
    found = actor_of_user(member.user.pk, organization_id=world.organization.id, settings=organization_settings())
    assert found is not None
    return found


def _plain(value: Any) -> Any:
    """What a program reads; moments by what they mean, as both write their zone in their own way."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, str) and value[10:11] == "T":
        return datetime.fromisoformat(value)
    return value


def _alike(told: dict[str, Any], shape: type[Any], closed: set[str]) -> None:
    """All that the shape names but what is closed, which is absent."""
    expected = _plain(orjson.loads(to_json(shape(told).data)))
    assert set(expected) - set(told) <= closed
    assert not closed & set(told)
    assert _plain(orjson.loads(to_json(told))) == {name: value for name, value in expected.items() if name in told}


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource.key)
@pytest.mark.parametrize("who", ["manager", "lead"])
def test_a_record_is_told_as_its_serializer_tells_it(world: World, resource: Resource, who: str) -> None:
    member: Member = getattr(world, who)
    closed = {field.name for field in resource.fields if field.right is not None and who == "lead"}
    with tenant(world.organization.id, history={"system": "test"}):
        if resource.key in SAMPLES:
            sample(resource, actor=seeder(world.organization), project=world.project)
        actor = _actor(world, member)
        order = Order(resource.sorts()[resource.order.removeprefix("-")])
        records = record_page(actor, resource, order, owner=None, size=50, place=None).rows
        rows = rows_of(resource, records, actor, None)
        assert rows or who == "lead", "the portfolios are not open to a project's lead"
        for record, row in zip(records, rows, strict=True):
            _alike(row, row_shape(resource), closed)
            single = single_body(resource, record, actor)
            _alike(single, read_shape(resource), closed)
            assert {name: row[name] for name in single} == single
            assert finder_of(resource)(actor, **{resource.parameter: record.pk}) == record
