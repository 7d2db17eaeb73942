"""Whatever is sent, the answer is clean: 4xx as a problem, nothing written, never a 500."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.api.world import PROBLEM, Caller, World, etag, fields_of, problem

DEEP = 100_000
BODIES: dict[str, tuple[bytes, str]] = {
    "arrays nested 100,000 deep": (b"[" * DEEP, "malformed"),
    "arrays nested and closed": (b"[" * DEEP + b"]" * DEEP, "malformed"),
    "objects nested 100,000 deep": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "malformed"),
    "nested 200 deep in a field": (b'{"name":' + b"[" * 200 + b"]" * 200 + b"}", "too_deep"),
    "nested 1,000 deep in a field": (b'{"name":' + b"[" * 1000 + b"]" * 1000 + b"}", "too_deep"),
    "a NUL byte": (b'{"name": "a\x00b"}', "malformed"),
    "an escaped NUL": (b'{"name": "a\\u0000b"}', "nul"),
    "an escaped NUL in a key": (b'{"a\\u0000b": 1}', "nul"),
    "a lone high surrogate": (b'{"name": "\\ud800"}', "malformed"),
    "a lone low surrogate": (b'{"name": "\\udc00"}', "malformed"),
    "a surrogate in UTF-8": (b'{"name": "\xed\xa0\x80"}', "malformed"),
    "a number of 6,000 digits": (b'{"latest_budget": ' + b"9" * 6000 + b"}", "malformed"),
    "a number of 300 digits": (b'{"latest_budget": ' + b"9" * 300 + b"}", "number_too_long"),
    "a fraction of 6,000 digits": (b'{"latest_budget": 0.' + b"1" * 6000 + b"}", "number_too_long"),
    "a huge exponent": (b'{"latest_budget": 1e999999999}', "malformed"),
    "a large exponent": (b'{"latest_budget": 1e300}', "number_out_of_range"),
    "a tiny exponent": (b'{"latest_budget": 1e-999999999}', "number_out_of_range"),
    "NaN": (b'{"latest_budget": NaN}', "malformed"),
    "Infinity": (b'{"latest_budget": -Infinity}', "malformed"),
    "a key twice": (b'{"name": "a", "name": "b"}', "duplicate_key"),
    "a byte order mark": (b'\xef\xbb\xbf{"name": "a"}', "malformed"),
    "UTF-16": ('{"name": "a"}'.encode("utf-16"), "malformed"),
    "broken UTF-8": (b'{"name": "\xff"}', "malformed"),
    "no JSON": (b"name=a", "malformed"),
    "two values": (b"{}{}", "malformed"),
    "an open object": (b'{"name": "a"', "malformed"),
}


def project_count(world: World) -> int:
    with tenant(world.organization.id):
        return Project.objects.count()


@pytest.mark.fault("I03")
@pytest.mark.parametrize(("body", "code"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_no_reader_agrees_on_is_refused(world: World, body: bytes, code: str) -> None:
    problem(world.caller(world.manager).post("projects/", body), 400, code)
    assert project_count(world) == 2


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
    ],
)
def test_only_json_is_read(world: World, content_type: str, status: int) -> None:
    caller = world.caller(world.manager)
    response = caller.client.generic("POST", caller.base + "projects/", b'{"name": "a"}', content_type=content_type)
    problem(response, status, "unsupported_media_type")
    assert project_count(world) == 2


@pytest.mark.fault("I03")
def test_a_compressed_body_is_refused(world: World) -> None:
    body = gzip.compress(b'{"name": "a"}')
    response = world.caller(world.manager).post("projects/", body, **{"Content-Encoding": "gzip"})
    problem(response, 415, "unsupported_media_type")


@pytest.mark.fault("I03")
def test_a_body_over_the_limit_is_refused(world: World) -> None:
    body = json.dumps({"name": "a", "purpose": "x" * 1_100_000}).encode()
    problem(world.caller(world.manager).post("projects/", body), 413, "too_large")


def test_ten_thousand_unknown_fields_are_refused_in_a_short_answer(world: World) -> None:
    body = {f"field{number}": number for number in range(10_000)}
    response = world.caller(world.manager).post("projects/", body)
    assert len(problem(response, 400, "invalid")["errors"]) == 50


@pytest.mark.fault("I03")
def test_ten_thousand_parameters_are_refused(world: World) -> None:
    query = "&".join(f"a{number}=1" for number in range(10_000))
    problem(world.caller(world.manager).get(f"projects/?{query}"), 400, "bad_request")


@pytest.mark.fault("I02")
@pytest.mark.parametrize(
    "text", ["'", '"', "\\", "100%_", "{{7*7}}", "${7*7}", "%s", "{0.__class__}", "\u202eabc", "a\u200bb", "<script>"]
)
def test_any_text_comes_back_as_it_was_sent(world: World, text: str) -> None:
    response = world.caller(world.manager).post("projects/", {"name": f"x{text}x", "purpose": text})
    assert (response.status_code, response.json()["name"], response.json()["purpose"]) == (201, f"x{text}x", text)


@pytest.mark.fault("I02")
@pytest.mark.parametrize(
    "query", ["q=%ff", "q=%ed%a0%80", "q=" + "a" * 201, "q='%22%5C", "%00=1", "after=" + "A" * 5000]
)
def test_a_strange_query_is_answered_or_refused_and_never_breaks(world: World, query: str) -> None:
    assert world.caller(world.manager).get(f"projects/?{query}").status_code in {200, 400}


def test_a_broken_item_in_a_change_leaves_everything_as_it_was(world: World) -> None:
    body = {"name": "new", "percent_complete": 101}
    response = world.caller(world.pm).patch(f"projects/{world.project.pk}/", body, **{"If-Match": etag(world.project)})
    assert fields_of(problem(response, 422, "rule")) == {("percent_complete", "over_100")}
    with tenant(world.organization.id):
        stored = Project.objects.get(pk=world.project.pk)
    assert (stored.name, stored.version) == ("Bridge", 1)


def answers_of(caller: Caller) -> dict[str, Any]:
    root = caller.client
    return {
        "no such organization": root.get("/api/v1/organizations/south/projects/"),
        "no such address": root.get("/api/v1/nothing/"),
        "no such address inside": caller.get("nothing/"),
        "NUL in the address": root.get("/api/v1/organizations/nor%00th/projects/"),
        "no such id": caller.get("projects/1/"),
    }


def test_what_is_not_there_is_a_problem_wherever_it_is_missed(world: World) -> None:
    for name, response in answers_of(world.caller(world.manager)).items():
        assert (name, response.status_code, response.headers["Content-Type"]) == (name, 404, PROBLEM)
        problem(response, 404, "not_found")


def test_nobody_signed_in_is_answered_401_everywhere(world: World) -> None:
    for path in (f"organizations/{world.organization.slug}/projects/", "organizations/none/projects/", "schema/"):
        response = Client().get(f"/api/v1/{path}")
        problem(response, 401, "not_authenticated")
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Rashinban"'


def test_a_method_that_an_address_does_not_know_is_answered_405(world: World) -> None:
    response = world.caller(world.manager).send("PUT", "projects/", {})
    problem(response, 405, "method_not_allowed")


def test_only_json_is_answered(world: World) -> None:
    problem(world.caller(world.manager).get("projects/", Accept="text/html"), 406, "not_acceptable")


@pytest.mark.fault("A06")
def test_a_write_without_the_sessions_token_is_refused(world: World) -> None:
    caller = world.caller(world.manager)
    strict = Caller(Client(enforce_csrf_checks=True), caller.base)
    strict.client.cookies = caller.client.cookies
    problem(strict.post("projects/", {"name": "a"}), 403, "csrf_failed")
    assert project_count(world) == 2


@pytest.mark.fault("A08")
def test_a_wrong_host_is_a_problem(world: World) -> None:
    caller = world.caller(world.manager)
    response = caller.client.get(caller.base + "projects/", headers={"Host": "evil.example"})
    problem(response, 400, "bad_request")


def test_a_fault_of_ours_is_a_problem_without_its_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("pmo_site.resources.api.listing.record_page", broken)
    caller = world.caller(world.manager)
    caller.client.raise_request_exception = False
    response = caller.get("projects/")
    problem(response, 500, "internal")
    assert b"secret words" not in response.content


def test_a_suspended_organization_says_so_as_a_problem(world: World) -> None:
    world.organization.state = "suspended"
    world.organization.save()
    problem(world.caller(world.manager).get("projects/"), 403, "permission_denied")
