"""One comment, file or link over the API: read by who sees the record, written by who brought it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.audit.history import history_of
from pmo_site.notifications.models import Notice
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.services.attachments import link_add
from pmo_site.threads.services.comments import NewFile
from tests.accounts.world import Member, make_member, make_organization
from tests.api.world import World, fields_of, problem
from tests.files.samples import PDF
from tests.threads.test_api import path
from tests.threads.test_comments import reread, said, shown


def one(world: World, comment: Comment, tail: str = "") -> str:
    return path(world, f"comments/{comment.pk}/{tail}")


def etag(record: Comment, version: int) -> dict[str, str]:
    return {"If-Match": f'"{record.pk}-{version}"'}


def hung(world: World, member: Member) -> Attachment:
    with member.acting() as actor:
        return link_add(actor=actor, record=reread(world.project), url="https://example.org/", label="Plan")


def test_a_comment_is_read_with_its_version(world: World) -> None:
    comment = said(world, world.lead, "first", file=NewFile("a.pdf", PDF))
    answer = world.caller(world.manager).get(one(world, comment))
    body = json.loads(answer.content)
    assert (answer.headers["ETag"], body["text"], body["edited_at"]) == (f'"{comment.pk}-1"', "first", None)
    with world.lead.acting():
        assert body["attachment_ids"] == [str(Attachment.objects.get().pk)]


def test_a_new_comment_names_its_own_address(world: World) -> None:
    caller = world.caller(world.lead)
    made = caller.post(path(world, "comments/"), {"text": "first"})
    assert json.loads(caller.client.get(made.headers["Location"]).content)["text"] == "first"


def test_its_author_changes_it_and_history_keeps_every_wording_and_who_wrote_it(world: World) -> None:
    comment, caller = said(world, world.lead, "first"), world.caller(world.lead)
    answer = caller.patch(one(world, comment), {"text": "second"}, **etag(comment, 1))
    body = json.loads(answer.content)
    assert (answer.status_code, answer.headers["ETag"]) == (200, f'"{comment.pk}-2"')
    assert (body["text"], bool(body["edited_at"])) == ("second", True)
    with world.lead.acting():
        newest = history_of(Comment.objects.get())[0]
        assert newest.context["user"] == str(world.lead.user.pk)
        assert [(each.before, each.after) for each in newest.differences if each.field == "text"] == [
            ("first", "second")
        ]


def test_whom_the_new_words_mean_is_told(world: World) -> None:
    comment = said(world, world.lead, "look")
    body = {"text": "look here", "mention": [str(world.manager.person.pk)]}
    answer = world.caller(world.lead).patch(one(world, comment), body, **etag(comment, 1))
    assert json.loads(answer.content)["mention"] == body["mention"]
    with world.lead.acting():
        assert Notice.objects.get(kind="mention").person_id == world.manager.person.pk


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_write_from_an_old_version_or_from_none_is_refused(world: World, method: str) -> None:
    comment, caller = said(world, world.lead, "first"), world.caller(world.lead)
    caller.patch(one(world, comment), {"text": "second"}, **etag(comment, 1))
    body = {"text": "third"} if method == "PATCH" else None
    stale = caller.send(method, one(world, comment), body, **etag(comment, 1))
    assert problem(stale, 412, "stale")["current_version"] == 2
    problem(caller.send(method, one(world, comment), body), 428, "precondition_required")
    assert shown(world, world.lead) == ["second"]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"text": "\u200b"}, 422, "rule", ("text", "empty_text")),
        ({}, 400, "invalid", ("text", "required")),
        ({"text": "x", "mention": [str(uuid4())]}, 422, "rule", ("mention", "mention_unseen")),
        ({"text": "x", "version": 1}, 400, "invalid", ("version", "unknown")),
    ],
)
def test_wrong_words_are_refused_at_their_field(
    world: World, body: object, status: int, code: str, field: tuple[str, str]
) -> None:
    comment = said(world, world.lead, "first")
    answer = world.caller(world.lead).patch(one(world, comment), body, **etag(comment, 1))
    assert field in fields_of(problem(answer, status, code))
    assert shown(world, world.lead) == ["first"]


def test_what_was_taken_back_is_missing_until_its_author_brings_it_back(world: World) -> None:
    comment, caller = said(world, world.lead, "mine"), world.caller(world.lead)
    assert caller.send("DELETE", one(world, comment), **etag(comment, 1)).status_code == 204
    assert shown(world, world.manager) == []
    problem(caller.get(one(world, comment)), 404, "not_found")
    problem(caller.patch(one(world, comment), {"text": "still"}, **etag(comment, 2)), 404, "not_found")
    problem(caller.send("DELETE", one(world, comment), **etag(comment, 2)), 404, "not_found")
    problem(world.caller(world.manager).post(one(world, comment, "undelete/")), 404, "not_found")
    back = caller.post(one(world, comment, "undelete/"))
    assert (back.status_code, back.headers["ETag"]) == (200, f'"{comment.pk}-3"')
    assert shown(world, world.manager) == ["mine"]


def test_nobody_else_changes_a_comment_or_takes_it_back(world: World) -> None:
    comment = said(world, world.lead, "mine")
    auditor = make_member(world.organization, OrganizationRole.AUDITOR)
    off = make_member(world.organization, OrganizationRole.MEMBER, email="off@north.example")
    foreign = make_member(make_organization("south"), OrganizationRole.PMO_MANAGER)
    for member, status in ((world.manager, 403), (auditor, 403), (off, 404), (foreign, 404)):
        caller = world.caller(member)
        answers = (
            caller.patch(one(world, comment), {"text": "yours"}, **etag(comment, 1)),
            caller.send("DELETE", one(world, comment), **etag(comment, 1)),
            caller.post(one(world, comment, "undelete/")),
        )
        assert [answer.status_code for answer in answers] == [status] * 3
    assert shown(world, world.lead) == ["mine"]


def test_a_comment_is_reached_through_its_own_record_alone(world: World) -> None:
    comment, caller = said(world, world.manager, "mine"), world.caller(world.manager)
    for key, found in ((world.hidden.pk, comment.pk), (world.project.pk, uuid4())):
        address = path(world, f"comments/{found}/", key=key)
        assert caller.patch(address, {"text": "x"}, **etag(comment, 1)).status_code == 404
        assert caller.get(address).status_code == 404
    assert shown(world, world.manager) == ["mine"]


def taken(world: World, member: Member, key: UUID, method: str = "DELETE", tail: str = "") -> Any:
    return world.caller(member).send(method, path(world, f"attachments/{key}/{tail}"))


def test_who_brought_a_file_or_link_takes_it_away_and_brings_it_back(world: World) -> None:
    attachment = hung(world, world.lead)
    assert json.loads(taken(world, world.pm, attachment.pk, "GET").content)["label"] == "Plan"
    assert taken(world, world.manager, attachment.pk).status_code == 403
    assert taken(world, world.lead, attachment.pk).status_code == 204
    for method in ("GET", "DELETE"):
        problem(taken(world, world.lead, attachment.pk, method), 404, "not_found")
    problem(taken(world, world.manager, attachment.pk, "POST", "undelete/"), 404, "not_found")
    assert taken(world, world.lead, attachment.pk, "POST", "undelete/").status_code == 200
    assert taken(world, world.pm, attachment.pk, "GET").status_code == 200
    with world.lead.acting():
        changes = history_of(Attachment.objects.get())
        assert [change.label for change in changes] == ["update", "update", "insert"]


def test_a_file_of_a_comment_that_was_taken_back_does_not_come_back_without_it(world: World) -> None:
    comment = said(world, world.lead, "look", file=NewFile("a.pdf", PDF))
    with world.lead.acting():
        key = Attachment.objects.get().pk
    assert taken(world, world.lead, key).status_code == 204
    world.caller(world.lead).send("DELETE", one(world, comment), **etag(comment, 1))
    problem(taken(world, world.lead, key, "POST", "undelete/"), 404, "not_found")
    with world.lead.acting():
        assert Attachment.objects.get().deleted_at is not None
