"""Settings are saved after their effect was shown: what would change, how much it touches, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.audit.history import history_of
from pmo_site.tenancy.models import Organization
from pmo_site.ui.history import history_entries
from projects.models import Project
from tests.accounts.test_acts import undo_in
from tests.projects.cast import Cast

ADDRESS = "settings/"
SINCE = "Somebody changed this since."


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("pmo-manager")


def entries(cast: Cast, client: Client, **changes: object) -> dict[str, Any]:
    """What the page's form holds, with some entries changed."""
    form = client.get(cast.address(ADDRESS)).context["form"]
    held = {bound.name: bound.value() for bound in form}
    held["own_holidays"] = "\n".join(str(day) for day in held["own_holidays"] or ())
    return {**{name: "" if value is None else value for name, value in held.items()}, **changes}


def effects(cast: Cast, client: Client, **changes: object) -> str:
    """What the page says that these entries would do."""
    answer = client.post(cast.address(ADDRESS), entries(cast, client, **changes))
    assert answer.status_code == 200
    return " ".join(answer.context["preview"].effects)


def saved(cast: Cast, client: Client, **changes: object) -> str:
    """The page after entries whose effect was shown were saved."""
    sent = entries(cast, client, **changes)
    mark = client.post(cast.address(ADDRESS), sent).context["form"]["seen"].value()
    answer = client.post(cast.address(ADDRESS), {**sent, "seen": mark, "save": ""}, follow=True)
    return answer.content.decode()


def stands(cast: Cast) -> OrganizationSettings:
    with cast.acting("pmo-manager"):
        return OrganizationSettings.objects.get()


def test_nothing_is_stored_before_the_effect_was_seen(cast: Cast, client: Client) -> None:
    sent = entries(cast, client, currency="USD")
    refused = client.post(cast.address(ADDRESS), {**sent, "save": ""})
    assert refused.status_code == 422
    assert "check it, then save" in refused.content.decode()
    assert client.post(cast.address(ADDRESS), sent).status_code == 200
    assert (stands(cast).currency, stands(cast).version) == ("JPY", 1)


def test_entries_changed_after_they_were_seen_are_shown_again(cast: Cast, client: Client) -> None:
    sent = entries(cast, client, currency="USD")
    mark = client.post(cast.address(ADDRESS), sent).context["form"]["seen"].value()
    other = client.post(cast.address(ADDRESS), {**sent, "currency": "EUR", "seen": mark, "save": ""})
    assert other.status_code == 422
    assert "EUR" in " ".join(other.context["preview"].effects)
    assert stands(cast).currency == "JPY"


def test_a_preview_of_what_stands_says_that_nothing_changes(cast: Cast, client: Client) -> None:
    page = client.post(cast.address(ADDRESS), entries(cast, client)).content.decode()
    assert "nothing would change" in page
    assert 'name="save"' not in page


def test_another_first_month_tells_the_years_and_counts_the_projects(cast: Cast, client: Client) -> None:
    told = effects(cast, client, fiscal_year_start=1)
    with cast.acting("pmo-manager") as actor:
        finishes = [
            found
            for each in Project.objects.filter(archived_at__isnull=True)
            if (found := each.actual_finish or each.forecast_finish or each.baseline_finish)
        ]
        year = actor.today.year
    moved = sum(found.month < 4 for found in finishes)
    assert f"{moved} of {len(finishes)} projects" in told
    assert f"1 Jan {year}" in told
    assert f"31 Dec {year}" in told


def test_another_zone_tells_when_the_next_day_begins_and_what_is_computed_then(cast: Cast, client: Client) -> None:
    told = effects(cast, client, time_zone="Europe/London")
    with cast.acting("pmo-manager"):
        count = Project.objects.filter(archived_at__isnull=True).count()
    assert f"the daily health of {count} projects is computed then" in told
    assert "instead of" in told


def test_an_own_holiday_tells_the_day_and_the_working_days_that_are_left(cast: Cast, client: Client) -> None:
    told = effects(cast, client, own_holidays="2026-12-28")
    assert "No longer working days: Mon 28 Dec 2026" in told
    assert "working days instead of" in told
    assert "2026" not in effects(cast, client, own_holidays="2026-12-27")  # a Sunday


def test_another_currency_counts_the_projects_that_keep_theirs(cast: Cast, client: Client) -> None:
    with cast.acting("pmo-manager"):
        kept = Project.objects.exclude(currency="USD").count()
    assert f"New projects are kept in USD; {kept} projects keep" in effects(cast, client, currency="USD")


def test_a_new_name_stands_everywhere_in_history_and_is_taken_back(cast: Cast, client: Client) -> None:
    before = Organization.objects.get(slug=cast.slug).name
    assert "“Polaris”" in effects(cast, client, name="Polaris")
    page = saved(cast, client, name="Polaris")
    assert "Polaris" in client.get(cast.address("")).content.decode()
    assert Organization.objects.get(slug=cast.slug).name == "Polaris"
    with cast.acting("pmo-manager"):
        change = history_of(OrganizationSettings.objects.get())[0]
        assert ("name", before, "Polaris") in [(each.field, each.before, each.after) for each in change.differences]
    client.post(undo_in(page))
    assert Organization.objects.get(slug=cast.slug).name == before
    assert stands(cast).name == before


def test_a_name_that_operators_gave_since_is_not_taken_back(cast: Cast, client: Client) -> None:
    page = saved(cast, client, name="Polaris")
    Organization.objects.filter(slug=cast.slug).update(name="Vega")
    assert SINCE in client.post(undo_in(page), follow=True).content.decode()
    assert Organization.objects.get(slug=cast.slug).name == "Vega"
    assert entries(cast, client)["name"] == "Vega"


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("en", ["Japanese → English", "April → January", "Japan → Canada"]),
        ("ja", ["日本語 → 英語", "4月 → 1月", "日本 → カナダ"]),
    ],
)
def test_history_tells_settings_in_the_words_of_its_reader(
    cast: Cast, client: Client, reader: str, words: list[str]
) -> None:
    saved(cast, client, language="en", fiscal_year_start=1, country="CA")
    with cast.acting("pmo-manager"), override(reader):
        told = history_entries(OrganizationSettings.objects.get())[0].changes
    assert [f"{each.before} → {each.after}" for each in told if each.before != each.after][:3] == words


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_a_name_that_is_none_is_refused(cast: Cast, client: Client, name: str) -> None:
    answer = client.post(cast.address(ADDRESS), entries(cast, client, name=name))
    assert answer.context["form"].errors["name"]
    assert stands(cast).version == 1


def test_a_stale_save_shows_both_versions_and_is_seen_again_before_it_is_stored(cast: Cast, client: Client) -> None:
    sent = entries(cast, client, currency="USD")
    mark = client.post(cast.address(ADDRESS), sent).context["form"]["seen"].value()
    saved(cast, client, currency="EUR")
    stale = client.post(cast.address(ADDRESS), {**sent, "seen": mark, "save": ""})
    assert stale.status_code == 409
    assert [(row.yours, row.stands) for row in stale.context["conflict"]] == [("USD", "EUR")]
    form = stale.context["form"]
    assert (form["version"].value(), form["seen"].value()) == ("2", "")
    assert stands(cast).currency == "EUR"


def test_whose_rights_a_switch_changes_stands_beside_it(cast: Cast, client: Client) -> None:
    shifts = client.get(cast.address(ADDRESS)).context["shifts"]
    assert shifts
    assert all(shift["rights"] for shift in shifts)
    assert not any(shift["is_gain"] for shift in shifts)
