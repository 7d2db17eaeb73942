"""Every operation of the schema, asked with what a generator makes of it: no fault, and the answers it promises.

Two programs ask, by the token of a project's member and by that of a PMO manager, with ids of their own organization,
of another one, and of nothing. What belongs to the other organization is in no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples_of
from pytest_django import DjangoDbBlocker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pmo_site.accounts.models import Membership
from pmo_site.accounts.policy import may
from pmo_site.accounts.scopes import FOR_HOLDERS, TokenScope
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.tokens import TokenFacts, token_create
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.meta.matrix import CANARY
from tests.meta.world import World, world

__all__ = ["world"]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 2}
ASKERS = ("project-member", "pmo_manager")
SEED = 20_261_126


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, str]:
    """A key for each asker, with every scope that they may give."""
    organization = Organization.objects.get(slug=world.own.slug)
    found = {}
    for name in ASKERS:
        with tenant(organization.id):
            user_id = Membership.objects.get(person__family_name=name).user_id
            actor = actor_of_user(user_id, organization_id=organization.id, settings=organization_settings())
            assert actor is not None
            held = [each.value for each in TokenScope if each not in FOR_HOLDERS or may(actor, FOR_HOLDERS[each])]
            facts = TokenFacts(name=name, scopes=held, days=1)
            found[name] = token_create(actor=actor, facts=facts).key
    return found


_SITE = WSGIHandler()


def answered(environ: Any, start_response: Any) -> list[bytes]:
    """The site, each answer read to its end and closed: a download holds a file."""
    with closing(_SITE(environ, start_response)) as answer:
        return [b"".join(answer)]


@pytest.fixture(scope="module")
def schema(world: World, keys: dict[str, str]) -> Iterator[Any]:
    """The schema as a program reads it, answered by the site itself on the connection of the world."""
    response = world.client.get("/api/v1/schema/", headers={"authorization": f"Bearer {keys['pmo_manager']}"})
    loaded = schemathesis.openapi.from_dict(response.json())
    loaded.app = answered
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield loaded
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.fault("I01")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("asker", ASKERS)
def test_every_operation_answers_as_its_schema_says(
    world: World, keys: dict[str, str], schema: Any, asker: str, django_db_blocker: DjangoDbBlocker
) -> None:
    wrong: list[str] = []
    with django_db_blocker.unblock():
        for operation in schema.get_all_operations():
            for mode, count in EXAMPLES.items():
                wrong += faults_of(world, operation.ok(), mode, count, keys[asker])
    assert not wrong, "\n".join(wrong)


def faults_of(world: World, operation: Any, mode: GenerationMode, count: int, key: str) -> list[str]:
    """What was wrong with the answers to some generated requests of an operation."""
    found: list[str] = []
    dice = Random(f"{SEED}{operation.label}{mode}")  # noqa: S311  the same every time, no secret

    @seed(SEED)
    @examples_of(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        name_records(world, case, dice)
        found.extend(faults_of_one(case, key))

    ask()
    return found


def name_records(world: World, case: Any, dice: Random) -> None:
    """Mostly records of the own organization; now and then foreign ones, or whatever the generator made."""
    given_parts = case.path_parameters or {}
    targets = [world.own, world.own, world.own, world.foreign_project, world.foreign_ids, None]
    target = dice.choice(targets)
    parts = {**given_parts, "slug": world.own.slug} if "slug" in given_parts else dict(given_parts)
    if target is not None:
        parts |= {name: str(target.parts[name]) for name in parts if name in target.parts}
    case.path_parameters = parts


def faults_of_one(case: Any, key: str) -> list[str]:
    """One request, undone: what its answer breaks of the schema, or shows of the other organization."""
    point = transaction.savepoint()
    try:
        response = case.call(headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})
        where = f"{case.method} {case.formatted_path} {response.status_code}"
        shown = [f"{where}: shows the other organization"] if CANARY.encode() in response.content else []
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            return [*shown, *(f"{where}: {failure}" for failure in failures.exceptions)]
        return shown
    finally:
        transaction.savepoint_rollback(point)
