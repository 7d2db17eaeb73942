"""What one did outside the registers is listed and taken back over the API, once and by oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmo_site.accounts.limits import ACT_DAYS
from pmo_site.accounts.models import UndoableAct
from pmo_site.accounts.roles import ProjectRole
from pmo_site.accounts.scopes import TokenScope
from pmo_site.accounts.services.acts import act_keep, acts_forget
from pmo_site.accounts.services.undoing import SETTINGS_CHANGED
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from projects.models import ProjectMember
from tests.accounts.tokens import make_token, program
from tests.api.world import World


def added(world: World) -> str:
    """The manager gives the lead another role over the API."""
    values = {"person_id": str(world.lead.person.pk), "role": ProjectRole.SUPPORT, "starts_on": "2026-02-01"}
    answer = world.caller(world.manager).post(f"projects/{world.project.pk}/members/", values)
    assert answer.status_code == 201, answer.content
    found: str = answer.json()["id"]
    return found


def is_member(world: World, member_id: str) -> bool:
    with tenant(world.organization.id):
        return ProjectMember.objects.filter(pk=member_id).exists()


def test_what_was_done_over_the_api_is_listed_and_undone_once(world: World) -> None:
    member_id = added(world)
    caller = world.caller(world.manager)
    (act,) = caller.get("acts/").json()["items"]
    assert act["kind"] == "projects.member_added"
    assert act["url"] == f"/o/north/projects/{world.project.pk}/people/"
    assert caller.post(f"acts/{act['id']}/undo/").status_code == 200
    assert not is_member(world, member_id)
    refused = caller.post(f"acts/{act['id']}/undo/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "undone_already")


def test_nothing_is_stored_where_something_changed_since(world: World) -> None:
    member_id = added(world)
    with tenant(world.organization.id):
        ProjectMember.objects.filter(pk=member_id).update(version=7)
    caller = world.caller(world.manager)
    (act,) = caller.get("acts/").json()["items"]
    refused = caller.post(f"acts/{act['id']}/undo/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "changed_since")
    assert is_member(world, member_id)
    assert caller.get("acts/").json()["items"] == [act]


def test_an_act_is_found_by_nobody_else(world: World) -> None:
    added(world)
    (act,) = world.caller(world.manager).get("acts/").json()["items"]
    other = world.caller(world.pm)
    assert other.get("acts/").json()["items"] == []
    assert other.post(f"acts/{act['id']}/undo/").status_code == 404


@pytest.mark.fault("Z07")
@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        ([TokenScope.ORGANIZATION_READ, TokenScope.PEOPLE_WRITE, TokenScope.PROJECTS_READ], 403),
        ([TokenScope.ORGANIZATION_WRITE, TokenScope.PROJECTS_READ], 403),
        ([TokenScope.ORGANIZATION_WRITE, TokenScope.PEOPLE_WRITE, TokenScope.PROJECTS_READ], 200),
    ],
)
def test_a_token_undoes_what_its_scopes_could_have_done(world: World, scopes: list[str], status: int) -> None:
    member_id = added(world)
    (act,) = world.caller(world.manager).get("acts/").json()["items"]
    client = program(make_token(world.manager, scopes).key)
    answer = client.post(f"/api/v1/organizations/north/acts/{act['id']}/undo/", content_type="application/json")
    assert answer.status_code == status, answer.content
    assert is_member(world, member_id) is (status != 200)


def test_acts_are_forgotten_after_their_days_and_no_earlier(world: World) -> None:
    with world.manager.acting() as actor:
        for _ in range(2):
            act = act_keep(actor=actor, kind=SETTINGS_CHANGED, facts={"version": 2})
        assert act
        old = clock.now() - timedelta(days=ACT_DAYS, seconds=1)
        UndoableAct.objects.filter(pk=act.pk).update(made_at=old)
    acts_forget()
    with tenant(world.organization.id):
        assert UndoableAct.objects.count() == 1
        assert not UndoableAct.objects.filter(pk=act.pk).exists()
