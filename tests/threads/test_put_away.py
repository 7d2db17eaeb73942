"""On what is archived, or belongs to what is, everything that was said is read and nothing more is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pmo_site.accounts.services.people import person_archive
from pmo_site.files.models import StoredFile
from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.models import EditableModel
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.services.attachments import attachment_add, attachment_delete, link_add
from pmo_site.threads.services.comments import comment_delete, comment_post, comment_revise, comment_undelete
from projects.models import Milestone, Project
from projects.services.project import project_archive, project_restore
from tests.accounts.world import client_of
from tests.api.world import World, fields_of, problem
from tests.files.samples import PDF
from tests.threads.test_registers import made

WORDS = "It is archived. Restore it before you change it."
CLOSED = "Archived: comments and files can only be read."
KINDS = ("project", "milestone", "decision", "person")


def talked_about(world: World, kind: str) -> tuple[Any, Comment, Attachment]:
    """A record with a comment and a link, then put away, alone or with what it belongs to."""
    record = _record(world, kind)
    with world.manager.acting() as actor:
        comment = comment_post(actor=actor, record=record, text="said before")
        attachment = link_add(actor=actor, record=record, url="https://example.org/", label="Plan")
        if kind == "person":
            person_archive(actor=actor, person_id=record.pk, version=record.version)
        else:
            project_archive(actor=actor, project=_project(world), version=world.project.version)
    return record, comment, attachment


def _record(world: World, kind: str) -> Any:
    if kind in {"decision", "person"}:
        return made(world, kind)
    model: type[EditableModel] = Project if kind == "project" else Milestone
    with world.manager.acting():
        return model._default_manager.filter(**({"code": "P-1"} if kind == "project" else {})).get()


def _project(world: World) -> Project:
    return Project.objects.get(pk=world.project.pk)


def stands(world: World) -> list[Any]:
    """All that a write would change."""
    with world.manager.acting():
        return [
            list(Comment.objects.values_list("id", "text", "version", "deleted_at")),
            list(Attachment.objects.values_list("id", "deleted_at")),
            StoredFile.objects.count(),
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_its_pages_show_what_was_said_and_take_nothing_more(world: World, kind: str) -> None:
    record, comment, attachment = talked_about(world, kind)
    before, client = stands(world), client_of(world.manager)
    thread = f"/o/north/threads/{kind}/{record.pk}/"
    body = client.get(thread).content.decode()
    assert ("said before" in body, "https://example.org/" in body, CLOSED in body) == (True, True, True)
    assert f'action="{thread}' not in body
    file = SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf")
    tries: dict[str, dict[str, Any]] = {
        "comments/": {"text": "more"},
        f"comments/{comment.pk}/edit/": {"text": "other", "version": "1"},
        f"comments/{comment.pk}/delete/": {},
        f"comments/{comment.pk}/undo/": {},
        "files/": {"file": file},
        "links/": {"url": "https://example.com/"},
        f"attachments/{attachment.pk}/delete/": {},
        f"attachments/{attachment.pk}/undo/": {},
    }
    for tail, values in tries.items():
        answer = client.post(thread + tail, values)
        assert answer.status_code == 302, tail
        assert WORDS in client.get(answer.headers["Location"]).content.decode(), tail
        swapped = client.post(thread + tail, values, headers={"HX-Request": "true"})
        assert (swapped.status_code, CLOSED in swapped.content.decode()) == (422, True), tail
    assert stands(world) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_api_reads_it_and_refuses_every_write_in_words(world: World, kind: str) -> None:
    record, comment, attachment = talked_about(world, kind)
    before, caller, base = stands(world), world.caller(world.manager), f"threads/{kind}/{record.pk}/"
    tag = {"If-Match": f'"{comment.pk}-1"'}
    one, hung = f"{base}comments/{comment.pk}/", f"{base}attachments/{attachment.pk}/"
    for path in (f"{base}comments/", f"{base}attachments/", one, hung):
        assert caller.get(path).status_code == 200, path
    for answer in (
        caller.post(f"{base}comments/", {"text": "more"}),
        caller.patch(one, {"text": "other"}, **tag),
        caller.send("DELETE", one, **tag),
        caller.post(f"{one}undelete/"),
        caller.post(f"{base}attachments/", {"url": "https://example.com/"}),
        caller.send("DELETE", hung),
        caller.post(f"{hung}undelete/"),
    ):
        assert fields_of(problem(answer, 422, "rule")) == {("", "archived")}
    assert stands(world) == before


def test_no_service_writes_on_it(world: World) -> None:
    record, comment, attachment = talked_about(world, "decision")
    before = stands(world)
    with world.manager.acting() as actor:
        record = type(record)._default_manager.get(pk=record.pk)
        said: dict[str, Any] = {"actor": actor, "record": record, "comment": comment}
        for deed in (
            lambda: comment_post(actor=actor, record=record, text="more"),
            lambda: comment_revise(**said, version=1, text="other"),
            lambda: comment_delete(**said, version=1),
            lambda: comment_undelete(**said),
            lambda: link_add(actor=actor, record=record, url="https://example.com/"),
            lambda: attachment_add(actor=actor, record=record, name="a.pdf", content=PDF),
            lambda: attachment_delete(actor=actor, record=record, attachment=attachment),
        ):
            with pytest.raises(RuleError, match="archived"):
                deed()
    assert stands(world) == before


def test_it_is_talked_about_again_once_it_is_restored(world: World) -> None:
    record, _comment, _attachment = talked_about(world, "project")
    with world.manager.acting() as actor:
        found = _project(world)
        project_restore(actor=actor, project=found, version=found.version)
    answer = world.caller(world.manager).post(f"threads/project/{record.pk}/comments/", {"text": "again"})
    assert answer.status_code == 201


def test_who_may_not_write_there_is_refused_as_before(world: World) -> None:
    record, _comment, _attachment = talked_about(world, "project")
    for member, status in ((world.lead, 422), (world.manager, 422)):
        answer = world.caller(member).post(f"threads/project/{record.pk}/comments/", {"text": "x"})
        assert answer.status_code == status
    hidden = world.caller(world.lead).post(f"threads/project/{world.hidden.pk}/comments/", {"text": "x"})
    assert hidden.status_code == 404
