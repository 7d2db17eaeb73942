"""How a person wants to be told: their own settings alone, quiet hours, muted kinds, stale saves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.notifications.models import NoticePreferences
from pmo_site.notifications.selectors import preferences_of
from pmo_site.notifications.services.preferences import preferences_revise
from pmo_site.tenancy.context import tenant
from tests.accounts.world import client_of
from tests.notifications.world import LIGHT, MENTION, Office

ADDRESS = "/o/north/inbox/settings/"
ENTERED = {
    "version": "1",
    "rhythm": "daily",
    "digest_hour": "17",
    "quiet_from": "22",
    "quiet_until": "6",
    "told": [LIGHT.key],
}


def save(client: Client, **changes: Any) -> Any:
    return client.post(ADDRESS, {**ENTERED, **changes})


def stored(office: Office) -> list[NoticePreferences]:
    with tenant(office.organization.id):
        return list(NoticePreferences.objects.all())


def test_settings_are_saved_for_the_reader_alone(office: Office) -> None:
    client = client_of(office.hana)
    assert save(client).status_code == 302
    (saved,) = stored(office)
    assert saved.person_id == office.hana.person.pk
    assert (saved.rhythm, saved.digest_hour, saved.quiet_from, saved.quiet_until) == ("daily", 17, 22, 6)
    assert saved.muted == []
    page = client.get(ADDRESS).content.decode()
    assert '<option value="17" selected>17:00</option>' in page
    other = client_of(office.manager).get(ADDRESS).content.decode()
    assert '<option value="8" selected>8:00</option>' in other


def test_a_kind_is_muted_by_not_choosing_it_and_a_mention_cannot_be(office: Office) -> None:
    client = client_of(office.hana)
    assert f'value="{MENTION.key}"' not in client.get(ADDRESS).content.decode()
    assert save(client, told=[]).status_code == 302
    assert stored(office)[0].muted == [LIGHT.key]
    assert office.give(office.hana) == 0
    assert office.give(office.hana, kind=MENTION.key) == 1


@pytest.mark.parametrize("muted", [[MENTION.key], ["tests.unknown"]])
def test_what_cannot_be_muted_is_refused(office: Office, muted: list[str]) -> None:
    with office.hana.acting() as actor, pytest.raises(RuleError, match="muted: not_mutable"):
        preferences_revise(actor=actor, version=1, values={"muted": muted})


@pytest.mark.parametrize(
    ("start", "end", "words"), [("22", "", "beginning and an end"), ("", "6", "beginning"), ("7", "7", "are none")]
)
def test_half_or_empty_quiet_hours_are_refused_at_their_field(office: Office, start: str, end: str, words: str) -> None:
    answer = save(client_of(office.hana), quiet_from=start, quiet_until=end)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert stored(office) == []


def test_hours_that_no_day_has_are_refused(office: Office) -> None:
    client = client_of(office.hana)
    assert save(client, digest_hour="24").status_code == 422
    assert save(client, rhythm="hourly").status_code == 422
    with office.hana.acting() as actor, pytest.raises(RuleError, match="digest_hour"):
        preferences_revise(actor=actor, version=1, values={"digest_hour": 24})
    assert stored(office) == []


def test_a_stale_save_shows_both_versions(office: Office) -> None:
    client = client_of(office.hana)
    save(client, rhythm="never")
    answer = save(client, rhythm="weekdays")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Never" in page
    assert "Monday to Friday" in page
    assert stored(office)[0].rhythm == "never"
    with office.hana.acting() as actor, pytest.raises(StaleError):
        preferences_revise(actor=actor, version=1, values={"rhythm": "daily"})


def test_settings_are_reached_from_the_account_menu_and_the_inbox_in_japanese(office: Office) -> None:
    client = client_of(office.hana)
    client.cookies["django_language"] = "ja"
    assert f'href="{ADDRESS}"' in client.get("/o/north/").content.decode()
    assert f'href="{ADDRESS}"' in client.get("/o/north/inbox/").content.decode()
    page = client.get(ADDRESS).content.decode()
    for words in ("通知の設定", "月曜日から金曜日", "静かな時間帯の開始"):
        assert words in page


def test_defaults_stand_where_nothing_was_chosen(office: Office) -> None:
    with office.hana.acting() as actor:
        found = preferences_of(actor.person_id)
    assert (found.rhythm, found.digest_hour, found.quiet_from, found.muted) == ("weekdays", 8, None, [])
    assert stored(office) == []
