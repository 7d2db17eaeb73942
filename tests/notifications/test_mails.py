"""Mails of notices: at the organization's own hour, once, in the reader's language, not in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from pmo_site.accounts.models import Membership, OrganizationSettings, User
from pmo_site.jobs.models import OutboxEvent, SentMail
from pmo_site.kernel import clock
from pmo_site.notifications.domain.timing import is_quiet, last_digest
from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.notifications.services.mails import mails_gather, notices_mail
from pmo_site.notifications.tasks import gather_mails, hand_out_mails
from pmo_site.tenancy.context import tenant
from tests.accounts.world import client_of
from tests.notifications.world import MENTION, Office, make_office
from tests.portfolio.imported import work_off

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
GIVEN = datetime(2026, 11, 26, 3, tzinfo=UTC)
"""Thursday noon in Tokyo."""
FRIDAY_8 = datetime(2026, 11, 26, 23, tzinfo=UTC)
"""Friday at eight in Tokyo."""


def at(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    """A moment by the clock of a place."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def give(office: Office, *, when: datetime = GIVEN, **how: Any) -> None:
    """Tell hana something at a moment."""
    office.give(office.hana, **how)
    with tenant(office.organization.id):
        Notice.objects.filter(mailed_at__isnull=True).update(created_at=when)
    OutboxEvent.objects.all().delete()


def wants(office: Office, **facts: Any) -> None:
    with tenant(office.organization.id, history={"system": "test"}):
        NoticePreferences.objects.update_or_create(person_id=office.hana.person.pk, defaults=facts)


def beat(office: Office, now: datetime) -> list[str]:
    """Gather at a moment and send what was asked for; subjects of the mails that went."""
    before = len(mail.outbox)
    with tenant(office.organization.id, history={"system": "test"}):
        mails_gather(now=now)
        asked = OutboxEvent.objects.filter(task="notifications.mail_notices", finished_at__isnull=True)
        for event in asked.order_by("id"):
            given = event.arguments
            moment = datetime.fromisoformat(given["moment"]) if given["moment"] else None
            notices_mail(person_id=given["person_id"], moment=moment, now=now)
        asked.delete()
    return [message.subject for message in mail.outbox[before:]]


def test_unread_notices_are_gathered_into_one_mail_at_the_hour(office: Office) -> None:
    give(office)
    give(office, project=office.other_project)
    give(office, once="more")
    assert beat(office, at("2026-11-27T07:59")) == []
    assert beat(office, at("2026-11-27T08:02")) == ["Organization north: 2 unread notices"]
    assert beat(office, at("2026-11-27T09:02")) == []
    assert beat(office, at("2026-11-28T08:02")) == []
    (letter,) = mail.outbox
    assert letter.to == [office.hana.user.email]
    assert letter.body.count("P-1 SEEN-north turned Red on Fri 20 Nov 2026.") == 2
    assert f"http://localhost:8000/o/north/projects/{office.project.pk}/" in letter.body
    assert "http://localhost:8000/o/north/inbox/settings/" in letter.body
    assert "HIDDEN" not in letter.body


def test_a_mail_is_written_in_the_accounts_language(office: Office) -> None:
    User.objects.filter(pk=office.hana.user.pk).update(language="ja")
    give(office)
    assert beat(office, FRIDAY_8) == ["Organization north: 未読の通知 1件"]
    assert "2026/11/20（金）" in mail.outbox[0].body
    assert "受信箱: http" in mail.outbox[0].body


def test_what_comes_after_the_hour_waits_for_the_next_day(office: Office) -> None:
    give(office, when=at("2026-11-26T08:30"))
    assert beat(office, at("2026-11-26T09:02")) == []
    assert len(beat(office, at("2026-11-27T08:02"))) == 1


def test_a_beat_that_missed_the_hour_mails_later_that_day(office: Office) -> None:
    give(office)
    assert len(beat(office, at("2026-11-27T15:02"))) == 1


def test_weekdays_leave_the_weekend_out_and_daily_does_not(office: Office) -> None:
    friday_noon, saturday, monday = at("2026-11-27T12:00"), at("2026-11-28T08:02"), at("2026-11-30T08:02")
    give(office, when=friday_noon)
    assert beat(office, saturday) == []
    wants(office, rhythm="daily")
    assert len(beat(office, saturday)) == 1
    wants(office, rhythm="weekdays")
    give(office, when=friday_noon, once="again")
    assert len(beat(office, monday)) == 1


def test_who_wants_no_mail_gets_none_but_of_what_is_urgent(office: Office) -> None:
    wants(office, rhythm="never")
    give(office)
    assert beat(office, at("2026-11-27T08:02")) == []
    give(office, kind=MENTION.key)
    assert beat(office, at("2026-11-27T08:02")) == ["Organization north: 1 unread notice"]
    assert "mentioned you" in mail.outbox[0].body


def test_each_organization_has_its_own_clock(office: Office) -> None:
    away = make_office("south")
    with tenant(away.organization.id, history={"system": "test"}):
        OrganizationSettings.objects.create(time_zone="America/New_York")
    give(office, when=at("2026-11-26T09:00", NEW_YORK))
    give(away, when=at("2026-11-26T09:00", NEW_YORK))
    assert len(beat(office, FRIDAY_8)) == 1
    assert beat(away, FRIDAY_8) == []
    assert len(beat(away, at("2026-11-27T08:02", NEW_YORK))) == 1


@pytest.mark.parametrize(
    ("now", "hour", "moment"),
    [
        ("2026-03-08T03:30", 2, "2026-03-08T07:00+00:00"),
        ("2026-03-08T01:30", 2, "2026-03-07T07:00+00:00"),
        ("2026-11-01T03:00", 1, "2026-11-01T05:00+00:00"),
        ("2026-03-09T09:00", 8, "2026-03-09T12:00+00:00"),
        ("2026-03-06T09:00", 8, "2026-03-06T13:00+00:00"),
    ],
)
def test_summer_time_neither_skips_nor_repeats_a_digest(now: str, hour: int, moment: str) -> None:
    found = last_digest(at(now, NEW_YORK), zone=NEW_YORK, hour=hour, rhythm="daily")
    assert found == datetime.fromisoformat(moment)


def test_an_hour_that_comes_twice_mails_once(office: Office) -> None:
    with tenant(office.organization.id, history={"system": "test"}):
        OrganizationSettings.objects.create(time_zone="America/New_York")
    wants(office, rhythm="daily", digest_hour=1)
    give(office, when=datetime(2026, 11, 1, 4, tzinfo=UTC))
    assert len(beat(office, datetime(2026, 11, 1, 5, 2, tzinfo=UTC))) == 1
    give(office, when=datetime(2026, 11, 1, 5, 30, tzinfo=UTC), once="between")
    assert beat(office, datetime(2026, 11, 1, 6, 2, tzinfo=UTC)) == []
    assert len(beat(office, datetime(2026, 11, 2, 6, 2, tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    ("hour", "start", "end", "quiet"),
    [
        (23, 22, 6, True),
        (5, 22, 6, True),
        (6, 22, 6, False),
        (22, 22, 6, True),
        (12, 22, 6, False),
        (12, 12, 13, True),
        (13, 12, 13, False),
        (3, None, None, False),
    ],
)
def test_quiet_hours_run_over_midnight_and_end_before_their_end(
    hour: int, start: int | None, end: int | None, *, quiet: bool
) -> None:
    assert is_quiet(at(f"2026-11-26T{hour:02}:30"), zone=TOKYO, start=start, end=end) is quiet


def test_quiet_hours_hold_urgent_mails_and_digests_until_they_end(office: Office) -> None:
    wants(office, quiet_from=7, quiet_until=10)
    give(office)
    give(office, kind=MENTION.key)
    assert beat(office, at("2026-11-27T08:02")) == []
    assert beat(office, at("2026-11-27T09:59")) == []
    assert beat(office, at("2026-11-27T10:02")) == ["Organization north: 2 unread notices"]


def test_quiet_hours_that_began_while_a_mail_was_queued_hold_it(office: Office) -> None:
    wants(office, quiet_from=9, quiet_until=10)
    give(office, kind=MENTION.key)
    with tenant(office.organization.id):
        sent = notices_mail(person_id=office.hana.person.pk, moment=None, now=at("2026-11-27T09:00"))
    assert sent is False
    assert mail.outbox == []


def test_a_mention_is_mailed_at_once_by_the_task_it_asks_for(office: Office) -> None:
    OutboxEvent.objects.all().delete()
    office.give(office.hana, kind=MENTION.key)
    work_off()
    assert [message.to for message in mail.outbox] == [[office.hana.user.email]]
    with tenant(office.organization.id):
        assert Notice.objects.get().mailed_at is not None


def test_a_mail_task_delivered_twice_mails_once(office: Office) -> None:
    give(office)
    person = office.hana.person.pk
    for _ in range(2):
        with tenant(office.organization.id):
            notices_mail(person_id=person, moment=FRIDAY_8, now=FRIDAY_8)
    with tenant(office.organization.id):
        Notice.objects.update(mailed_at=None)
        assert notices_mail(person_id=person, moment=FRIDAY_8, now=FRIDAY_8) is False
    assert len(mail.outbox) == 1
    assert SentMail.objects.count() == 1


def test_read_notices_are_not_mailed(office: Office) -> None:
    give(office)
    client_of(office.hana).post("/o/north/inbox/read-all/")
    assert beat(office, FRIDAY_8) == []


def test_nothing_is_mailed_about_what_may_not_be_seen_any_more(office: Office) -> None:
    give(office)
    office.end_role()
    assert beat(office, FRIDAY_8) == []
    with tenant(office.organization.id):
        assert Notice.objects.get().mailed_at is not None
        mails_gather(now=FRIDAY_8)
    assert not OutboxEvent.objects.filter(task="notifications.mail_notices").exists()


@pytest.mark.parametrize("end", ["membership", "account"])
def test_who_left_or_whose_account_is_closed_is_not_mailed(office: Office, end: str) -> None:
    give(office)
    with tenant(office.organization.id, history={"system": "test"}):
        if end == "membership":
            Membership.objects.filter(pk=office.hana.membership.pk).update(ended_at=clock.now())
        User.objects.filter(pk=office.hana.user.pk).update(is_active=end == "membership")
        assert notices_mail(person_id=office.hana.person.pk, moment=FRIDAY_8, now=FRIDAY_8) is False
    assert beat(office, FRIDAY_8) == []


def test_a_long_digest_lists_fifty_and_tells_how_many_more(office: Office) -> None:
    for number in range(52):
        office.give(office.hana, once=str(number))
    with tenant(office.organization.id):
        Notice.objects.update(created_at=GIVEN)
    assert beat(office, FRIDAY_8) == ["Organization north: 52 unread notices"]
    assert mail.outbox[0].body.count("turned Red") == 50
    assert "2 more notices wait in your inbox." in mail.outbox[0].body


def test_every_active_organization_is_asked_each_hour(office: Office) -> None:
    away = make_office("south")
    OutboxEvent.objects.all().delete()
    hand_out_mails()
    asked = OutboxEvent.objects.filter(task="notifications.gather_mails").values_list("organization_id", flat=True)
    assert set(asked) == {office.organization.id, away.organization.id}
    gather_mails(str(office.organization.id))
    assert mail.outbox == []
