"""The inbox: one's own notices, nothing about what one may not see any more, read, undone, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice
from pmo_site.notifications.selectors import MOST_COUNTED, calls_on, notice_list
from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.accounts.world import Member, client_of
from tests.notifications.world import MENTION, Office, make_office


def page(client: Client, path: str = "inbox/", language: str = "en") -> str:
    client.cookies["django_language"] = language
    response = client.get(f"/o/north/{path}")
    assert response.status_code == 200
    return response.content.decode()


def stored(office: Office) -> Notice:
    with tenant(office.organization.id):
        return Notice.objects.get()


def test_a_notice_says_in_both_languages_what_happened(office: Office) -> None:
    office.give(office.hana)
    client = client_of(office.hana)
    assert "P-1 SEEN-north turned Red on Fri 20 Nov 2026." in page(client)
    assert "P-1 SEEN-north turned Red on 2026/11/20（金）." in page(client, language="ja")
    assert "すべて既読にする" in page(client, language="ja")


def test_names_in_a_notice_stand_in_the_readers_order(office: Office) -> None:
    with tenant(office.organization.id, history={"system": "test"}):
        office.manager.person.family_name, office.manager.person.given_name = "Kaji", "Haruka"
        office.manager.person.save()
    office.give(office.hana, kind=MENTION.key)
    client = client_of(office.hana)
    assert "Haruka Kaji mentioned you" in page(client)
    assert "Kaji Haruka mentioned you" in page(client, language="ja")


def test_only_the_recipient_sees_a_notice(office: Office) -> None:
    office.give(office.hana)
    manager = client_of(office.manager)
    assert "SEEN-north" not in page(manager, "inbox/?show=all")
    for deed in ("open", "read"):
        assert manager.post(f"/o/north/inbox/{stored(office).pk}/{deed}/").status_code == 404
    assert manager.post("/o/north/inbox/read-all/").status_code == 302
    assert stored(office).read_at is None


def test_who_lost_access_sees_neither_notice_nor_title_nor_count(office: Office) -> None:
    office.give(office.hana)
    office.end_role()
    client = client_of(office.hana)
    for path in ("inbox/", "inbox/?show=all"):
        assert "SEEN-north" not in page(client, path)
        assert "pm-count" not in page(client, path)
    for deed in ("open", "read"):
        assert client.post(f"/o/north/inbox/{stored(office).pk}/{deed}/").status_code == 404
    client.post("/o/north/inbox/read-all/")
    assert stored(office).read_at is None


def test_a_notice_about_what_was_never_to_be_seen_is_never_shown(office: Office) -> None:
    office.give(office.hana, project=office.other_project)
    client = client_of(office.hana)
    assert "HIDDEN-north" not in page(client, "inbox/?show=all")
    with office.hana.acting() as actor:
        assert calls_on(actor).unread == 0


def test_a_deleted_record_takes_its_notices_along(office: Office) -> None:
    office.give(office.manager, project=office.other_project)
    client = client_of(office.manager)
    assert "HIDDEN-north" in page(client)
    with tenant(office.organization.id, history={"system": "test"}):
        Project.objects.filter(pk=office.other_project.pk).delete()
    assert "pm-count" not in page(client)


def test_the_bell_counts_unread_notices_on_every_page_with_two_queries_at_most(office: Office) -> None:
    client = client_of(office.hana)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/o/north/")
        return len([each for each in asked if "notifications_notice" in each["sql"]])

    assert cost() == 1
    office.give(office.hana)
    office.give(office.hana, once="more")
    assert cost() == 2
    office.give(office.hana, once="again")
    assert cost() == 2
    assert '<span class="pm-count">3</span>' in page(client, "")


def test_the_api_and_pages_without_a_frame_do_not_count(office: Office) -> None:
    client = client_of(office.hana)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/v1/organizations/north/projects/").status_code == 200
    assert not [each for each in asked if "notifications_notice" in each["sql"]]


def test_more_than_the_bell_counts_is_99_and_more(office: Office) -> None:
    with tenant(office.organization.id):
        facts = {"level": "red", "seen_on": "2026-11-20"}
        Notice.objects.bulk_create(
            Notice(
                person_id=office.hana.person.pk,
                kind="tests.light",
                subject_kind="projects.project",
                subject_id=office.project.pk,
                facts=facts,
                mark=str(number),
            )
            for number in range(MOST_COUNTED + 1)
        )
    assert '<span class="pm-count">99+</span>' in page(client_of(office.hana), "")


def test_opening_a_notice_reads_it_and_leads_to_its_record(office: Office) -> None:
    office.give(office.hana)
    client = client_of(office.hana)
    answer = client.post(f"/o/north/inbox/{stored(office).pk}/open/")
    assert answer.headers["Location"] == f"/o/north/projects/{office.project.pk}/"
    assert stored(office).read_at is not None
    assert "SEEN-north" not in page(client)
    assert "SEEN-north" in page(client, "inbox/?show=all")


def test_marking_all_as_read_is_undone_from_its_toast(office: Office) -> None:
    client = client_of(office.hana)
    office.give(office.hana)
    client.post(f"/o/north/inbox/{stored(office).pk}/read/")
    page(client)
    office.give(office.hana, once="a")
    office.give(office.hana, once="b")
    client.post("/o/north/inbox/read-all/")
    undo = re.search(r'action="(/o/north/inbox/unread/\?moment=[^"]+)"', page(client))
    assert undo
    assert client.post(undo[1]).status_code == 302
    assert '<span class="pm-count">2</span>' in page(client)
    with tenant(office.organization.id):
        assert Notice.objects.filter(read_at__isnull=True).count() == 2


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-11-26T08:00:00", "2026-11-26T08:00:00+00:00"])
def test_a_moment_at_which_nothing_was_read_takes_nothing_back(office: Office, moment: str) -> None:
    office.give(office.hana)
    client = client_of(office.hana)
    client.post("/o/north/inbox/read-all/")
    answer = client.post("/o/north/inbox/unread/", query_params={"moment": moment}, follow=True)
    assert "0 notices are unread again." in answer.content.decode()
    assert stored(office).read_at is not None


def test_pages_of_notices_cost_the_same_however_many_there_are(office: Office) -> None:
    client = client_of(office.hana)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    office.give(office.hana)
    cost()
    one = cost()
    for number in range(40):
        office.give(office.hana, once=str(number))
    assert cost() == one
    following = re.search(r'href="(\?after=[^"]+)" rel="next"', page(client))
    assert following
    assert page(client, f"inbox/{following[1]}").count("pm-notice-new") == 11
    assert page(client, "inbox/?after=nonsense").count("pm-notice-new") == 30


@pytest.mark.parametrize(
    ("path", "english", "japanese"),
    [
        ("inbox/", "Everything is read", "未読の通知はありません"),
        ("inbox/?show=all", "No notices yet", "通知はまだありません"),
    ],
)
def test_an_empty_inbox_says_what_will_stand_in_it(office: Office, path: str, english: str, japanese: str) -> None:
    client = client_of(office.hana)
    assert english in page(client, path)
    assert japanese in page(client, path, "ja")


def test_organizations_know_nothing_of_each_others_notices(office: Office) -> None:
    away = make_office("south")
    away.give(away.hana)
    with tenant(away.organization.id):
        theirs = Notice.objects.get()
    client = client_of(office.hana)
    assert "SEEN-south" not in page(client, "inbox/?show=all")
    assert client.post(f"/o/north/inbox/{theirs.pk}/open/").status_code == 404
    assert client.post(f"/o/south/inbox/{theirs.pk}/open/").status_code == 404
    with tenant(away.organization.id):
        assert Notice.objects.get().read_at is None


def test_system_actors_have_no_inbox(office: Office) -> None:
    office.give(office.hana)

    def nobody(member: Member) -> Actor:
        with member.acting() as actor:
            return Actor(actor.organization_id, None, None, actor.roles, actor.model, actor.today)

    system = nobody(office.hana)
    with tenant(office.organization.id):
        assert not notice_list(system).exists()


def test_older_notices_stand_below_newer_ones(office: Office) -> None:
    office.give(office.hana)
    with tenant(office.organization.id):
        Notice.objects.update(created_at=clock.now() - timedelta(days=1))
    office.give(office.hana, kind=MENTION.key)
    shown = page(client_of(office.hana))
    assert shown.index("mentioned you") < shown.index("turned Red")
