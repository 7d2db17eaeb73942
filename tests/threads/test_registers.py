"""Records of every register are talked about, by the rights of their own kind."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.scopes import TokenScope
from pmo_site.notifications.models import Notice
from pmo_site.notifications.registry import subject_kind
from pmo_site.notifications.selectors import subjects_of
from pmo_site.resources.resource import Resource, resources
from pmo_site.tenancy.models import EditableModel
from pmo_site.threads.models import Attachment, Comment, Thread
from pmo_site.threads.selectors import newest_comments, people_who_see
from pmo_site.threads.services.attachments import attachment_add
from pmo_site.threads.services.comments import comment_post
from tests.accounts.tokens import make_token, program
from tests.accounts.world import Member, client_of, make_member, make_organization
from tests.api.world import World
from tests.files.samples import PDF
from tests.resources.samples import sample

KINDS = ("decision", "portfolio", "program", "placement", "department", "person")
ORGANIZATION_KINDS = KINDS[1:]


def register(kind: str) -> Resource:
    return next(each for each in resources() if each.singular == kind)


def made(world: World, kind: str) -> EditableModel:
    """A record of a kind."""
    if kind == "person":
        return world.pm.person
    with world.pm.acting() if kind == "decision" else world.manager.acting() as actor:
        return sample(register(kind), actor=actor, project=world.project)


def page(kind: str, record: EditableModel) -> str:
    return f"/o/north/{register(kind).key}/{record.pk}/"


def thread(kind: str, record: EditableModel, tail: str = "") -> str:
    return f"/o/north/threads/{kind}/{record.pk}/{tail}"


def reader(world: World, role: OrganizationRole) -> Member:
    return make_member(world.organization, role, email="reader@north.example")


def reread(record: EditableModel) -> Any:
    return type(record)._default_manager.get(pk=record.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_stands_on_the_record_s_own_page(world: World, kind: str) -> None:
    record, client = made(world, kind), client_of(world.manager)
    assert 'id="thread"' in client.get(page(kind, record)).content.decode()
    answer = client.post(thread(kind, record, "comments/"), {"text": "hello there"})
    where = f"{page(kind, record)}#thread"
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    assert "hello there" in client.get(page(kind, record)).content.decode()
    with world.manager.acting():
        assert [each.kind for each in Thread.objects.all()] == [kind]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_said_and_read_over_the_api(world: World, kind: str) -> None:
    record, caller = made(world, kind), world.caller(world.manager)
    answer = caller.post(f"threads/{kind}/{record.pk}/comments/", {"text": "hello"}, **{"Idempotency-Key": "one"})
    assert answer.status_code == 201
    items = caller.get(f"threads/{kind}/{record.pk}/comments/").json()["items"]
    assert [each["text"] for each in items] == ["hello"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_foreign_organization_finds_neither_thread_nor_file(world: World, kind: str) -> None:
    record, foreign = (
        made(world, kind),
        client_of(make_member(make_organization("south"), OrganizationRole.PMO_MANAGER)),
    )
    upload = SimpleUploadedFile("plan.pdf", PDF)
    assert client_of(world.manager).post(thread(kind, record, "files/"), {"file": upload}).status_code == 302
    with world.manager.acting():
        file = Attachment.objects.get().file_id
    for slug in ("north", "south"):
        path = f"/o/{slug}/threads/{kind}/{record.pk}/"
        assert foreign.get(path).status_code == 404
        assert foreign.post(f"{path}comments/", {"text": "x"}).status_code == 404
        assert foreign.get(f"/o/{slug}/files/{file}/").status_code == 404
    with world.manager.acting():
        assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("kind", "role", "statuses"),
    [
        ("portfolio", OrganizationRole.MEMBER, (404, 404)),
        ("program", OrganizationRole.MEMBER, (404, 404)),
        ("placement", OrganizationRole.MEMBER, (404, 404)),
        ("decision", OrganizationRole.MEMBER, (404, 404)),
        ("department", OrganizationRole.MEMBER, (200, 403)),
        ("person", OrganizationRole.MEMBER, (200, 403)),
        ("portfolio", OrganizationRole.AUDITOR, (200, 403)),
        ("decision", OrganizationRole.AUDITOR, (200, 403)),
        ("portfolio", OrganizationRole.PMO_EXPERT, (200, 302)),
        ("person", OrganizationRole.PMO_ADMINISTRATOR, (200, 302)),
    ],
)
def test_who_sees_a_record_sees_its_thread_and_the_pmo_writes_on_it(
    world: World, kind: str, role: OrganizationRole, statuses: tuple[int, int]
) -> None:
    record, client = made(world, kind), client_of(reader(world, role))
    found = client.get(thread(kind, record)), client.post(thread(kind, record, "comments/"), {"text": "here"})
    assert tuple(each.status_code for each in found) == statuses
    with world.manager.acting():
        assert Comment.objects.exists() == (statuses[1] == 302)


@pytest.mark.parametrize("kind", ORGANIZATION_KINDS)
def test_who_sees_the_record_is_meant_and_told_without_a_right_on_any_project(world: World, kind: str) -> None:
    """A notice is shown by the right of the record's own kind: people are seen by members without projects."""
    role = OrganizationRole.MEMBER if kind in {"person", "department"} else OrganizationRole.EXECUTIVE
    record, told = made(world, kind), reader(world, role)
    with world.manager.acting() as actor:
        assert told.person in people_who_see(actor, reread(record))
        comment_post(actor=actor, record=reread(record), text="look here", mention=[told.person.pk])
    assert "look here" in client_of(told).get("/o/north/inbox/").content.decode()


def test_a_notice_names_a_placement_by_its_project_and_its_place_at_one_query(world: World) -> None:
    records = [made(world, "placement") for _each in range(3)]
    with world.manager.acting():
        kind = subject_kind("portfolio.placement")
        notices = [Notice(subject_kind=kind.kind, subject_id=record.pk) for record in records]
        with CaptureQueriesContext(connection) as captured:
            labels = set(subjects_of(notices).values())
        assert len(captured) == 1
        assert labels == {f"P-1 {reread(record).portfolio.code}" for record in records}


def test_a_deleted_department_comes_back_with_what_was_said(world: World) -> None:
    record, department = made(world, "department"), register("department")
    with world.manager.acting() as actor:
        comment_post(actor=actor, record=reread(record), text="moves in April")
        gone = reread(record)
        department.writes.remove(actor=actor, department=gone, version=gone.version)
        back: Any = department.writes.bring_back(actor=actor, department_id=gone.pk)
        assert [line.comment.text for line in newest_comments(actor, back)[0]] == ["moves in April"]


READS: list[tuple[str, TokenScope, set[str]]] = [
    ("projects", TokenScope.PROJECTS_READ, {"decision", "portfolio", "program", "placement"}),
    ("people", TokenScope.PEOPLE_READ, {"person", "department"}),
    ("audit", TokenScope.AUDIT_READ, set()),
]


@pytest.mark.parametrize(("scope", "opened"), [each[1:] for each in READS], ids=[each[0] for each in READS])
def test_a_token_reads_what_is_said_by_the_scope_that_reads_the_record(
    world: World, scope: TokenScope, opened: set[str]
) -> None:
    reads = program(make_token(world.manager, scopes=[scope]).key)
    for kind in KINDS:
        record = made(world, kind)
        with world.manager.acting() as actor:
            found = attachment_add(actor=actor, record=reread(record), name="a.pdf", content=PDF)
        paths = [f"threads/{kind}/{record.pk}/{tail}" for tail in ("comments/", "attachments/")]
        answers = [reads.get(f"/api/v1/organizations/north/{path}").status_code for path in paths]
        assert answers == [200 if kind in opened else 403] * 2, kind
        content = reads.get(f"/api/v1/organizations/north/files/{found.file_id}/")
        assert (content.status_code, content.getvalue() == PDF) == ((200, True) if kind in opened else (404, False))
    assert reads.get(f"/api/v1/organizations/north/threads/nothing/{uuid4()}/comments/").status_code == 404


def test_a_token_that_comments_needs_the_scope_that_reads_the_record(world: World) -> None:
    record = made(world, "person")
    path = f"/api/v1/organizations/north/threads/person/{record.pk}/comments/"
    found = []
    for scopes in ([TokenScope.COMMENTS_WRITE], [TokenScope.COMMENTS_WRITE, TokenScope.PEOPLE_READ]):
        client = program(make_token(world.manager, scopes=scopes).key)
        answer = client.post(path, {"text": "x"}, content_type="application/json")
        found.append((client.get(path).status_code, answer.status_code))
    assert found == [(403, 404), (200, 201)]
    with world.manager.acting():
        assert Comment.objects.count() == 1
