"""Files and links on a record: seen by who sees it, taken away by who brought them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.files.models import StoredFile
from pmo_site.kernel.conflicts import RuleError
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.services.attachments import link_add
from projects.models import ProjectMember
from tests.accounts.world import Member, client_of, make_member, make_organization
from tests.api.world import World
from tests.files.samples import PDF
from tests.threads.test_comments import address, reread


def upload(name: str = "設計書.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def attached(world: World, member: Member) -> Attachment:
    answer = client_of(member).post(address(world, "files/"), {"file": upload()})
    assert answer.status_code == 302
    with member.acting():
        return Attachment.objects.select_related("file").get()


def status(client: Client, file: StoredFile, slug: str = "north") -> int:
    answer: Any = client.get(f"/o/{slug}/files/{file.pk}/")
    answer.getvalue()
    return int(answer.status_code)


def the_file(attachment: Attachment) -> StoredFile:
    assert attachment.file is not None
    return attachment.file


def test_an_attached_file_is_read_by_who_sees_the_record_and_by_nobody_else(world: World) -> None:
    file = the_file(attached(world, world.lead))
    off = make_member(world.organization, OrganizationRole.MEMBER, email="off@north.example")
    auditor = make_member(world.organization, OrganizationRole.AUDITOR)
    foreign = make_member(make_organization("south"), OrganizationRole.PMO_MANAGER)
    found = {member: status(client_of(member), file) for member in (world.pm, world.manager, auditor, off, foreign)}
    assert list(found.values()) == [200, 200, 200, 404, 404]
    assert status(client_of(foreign), file, "south") == 404
    assert file.content_type == "application/pdf", "what the browser said is not heard"


def test_who_leaves_the_project_reads_its_files_no_more(world: World) -> None:
    file, client = the_file(attached(world, world.manager)), client_of(world.lead)
    assert status(client, file) == 200
    with world.lead.acting():
        ProjectMember.objects.filter(person=world.lead.person).delete()
    assert status(client, file) == 404


def test_a_file_is_taken_away_and_brought_back_by_who_brought_it(world: World) -> None:
    attachment, client = attached(world, world.lead), client_of(world.lead)
    path = address(world, f"attachments/{attachment.pk}/delete/")
    assert client_of(world.manager).post(path).status_code == 403
    assert status(client, the_file(attachment)) == 200
    body = client.post(path, follow=True).content.decode()
    undo = address(world, f"attachments/{attachment.pk}/undo/")
    assert f'action="{undo}"' in body
    assert "設計書.pdf" not in body
    assert status(client, the_file(attachment)) == 404
    assert "設計書.pdf" in client.post(undo, follow=True).content.decode()
    assert status(client, the_file(attachment)) == 200


def test_the_files_of_a_comment_go_with_it(world: World) -> None:
    client = client_of(world.lead)
    client.post(address(world, "comments/"), {"text": "look", "file": upload()})
    with world.lead.acting():
        comment, attachment = Comment.objects.get(), Attachment.objects.select_related("file").get()
    assert attachment.comment_id == comment.pk
    client.post(address(world, f"comments/{comment.pk}/delete/"))
    assert status(client, the_file(attachment)) == 404
    page = client.get(f"/o/north/projects/{world.project.pk}/comments/").content.decode()
    assert "設計書.pdf" not in page
    client.post(address(world, f"comments/{comment.pk}/undo/"))
    assert status(client, the_file(attachment)) == 200


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This kind of file is not taken."), ("ja", "この種類のファイルは添付できません。")]
)
@pytest.mark.parametrize("path", ["files/", "comments/"])
def test_a_refused_file_is_said_at_its_field_and_nothing_is_stored(
    world: World, path: str, language: str, words: str
) -> None:
    client = client_of(world.lead)
    client.cookies["django_language"] = language
    answer = client.post(address(world, path), {"text": "look", "file": upload("a.html", b"<script>alert(1)</script>")})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with world.lead.acting():
        assert [kind.objects.count() for kind in (Comment, Attachment, StoredFile)] == [0, 0, 0]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example", "x"])
def test_a_link_leads_to_the_web_or_is_refused(world: World, url: str) -> None:
    answer = client_of(world.lead).post(address(world, "links/"), {"url": url, "label": "safe"})
    assert (answer.status_code, "http://" in answer.content.decode()) == (422, True)
    with world.lead.acting() as actor:
        with pytest.raises(RuleError, match="not_a_link"):
            link_add(actor=actor, record=reread(world.project), url=url)
        assert not Attachment.objects.exists()


def test_a_link_is_shown_by_its_name(world: World) -> None:
    client = client_of(world.lead)
    client.post(address(world, "links/"), {"url": "https://example.org/?a=1&b=2", "label": "<b>Plan</b>"})
    page = client.get(f"/o/north/projects/{world.project.pk}/comments/").content.decode()
    assert (
        'href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">&lt;b&gt;Plan&lt;/b&gt;</a>' in page
    )


def test_a_milestone_has_a_thread_of_its_own(world: World) -> None:
    client = client_of(world.lead)
    with world.lead.acting():
        stone = world.project.milestones.get()
    client.post(address(world, "comments/", "milestone", stone.pk), {"text": "on time"})
    assert "on time" in client.get(f"/o/north/milestones/{stone.pk}/").content.decode()
    assert "on time" not in client.get(f"/o/north/projects/{world.project.pk}/comments/").content.decode()
