"""A program with a key: what it may do, and everything that ends it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import ApiToken, Denial, Membership, OrganizationSettings, User
from pmo_site.accounts.rights import Right
from pmo_site.accounts.scopes import KEPT_FROM_TOKENS, SCOPES, TokenScope
from pmo_site.accounts.services.tokens import MadeToken, TokenFacts, token_create, token_revoke
from pmo_site.accounts.token_keys import key_hash, key_make
from pmo_site.audit.history import history_of
from pmo_site.files.services.files import export_store
from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState
from projects.models import Project
from tests.accounts.tokens import EVERYTHING, READING, expire, make_token, program
from tests.api.test_health import FIXED, LISTS
from tests.api.world import World, etag, make_world, problem

INVALID = 'Bearer realm="Rashinban", error="invalid_token"'


def ask(client: Client, world: World, path: str = "projects/", **headers: str) -> Any:
    return client.get(f"/api/v1/organizations/{world.organization.slug}/{path}", headers=headers)


def send(client: Client, world: World, method: str, path: str, body: object, **headers: str) -> Any:
    address = f"/api/v1/organizations/{world.organization.slug}/{path}"
    return client.generic(method, address, json.dumps(body), content_type="application/json", headers=headers)


def codes(response: Any) -> set[str]:
    return {row["code"] for row in response.json()["items"]}


def refused(response: Any) -> bytes:
    """The answer to a key that opens nothing, without the id of the request."""
    body = problem(response, 401, "not_authenticated")
    assert body["detail"].startswith(
        "This key opens nothing here: it may have expired, been revoked or be used from outside"
    )
    assert response.headers["WWW-Authenticate"] == INVALID
    return json.dumps({**body, "request_id": ""}).encode()


@pytest.mark.parametrize(
    ("account", "organization", "asked", "words"),
    [
        ("en", "ja", None, "The record does not exist, or it is not open to you."),
        ("ja", "en", None, None),
        ("", "en", None, "The record does not exist, or it is not open to you."),
        ("en", "ja", "*", "The record does not exist, or it is not open to you."),
        ("en", "ja", "fr", "The record does not exist, or it is not open to you."),
        ("en", "ja", "ja;q=0.5", None),
        ("ja", "ja", "en-GB", "The record does not exist, or it is not open to you."),
    ],
)
def test_a_program_that_names_no_language_is_answered_in_its_owners(
    world: World, account: str, organization: str, asked: str | None, words: str | None
) -> None:
    User.objects.filter(pk=world.manager.user.pk).update(language=account)
    with tenant(world.organization.id):
        OrganizationSettings.objects.update_or_create(defaults={"language": organization})
    client = Client(headers={"authorization": f"Bearer {make_token(world.manager).key}"})
    answer = ask(client, world, f"projects/{uuid4()}/", **({"accept-language": asked} if asked else {}))
    assert answer.status_code == 404
    assert answer.headers["Content-Language"] == ("en" if words else "ja")
    assert (answer.json()["detail"] == words) is (words is not None)


def test_a_key_reads_and_writes_what_its_owner_may(world: World) -> None:
    client = program(make_token(world.manager).key)
    assert codes(ask(client, world)) == {"P-1", "P-2"}
    made = send(client, world, "POST", "projects/", {"code": "P-9", "name": "By a program", "currency": "JPY"})
    assert made.status_code == 201, made.content
    assert codes(ask(program(make_token(world.pm).key), world)) == {"P-1"}
    assert client.cookies == {}


def test_a_key_is_kept_as_a_hash_alone(world: World) -> None:
    made = make_token(world.manager)
    with tenant(world.organization.id):
        (row,) = ApiToken.objects.values()
        events = str(list(ApiToken.events.rel.related_model.objects.values()))  # type: ignore[attr-defined]  # made by pghistory
    assert row["key_hash"] == key_hash(made.key)
    assert row["hint"] == made.key[-4:]
    assert made.key not in str(row)
    assert made.key not in events
    assert row["key_hash"] not in events


def test_every_right_is_in_a_scope_or_is_kept_from_tokens_with_a_reason() -> None:
    given = frozenset[Right]().union(*(scope.reads | scope.changes for scope in SCOPES.values()))
    assert set(SCOPES) == set(TokenScope)
    assert given.isdisjoint(KEPT_FROM_TOKENS)
    assert given | set(KEPT_FROM_TOKENS) == set(Right)


def test_history_names_the_account_and_the_token(world: World) -> None:
    made = make_token(world.pm)
    body = {"name": "Bridge, by a program"}
    path = f"projects/{world.project.pk}/"
    answer = send(program(made.key), world, "PATCH", path, body, **{"If-Match": etag(world.project)})
    assert answer.status_code == 200, answer.content
    with tenant(world.organization.id):
        newest = history_of(Project.objects.get(pk=world.project.pk))[0]
    assert newest.context["token"] == str(made.token.pk)
    assert newest.context["user"] == str(world.pm.user.pk)
    page = world.caller(world.manager).client.get(f"/o/{world.organization.slug}/projects/{world.project.pk}/history/")
    assert "by the token Nightly sync" in page.content.decode()


@pytest.mark.fault("T12")
@pytest.mark.parametrize("kind", ["revoked", "expired", "former member", "closed account", "suspended", "elsewhere"])
def test_what_ends_a_key_ends_it_with_the_next_request(world: World, kind: str) -> None:
    made = make_token(world.pm, networks=["127.0.0.0/8"])
    client = program(made.key)
    assert ask(client, world).status_code == 200
    unknown = refused(ask(program(key_make(world.organization.id)), world))
    end(world, made, kind, client)
    assert refused(ask(client, world)) == unknown
    with tenant(world.organization.id):
        assert Denial.objects.count() == 0


def end(world: World, made: MadeToken, kind: str, client: Client) -> None:
    with tenant(world.organization.id):
        if kind == "former member":
            Membership.objects.filter(user=world.pm.user).update(ended_at=made.token.created_at)
    if kind == "revoked":
        with world.manager.acting() as actor:
            token_revoke(actor=actor, token_id=made.token.pk)
    elif kind == "expired":
        expire(made, world.pm)
    elif kind == "closed account":
        world.pm.user.is_active = False
        world.pm.user.save()
    elif kind == "suspended":
        Organization.objects.filter(pk=world.organization.pk).update(state=OrganizationState.SUSPENDED)
    elif kind == "elsewhere":
        client.defaults["REMOTE_ADDR"] = "203.0.113.9"


@pytest.mark.parametrize("key", ["", "rsb_", "no-key-of-ours", "rsb_" + "0" * 32 + "_" + "a" * 32, "é\u3042"])
def test_what_is_no_key_is_answered_like_an_unknown_one(world: World, key: str) -> None:
    unknown = refused(ask(program(key_make(world.organization.id)), world))
    client = Client(headers={"accept-language": "en"})
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    assert refused(ask(client, world)) == unknown
    assert refused(client.get("/api/v1/schema/")) == unknown


def test_a_key_of_one_organization_opens_no_other_and_does_not_tell_whether_it_exists(world: World) -> None:
    south = make_world("south")
    client = program(make_token(world.manager).key)
    paths = ("organizations/south/projects/", f"organizations/south/projects/{south.project.pk}/")
    answers = {refused(client.get(f"/api/v1/{path}")) for path in (*paths, "organizations/nowhere/projects/")}
    assert len(answers) == 1
    costs = []
    for slug in ("south", "nowhere"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/organizations/{slug}/projects/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.fault("T05")
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Tenant-ID": "south"},
        {"X-Organization": "south"},
        {"X-Forwarded-Host": "south.example"},
        {"Cookie": "tenant=south"},
    ],
)
def test_no_header_moves_a_key_to_another_organization(world: World, headers: dict[str, str]) -> None:
    make_world("south")
    client = program(make_token(world.pm).key)
    assert codes(ask(client, world, **headers)) == {"P-1"}
    problem(ask(client, world, "projects/?tenant=south"), 400, "invalid")


def test_a_key_beside_a_session_is_what_counts(world: World) -> None:
    client = world.caller(world.manager).client
    path = f"/api/v1/organizations/{world.organization.slug}/projects/"
    assert codes(client.get(path, headers={"Authorization": f"Bearer {make_token(world.pm).key}"})) == {"P-1"}
    refused(client.get(path, headers={"Authorization": f"Bearer {key_make(world.organization.id)}"}))


@pytest.mark.fault("Z07")
@pytest.mark.parametrize("path", ["/o/north/", "/o/north/projects/", "/o/north/me/tokens/", "/me/", "/api/v1/docs/"])
def test_a_key_opens_no_page(world: World, path: str) -> None:
    response = program(make_token(world.manager).key).get(path)
    assert (response.status_code, response.headers.get("Location", "")[:16]) in {(302, "/accounts/login/"), (401, "")}
    assert "sessionid" not in response.cookies


def test_the_schema_is_read_with_a_key(world: World) -> None:
    made = make_token(world.lead, READING)
    schema = program(made.key).get("/api/v1/schema/").json()
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    Organization.objects.update(state=OrganizationState.SUSPENDED)
    refused(program(made.key).get("/api/v1/schema/"))


WRITES = [
    ("POST", "projects/", {"code": "P-9", "name": "New", "currency": "JPY"}),
    ("PATCH", "projects/{project}/", {"name": "Other"}),
    ("POST", "projects/{project}/archive/", {}),
    ("POST", "projects/{project}/milestones/", {"name": "New", "baseline_on": "2026-12-01"}),
    ("POST", "notices/read-all/", {}),
    ("PATCH", "notices/preferences/", {"rhythm": "never"}),
    ("POST", "threads/project/{project}/comments/", {"text": "Hello"}),
]


@pytest.mark.fault("Z07")
@pytest.mark.parametrize(("method", "path", "body"), WRITES, ids=[f"{each[0]} {each[1]}" for each in WRITES])
def test_a_reading_key_writes_nothing(world: World, method: str, path: str, body: object) -> None:
    reader = program(make_token(world.manager, READING).key)
    before = state(world)
    answer = send(
        reader, world, method, path.format(project=world.project.pk), body, **{"If-Match": etag(world.project)}
    )
    problem(answer, 403, "permission_denied")
    assert "A token also needs a scope" in answer.json()["detail"]
    assert state(world) == before


def state(world: World) -> list[Any]:
    with tenant(world.organization.id):
        return [*Project.objects.order_by("pk").values()]


def test_a_key_that_may_comment_changes_no_project_and_sees_no_money(world: World) -> None:
    client = program(make_token(world.manager, [TokenScope.COMMENTS_WRITE]).key)
    path = f"threads/project/{world.project.pk}/comments/"
    assert send(client, world, "POST", path, {"text": "Seen"}).status_code == 201
    change = send(client, world, "PATCH", f"projects/{world.project.pk}/", {"name": "x"}, **{"If-Match": '"x"'})
    problem(change, 403, "permission_denied")
    assert "latest_budget" not in ask(client, world).json()["items"][0]
    with_money = program(make_token(world.manager, [TokenScope.PROJECTS_READ, TokenScope.MONEY_READ]).key)
    assert "latest_budget" in ask(with_money, world).json()["items"][0]
    problem(ask(client, world, "people/"), 403, "permission_denied")


def test_scopes_bound_roles_on_single_projects_too(world: World) -> None:
    client = program(make_token(world.pm, [TokenScope.PROJECTS_READ]).key)
    assert "latest_budget" not in ask(client, world, f"projects/{world.project.pk}/").json()
    people = program(make_token(world.pm, [TokenScope.PEOPLE_READ]).key)
    problem(ask(people, world, f"projects/{world.project.pk}/"), 404, "not_found")
    assert ask(people, world).status_code == 403


def test_a_scope_gives_nothing_that_its_owner_may_not_do(world: World) -> None:
    client = program(make_token(world.lead).key)
    problem(send(client, world, "POST", "projects/", {"code": "P-9", "name": "New"}), 403, "permission_denied")
    problem(ask(client, world, f"projects/{world.hidden.pk}/"), 404, "not_found")
    assert "latest_budget" not in ask(client, world).json()["items"][0]


@pytest.mark.fault("Z06")
def test_a_right_that_its_owner_loses_is_lost_with_the_next_request(world: World) -> None:
    client = program(make_token(world.manager).key)
    assert codes(ask(client, world)) == {"P-1", "P-2"}
    with tenant(world.organization.id):
        Membership.objects.get(user=world.manager.user).roles.all().delete()
    assert codes(ask(client, world)) == set()


@pytest.mark.fault("Z07")
def test_no_token_has_tokens_made_or_ended(world: World) -> None:
    made = make_token(world.manager)
    with world.manager.acting():
        before = list(ApiToken.objects.values())
    for path in ("me/tokens/", "me/tokens/new/", "console/tokens/", f"console/tokens/{made.token.pk}/revoke/"):
        send(program(made.key), world, "POST", path, {"name": "More", "days": 365})
        response = program(made.key).post(f"/o/{world.organization.slug}/{path}", {"name": "More"})
        assert response.headers["Location"].startswith("/accounts/login/")
    with world.manager.acting():
        assert [{**row, "last_used_at": None} for row in ApiToken.objects.values()] == before


def test_a_denied_attempt_by_a_key_is_recorded(world: World) -> None:
    ask(program(make_token(world.lead).key), world, f"projects/{world.hidden.pk}/")
    with tenant(world.organization.id):
        assert list(Denial.objects.values_list("user_id", "status")) == [(world.lead.user.pk, 404)]


def test_the_last_use_is_noted_in_steps(world: World) -> None:
    made = make_token(world.pm)
    client = program(made.key)

    def used() -> Any:
        with tenant(world.organization.id):
            return ApiToken.objects.get(pk=made.token.pk).last_used_at

    assert used() is None
    ask(client, world)
    first = used()
    ask(client, world)
    assert first is not None
    assert used() == first
    with tenant(world.organization.id):
        assert [change.label for change in history_of(ApiToken.objects.get(pk=made.token.pk))] == ["insert"]


def test_the_use_of_a_key_is_noted_even_where_its_request_is_refused(world: World) -> None:
    made = make_token(world.manager)
    problem(ask(program(made.key), world, f"projects/{uuid4()}/"), 404, "not_found")
    with tenant(world.organization.id):
        assert ApiToken.objects.get(pk=made.token.pk).last_used_at is not None


def test_a_key_costs_fewer_queries_than_a_session(world: World) -> None:
    costs = []
    for client in (program(make_token(world.manager).key), world.caller(world.manager).client):
        ask(client, world)  # notes its time
        with CaptureQueriesContext(connection) as queries:
            assert ask(client, world, "departments/").status_code == 200
        costs.append(len(queries) - LISTS["departments/"])
    assert costs == [FIXED - 1, FIXED]


def test_the_keys_of_two_tokens_for_one_request_do_not_meet(world: World) -> None:
    body = {"code": "P-9", "name": "Once", "currency": "JPY"}
    first, second = (program(make_token(world.manager).key) for _ in range(2))
    once = {"Idempotency-Key": "a-key"}
    made = send(first, world, "POST", "projects/", body, **once)
    again = send(first, world, "POST", "projects/", body, **once)
    other = send(second, world, "POST", "projects/", body, **once)
    assert made.status_code == again.status_code == 201
    assert again.json() == made.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    problem(other, 422, "rule")


def test_a_token_has_a_term_a_scope_and_sound_networks(world: World) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"days": 366}, "token_days"),
        ({"days": 0}, "token_days"),
        ({"scopes": []}, "no_scope"),
        ({"scopes": ["everything"]}, "no_scope"),
        ({"networks": ["office"]}, "not_a_network"),
        ({"networks": [f"10.0.{part}.0/24" for part in range(21)]}, "too_many_networks"),
        ({"name": " "}, "blank"),
    ]
    with world.manager.acting() as actor:
        for change, code in wrong:
            values: dict[str, Any] = {"name": "Sync", "scopes": list(EVERYTHING), "days": 90, **change}
            with pytest.raises(RuleError) as refusal:
                token_create(actor=actor, facts=TokenFacts(**values))
            assert [each.code for each in refusal.value.problems] == [code]
        assert ApiToken.objects.count() == 0


def test_a_member_has_a_limited_number_of_live_tokens(world: World) -> None:
    made = [make_token(world.pm, READING) for _ in range(20)]
    with pytest.raises(RuleError, match="too_many_tokens"):
        make_token(world.pm, READING)
    expire(made[0], world.pm)
    make_token(world.pm, READING)
    make_token(world.lead, READING)


def test_an_export_made_in_person_is_not_fetched_by_a_key(world: World) -> None:
    with world.manager.acting() as actor:
        file = export_store(actor=actor, name="all.csv", content=b"code\n")
    path = f"files/{file.pk}/"
    problem(ask(program(make_token(world.manager).key), world, path), 404, "not_found")
    own = world.caller(world.manager).get(path)
    assert b"".join(own.streaming_content) == b"code\n"
