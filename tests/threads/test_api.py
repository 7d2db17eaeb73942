"""Threads and files over the API."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.files.models import StoredFile
from pmo_site.threads.models import Attachment, Comment
from tests.accounts.world import make_member
from tests.api.world import BACKEND, World, fields_of, problem
from tests.files.samples import PDF
from tests.threads.test_attachments import upload


def path(world: World, tail: str, kind: str = "project", key: object = None) -> str:
    return f"threads/{kind}/{key or world.project.pk}/{tail}"


def brought(world: World, member: Any, **fields: Any) -> Any:
    """A file sent as a form."""
    client = Client()
    client.force_login(member.user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    headers = fields.pop("headers", {})
    return client.post(f"/api/v1/organizations/north/{path(world, 'attachments/')}", fields, headers=headers)


def test_comments_are_added_and_listed_oldest_first(world: World) -> None:
    caller = world.caller(world.lead)
    first = caller.post(path(world, "comments/"), {"text": "one", "mention": [str(world.pm.person.pk)]})
    assert first.status_code == 201
    body = json.loads(first.content)
    assert (body["text"], body["author_name"], body["mention"]) == ("one", "Member", [str(world.pm.person.pk)])
    assert caller.post(path(world, "comments/"), {"text": "two"}).status_code == 201
    listed = json.loads(world.caller(world.manager).get(path(world, "comments/")).content)
    assert [row["text"] for row in listed["items"]] == ["one", "two"]
    page = json.loads(caller.get(path(world, "comments/?limit=1")).content)
    assert ([row["text"] for row in page["items"]], bool(page["next"])) == (["one"], True)


def test_a_repeated_comment_is_stored_once(world: World) -> None:
    caller = world.caller(world.lead)
    for _ in range(2):
        answer = caller.post(path(world, "comments/"), {"text": "one"}, **{"Idempotency-Key": "k-1"})
        assert answer.status_code == 201
    with world.lead.acting():
        assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"text": " \u200b "}, 422, "rule", ("text", "empty_text")),
        ({"text": "x" * 10_001}, 422, "rule", ("text", "text_too_long")),
        ({"text": "x", "mention": [str(uuid4())]}, 422, "rule", ("mention", "mention_unseen")),
        ({"text": "x", "mention": ["y"]}, 400, "invalid", ("mention.0", "invalid")),
        ({"text": "x", "author_id": str(uuid4())}, 400, "invalid", ("author_id", "unknown")),
    ],
)
def test_a_wrong_comment_is_refused_at_its_field(
    world: World, body: object, status: int, code: str, field: tuple[str, str]
) -> None:
    found = problem(world.caller(world.lead).post(path(world, "comments/"), body), status, code)
    assert field in fields_of(found)
    with world.lead.acting():
        assert not Comment.objects.exists()


def test_a_file_goes_up_and_comes_down_again(world: World) -> None:
    answer = brought(world, world.lead, file=upload())
    assert answer.status_code == 201
    body = json.loads(answer.content)
    assert (body["label"], body["size"], body["content_type"]) == ("設計書.pdf", len(PDF), "application/pdf")
    caller = world.caller(world.pm)
    down = caller.client.get(body["url"])
    assert down.getvalue() == PDF
    assert down.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert json.loads(caller.get(path(world, "attachments/")).content)["items"] == [body]
    off = make_member(world.organization, OrganizationRole.MEMBER, email="off@north.example")
    assert world.caller(off).client.get(body["url"]).status_code == 404


def test_the_same_upload_with_a_key_is_stored_once_and_another_one_is_refused(world: World) -> None:
    key = {"Idempotency-Key": "k-1"}
    assert [brought(world, world.lead, file=upload(), headers=key).status_code for _ in range(2)] == [201, 201]
    assert brought(world, world.lead, file=upload(content=PDF + b"x"), headers=key).status_code == 422
    with world.lead.acting():
        assert (Attachment.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_link_is_sent_as_json(world: World) -> None:
    caller = world.caller(world.lead)
    body = {"url": "https://example.org/x", "label": "Plan"}
    answer = caller.post(path(world, "attachments/"), body)
    assert (answer.status_code, json.loads(answer.content)["url"]) == (201, "https://example.org/x")
    refused = problem(caller.post(path(world, "attachments/"), {"url": "javascript:alert(1)"}), 422, "rule")
    assert fields_of(refused) == {("url", "not_a_link")}
    assert fields_of(problem(caller.post(path(world, "attachments/"), {}), 422, "rule")) == {("", "file_or_link")}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg/>", "file_kind"),
        ("a.pdf", b"MZ\x90", "file_mismatch"),
        ("a.pdf", b"", "file_empty"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(world: World, name: str, content: bytes, code: str) -> None:
    found = problem(brought(world, world.lead, file=upload(name, content)), 422, "rule")
    assert fields_of(found) == {("file", code)}
    with world.lead.acting():
        assert not StoredFile.objects.exists()


def test_a_record_that_may_not_be_seen_has_no_thread_and_who_reads_only_adds_nothing(world: World) -> None:
    auditor = make_member(world.organization, OrganizationRole.AUDITOR)
    lead = world.caller(world.lead)
    for kind, key in (("project", world.hidden.pk), ("project", uuid4()), ("membership", world.lead.person.pk)):
        for tail in ("comments/", "attachments/"):
            assert lead.get(path(world, tail, kind, key)).status_code == 404
            assert lead.post(path(world, tail, kind, key), {"text": "x"}).status_code == 404
    reader = world.caller(auditor)
    assert reader.get(path(world, "comments/")).status_code == 200
    assert reader.post(path(world, "comments/"), {"text": "x"}).status_code == 403
    with world.lead.acting():
        assert not Comment.objects.exists()
