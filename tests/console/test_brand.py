"""The brand color: checked before it is saved, shown as it can be read, behind the organization's wall."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pmo_site.accounts.forms.color import ColorInput
from pmo_site.accounts.models import OrganizationSettings
from pmo_site.pages.services.demo import MINATO
from pmo_site.ui.brand import brand_address
from pmo_site.ui.headers import KEPT
from tests.accounts.test_acts import undo_in
from tests.console.test_settings import ADDRESS, effects, entries, saved, stands
from tests.projects.cast import Cast
from tests.ui.test_contrast import TOKENS

YELLOW = "#ffd400"
LINK = re.compile(r'<link rel="stylesheet" href="(/o/[^"]+\.css)">')


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("pmo-manager")


def sheet_in(page: str) -> str | None:
    """The address of the organization's own style sheet."""
    found = LINK.search(page)
    return found[1] if found else None


def test_a_color_that_cannot_be_read_is_told_in_numbers_with_the_shade_that_can(cast: Cast, client: Client) -> None:
    told = effects(cast, client, brand_color=YELLOW)
    assert "Light theme: #ffd400 reaches only 1.43:1 to the text on it and 1.32:1 to the page" in told
    assert "#816b00, the nearest darker shade that does, is shown instead: 5.20:1 and 4.55:1" in told
    assert "Dark theme: #ffd400 stays as chosen" in told
    assert stands(cast).brand_color == ""


def test_the_preview_draws_both_themes_without_a_style(cast: Cast, client: Client) -> None:
    page = client.post(cast.address(ADDRESS), entries(cast, client, brand_color=YELLOW)).content.decode()
    assert '<rect x="20" y="22" width="92" height="32" rx="6" fill="#816b00"/>' in page
    assert 'fill="#ffd400"' in page
    assert "style=" not in page


def test_a_saved_color_stands_on_every_page_in_history_and_is_taken_back(cast: Cast, client: Client) -> None:
    assert sheet_in(client.get(cast.address("")).content.decode()) is None
    page = saved(cast, client, brand_color="＃ＦＦＤ４００")
    assert stands(cast).brand_color == YELLOW
    assert "Brand color" in page[page.index('id="history"') :]
    assert YELLOW in page[page.index('id="history"') :]
    assert sheet_in(client.get(cast.address("inbox/")).content.decode()) == brand_address(cast.slug, YELLOW)
    client.post(undo_in(page))
    assert stands(cast).brand_color == ""
    assert sheet_in(client.get(cast.address("")).content.decode()) is None


def test_the_sheet_holds_the_brand_alone_and_is_kept_by_the_browser(cast: Cast, client: Client) -> None:
    saved(cast, client, brand_color=YELLOW)
    answer = client.get(brand_address(cast.slug, YELLOW))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["Cache-Control"] == KEPT
    names = set(re.findall(r"--pm-[\w-]+", answer.content.decode()))
    assert names == {"--pm-brand", "--pm-brand-2", "--pm-brand-soft", "--pm-mark"}
    assert names <= {f"--{name}" for name in TOKENS}


def test_only_the_present_color_has_an_address_and_only_for_members(cast: Cast, client: Client) -> None:
    saved(cast, client, brand_color=YELLOW)
    address = brand_address(cast.slug, YELLOW)
    assert cast.client("member").get(address).status_code == 200
    assert Cast(MINATO.slug).client("pmo-manager").get(address).status_code == 404
    assert client.get(brand_address(cast.slug, "#00ff00")).status_code == 404
    signed_out = Client().get(address)
    assert signed_out.status_code == 302
    assert signed_out.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("typed", "picked", "shown", "counts"),
    [
        ("", "#2450c4", "", ""),
        ("", "#00a040", "", "#00a040"),
        ("#e60012", "#2450c4", "", "#e60012"),
        ("#e60012", "#00a040", "#e60012", "#00a040"),
        ("", "#e60012", "#e60012", ""),
        ("#123456", "#00a040", "#e60012", "#123456"),
    ],
    ids=["untouched", "picked", "typed", "picked anew", "emptied", "both"],
)
def test_of_text_and_picker_the_changed_one_counts(typed: str, picked: str, shown: str, counts: str) -> None:
    sent = {"brand_color": typed, "brand_color_picked": picked, "brand_color_shown": shown}
    assert ColorInput().value_from_datadict(sent, {}, "brand_color") == counts


def test_a_color_is_picked_without_scripts(cast: Cast, client: Client) -> None:
    form = client.get(cast.address(ADDRESS)).content.decode()
    assert 'type="color" class="pm-picker" name="brand_color_picked" value="#2450c4"' in form
    picked = {"brand_color": "", "brand_color_shown": "", "brand_color_picked": "#00a040"}
    assert "#00a040" in effects(cast, client, **picked)


@pytest.mark.parametrize("color", ["red", "#12345", "#2450c4;}body{", "javascript:x", "あか"])
def test_what_is_no_color_is_refused_at_its_field(cast: Cast, client: Client, color: str) -> None:
    answer = client.post(cast.address(ADDRESS), entries(cast, client, brand_color=color))
    assert answer.context["form"].errors["brand_color"] == ["Write the color as #2450c4."]
    with cast.acting("pmo-manager"):
        assert OrganizationSettings.objects.get().brand_color == ""
