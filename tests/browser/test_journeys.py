"""What people come to do, from end to end, by keyboard where a keyboard reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from pmo_site.exchange.models import ImportRun
from pmo_site.jobs.models import Job, JobState
from pmo_site.kernel import clock
from pmo_site.pages.demo.cast import DEMO_PASSWORD
from pmo_site.pages.services.demo import HOKUTO
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.browser.demo_site import Demo
from tests.browser.harness import axe, watch
from tests.exchange.bring import job_of

pytestmark = pytest.mark.browser

FIRST: Final = "P-2601"
SHEET_WIDE: Final = 1030
"""Pixels between the margins of a landscape A4 sheet."""
SHEET_ROWS: Final = 15
"""At least as many projects stand on a sheet."""
MUCH_LONGER: Final = """document.querySelectorAll(".pm-print-half tbody th a").forEach(
    each => { each.textContent += "\u9577\u3044\u540d\u524d ".repeat(60) }
)"""
AMOUNTS: Final = ("1,850", "2,104", "1,120")


@contextmanager
def browsing(chromium: Browser, demo: Demo, reader: str, language: str = "en", expected: str = "") -> Iterator[Page]:
    """A page of somebody signed in; it may complain of what is expected, and of nothing else."""
    watched = watch(chromium, language, demo.cookies(reader))
    yield watched.page
    assert [each for each in watched.reports() if not expected or expected not in each] == []
    watched.page.context.close()


def press_through(page: Page, text: str) -> None:
    """Reach a control by Tab alone and press Enter on it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(text):
            page.keyboard.press("Enter")
            page.wait_for_load_state("load")
            return
    pytest.fail(f"Tab never reached {text!r}.")


def save(page: Page, status: int | None = None) -> None:
    """Save by Ctrl+Enter from the first field and wait for the answer."""
    page.focus("main form [name=name]")
    with page.expect_response(lambda answer: answer.request.method == "POST") as caught:
        page.keyboard.press("Control+Enter")
    if status:
        assert caught.value.status == status


def test_from_sign_in_to_the_row_behind_the_worst_light(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "nobody", "ja") as page:
        page.goto(f"{demo.url}/accounts/login/")
        page.focus("[name=login]")
        page.keyboard.type(f"executive@{HOKUTO.slug}.example")
        page.keyboard.press("Tab")
        page.keyboard.type(DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/o/{HOKUTO.slug}/")
        press_through(page, "English")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        press_through(page, "Portfolio")
        page.wait_for_url("**/portfolio/")
        levels = page.locator(".pm-heat tbody tr td:nth-child(2)").all_inner_texts()
        order = ["Off track", "At risk", "Cannot be judged", "On track", "Finished"]
        computed = [level.strip() for level in levels if "overridden" not in level]
        places = [order.index(level) for level in computed]
        assert places == sorted(places)
        assert places[0] == 0
        page.locator(".pm-heat tbody tr td:nth-child(2) a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/health/**")
        reason = page.locator(".pm-rows > li").filter(has=page.locator(".pm-strong", has_text="Off track")).first
        behind = reason.get_by_role("link")
        label, where = behind.inner_text(), behind.get_attribute("href") or ""
        press_through(page, label)
        page.wait_for_url(lambda url: url.endswith(where))
        rows = page.locator("#facts, table tbody tr")
        expect(rows.first).to_be_visible()
        page.go_back()
        page.wait_for_url("**/health/**")


def test_a_bad_date_is_told_at_its_field_and_everything_typed_stays(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager", "ja") as page:
        page.goto(demo.at("projects/new/"))
        page.fill("[name=name]", "倉庫の自動化")
        page.fill("[name=purpose]", "出荷を1日早める。")
        page.fill("[name=latest_budget]", "１２億円")
        page.fill("[name=baseline_start]", "2027-04-01")
        page.fill("[name=baseline_finish]", "2027-03-01")
        save(page, 422)
        field = page.locator("[name=baseline_finish]")
        expect(field).to_have_attribute("aria-invalid", "true")
        told = page.locator(f"[id='{(field.get_attribute('aria-describedby') or '').split()[-1]}']").inner_text()
        assert "終了" in told
        assert told.endswith("。")
        typed = {name: page.input_value(f"[name={name}]") for name in ("name", "purpose", "latest_budget")}
        assert typed == {"name": "倉庫の自動化", "purpose": "出荷を1日早める。", "latest_budget": "１２億円"}
        assert page.input_value("[name=baseline_start]") == "2027-04-01"
        assert page.evaluate("document.activeElement !== document.body")
        page.goto(demo.at("projects/?q=倉庫の自動化"))
        assert page.locator("main tbody", has_text="倉庫の自動化").count() == 0


def test_a_second_accountable_manager_is_refused_at_the_role(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager", "ja") as page:
        page.goto(demo.at(f"projects/{demo.parts['project_id']}/people/new/"))
        page.select_option("[name=person]", label="吉田 拓也")
        page.select_option("[name=role]", "project_manager")
        page.focus("[name=allocation]")
        with page.expect_response(lambda answer: answer.request.method == "POST") as caught:
            page.keyboard.press("Control+Enter")
        assert caught.value.status == 422
        expect(page.locator("[name=role]")).to_have_attribute("aria-invalid", "true")
        assert page.locator("[name=person] option:checked").inner_text() == "吉田 拓也"
        assert "プロジェクトマネージャー" in page.locator("main").inner_text()


def test_two_who_edit_at_once_both_see_both_versions(chromium: Browser, demo: Demo) -> None:
    address = demo.at(f"projects/{demo.parts['project_id']}/edit/")
    with browsing(chromium, demo, "pmo-manager") as mine, browsing(chromium, demo, "pm") as theirs:
        mine.goto(address)
        theirs.goto(address)
        theirs.fill("[name=purpose]", "Theirs.")
        save(theirs)
        theirs.wait_for_url(lambda url: not url.endswith("/edit/"))
        mine.fill("[name=purpose]", "Mine.")
        save(mine, 409)
        table = mine.get_by_role("alert")
        expect(table).to_contain_text("Theirs.")
        expect(table).to_contain_text("Mine.")
        assert mine.input_value("[name=purpose]") == "Mine."
        save(mine)
        mine.wait_for_url(lambda url: not url.endswith("/edit/"))
        expect(mine.locator("main")).to_contain_text("Mine.")


def test_a_lost_connection_keeps_what_was_typed_and_says_so(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager", expected="net::ERR_FAILED") as page:
        address = demo.at(f"milestones/{demo.parts['milestone_id']}/edit/")
        page.goto(address)
        page.fill("[name=name]", "Renamed while offline")
        page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.focus("[name=name]")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#pm-offline")).to_be_visible()
        expect(page.locator("#pm-offline")).to_contain_text("Nothing was saved")
        assert page.input_value("[name=name]") == "Renamed while offline"
        page.unroute("**/*")
        save(page)
        page.wait_for_url(lambda url: not url.endswith("/edit/"))
        expect(page.locator("main")).to_contain_text("Renamed while offline")


def undone(page: Page, press: Callable[[], Any], restored: str) -> None:
    """Do something that can be undone, undo it from its toast by keyboard, and see it back."""
    press()
    undo = page.locator(".pm-toast-success button", has_text="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-toast-success")).to_contain_text(restored)


def test_an_archived_project_comes_back_by_its_toast(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at(f"projects/{demo.parts['project_id']}/"))
        undone(page, page.get_by_role("button", name="Archive").click, "stands as before")
        page.goto(demo.at("projects/"))
        expect(page.locator("main")).to_contain_text(FIRST)


def test_a_deleted_milestone_comes_back_by_its_toast(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at(f"milestones/{demo.parts['milestone_id']}/"))
        name = page.locator("main h2").first.inner_text()
        undone(page, page.get_by_role("button", name="Delete").click, "stands as before")
        expect(page.locator("main h2").first).to_have_text(name)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_money_is_nowhere_for_a_stakeholder(chromium: Browser, demo: Demo, language: str) -> None:
    project = f"projects/{demo.parts['project_id']}/"
    tails = ("", "portfolio/", "projects/", project, f"{project}health/", f"{project}history/", f"{project}milestones/")
    shown = {}
    for reader in ("stakeholder", "pm"):
        with browsing(chromium, demo, reader, language) as page:
            for tail in tails:
                page.goto(demo.at(tail))
                text = page.locator("main").inner_html()
                shown[reader, tail] = [each for each in AMOUNTS if each in text]
    assert {key: found for key, found in shown.items() if key[0] == "stakeholder" and found} == {}
    assert shown["pm", project] == list(AMOUNTS)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_health_by_month_prints_whole_years_on_landscape_sheets(
    chromium: Browser, demo: Demo, language: str
) -> None:
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at("portfolio/health/"))
        printed = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": SHEET_WIDE, "height": 794})
        cut = page.evaluate("e => e.scrollWidth - e.clientWidth", page.query_selector(".pm-scroll"))
        rows = page.locator(".pm-matrix tbody tr").count()
    assert cut == 0
    sheets = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert all(float(width) > float(height) for width, height in sheets)
    assert len(sheets) <= 1 + rows // SHEET_ROWS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_status_page_prints_on_one_page(chromium: Browser, demo: Demo, language: str) -> None:
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at(f"projects/{demo.parts['project_id']}/"))
        assert page.locator("#stones ~ *, section[aria-labelledby=stones] tbody tr").count() >= 8
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_top_risks_and_issues_stand_on_that_page_however_long_their_words(
    chromium: Browser, demo: Demo, language: str, pictures: Path | None
) -> None:
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at(f"projects/{demo.parts['project_id']}/"))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 702, "height": 1047})
        for name in ("top-risks", "issues"):
            assert page.locator(f"section[aria-labelledby={name}] tbody tr:visible").count() == 3
        assert page.locator("section[aria-labelledby=actions]").is_hidden()
        if pictures:
            page.screenshot(path=pictures / f"printed-{language}.png", full_page=True)
            page.pdf(path=pictures / f"printed-{language}.pdf", prefer_css_page_size=True)
        page.evaluate(MUCH_LONGER)
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_project_is_made_without_scripts(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en")
    context.add_cookies(demo.cookies("pmo-manager"))  # type: ignore[arg-type]  # playwright's own TypedDict
    page = context.new_page()
    page.goto(demo.at("projects/new/"))
    page.fill("[name=name]", "Made by hand")
    page.fill("[name=forecast_finish]", (clock.now().date() + timedelta(days=90)).isoformat())
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("Made by hand")
    context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_status_report_prints_on_one_page(chromium: Browser, demo: Demo, language: str) -> None:
    with browsing(chromium, demo, "pmo-manager", language) as page:
        page.goto(demo.at(f"reports/{demo.parts['report_id']}/"))
        assert page.locator(".pm-lights li").count() >= 6
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_manager_reports_in_two_clicks(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pm", "en") as page:
        page.goto(demo.at(""))
        page.locator("a", has_text="基幹系刷新").first.click()
        page.get_by_role("button", name="Submit").click()
        page.wait_for_url("**/reports/*/")
        expect(page.get_by_text("Submitted", exact=True).first).to_be_visible()


def test_an_import_at_work_moves_its_bar_and_shows_the_end_by_itself(
    chromium: Browser, demo: Demo, pictures: Path | None
) -> None:
    organization_id = Organization.objects.get(slug=HOKUTO.slug).id
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at(f"import/{demo.parts['at_work']}/"))
        bar = page.locator("#progress progress")
        expect(bar).to_have_attribute("value", "24000")
        if pictures:
            page.screenshot(path=pictures / "import-at-work.png", full_page=True)
        with tenant(organization_id):
            run = ImportRun.objects.get(pk=str(demo.parts["at_work"]))
            Job.objects.filter(pk=job_of(run)).update(steps_done=48_000)
        expect(bar).to_have_attribute("value", "48000")
        with tenant(organization_id):
            Job.objects.filter(pk=job_of(run)).update(state=JobState.CANCELLED)
        expect(page.get_by_role("button", name="Apply")).to_be_visible()
        expect(bar).to_have_count(0)


def test_a_cell_is_edited_by_keyboard_and_taken_back_from_its_toast(
    chromium: Browser, demo: Demo, pictures: Path | None
) -> None:
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at("departments/?sort=code"))
        row = page.locator("main tbody tr").first
        cell = row.locator("td[data-label=Code]")
        before = cell.text_content() or ""
        cell.locator("a").focus()
        page.keyboard.press("Enter")
        field = cell.locator("input[name=code]")
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(field).to_have_count(0)
        expect(cell.locator("a")).to_be_focused()
        page.keyboard.press("Enter")
        expect(field).to_be_focused()
        if pictures:
            page.screenshot(path=pictures / "inline.png", caret="initial")
        page.keyboard.press("Control+A")
        page.keyboard.type("Z-99")
        page.keyboard.press("Enter")
        expect(cell).to_contain_text("Z-99")
        expect(cell.locator("a")).to_be_focused()
        page.locator("#pm-toasts").get_by_role("button", name="Undo").click()
        page.wait_for_load_state("load")
        page.goto(demo.at("departments/?sort=code"))
        expect(page.locator("main tbody tr").first.locator("td[data-label=Code]")).to_have_text(before)


def test_a_cell_that_is_not_understood_says_so_where_it_stands(chromium: Browser, demo: Demo) -> None:
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at("projects/?column=name&column=percent_complete"))
        cell = page.locator("main tbody tr").first.locator("td[data-label=Progress]")
        cell.locator("a").click()
        cell.locator("input[name=percent_complete]").fill("lots")
        page.keyboard.press("Enter")
        expect(cell.get_by_role("alert")).to_be_visible()
        expect(cell.locator("input[name=percent_complete]")).to_have_value("lots")


def test_rows_pasted_from_a_sheet_are_checked_stored_and_taken_back(chromium: Browser, demo: Demo) -> None:
    path = f"projects/{demo.parts['project_id']}/decisions/"
    with browsing(chromium, demo, "pm") as page:
        page.goto(demo.at(path))
        rows = page.locator("main tbody tr").count()
        page.locator("summary", has_text="Excel").click()
        page.get_by_role("link", name="Paste from Excel").click()
        page.fill("[name=block]", "決定事項\t決定日\nOne gate\tsoon\n")
        page.get_by_role("button", name="Check").click()
        expect(page.locator("main")).to_contain_text("1 row needs a correction")
        page.fill("[name=block]", "決定内容\t日付\t背景\nOne gate\t2026/11/2\tTide\nTwo gates\t令和8年11月3日\tTide\n")
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_text("guess", exact=True)).to_have_count(3)
        page.get_by_label("背景").select_option("")
        page.get_by_role("button", name="Check again").click()
        expect(page.get_by_text("guess", exact=True)).to_have_count(2)
        page.get_by_role("button", name="Add 2 records").click()
        expect(page.locator("main tbody tr")).to_have_count(rows + 2)
        page.locator("#pm-toasts").get_by_role("button", name="Undo").click()
        page.wait_for_load_state("load")
        page.goto(demo.at(path))
        expect(page.locator("main tbody tr")).to_have_count(rows)


def test_chosen_rows_change_together_and_are_taken_back_together(
    chromium: Browser, demo: Demo, pictures: Path | None
) -> None:
    with browsing(chromium, demo, "pmo-manager") as page:
        page.goto(demo.at("projects/?sort=code"))
        bar = page.locator("#pm-bulk")
        expect(bar).to_be_hidden()
        picks = page.locator("main tbody input[name=record]")
        picks.nth(0).check()
        picks.nth(1).check()
        expect(bar).to_contain_text("2 selected")
        if pictures:
            page.screenshot(path=pictures / "bulk-bar.png", full_page=True)
        bar.locator("select").select_option("tier")
        bar.get_by_role("button", name="Change").click()
        expect(page.locator("main tbody tr")).to_have_count(2)
        assert axe(page) == []
        if pictures:
            page.screenshot(path=pictures / "bulk.png", full_page=True)
        page.select_option("[name=tier]", "light")
        page.get_by_role("button", name="Change 2 records").click()
        expect(page.locator("#pm-toasts")).to_contain_text("2 records were changed.")
        page.locator("#pm-toasts").get_by_role("button", name="Undo").click()
        expect(page.locator("#pm-toasts")).to_contain_text("2 records stand as before.")
