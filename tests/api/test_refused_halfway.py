"""A request that is refused after it wrote leaves nothing behind: no record, history, number, work or kept answer."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404

from pmo_site.accounts.models import ApiToken
from pmo_site.api.models import IdempotencyRecord
from pmo_site.audit.history import event_model
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.resources.api import endpoints
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.numbering import last_numbers
from projects.models import Project
from tests.accounts.tokens import make_token, program
from tests.api.world import Caller, World, problem

REFUSALS = {
    403: PermissionDenied(),
    404: Http404(),
    409: IntegrityError(),
    412: StaleError(2),
    422: RuleError([FieldProblem("name", "invalid")]),
    500: RuntimeError(),
}
HARBOR = {"name": "Harbor"}
KEY = {"Idempotency-Key": "halfway-1"}


def _stored(world: World) -> tuple[Any, ...]:
    with tenant(world.organization.id):
        kinds = (Project, event_model(Project), IdempotencyRecord, OutboxEvent)
        return (*(kind._default_manager.count() for kind in kinds), last_numbers(["project"]))


def _caller(world: World, by: str) -> Caller:
    caller = world.caller(world.manager)
    if by == "token":
        caller.client = program(make_token(world.manager).key)
    caller.client.raise_request_exception = False
    return caller


@pytest.mark.parametrize("by", ["session", "token"])
@pytest.mark.parametrize("status", REFUSALS)
def test_what_was_written_before_a_refusal_is_gone(
    committed_world: World, monkeypatch: pytest.MonkeyPatch, status: int, by: str
) -> None:
    world, written = committed_world, list[tuple[Any, ...]]()
    caller, before = _caller(world, by), _stored(world)

    def refuse(*_given: object) -> NoReturn:
        written.append(_stored(world))
        raise REFUSALS[status]

    with monkeypatch.context() as patched:
        patched.setattr(endpoints, "single_body", refuse)
        assert caller.post("projects/", HARBOR, **KEY).status_code == status
    assert written[0][0] == before[0] + 1
    assert written[0][-1] != before[-1]
    assert _stored(world) == before
    if by == "token":
        with tenant(world.organization.id):
            assert ApiToken.objects.get().last_used_at is not None, "that a token was used stands"
    assert caller.post("projects/", HARBOR, **KEY).status_code == 201


@pytest.mark.parametrize("by", ["session", "token"])
def test_of_many_records_none_is_changed_where_one_is_stale(committed_world: World, by: str) -> None:
    world = committed_world
    caller, before = _caller(world, by), _stored(world)
    picked = [{"id": str(each.pk), "version": 1 + (each == world.hidden)} for each in (world.project, world.hidden)]
    body = {"records": picked, "values": {"status": "completed"}}
    problem(caller.post("projects/bulk/", body), 412, "stale")
    assert _stored(world) == before
    with tenant(world.organization.id):
        assert not Project.objects.filter(status="completed").exists()
