"""Single grants over the API: given, withdrawn, told and undone, and never a way to more rights."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from pmo_site.accounts.models import Membership, UndoableAct
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.scopes import NEVER_BY_TOKEN, TokenScope
from pmo_site.accounts.services.tokens import MadeToken
from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.context import tenant
from projects.models import Project, ProjectGrant
from projects.services.member import grant_give
from tests.accounts.tokens import make_token, program
from tests.accounts.world import Member, make_member
from tests.api.world import World, make_world

MANAGE = TokenScope.GRANTS_MANAGE
MONEY = (MANAGE, TokenScope.PROJECTS_READ, TokenScope.MONEY_READ)
GRANTS = "grants/"


@pytest.fixture
def guest(world: World) -> Member:
    """A member without any role on a project."""
    return make_member(world.organization, OrganizationRole.MEMBER, email="guest@north.example")


def rows(world: World) -> set[tuple[str, str]]:
    with tenant(world.organization.id):
        found = ProjectGrant._default_manager.select_related("permission")
        return {(str(row.user_id), row.permission.codename) for row in found}


def body(member: Member, right: Right) -> dict[str, str]:
    return {"person_id": str(member.person.pk), "right": right.value}


def on(project: Project) -> str:
    return f"projects/{project.pk}/grants/"


def send(made: MadeToken, world: World, method: str, path: str, values: object = None) -> Any:
    client: Client = program(made.key)
    data = json.dumps(values).encode() if values is not None else b""
    address = f"/api/v1/organizations/{world.organization.slug}/{path}"
    return client.generic(method, address, data, content_type="application/json")


def give(world: World, member: Member, right: Right, project: Project | None = None) -> int:
    with world.manager.acting() as actor:
        membership = Membership.objects.get(pk=member.membership.pk)
        given = grant_give(actor=actor, project=project or world.project, right=right, membership=membership)
    assert given
    return given.grant_id


def test_a_right_is_granted_listed_read_and_withdrawn_with_its_history(world: World, guest: Member) -> None:
    caller = world.caller(world.manager)
    made = caller.post(on(world.project), body(guest, Right.MONEY_VIEW))
    assert made.status_code == 201, made.content
    grant = made.json()
    assert (grant["person_id"], grant["right"]) == (str(guest.person.pk), "money.view")
    assert grant["given_by"]
    assert caller.get(GRANTS).json()["items"] == [grant]
    assert caller.get(f"{GRANTS}?project={world.hidden.pk}").json()["items"] == []
    assert caller.get(f"{GRANTS}{grant['id']}/").json() == grant
    with guest.acting() as actor:
        assert may(actor, Right.MONEY_VIEW, world.project)
        assert not may(actor, Right.MONEY_VIEW, world.hidden)
    again = caller.post(on(world.project), body(guest, Right.MONEY_VIEW))
    assert again.status_code == 422
    assert caller.send("DELETE", f"{GRANTS}{grant['id']}/").status_code == 204
    assert rows(world) == set()
    assert caller.get(f"{GRANTS}{grant['id']}/").status_code == 404
    history = caller.get(f"{on(world.project)}history/").json()["items"]
    assert [(each["action"], each["right"], each["by_token"]) for each in history] == [
        ("withdrawn", "money.view", False),
        ("given", "money.view", False),
    ]


def test_who_does_not_manage_grants_is_refused_and_who_does_not_see_the_project_finds_none(
    world: World, guest: Member
) -> None:
    grant = give(world, guest, Right.COMMENT_WRITE)
    lead = world.caller(world.lead)
    assert lead.post(on(world.project), body(guest, Right.PROJECT_VIEW)).status_code == 403
    assert lead.post(on(world.hidden), body(guest, Right.PROJECT_VIEW)).status_code == 404
    assert lead.send("DELETE", f"{GRANTS}{grant}/").status_code == 403
    assert lead.get(f"{on(world.project)}history/").status_code == 403
    assert lead.get(GRANTS).json()["items"] == []
    south = world.caller(world.manager), make_world("south")
    assert south[0].get(f"projects/{south[1].project.pk}/grants/history/").status_code == 404
    assert rows(world) == {(str(guest.user.pk), "comment_write")}


def test_what_was_granted_and_withdrawn_is_undone_over_the_api(world: World, guest: Member) -> None:
    caller = world.caller(world.manager)
    grant = caller.post(on(world.project), body(guest, Right.MONEY_VIEW)).json()
    (given,) = caller.get("acts/").json()["items"]
    assert (given["kind"], given["undone_at"]) == ("projects.grant_given", None)
    undone = caller.post(f"acts/{given['id']}/undo/")
    assert (undone.status_code, rows(world)) == (200, set())
    assert undone.json()["undone_at"]
    assert caller.post(f"acts/{given['id']}/undo/").status_code == 422
    grant = caller.post(on(world.project), body(guest, Right.MONEY_VIEW)).json()
    caller.send("DELETE", f"{GRANTS}{grant['id']}/")
    newest = caller.get("acts/").json()["items"][0]
    assert caller.post(f"acts/{newest['id']}/undo/").status_code == 200
    assert rows(world) == {(str(guest.user.pk), "money_view")}


def test_a_token_grants_what_it_holds_itself_and_history_names_it(world: World, guest: Member) -> None:
    made = make_token(world.manager, MONEY)
    answer = send(made, world, "POST", on(world.project), body(guest, Right.MONEY_VIEW))
    assert answer.status_code == 201, answer.content
    assert rows(world) == {(str(guest.user.pk), "money_view")}
    history = send(made, world, "GET", f"{on(world.project)}history/").json()["items"]
    assert [(each["action"], each["by_token"]) for each in history] == [("given", True)]
    assert send(made, world, "DELETE", f"{GRANTS}{answer.json()['id']}/").status_code == 204
    assert rows(world) == set()


@pytest.mark.fault("Z07", "Z03")
@pytest.mark.parametrize(
    ("scopes", "right"),
    [
        ((MANAGE,), Right.MONEY_VIEW),
        (MONEY, Right.MONEY_CHANGE),
        (MONEY, Right.RISK_CHANGE),
        (tuple(TokenScope), Right.GRANTS_MANAGE),
        (tuple(TokenScope), Right.MEMBERS_MANAGE),
        (tuple(scope for scope in TokenScope if scope is not MANAGE), Right.PROJECT_VIEW),
    ],
)
def test_a_token_never_grants_beyond_itself(
    world: World, guest: Member, scopes: tuple[TokenScope, ...], right: Right
) -> None:
    made = make_token(world.manager, scopes)
    assert send(made, world, "POST", on(world.project), body(guest, right)).status_code == 403
    assert rows(world) == set()
    with tenant(world.organization.id):
        assert not UndoableAct.objects.exists()


@pytest.mark.fault("Z07")
@pytest.mark.parametrize("right", sorted(NEVER_BY_TOKEN))
def test_a_token_never_withdraws_what_leads_to_more_rights(world: World, guest: Member, right: Right) -> None:
    grant = give(world, guest, right)
    before = rows(world)
    made = make_token(world.manager, tuple(TokenScope))
    assert send(made, world, "DELETE", f"{GRANTS}{grant}/").status_code == 403
    assert rows(world) == before


@pytest.mark.fault("Z03")
def test_a_token_never_grants_to_its_own_account(world: World) -> None:
    made = make_token(world.manager, tuple(TokenScope))
    answer = send(made, world, "POST", on(world.project), body(world.manager, Right.MONEY_VIEW))
    assert (answer.status_code, rows(world)) == (403, set())


@pytest.mark.fault("Z03")
def test_a_token_undoes_no_grant_that_it_could_not_give(world: World, guest: Member) -> None:
    caller = world.caller(world.manager)
    grant = caller.post(on(world.project), body(guest, Right.GRANTS_MANAGE)).json()
    caller.send("DELETE", f"{GRANTS}{grant['id']}/")
    newest = caller.get("acts/").json()["items"][0]
    made = make_token(world.manager, tuple(TokenScope))
    assert send(made, world, "POST", f"acts/{newest['id']}/undo/").status_code == 403
    assert rows(world) == set()


def test_the_scope_is_given_by_nobody_who_does_not_hold_the_right(world: World, guest: Member) -> None:
    give(world, guest, Right.PROJECT_VIEW)
    give(world, guest, Right.GRANTS_MANAGE)
    with pytest.raises(RuleError, match="scope_not_held"):
        make_token(guest, MONEY)


def test_what_its_owner_loses_the_token_cannot_give(world: World, guest: Member) -> None:
    made = make_token(world.manager, MONEY)
    with tenant(world.organization.id):
        world.manager.membership.roles.all().delete()
    assert send(made, world, "POST", on(world.project), body(guest, Right.MONEY_VIEW)).status_code in {403, 404}
    assert rows(world) == set()


def test_an_archived_project_takes_no_grant(world: World, guest: Member) -> None:
    with tenant(world.organization.id):
        Project.objects.filter(pk=world.project.pk).update(archived_at=world.project.created_at)
    answer = world.caller(world.manager).post(on(world.project), body(guest, Right.MONEY_VIEW))
    assert (answer.status_code, rows(world)) == (422, set())
