"""The schema is whole and valid, its page readable in both languages, and the probes answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from pmo_site.accounts.checks import routes
from pmo_site.accounts.routing import requirement_of
from pmo_site.api import idempotency, parameters, parsing, problems, readiness
from pmo_site.api.documentation import api_schema
from pmo_site.api.problems import KINDS, PROBLEM_TYPE
from pmo_site.jobs.models import Heartbeat, OutboxEvent
from pmo_site.jobs.services.heartbeats import heartbeat_write
from pmo_site.kernel import clock
from tests.api.world import BACKEND, World

PAGES = {"api/v1/docs/": "a page for people, not an operation"}
"""Addresses below api/ that the schema leaves out, each with its reason."""


@pytest.fixture
def schema() -> Iterator[dict[str, Any]]:
    """The schema in English, made afresh."""
    api_schema.cache_clear()
    with translation.override("en"):
        yield api_schema("en")
    api_schema.cache_clear()


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_the_schema_is_valid_and_was_made_without_a_warning(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    validate: Any = validate_schema
    validate(schema)
    assert not GENERATOR_STATS


def api_views() -> Iterator[tuple[str, Any]]:
    for route, view in routes():
        if route.startswith("api/"):
            yield route.replace("slug:", "").replace("uuid:", "").replace("int:", ""), view


def test_every_operation_below_api_stands_in_the_schema(schema: dict[str, Any]) -> None:
    wanted = {
        (f"/{route}".replace("<int:", "<").replace("<", "{").replace(">", "}"), method)
        for route, view in api_views()
        if route not in PAGES
        for method in view.cls.access
    }
    assert {(path, method.upper()) for path, method, _ in operations(schema)} == wanted


def test_no_page_is_exempt_that_is_gone() -> None:
    assert set(PAGES) <= {route for route, _ in api_views()}


def test_every_endpoint_declares_what_it_asks_for() -> None:
    for route, view in api_views():
        assert requirement_of(view).right or requirement_of(view).reason, route


def test_every_operation_has_its_words_and_its_refusals(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        place = f"{method} {path}"
        assert operation["summary"], place
        assert {"400", "401", "403", "404"} <= set(operation["responses"]), place
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {PROBLEM_TYPE}, place


def test_every_post_takes_an_idempotency_key_and_every_change_a_version(schema: dict[str, Any]) -> None:
    free = (
        "_create",
        "_add",
        "_undelete",
        "_change_many",
        "notice_read",
        "notice_read_all",
        "import_upload",
        "comment_post",
        "attachment_add",
        "portfolio_compute",
        "health_policy_save",
        "health_policy_preview",
        "settings_preview",
        "operating_model_switch",
        "override_set",
        "entry_raise",
        "grant_give",
        "report_distribute",
        "_act",
    )
    for _, method, operation in operations(schema):
        headers = {each["name"]: each for each in operation.get("parameters", ()) if each["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (method == "post"), operation["operationId"]
        needs = method in {"patch", "delete"} or (method == "post" and not operation["operationId"].endswith(free))
        unversioned = {
            "act_undo",
            "attachment_delete",
            "grant_withdraw",
            "job_cancel",
            "job_retry",
            "job_bulk",
        }  # files, grants and acts never change, a job is nobody's text
        needs = needs and operation["operationId"] not in unversioned
        assert ("If-Match" in headers) == needs, operation["operationId"]
    for route, view in api_views():
        if "POST" in getattr(getattr(view, "cls", None), "access", {}):
            assert view.cls.post.is_idempotent, route


@pytest.mark.parametrize(("language", "words"), [("ja", "一覧: 案件"), ("en", "List: Projects")])
def test_the_page_lists_every_operation_in_the_readers_language(world: World, language: str, words: str) -> None:
    caller = world.caller(world.lead)
    caller.client.cookies["django_language"] = language
    response = caller.client.get("/api/v1/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    for path, method, operation in operations(caller.client.get("/api/v1/schema/").json()):
        assert f'id="{operation["operationId"]}"' in page
        assert f"{method.upper()} {path}" in page
    for kind in KINDS.values():
        assert f'id="problem-{kind.code}"' in page


def test_the_documented_limits_are_those_of_the_code() -> None:
    documented = json.loads((Path(__file__).parents[2] / "docs" / "limits.json").read_text(encoding="utf-8"))["api"]
    assert documented == {
        "body_bytes": parsing.BODY_BYTES,
        "depth": parsing.DEPTH,
        "digits": parsing.DIGITS,
        "exponent": parsing.EXPONENT,
        "page_rows": parameters.PAGE_SIZE,
        "page_rows_most": parameters.LARGEST_PAGE,
        "idempotency_key_characters": idempotency.KEY_CHARACTERS,
        "errors_shown": problems.ERRORS_SHOWN,
    }


def test_the_page_asks_who_is_not_signed_in_to_sign_in(db: None) -> None:  # noqa: ARG001  the database is open
    response = Client().get("/api/v1/docs/")
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/api/v1/docs/")


def test_the_process_says_that_it_lives_without_asking_the_database() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


def _alive() -> None:
    for kind in ("worker", "relay", "beat"):
        heartbeat_write(process=f"{kind}@test", kind=kind)


def test_the_site_says_that_it_is_ready(db: None) -> None:  # noqa: ARG001  the database is open
    _alive()
    response = Client().get("/readyz")
    assert response.json()["status"] == "ok"
    assert set(response.json()["checks"]) == {
        "postgresql", "migrations", "redis", "files", "worker", "relay", "beat", "outbox"
    }  # fmt: skip
    assert set(response.json()["checks"].values()) == {"ok"}
    assert response.json()["ages"]["outbox"] is None
    assert response.status_code == 200


@pytest.mark.parametrize("away", ["worker", "relay", "beat"])
def test_a_site_whose_workers_are_silent_serves_on_and_says_so(db: None, away: str) -> None:  # noqa: ARG001  the same
    _alive()
    Heartbeat.objects.filter(kind=away).update(beat_at=clock.now() - timedelta(seconds=200))
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert [name for name, found in response.json()["checks"].items() if found == "failed"] == [away]
    assert 200 <= response.json()["ages"][away] < 260


def test_a_site_without_its_broker_or_with_old_events_is_degraded(db: None, settings: Any) -> None:  # noqa: ARG001  the same
    _alive()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    OutboxEvent.objects.create(task="tests.late", due_at=clock.now() - timedelta(seconds=100))
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert [name for name, found in response.json()["checks"].items() if found == "failed"] == ["redis", "outbox"]


@pytest.mark.parametrize("below", ["", "files/of/the/site"], ids=["a file stands there", "nothing can stand there"])
def test_a_site_that_can_keep_no_file_is_degraded_and_does_not_tell_where_they_lie(
    db: None,  # noqa: ARG001  the database is open
    settings: Any,
    tmp_path: Path,
    below: str,
) -> None:
    _alive()
    in_its_place = tmp_path / "in-its-place"
    in_its_place.write_bytes(b"")
    settings.FILES_ROOT = in_its_place / below if below else in_its_place
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert [name for name, found in response.json()["checks"].items() if found == "failed"] == ["files"]
    assert "in-its-place" not in response.content.decode()


def test_asking_whether_files_can_be_kept_leaves_none(db: None, settings: Any, tmp_path: Path) -> None:  # noqa: ARG001  the same
    _alive()
    settings.FILES_ROOT = tmp_path / "not" / "yet"
    assert Client().get("/readyz").json()["checks"]["files"] == "ok"
    assert list(settings.FILES_ROOT.iterdir()) == []


def test_the_site_says_which_part_is_missing(
    db: None,  # noqa: ARG001  the database is open
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def behind() -> None:
        raise readiness.NotReadyError("1 migration is not applied.")

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(readiness, "_migrations", behind)
    response = Client().get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert response.json()["status"] == "unavailable"
    assert [checks[name] for name in ("postgresql", "redis", "migrations")] == ["ok", "failed", "failed"]


def test_a_stranger_learns_from_the_page_how_a_program_signs_in_and_what_bulk_takes(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.manager.user, backend=BACKEND)
    page = client.get("/api/v1/docs/").content.decode()
    for words in (
        "Authorization: Bearer",
        "Retry-After says how many seconds to wait",
        "where it names neither Japanese nor English",
        "records[].id",
        "records[].version",
        "values.forecast_finish",
        f"API={settings.SITE_URL}/api/v1/organizations/",
    ):
        assert words in page, words


def test_the_schema_speaks_the_language_of_the_account_that_reads_it(world: World) -> None:
    client = Client()
    client.force_login(world.manager.user, backend=BACKEND)
    assert client.get("/api/v1/schema/").headers["Content-Language"] == "en"
