"""What people say about records, and the files they hang on them, are found by who sees the record; nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.kernel.parsing import spellings
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.search.extracts import LENGTH, extract
from pmo_site.resources.search.keeping import keep_searchable
from pmo_site.resources.search.selectors import Find, finds
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.services.attachments import attachment_add, attachment_delete, attachment_undelete, link_add
from pmo_site.threads.services.comments import comment_delete, comment_post, comment_revise, comment_undelete
from projects.models import Milestone, Project, ProjectMember
from tests.accounts.world import Member
from tests.files.samples import PDF
from tests.resources.office import Office, make_office

pytestmark = pytest.mark.django_db
HERE = ("comments", "files")


def found(actor: Actor, typed: str, *, each: int = 5) -> list[Find]:
    return [row for group in finds(actor, typed, each=each, kinds=HERE) for row in group.rows]


def titles(actor: Actor, typed: str) -> list[str]:
    return [row.title for row in found(actor, typed)]


def sees(member: Member, typed: str) -> list[str]:
    """What a member finds now."""
    with member.acting() as actor:
        return titles(actor, typed)


def say(office: Office, text: str, *, code: str = "P-1") -> Comment:
    project = office.project(code)
    with office.world.manager.acting() as actor:
        return comment_post(actor=actor, record=project, text=text)


def test_a_comment_is_found_in_any_spelling_and_opens_at_its_place(office: Office) -> None:
    comment = say(office, "サーバー更改は\n12月に移る。")
    desk = office.lead
    for typed in ("ｻｰﾊﾞ", "sa-ba-", "移る", "サーバー 12月"):
        (row,) = desk.get(f"search/?q={typed}").context["groups"][0].lines
        assert (row.title, row.owner) == ("サーバー更改は 12月に移る。", "P-1 Bridge"), typed
    place, _, anchor = row.url.removeprefix(desk.base).partition("#")
    assert anchor == f"comment-{comment.pk}"
    assert f'id="{anchor}"' in desk.page(place)


def test_files_are_found_by_name_and_links_by_label_or_address_at_their_place(office: Office) -> None:
    milestone = office.milestone()
    with office.world.manager.acting() as actor:
        attachment_add(actor=actor, record=milestone, name="議事録 キカン.pdf", content=PDF)  # type: ignore[arg-type]  # it is there
        link_add(actor=actor, record=milestone, url="https://example.org/wiki", label="Rehearsal")  # type: ignore[arg-type]  # it is there
        assert titles(actor, "kikan pdf") == ["議事録 キカン.pdf"]
        assert titles(actor, "wiki") == titles(actor, "rehearsal") == ["Rehearsal"]
    desk = office.lead
    (line,) = desk.get("search/?q=rehearsal").context["groups"][0].lines
    place, _, anchor = line.url.removeprefix(desk.base).partition("#")
    assert desk.page(place).count(f'id="{anchor}"') == 1
    assert line.owner == "Opening"


def test_a_long_comment_is_looked_through_to_its_end_and_shown_around_the_word(office: Office) -> None:
    comment = say(office, "着工しました。" * 1_200 + "ソノゴ終わり")
    with office.world.manager.acting() as actor:
        (title,) = titles(actor, "そのご")
        assert title.endswith("着工しました。ソノゴ終わり")
        assert title.startswith("…")
        assert len(title) == LENGTH + 1
        comment_revise(actor=actor, record=office.project(), comment=comment, version=1, text="中止")
        assert titles(actor, "そのご") == []
        assert titles(actor, "中止") == ["中止"]


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("short", "nowhere", "short"),
        ("x" * 200, "nowhere", "x" * LENGTH + "…"),
        ("あ" * 100 + "ｶﾞｯｺｳ" + "あ" * 100, "gakkou", "…" + "あ" * 30 + "ｶﾞｯｺｳ" + "あ" * 85 + "…"),
        ("b" * 100 + "ß Ⅻ\n\n７" + "b" * 50, "xii 7", "…" + "b" * 65 + "ß Ⅻ ７" + "b" * 50),
    ],
)
def test_an_extract_shows_the_word_as_it_was_written(text: str, typed: str, shown: str) -> None:
    assert extract(text, [spellings(typed)]) == shown


def test_who_does_not_see_the_record_finds_nothing_said_on_it_and_counts_nothing(office: Office) -> None:
    say(office, "canary in the bridge")
    say(office, "canary in the tunnel", code="P-2")
    with office.inside():
        hidden = Milestone.objects.create(project=office.project("P-2"), name="Deep", baseline_on="2026-12-01")
    with office.world.manager.acting() as actor:
        attachment_add(actor=actor, record=hidden, name="canary.pdf", content=PDF)
    assert sees(office.world.manager, "canary") == [
        "canary in the tunnel",
        "canary in the bridge",
        "canary.pdf",
    ]
    assert sees(office.world.lead, "canary") == ["canary in the bridge"]
    body = office.world.caller(office.world.lead).get("search/?q=canary&limit=1&kinds=comments,files").json()
    assert [(each["kind"], each["title"], each["owner"]["name"]) for each in body["items"]] == [
        ("comments", "canary in the bridge", "P-1 Bridge")
    ]
    assert body["more"] == []
    assert b"tunnel" not in office.lead.get("search/?q=canary", **{"PM-Palette": "1"}).content


def test_nothing_that_is_said_in_another_organization_is_found(office: Office) -> None:
    south = make_office("south")
    say(south, "canary")
    assert sees(office.world.manager, "canary") == []
    assert sees(south.world.manager, "canary") == ["canary"]
    with office.inside():
        assert not SearchEntry.objects.filter(words__contains="canary").exists()


def test_whoever_loses_their_role_finds_no_more_what_was_said(office: Office) -> None:
    say(office, "canary")
    assert sees(office.world.lead, "canary") == ["canary"]
    with office.inside():
        ProjectMember.objects.filter(person=office.world.lead.person).update(ends_on="2026-01-02")
    assert sees(office.world.lead, "canary") == []


def test_what_is_taken_back_vanishes_with_its_files_and_comes_back(office: Office) -> None:
    project = office.project()
    with office.world.manager.acting() as actor:
        comment = comment_post(actor=actor, record=project, text="canary")
        attachment_add(actor=actor, record=project, name="canary.pdf", content=PDF, comment=comment)
        link = link_add(actor=actor, record=project, url="https://example.org/", label="Canary")
        comment_delete(actor=actor, record=project, comment=comment, version=comment.version)
        assert titles(actor, "canary") == ["Canary"]
        attachment_delete(actor=actor, record=project, attachment=link)
        assert titles(actor, "canary") == []
        comment_undelete(actor=actor, record=project, comment=Comment.objects.get())
        attachment_undelete(actor=actor, record=project, attachment=link)
        assert titles(actor, "canary") == ["canary", "Canary", "canary.pdf"]


@pytest.mark.parametrize("kind", [Project, Milestone])
def test_what_was_said_goes_out_of_sight_with_its_record_or_what_it_belongs_to(office: Office, kind: Any) -> None:
    with office.world.manager.acting() as actor:
        comment_post(actor=actor, record=kind.objects.order_by("id")[0], text="canary")
        assert titles(actor, "canary") == ["canary"]
        Project.objects.update(archived_at=clock.now())
        assert titles(actor, "canary") == []
        Project.objects.update(archived_at=None)
        if kind is Milestone:
            Milestone.objects.all().delete()
            assert titles(actor, "canary") == []


def test_queries_do_not_grow_with_what_was_said_and_the_page_says_that_there_is_more(office: Office) -> None:
    def cost() -> int:
        with office.world.manager.acting() as actor, CaptureQueriesContext(connection) as queries:
            assert found(actor, "canary", each=50)
        return len(queries)

    say(office, "canary")
    before = cost()
    for number in range(21):
        say(office, f"canary {number}")
    assert cost() == before
    assert "Only the newest 20 are shown." in office.manager.page("search/?q=canary")


@pytest.mark.django_db(transaction=True, databases=["default", "admin"])
def test_what_stood_before_the_search_knew_its_kind_is_read_in_for_every_organization() -> None:
    offices = make_office("north"), make_office("south")
    for office in offices:
        say(office, "canary")
        with office.world.manager.acting() as actor:
            link_add(actor=actor, record=office.project(), url="https://example.org/", label="Canary")
            SearchEntry.objects.all().delete()
            assert titles(actor, "canary") == []
    with connections["admin"].cursor() as cursor:
        for table in (Comment._meta.db_table, Attachment._meta.db_table):
            cursor.execute(f"COMMENT ON TRIGGER search_keep ON {table} IS 'an older plan'")
    keep_searchable(using="admin")
    for office in offices:
        with office.world.manager.acting() as actor:
            assert titles(actor, "canary") == ["canary", "Canary"]
            assert SearchEntry.objects.get(register="files").noted_at == Attachment.objects.get().added_at
            assert not SearchEntry.objects.filter(register="projects").exists()
