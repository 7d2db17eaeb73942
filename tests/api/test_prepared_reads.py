"""Reads that are prepared once answer each reader as if they were written for this one alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from pmo_site.accounts.policy import Actor, bounded, grant, grounds, rights_on, visible
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.accounts.scopes import TokenScope, bounds_of
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.selectors import (
    current_rows,
    finder_of,
    record_page,
    record_rows,
    records_by_id,
    visible_rows,
)
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.keyset import KeysetPage, Order, page_of, place_of
from projects.models import Project
from projects.selectors import project_get
from projects.services.member import member_add
from support_office.models import Risk
from tests.accounts.world import TODAY, Member, make_member, seeder
from tests.api.world import World, make_world
from tests.resources.samples import SAMPLES, sample

Read = Callable[[Order, dict[str, str]], KeysetPage[Any]]


def _walk(read: Read, order: Order) -> list[list[UUID]]:
    """Every page of two rows, forward to the end and back to the head."""
    found, cursors = list[list[UUID]](), {"after": ""}
    for way in ("next", "previous"):
        for _ in range(50):
            page: KeysetPage[Any] = read(order, cursors)
            found.append([row.pk for row in page.rows])
            cursor = page.next_cursor if way == "next" else page.previous_cursor
            if not cursor:
                break
            cursors = {"after" if way == "next" else "before": cursor}
        cursors = {"before": page.previous_cursor} if page.previous_cursor else cursors
    return found


def _rated() -> None:
    """Some risks with scores and dates, two of them alike, others without."""
    steps = [(1, 2), (5, 5), (5, 5), (None, None)]
    for risk, (probability, impact) in zip(Risk.objects.order_by("number"), itertools.cycle(steps)):
        score = probability * impact if probability and impact else None
        rated = {"probability": probability, "impact": impact, "score": score, "live_score": score}
        due = None if score is None else TODAY + timedelta(days=score)
        loss = None if score is None else Decimal(score)
        Risk.objects.filter(pk=risk.pk).update(**rated, live_due_on=due, trigger_on=due, expected_loss=loss)


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource.key)
def test_a_list_is_walked_by_each_of_its_columns_as_a_query_of_its_own_walks_it(
    world: World, resource: Resource
) -> None:
    with tenant(world.organization.id, history={"system": "test"}):
        actor = seeder(world.organization)
        for _ in range(5 if resource.key in SAMPLES else 0):
            sample(resource, actor=actor, project=world.project)
        _rated()

        def prepared(order: Order, cursors: dict[str, str]) -> KeysetPage[Any]:
            place = place_of(resource.model, order, **cursors)
            return record_page(actor, resource, order, owner=None, size=2, place=place)

        def anew(order: Order, cursors: dict[str, str]) -> KeysetPage[Any]:
            return page_of(current_rows(record_rows(actor, resource), resource), order, size=2, **cursors)

        for column, descending in itertools.product(dict.fromkeys(resource.sorts().values()), (False, True)):
            order = Order(column, descending=descending)
            assert _walk(prepared, order) == _walk(anew, order), column


def _readers(world: World) -> list[Actor]:
    """Everybody who may see other things than the next: by role, by term, by one grant, by token, and as of a day."""
    organization = world.organization
    names = ("granted", "gone", "nobody")
    granted, gone, nobody = (
        make_member(organization, OrganizationRole.MEMBER, email=f"{name}@{organization.slug}.example")
        for name in names
    )
    with tenant(organization.id, history={"system": "test"}):
        by = seeder(organization)
        grant(by, Right.PROJECT_VIEW, world.hidden, user=granted.user)
        term = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}
        member_add(actor=by, project=world.hidden, values={"person": gone.person, "role": ProjectRole.MEMBER, **term})
    members = (world.manager, world.pm, world.lead, granted, gone, nobody)
    actors = [replace(_actor(member), today=TODAY) for member in members]
    tokens = [bounded(actors[0], bounds_of(uuid4(), scopes)) for scopes in ((), TokenScope, list(TokenScope)[:1])]
    return [*actors, *tokens, replace(actors[4], today=TODAY - timedelta(days=3)), by]


def _actor(member: Member) -> Actor:
    with member.acting() as actor:
        return actor


def _told(actor: Actor, worlds: list[World], samples: dict[str, list[UUID]]) -> None:
    """What one reader is answered by every prepared query is what a query of their own answers."""
    everything = Project.objects.order_by("code")
    visible_projects = set(visible(actor, Right.PROJECT_VIEW, everything))
    for world in worlds:
        for project in (world.project, world.hidden):
            found = project_get(actor, project.pk)
            assert (found is not None) == (project in visible_projects)
            if found is not None:
                held = frozenset[Right]().union(*(each.rights for each in grounds(actor, found)), actor.everywhere)
                allowed = held if actor.bounds is None else held & actor.bounds.rights
                assert rights_on(actor, [found])[found.pk] == (actor.everywhere if actor.system else allowed)
    for resource in resources():
        order = Order(resource.sorts()[resource.order.removeprefix("-")])
        page = record_page(actor, resource, order, owner=None, size=50, place=None)
        anew = page_of(current_rows(record_rows(actor, resource), resource), order, size=50)
        assert page == anew, resource.key
        seen = set(visible_rows(actor, resource, resource.rights.view).values_list("pk", flat=True))
        ids = samples[resource.key]
        assert set(records_by_id(actor, resource, resource.rights.view, ids)) == seen & set(ids)
        for key in ids:
            assert (finder_of(resource)(actor, **{resource.parameter: key}) is not None) == (key in seen)


def test_readers_of_two_organizations_who_ask_by_turns_are_each_answered_for_themselves(world: World) -> None:
    worlds, samples = [world, make_world("south")], dict[str, list[UUID]]()
    for each in worlds:
        with tenant(each.organization.id, history={"system": "test"}):
            for resource in resources():
                if resource.key in SAMPLES:
                    sample(resource, actor=seeder(each.organization), project=each.hidden)
                samples.setdefault(resource.key, []).extend(
                    resource.model._default_manager.values_list("pk", flat=True)
                )
    turns = list(zip(*(_readers(each) for each in worlds), strict=True))
    for _ in range(2):
        for pair in turns:
            for each, actor in zip(worlds, pair, strict=True):
                with tenant(each.organization.id):
                    _told(actor, worlds, samples)
