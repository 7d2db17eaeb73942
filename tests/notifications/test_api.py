"""One's own notices and settings over the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.tenancy.context import tenant
from tests.accounts.world import Member
from tests.api.world import BACKEND, Caller, fields_of, problem
from tests.notifications.world import LIGHT, MENTION, Office, make_office


def caller(member: Member, slug: str = "north") -> Caller:
    client = Client()
    client.force_login(member.user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    return Caller(client, f"/api/v1/organizations/{slug}/notices/")


def only(office: Office) -> Notice:
    with tenant(office.organization.id):
        return Notice.objects.get()


def test_own_notices_are_listed_in_the_language_of_the_request(office: Office) -> None:
    office.give(office.hana)
    api = caller(office.hana)
    (row,) = api.get().json()["items"]
    assert row["text"] == "P-1 SEEN-north turned Red on Fri 20 Nov 2026."
    assert (row["kind"], row["subject"], row["read_at"]) == (LIGHT.key, "P-1 SEEN-north", None)
    assert row["url"] == f"/o/north/projects/{office.project.pk}/"
    api.client.cookies["django_language"] = "ja"
    assert api.get().json()["items"][0]["text"].endswith("2026/11/20（金）.")
    assert caller(office.manager).get().json()["items"] == []


def test_who_lost_access_is_told_nothing(office: Office) -> None:
    office.give(office.hana)
    office.end_role()
    api = caller(office.hana)
    assert api.get().json()["items"] == []
    problem(api.post(f"{only(office).pk}/read/"), 404, "not_found")
    assert api.post("read-all/").status_code == 200
    assert only(office).read_at is None


def test_a_notice_is_read_once_and_stays_as_it_was_read_first(office: Office) -> None:
    office.give(office.hana)
    api = caller(office.hana)
    first = api.post(f"{only(office).pk}/read/").json()
    assert first["read_at"] is not None
    assert api.post(f"{only(office).pk}/read/").json()["read_at"] == first["read_at"]
    assert api.get("?unread=true").json()["items"] == []
    assert len(api.get().json()["items"]) == 1


def test_all_notices_are_read_in_one_request(office: Office) -> None:
    office.give(office.hana, office.manager)
    office.give(office.hana, kind=MENTION.key)
    caller(office.hana).post("read-all/")
    assert caller(office.hana).get("?unread=true").json()["items"] == []
    assert len(caller(office.manager).get("?unread=true").json()["items"]) == 1


def test_foreign_and_missing_notices_are_missing_alike(office: Office) -> None:
    away = make_office("south")
    away.give(away.hana)
    office.give(office.manager)
    api = caller(office.hana)
    for missing in (only(away).pk, only(office).pk, uuid4()):
        problem(api.post(f"{missing}/read/"), 404, "not_found")
    assert only(away).read_at is None
    assert only(office).read_at is None
    assert caller(office.hana, "south").get().status_code == 404


def test_settings_are_read_and_changed_by_version(office: Office) -> None:
    api = caller(office.hana)
    read = api.get("preferences/")
    assert read.json() == {
        "version": 1,
        "rhythm": "weekdays",
        "digest_hour": 8,
        "quiet_from": None,
        "quiet_until": None,
        "muted": [],
    }
    tag = read.headers["ETag"]
    changed = api.patch("preferences/", {"digest_hour": 18, "muted": [LIGHT.key]}, **{"If-Match": tag})
    assert (changed.status_code, changed.json()["digest_hour"], changed.json()["version"]) == (200, 18, 2)
    assert changed.json()["rhythm"] == "weekdays"
    problem(api.patch("preferences/", {"digest_hour": 3}, **{"If-Match": tag}), 412, "stale")
    problem(api.patch("preferences/", {"digest_hour": 3}), 428, "precondition_required")
    assert caller(office.manager).get("preferences/").json()["digest_hour"] == 8
    with tenant(office.organization.id):
        assert [row.digest_hour for row in NoticePreferences.objects.all()] == [18]


def test_settings_that_break_a_rule_are_refused_at_their_field(office: Office) -> None:
    api = caller(office.hana)
    tag = api.get("preferences/").headers["ETag"]

    def refused(**values: Any) -> set[tuple[str, str]]:
        answer = api.patch("preferences/", values, **{"If-Match": tag})
        return fields_of(answer.json())

    assert refused(quiet_from=22) == {("quiet_until", "quiet_incomplete")}
    assert refused(muted=[MENTION.key]) == {("muted", "not_mutable")}
    assert {field for field, _code in refused(digest_hour=24)} == {"digest_hour"}
    assert {field for field, _code in refused(person="x")} == {"person"}
    with tenant(office.organization.id):
        assert not NoticePreferences.objects.exists()
