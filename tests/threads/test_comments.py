"""What people say on a record, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.audit.history import history_of
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.notifications.models import Notice
from pmo_site.tenancy.versions import GoneError
from pmo_site.threads.models import Comment, Mention, Thread
from pmo_site.threads.selectors import comment_find, newest_comments, people_who_see
from pmo_site.threads.services.comments import (
    comment_delete,
    comment_post,
    comment_revise,
    comment_undelete,
)
from projects.models import Milestone, Project
from projects.services.member import member_add
from projects.services.milestone import milestone_delete, milestone_undelete
from tests.accounts.world import Member, client_of, make_member, make_organization, seeder
from tests.api.test_versions import in_parallel
from tests.api.world import World


def reread(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


def said(world: World, member: Member, text: str, **more: Any) -> Comment:
    with member.acting() as actor:
        return comment_post(actor=actor, record=reread(world.project), text=text, **more)


def shown(world: World, member: Member) -> list[str]:
    with member.acting() as actor:
        return [line.comment.text for line in newest_comments(actor, reread(world.project))[0]]


def test_the_first_word_opens_the_thread_and_is_no_change_of_the_record(world: World) -> None:
    with world.lead.acting() as actor:
        before = len(history_of(world.project))
        comment_post(actor=actor, record=reread(world.project), text="  着工しました。\r\n次は床版です。 ")
        comment_post(actor=actor, record=reread(world.project), text="了解")
        project = reread(world.project)
        assert [thread.kind for thread in Thread.objects.all()] == ["project"]
        assert (project.version, len(history_of(project))) == (world.project.version, before)
    assert shown(world, world.manager) == ["着工しました。\n次は床版です。", "了解"]


def test_of_many_first_words_at_once_one_thread_is_made(committed_world: World) -> None:
    world = committed_world

    def say(number: int) -> int:
        said(world, world.lead, f"word {number}")
        return 1

    in_parallel(8, say)
    with world.lead.acting():
        assert Thread.objects.count() == 1
    assert len(shown(world, world.lead)) == 8


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_text"), (" \n\x00\u200b", "empty_text"), ("長" * 10_001, "text_too_long")]
)
def test_a_comment_says_something_and_not_too_much(world: World, text: str, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        said(world, world.lead, text)
    with world.lead.acting():
        assert not Comment.objects.exists()
        assert not Thread.objects.exists()


@pytest.mark.parametrize("role", [role for role in ProjectRole if role is not ProjectRole.PROJECT_MANAGER])
def test_everybody_on_a_project_comments(world: World, role: ProjectRole) -> None:
    member = make_member(world.organization, OrganizationRole.MEMBER, email="one@north.example")
    with world.manager.acting():
        actor = seeder(world.organization)
        term = {"person": member.person, "role": role, "starts_on": actor.today}
        member_add(actor=actor, project=world.project, values=term)
    assert [said(world, each, "here").text for each in (member, world.pm)] == ["here", "here"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (OrganizationRole.PMO_MANAGER, True),
        (OrganizationRole.PMO_EXPERT, True),
        (OrganizationRole.PMO_ADMINISTRATOR, True),
        (OrganizationRole.AUDITOR, False),
        (OrganizationRole.MEMBER, False),
    ],
)
def test_of_those_off_the_project_the_pmo_comments_and_the_auditor_does_not(
    world: World, role: OrganizationRole, *, may: bool
) -> None:
    member = make_member(world.organization, role, email="one@north.example")
    if may:
        assert said(world, member, "here").text == "here"
        return
    with pytest.raises(PermissionDenied):
        said(world, member, "here")
    with world.manager.acting():
        assert not Comment.objects.exists()


def test_only_the_author_changes_and_takes_back(world: World) -> None:
    comment = said(world, world.lead, "mine")
    deeds: list[Callable[[Any], object]] = [
        lambda actor: comment_revise(actor=actor, record=world.project, comment=comment, version=1, text="yours"),
        lambda actor: comment_delete(actor=actor, record=world.project, comment=comment, version=1),
        lambda actor: comment_undelete(actor=actor, record=world.project, comment=comment),
    ]
    for deed in deeds:
        with world.manager.acting() as actor, pytest.raises(PermissionDenied):
            deed(actor)
    assert shown(world, world.lead) == ["mine"]


def test_every_wording_is_kept_and_a_stale_edit_is_refused(world: World) -> None:
    comment = said(world, world.lead, "first")
    with world.lead.acting() as actor:
        project = reread(world.project)
        comment_revise(actor=actor, record=project, comment=comment, version=1, text="second")
        with pytest.raises(StaleError):
            comment_revise(actor=actor, record=project, comment=comment, version=1, text="third")
        stands = comment_find(project, comment.pk)
        assert stands is not None
        assert (stands.text, stands.version, bool(stands.edited_at)) == ("second", 2, True)
        texts = [each.after for change in history_of(stands) for each in change.differences if each.field == "text"]
        assert texts == ["second", "first"]


def test_what_was_taken_back_can_be_brought_back(world: World) -> None:
    comment = said(world, world.lead, "mine")
    with world.lead.acting() as actor:
        comment_delete(actor=actor, record=world.project, comment=comment, version=1)
    assert shown(world, world.lead) == []
    with world.lead.acting() as actor:
        found = comment_find(reread(world.project), comment.pk)
        assert found is not None
        comment_undelete(actor=actor, record=world.project, comment=found)
    assert shown(world, world.lead) == ["mine"]


def test_a_deleted_record_comes_back_with_what_was_said(world: World) -> None:
    with world.pm.acting() as actor:
        stone = Milestone.objects.get(project=world.project)
        comment_post(actor=actor, record=stone, text="on time")
        stone = Milestone.objects.get(pk=stone.pk)
        milestone_delete(actor=actor, milestone=stone, version=stone.version)
        back = milestone_undelete(actor=actor, milestone_id=stone.pk)
        assert back is not None
        assert [line.comment.text for line in newest_comments(actor, back)[0]] == ["on time"]


def test_who_may_be_meant_is_who_sees_the_record(world: World) -> None:
    make_member(world.organization, OrganizationRole.MEMBER, email="off@north.example")
    auditor = make_member(world.organization, OrganizationRole.AUDITOR)
    with world.lead.acting() as actor:
        found = {person.pk for person in people_who_see(actor, reread(world.project))}
    assert found == {member.person.pk for member in (world.manager, world.pm, world.lead, auditor)}


def meant(comment: Comment) -> set[UUID]:
    return set(Mention.objects.filter(comment=comment).values_list("person_id", flat=True))


def test_people_are_meant_by_picking_them_or_by_their_names(world: World) -> None:
    auditor = make_member(world.organization, OrganizationRole.AUDITOR)
    comment = said(world, world.lead, "@Auditor look", mention=[world.manager.person.pk])
    with world.lead.acting():
        assert meant(comment) == {auditor.person.pk, world.manager.person.pk}


@pytest.mark.parametrize("picked", [True, False])
def test_who_may_not_see_the_record_cannot_be_meant(world: World, *, picked: bool) -> None:
    off = make_member(world.organization, OrganizationRole.PSO_STAFF)
    mention, text = ([off.person.pk], "look") if picked else ([], "@Pso_Staff look")
    with pytest.raises(RuleError, match="mention_unseen"):
        said(world, world.lead, text, mention=mention)
    stranger = make_member(make_organization("south"), OrganizationRole.PMO_MANAGER)
    with pytest.raises(RuleError, match="mention_unseen"):
        said(world, world.lead, "look", mention=[stranger.person.pk])
    assert shown(world, world.lead) == []


def test_namesakes_are_to_be_picked(world: World) -> None:
    with pytest.raises(RuleError, match="mention_ambiguous"):
        said(world, world.manager, "@Member look")
    comment = said(world, world.manager, "@Member look", mention=[world.pm.person.pk])
    with world.lead.acting():
        assert meant(comment) == {world.pm.person.pk}


def address(world: World, tail: str = "", kind: str = "project", key: object = None) -> str:
    return f"/o/{world.organization.slug}/threads/{kind}/{key or world.project.pk}/{tail}"


def test_a_comment_is_posted_changed_taken_back_and_brought_back_without_script(world: World) -> None:
    client = client_of(world.lead)
    page = f"/o/north/projects/{world.project.pk}/comments/"
    answer = client.post(address(world, "comments/"), {"text": "hello"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{page}#thread")
    with world.lead.acting():
        comment = Comment.objects.get()
    assert client.post(address(world, f"comments/{comment.pk}/edit/"), {"text": "bye", "version": 1}).status_code == 302
    assert "bye" in client.get(page).content.decode()
    answer = client.post(address(world, f"comments/{comment.pk}/delete/"), follow=True)
    undo = address(world, f"comments/{comment.pk}/undo/")
    assert f'action="{undo}"' in answer.content.decode()
    assert "bye" not in client.get(page).content.decode()
    assert "bye" in client.post(undo, follow=True).content.decode()


def test_a_stale_edit_shows_both_wordings(world: World) -> None:
    comment, client = said(world, world.lead, "first"), client_of(world.lead)
    path = address(world, f"comments/{comment.pk}/edit/")
    client.post(path, {"text": "second", "version": 1})
    answer = client.post(path, {"text": "third", "version": 1})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "changed elsewhere" in body
    assert "second" in body
    assert "third" in body
    assert 'name="version" value="2"' in body
    swapped = client.post(path, {"text": "third", "version": 1}, headers={"HX-Request": "true"})
    assert (swapped.status_code, b"<html" in swapped.content) == (422, False)
    assert client.post(path, {"text": "third", "version": 2}).status_code == 302
    assert shown(world, world.lead) == ["third"]


def test_with_script_the_panel_alone_comes_back(world: World) -> None:
    client = client_of(world.lead)
    answer = client.post(address(world, "comments/"), {"text": "hello"}, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert (answer.status_code, "hello" in body, "<html" in body) == (200, True, False)
    assert 'id="thread"' in body
    refused = client.post(address(world, "comments/"), {"text": " "}, headers={"HX-Request": "true"})
    assert (refused.status_code, b"<html" in refused.content) == (422, False)


@pytest.mark.parametrize(("language", "words"), [("en", "Write something first."), ("ja", "入力してください")])
def test_a_refusal_stands_at_its_field_in_the_reader_s_language(world: World, language: str, words: str) -> None:
    client = client_of(world.lead)
    client.cookies["django_language"] = language
    answer = client.post(address(world, "comments/"), {"text": "\u200b"})
    body = answer.content.decode()
    assert (answer.status_code, words in body) == (422, True)
    assert 'id="comment_text_error"' in body
    with world.lead.acting():
        assert not Comment.objects.exists()


def statuses(client: Client, world: World, comment: Comment) -> list[int]:
    paths = [("comments/"), (f"comments/{comment.pk}/edit/"), (f"comments/{comment.pk}/delete/"), "files/", "links/"]
    return [client.get(address(world)).status_code, *(client.post(address(world, path)).status_code for path in paths)]


def test_who_may_not_see_the_record_finds_no_thread_and_who_may_not_write_is_refused(world: World) -> None:
    comment = said(world, world.lead, "mine")
    off = client_of(make_member(world.organization, OrganizationRole.MEMBER, email="off@north.example"))
    auditor = client_of(make_member(world.organization, OrganizationRole.AUDITOR))
    foreign = client_of(make_member(make_organization("south"), OrganizationRole.PMO_MANAGER))
    assert statuses(off, world, comment) == [404] * 6
    assert statuses(foreign, world, comment) == [404] * 6
    assert statuses(auditor, world, comment) == [200, *[403] * 5]
    assert shown(world, world.lead) == ["mine"]


def test_a_comment_is_reached_through_its_own_record_alone(world: World) -> None:
    comment, client = said(world, world.manager, "mine"), client_of(world.manager)
    for kind, key in (("project", world.hidden.pk), ("milestone", world.project.pk), ("membership", world.project.pk)):
        path = address(world, f"comments/{comment.pk}/delete/", kind, key)
        assert client.post(path).status_code == 404
    assert shown(world, world.manager) == ["mine"]


def told(world: World, member: Member) -> list[str]:
    """What the member's notices say."""
    page = client_of(member).get(f"/o/{world.organization.slug}/inbox/").content.decode()
    return [word for word in ("look here", "look again") if word in page]


def test_who_is_meant_is_told_once_and_led_to_the_thread(world: World) -> None:
    comment = said(world, world.lead, "look here", mention=[world.manager.person.pk, world.lead.person.pk])
    with world.lead.acting() as actor:
        notice = Notice.objects.get(kind="mention")
        assert (notice.person_id, notice.kind) == (world.manager.person.pk, "mention")
        comment_revise(actor=actor, record=reread(world.project), comment=comment, version=1, text="look again")
        assert Notice.objects.filter(kind="mention").count() == 1
    assert told(world, world.manager) == ["look here"]
    assert told(world, world.pm) == []
    assert notice.route_parts == {"kind": "project", "record_id": str(world.project.pk)}


def test_a_comment_that_was_taken_back_is_changed_by_no_address(world: World) -> None:
    comment, client = said(world, world.lead, "mine"), client_of(world.lead)
    client.post(address(world, f"comments/{comment.pk}/delete/"))
    edit = address(world, f"comments/{comment.pk}/edit/")
    for version in (1, 2):
        assert client.post(edit, {"text": "yours", "version": version}).status_code == 404
    assert client.post(address(world, f"comments/{comment.pk}/delete/")).status_code == 302, "a second click"
    with world.lead.acting() as actor:
        stands = Comment.objects.get()
        assert (stands.text, stands.version, stands.deleted_at is None) == ("mine", 2, False)
        with pytest.raises(GoneError):
            comment_revise(actor=actor, record=reread(world.project), comment=stands, version=2, text="yours")
