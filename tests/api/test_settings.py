"""Settings over the API: read, previewed and changed as on their page, by whom they are open to there."""

from __future__ import annotations

import json

import pytest

from pmo_site.accounts.models import OperatingModelSwitch, OrganizationSettings, UndoableAct
from pmo_site.accounts.scopes import TokenScope
from pmo_site.audit.history import history_of
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.tokens import make_token, program
from tests.api.world import Caller, World, fields_of, make_world, problem

SETTINGS = "settings/"
PREVIEW = "settings/preview/"
MODEL = "settings/operating-model/"


@pytest.fixture
def manager(world: World) -> Caller:
    return world.caller(world.manager)


def stored(world: World) -> list[OrganizationSettings]:
    with tenant(world.organization.id):
        return list(OrganizationSettings.objects.all())


def tag(caller: Caller) -> str:
    return str(caller.get(SETTINGS).headers["ETag"])


def test_everything_that_the_page_sets_is_read_and_changed_at_the_version_that_was_read(
    world: World, manager: Caller
) -> None:
    first = manager.get(SETTINGS)
    assert first.json()["name"] == world.organization.name
    sent = {
        "name": "Polaris",
        "language": "en",
        "time_zone": "Europe/London",
        "fiscal_year_start": 1,
        "country": "GB",
        "closing": "bank",
        "own_holidays": ["2026-12-29", "2026-12-28", "2026-12-29"],
        "currency": "GBP",
        "brand_color": "＃Ｅ６００１２",
    }
    answer = manager.patch(SETTINGS, sent, **{"If-Match": first.headers["ETag"]})
    assert answer.status_code == 200
    changed = {**sent, "own_holidays": ["2026-12-28", "2026-12-29"], "brand_color": "#e60012"}
    assert answer.json() == {**changed, "operating_model": "combined", "version": first.json()["version"] + 1}
    assert manager.get(SETTINGS).json() == answer.json()
    assert manager.get(SETTINGS, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert Organization.objects.get(pk=world.organization.pk).name == "Polaris"
    stale = manager.patch(SETTINGS, {"currency": "USD"}, **{"If-Match": first.headers["ETag"]})
    assert problem(stale, 412, "stale")["current_version"] == answer.json()["version"]
    problem(manager.patch(SETTINGS, {"currency": "USD"}), 428, "precondition_required")
    assert stored(world)[0].currency == "GBP"


def test_what_is_not_sent_stays_and_the_change_is_taken_back(world: World, manager: Caller) -> None:
    before = manager.get(SETTINGS).json()
    manager.patch(SETTINGS, {"fiscal_year_start": 7}, **{"If-Match": tag(manager)})
    assert manager.get(SETTINGS).json() == {**before, "fiscal_year_start": 7, "version": before["version"] + 1}
    with tenant(world.organization.id):
        act = UndoableAct.objects.get()
        assert history_of(OrganizationSettings.objects.get())[0].context["user"] == str(world.manager.user.pk)
    assert manager.post(f"acts/{act.pk}/undo/").status_code == 200
    assert manager.get(SETTINGS).json()["fiscal_year_start"] == 4


@pytest.mark.parametrize(
    ("name", "value", "code", "japanese"),
    [
        ("brand_color", "red", "color", "色は#2450c4の形式で入力してください。"),
        ("currency", "yen", "invalid", "JPYのような3文字の通貨コードで入力してください。"),
        ("fiscal_year_start", 13, "max_value", ""),
        ("time_zone", "Mars/Olympus", "invalid_choice", ""),
        ("language", "fr", "invalid_choice", ""),
        ("own_holidays", "2026-02-28", "not_a_list", ""),
        ("name", "", "blank", ""),
        ("brand_color", None, "null", ""),
        ("operating_model", "separate", "unknown", "この項目は使えません。"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_in_the_reader_s_language(
    manager: Caller, name: str, value: object, code: str, japanese: str
) -> None:
    before = manager.get(SETTINGS).json()
    manager.client.cookies["django_language"] = "ja"
    sent = {name: value}
    for answer in (manager.patch(SETTINGS, sent, **{"If-Match": tag(manager)}), manager.post(PREVIEW, sent)):
        body = problem(answer, 400, "invalid")
        assert fields_of(body) == {(name, code)}
        assert japanese in body["errors"][0]["message"]
        assert not body["errors"][0]["message"].isascii()
    assert manager.get(SETTINGS).json() == before


def test_a_preview_tells_what_the_page_tells_and_stores_nothing(world: World, manager: Caller) -> None:
    before = manager.get(SETTINGS).json()
    body = manager.post(PREVIEW, {"currency": "USD", "brand_color": "#ffd400"}).json()
    assert body["changes"] == [
        {"field": "currency", "now": "JPY", "then": "USD"},
        {"field": "brand_color", "now": "", "then": "#ffd400"},
    ]
    assert any("New projects are kept in USD; 2 projects keep" in words for words in body["effects"])
    light = body["brand"]["light"]
    assert light == {"chosen": "#ffd400", "to_text": 1.43, "to_page": 1.32, "passes": False, "shown": "#816b00"}
    assert body["brand"]["dark"]["passes"] is True
    assert manager.post(PREVIEW, {"currency": "JPY"}).json() == {"changes": [], "effects": [], "brand": None}
    assert manager.get(SETTINGS).json() == before
    with tenant(world.organization.id):
        assert not UndoableAct.objects.exists()


def test_settings_that_were_never_stored_have_the_etag_that_their_first_change_needs(
    world: World, manager: Caller
) -> None:
    with tenant(world.organization.id):
        OrganizationSettings.objects.all().delete()
    assert tag(manager) == tag(manager)
    assert manager.patch(SETTINGS, {"currency": "USD"}, **{"If-Match": tag(manager)}).status_code == 200
    assert [each.currency for each in stored(world)] == ["USD"]


@pytest.mark.fault("T01", "Z01")
@pytest.mark.parametrize(
    ("method", "path"), [("GET", SETTINGS), ("PATCH", SETTINGS), ("POST", PREVIEW), ("GET", MODEL)]
)
def test_settings_are_for_who_may_change_them_and_nobody_else_s(world: World, method: str, path: str) -> None:
    body = None if method == "GET" else {"currency": "USD"}
    assert world.caller(world.pm).send(method, path, body).status_code == 403
    stranger = Caller(world.caller(make_world("south").manager).client, world.caller(world.pm).base)
    assert stranger.send(method, path, body).status_code == 404
    assert [each.currency for each in stored(world)] in ([], ["JPY"])


def test_a_token_changes_settings_with_the_scope_alone_and_never_the_model(world: World) -> None:
    base = f"/api/v1/organizations/{world.organization.slug}/"
    every = [scope for scope in TokenScope if scope is not TokenScope.SETTINGS_WRITE]
    assert program(make_token(world.manager, every).key).get(base + SETTINGS).status_code == 403
    client = program(make_token(world.manager, [TokenScope.SETTINGS_WRITE]).key)
    headers = {"If-Match": client.get(base + SETTINGS).headers["ETag"]}
    sent = json.dumps({"currency": "USD"})
    changed = client.patch(base + SETTINGS, sent, content_type="application/json", headers=headers)
    assert (changed.status_code, changed.json()["currency"]) == (200, "USD")
    switch = json.dumps({"model": "separate", "reason": "x"})
    assert client.post(base + MODEL, switch, content_type="application/json").status_code == 403
    assert stored(world)[0].operating_model == "combined"


def test_the_model_is_switched_with_a_reason_once_and_taken_back(world: World, manager: Caller) -> None:
    before = manager.get(MODEL).json()
    assert (before["operating_model"], before["switches"]) == ("combined", [])
    assert [(each["person_id"], each["gains"]) for each in before["shifts"]]
    body = problem(manager.post(MODEL, {"model": "separate", "reason": " "}), 400, "invalid")
    assert fields_of(body) == {("reason", "blank")}
    sent = {"model": "separate", "reason": "A unit of its own"}
    key = {"Idempotency-Key": "switch-1"}
    first, again = (manager.post(MODEL, sent, **key) for _ in range(2))
    assert first.json() == again.json()
    assert [each["reason"] for each in first.json()["switches"]] == ["A unit of its own"]
    refused = problem(manager.post(MODEL, sent), 422, "rule")
    assert refused["errors"][0]["code"] == "same_model"
    assert refused["errors"][0]["message"] == "The organization runs by this model already."
    with tenant(world.organization.id):
        act = UndoableAct.objects.get()
        assert OperatingModelSwitch.objects.count() == 1
    assert manager.post(f"acts/{act.pk}/undo/").status_code == 200
    assert manager.get(MODEL).json()["operating_model"] == "combined"
