"""The command palette by keyboard alone: find, go, make, act; silent while an input method composes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from pmo_site.pages.services.demo import HOKUTO
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project
from tests.browser.demo_site import Demo
from tests.browser.harness import OVERFLOW, Watched, axe, open_page

pytestmark = pytest.mark.browser
CASES = json.loads((Path(__file__).parents[1] / "kernel" / "romaji.json").read_text(encoding="utf-8"))
COMPOSING = """(key) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, keyCode: 229, isComposing: true, bubbles: true, ctrlKey: key === "k" }))"""


@pytest.fixture(scope="module")
def cutover(demo: Demo) -> Project:  # noqa: ARG001  the demo is loaded
    """A project whose name is written in kana."""
    with tenant(Organization.objects.get(slug=HOKUTO.slug).id, history={"system": "test"}):
        return Project.objects.create(code="KIKAN-1", name="キカン系サーバー切替", folded_name="きかん系さば切替")


@pytest.fixture(params=["ja", "en"])
def watched(request: pytest.FixtureRequest, chromium: Browser, demo: Demo) -> Iterator[Watched]:
    with open_page(chromium, demo.at(""), language=request.param, cookies=demo.cookies("pmo-manager")) as found:
        yield found
        assert found.reports() == []


def opened(page: Page, keys: str = "Control+k") -> None:
    page.keyboard.press(keys)
    expect(page.locator("#pm-palette")).to_be_visible()
    expect(page.locator("#pm-palette-input")).to_be_focused()
    expect(page.locator("#pm-palette [data-pm-commands] [role=option]").first).to_be_attached()


def chosen(page: Page) -> str:
    return page.locator("#pm-palette [aria-selected=true] .pm-option-name").inner_text()


def test_a_project_is_found_by_full_width_letters_and_opened(watched: Watched, cutover: Project) -> None:
    page = watched.page
    opened(page)
    page.keyboard.insert_text("ｋｉｋａｎ 切替")
    expect(page.locator("[data-pm-list] [role=option]")).to_have_count(1)
    assert "キカン系サーバー切替" in chosen(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{cutover.pk}/")


def test_records_of_other_words_do_not_stand_under_new_ones(watched: Watched, cutover: Project) -> None:
    page = watched.page
    opened(page)
    page.locator("#pm-palette-input").fill("切替")
    found = page.locator("[data-pm-list] [role=option]", has_text=cutover.name)
    expect(found).to_be_visible()
    held: list[Route] = []
    page.route("**/search/**", lambda route: held.append(route))  # noqa: PLW0108  the driver marks what it is given
    page.locator("#pm-palette-input").fill("kikan 切替")
    expect(found).to_be_visible()
    page.locator("#pm-palette-input").fill("kadai")
    expect(found).to_be_hidden()
    assert chosen(page) in {"課題", "Issues"}
    page.unroute("**/search/**")
    for route in held:
        with suppress(Error):  # a search that newer words made needless is gone already
            route.continue_()


def test_keys_choose_and_escape_gives_the_focus_back(watched: Watched) -> None:
    page = watched.page
    link = page.locator(".pm-rail .pm-nav a").nth(2)
    link.focus()
    opened(page, "/")
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    second = chosen(page)
    assert second != first
    active = page.locator("#pm-palette-input").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen(page) not in {first, second}
    page.keyboard.press("Escape")
    expect(page.locator("#pm-palette")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_page_and_a_new_record_are_found_by_reading_and_by_the_other_language(watched: Watched) -> None:
    page = watched.page
    opened(page)
    for typed in ("kadai", "かだい", "issues", "ＩＳＳＵＥＳ"):
        page.locator("#pm-palette-input").fill(typed)
        expect(page.locator("[data-pm-commands] [role=option]:not([hidden])").first).to_have_attribute(
            "data-pm-go", f"/o/{HOKUTO.slug}/issues/"
        )
    page.locator("#pm-palette-input").fill("人員 追加")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/new/")


def test_a_record_of_the_current_project_is_made_and_the_pages_own_buttons_are_offered(
    watched: Watched, cutover: Project, demo: Demo
) -> None:
    page = watched.page
    page.goto(demo.at(f"projects/{cutover.pk}/"))
    opened(page)
    expect(page.locator(f"[data-pm-go='/o/{HOKUTO.slug}/projects/{cutover.pk}/risks/new/']")).to_be_visible()
    edit = page.locator(".pm-main .pm-actions a").first.inner_text().strip()
    assert edit in page.locator("[data-pm-acts]").first.inner_text()
    page.locator("#pm-palette-input").fill(edit)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{cutover.pk}/edit/")


def test_a_reader_is_offered_nothing_that_would_be_refused(chromium: Browser, demo: Demo, cutover: Project) -> None:
    with open_page(chromium, demo.at(""), cookies=demo.cookies("stakeholder")) as watched:
        page = watched.page
        opened(page)
        for address in page.locator("#pm-palette [data-pm-go]").evaluate_all("(all) => all.map((e) => e.dataset.pmGo)"):
            assert page.request.get(demo.url + address).status == 200, address
        page.locator("#pm-palette-input").fill("キカン")
        expect(page.locator("[data-pm-everywhere]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.locator("[data-pm-list] [role=option]").count() == 0
        assert str(cutover.pk) not in page.content()


def test_nothing_happens_while_an_input_method_composes(watched: Watched) -> None:
    page = watched.page
    page.evaluate(COMPOSING, "k")
    page.evaluate(COMPOSING, "/")
    expect(page.locator("#pm-palette")).to_be_hidden()
    opened(page)
    before, address = chosen(page), page.url
    for key in ("ArrowDown", "Enter"):
        page.evaluate(COMPOSING, key)
    assert (chosen(page), page.url) == (before, address)
    expect(page.locator("#pm-palette")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390)])
def test_the_open_palette_is_sound(
    watched: Watched, cutover: Project, theme: str, width: int, pictures: Path | None
) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    opened(page)
    language = page.locator("html").get_attribute("lang")
    assert [*axe(page), *page.evaluate(OVERFLOW)] == []
    if pictures:
        page.screenshot(path=pictures / f"palette-{language}-{theme}-{width}.png")
    page.keyboard.insert_text(cutover.name[:2] if width < 1440 else "リスク")
    page.wait_for_load_state("networkidle")
    assert [*axe(page), *page.evaluate(OVERFLOW)] == []
    if pictures:
        page.screenshot(path=pictures / f"palette-found-{language}-{theme}-{width}.png")


def test_the_page_folds_and_spells_as_the_server_does(watched: Watched) -> None:
    found = watched.page.evaluate(
        """async (cases) => {
          const { kanaOf } = await import(document.getElementById("pm-palette").dataset.pmModule);
          return cases.map(([letters]) => [letters, kanaOf(letters)]);
        }""",
        CASES,
    )
    assert found == CASES


def test_without_scripts_the_field_of_the_top_bar_finds(chromium: Browser, demo: Demo, cutover: Project) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="ja")
    context.add_cookies(demo.cookies("pmo-manager"))  # type: ignore[arg-type]  # playwright's own TypedDict
    page = context.new_page()
    page.goto(demo.at(""))
    page.locator("#pm-search").fill("ｋｉｋａｎ")
    page.locator("#pm-search").press("Enter")
    page.locator(".pm-finds a", has_text=cutover.name).click()
    assert page.url.endswith(f"/projects/{cutover.pk}/")
    context.close()
