"""Whoever answers for an action says that it is done and what came of it; nobody else without the log's right does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import may, visible
from pmo_site.accounts.rights import Right
from pmo_site.accounts.scopes import TokenScope
from pmo_site.accounts.services.tokens import TokenFacts, token_create
from pmo_site.audit.history import history_of
from pmo_site.kernel.conflicts import RuleError, StaleError
from projects.services.project import project_archive
from support_office.models import Action
from support_office.services.action import action_finish, action_reopen
from tests.accounts.tokens import program
from tests.projects.cast import Cast

API = "/api/v1/organizations/hokuto/actions"


def given_to(cast: Cast, key: str, **values: object) -> Action:
    """An open action of the first project that somebody answers for."""
    with cast.acting("pmo-manager") as actor:
        found = Action.objects.filter(project__code="P-2601", state="open").order_by("number")[0]
        owner = Person.objects.get(email=f"{key}@hokuto.example")
        Action.objects.filter(pk=found.pk).update(owner=owner, due_on=actor.today, live_due_on=actor.today, **values)
        return reread(found)


def reread(action: Action) -> Action:
    return Action.objects.select_related("project").get(pk=action.pk)


def now(cast: Cast, action: Action) -> Action:
    with cast.acting("pmo-manager"):
        return reread(action)


def post(client: Client, address: str, body: dict[str, Any], version: int, action: Action) -> Any:
    headers = {"if-match": f'"{action.pk}-{version}"'}
    return client.generic("POST", address, json.dumps(body), content_type="application/json", headers=headers)


def test_the_owner_finishes_from_the_page_and_the_toast_takes_it_back(cast: Cast) -> None:
    action = given_to(cast, "stakeholder", state="doing", result="so far")
    client = cast.client("stakeholder")
    home = client.get(cast.address("")).content.decode()
    address = cast.address(f"actions/{action.pk}/finish/")
    assert f'href="{address}"' in home
    assert f'action="{address}"' in client.get(cast.address(f"actions/{action.pk}/")).content.decode()
    assert client.get(address).status_code == 200
    page = client.post(address, {"version": action.version, "result": "Asked, and told"}, follow=True).content.decode()
    done = now(cast, action)
    assert (done.state, done.result, done.live_due_on) == ("done", "Asked, and told", None)
    assert done.done_on is not None
    assert "Asked, and told" in page
    undo = re.search(rf'action="({cast.address(f"actions/{action.pk}/reopen/")})"', page)
    assert undo
    client.post(undo[1])
    back = now(cast, action)
    assert (back.state, back.result, back.done_on, back.live_due_on) == ("doing", "so far", None, action.due_on)


def test_history_names_the_owner_on_nobodys_behalf_and_others_on_the_managers(cast: Cast) -> None:
    action = given_to(cast, "pso")
    with cast.acting("pso") as actor:
        done = action_finish(actor=actor, action=action, version=action.version, result="")
        own = history_of(done)[0].context
        action_reopen(actor=actor, action=done, version=done.version)
        assert (own["user"], own.get("on_behalf_of") or "") == (str(actor.user_id), "")
    action = given_to(cast, "stakeholder")
    with cast.acting("pso") as actor:
        done = action_finish(actor=actor, action=action, version=action.version, result="")
        manager = Person.objects.get(email="pm@hokuto.example")
        assert history_of(done)[0].context["on_behalf_of"] == str(manager.pk)


@pytest.mark.parametrize("deed", ["finish", "reopen"])
@pytest.mark.parametrize(("key", "status"), [("stakeholder", 403), ("auditor", 403), ("none", 404)])
def test_who_neither_answers_for_it_nor_keeps_the_log_is_refused(cast: Cast, deed: str, key: str, status: int) -> None:
    action = given_to(cast, "member")
    client = cast.client(key)
    assert client.post(cast.address(f"actions/{action.pk}/{deed}/"), {"version": 1}).status_code == status
    assert post(client, f"{API}/{action.pk}/{deed}/", {}, action.version, action).status_code == status
    assert "/finish/" not in client.get(cast.address(f"actions/{action.pk}/")).content.decode()
    assert now(cast, action).version == action.version


def test_an_owner_who_no_longer_sees_the_project_finishes_nothing(cast: Cast) -> None:
    action = given_to(cast, "none")
    address = cast.address(f"actions/{action.pk}/finish/")
    assert cast.client("none").post(address, {"version": action.version}).status_code == 404
    with cast.acting("none") as actor, pytest.raises(PermissionDenied):
        action_finish(actor=actor, action=reread(action), version=action.version, result="x")
    assert now(cast, action).state == "open"


def test_the_owner_may_finish_and_change_nothing_else(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    client = cast.client("stakeholder")
    with cast.acting("stakeholder") as actor:
        assert may(actor, Right.ACTION_FINISH, action)
        assert not may(actor, Right.RISK_CHANGE, action)
        assert action in visible(actor, Right.ACTION_FINISH, Action.objects.all())
    assert client.get(cast.address(f"actions/{action.pk}/edit/")).status_code == 403
    body = json.dumps({"state": "done"})
    headers = {"if-match": f'"{action.pk}-{action.version}"'}
    patched = client.generic("PATCH", f"{API}/{action.pk}/", body, content_type="application/json", headers=headers)
    assert patched.status_code == 403
    assert now(cast, action).version == action.version


def test_a_token_finishes_only_in_a_scope_that_writes(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    with cast.acting("stakeholder") as actor:
        made = {}
        for scope in (TokenScope.PROJECTS_READ, TokenScope.PROJECTS_WRITE):
            facts = TokenFacts(name=scope.value, scopes=(scope.value,), days=30)
            made[scope] = token_create(actor=actor, facts=facts).key
    address = f"{API}/{action.pk}/finish/"
    reading = post(program(made[TokenScope.PROJECTS_READ]), address, {"result": "x"}, action.version, action)
    assert (reading.status_code, now(cast, action).state) == (403, "open")
    writing = program(made[TokenScope.PROJECTS_WRITE])
    done = post(writing, address, {"result": "By a program"}, action.version, action)
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert writing.get(f"{API}/{action.pk}/").json()["result"] == "By a program"
    assert post(writing, address, {}, action.version, action).status_code in {412, 422}
    back = post(writing, f"{API}/{action.pk}/reopen/", {}, done.json()["version"], action)
    assert (back.status_code, back.json()["state"]) == (200, "open")
    assert now(cast, action).result == ""


def test_what_is_over_or_stale_is_not_finished(cast: Cast) -> None:
    action = given_to(cast, "pm")
    with cast.acting("pm") as actor:
        with pytest.raises(StaleError):
            action_finish(actor=actor, action=reread(action), version=action.version + 1, result="")
        with pytest.raises(RuleError, match="not_done"):
            action_reopen(actor=actor, action=reread(action), version=action.version)
        done = action_finish(actor=actor, action=reread(action), version=action.version, result="")
        with pytest.raises(RuleError, match="over_already"):
            action_finish(actor=actor, action=reread(done), version=done.version, result="")
    page = cast.client("pm").get(cast.address(f"actions/{action.pk}/finish/"), follow=True).content.decode()
    assert "is over already" in page
    stale = cast.client("pm").post(cast.address(f"actions/{action.pk}/finish/"), {"version": 1, "result": "late"})
    assert stale.status_code == 422
    assert "late" in stale.content.decode()


def test_an_archived_project_takes_no_result(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    with cast.acting("pmo-manager") as actor:
        project = cast.project()
        project_archive(actor=actor, project=project, version=project.version)
    client = cast.client("stakeholder")
    address = cast.address(f"actions/{action.pk}/finish/")
    assert client.get(address).status_code == 302
    assert client.post(address, {"version": action.version, "result": "x"}).status_code == 422
    assert post(client, f"{API}/{action.pk}/finish/", {}, action.version, action).status_code == 422
    assert now(cast, action).version == action.version


@pytest.mark.parametrize(("language", "words"), [("en", "Is it done?"), ("ja", "対応は終わりましたか")])
def test_the_page_of_the_action_asks_in_both_languages(cast: Cast, language: str, words: str) -> None:
    action = given_to(cast, "stakeholder")
    page = cast.client("stakeholder", language).get(cast.address(f"actions/{action.pk}/")).content.decode()
    assert words in page
    sheet = cast.client("stakeholder", language).get(cast.address("actions/?format=csv&columns=code,result"))
    assert {"en": "Result", "ja": "結果"}[language].lower() in sheet.content.decode("utf-8-sig").lower()


@pytest.mark.parametrize(
    ("path", "entry"),
    [("actions/{action}/finish/", "actions"), ("risk-scale/", "risks"), ("projects/{project}/raise/", "projects")],
)
def test_a_page_beside_a_register_marks_it_in_the_rail(cast: Cast, path: str, entry: str) -> None:
    action = given_to(cast, "pm")
    address = cast.address(path.format(action=action.pk, project=action.project_id))
    page = cast.client("pmo-manager").get(address).content.decode()
    marked = re.findall(r'href="([^"]+)"[^>]*aria-current="page"', page)
    assert cast.address(f"{entry}/") in marked
    assert cast.address("reports/") not in marked
