"""From an empty organization to the watermelon, by mouse in Japanese.

A PMO manager brings in a list, opens a red light, reads why, reaches the rows behind it, changes a limit after seeing
what it would do, and finds the project that is declared on track against the evidence. Relay and worker are processes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.world import PASSWORD
from tests.browser.journey import (
    AMBER,
    NAMES,
    RED,
    Office,
    browsing_as,
    journey_site,
    light,
    open_office,
    portfolio_list,
    renewed,
    seen,
    used,
)

__all__ = ["journey_site"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]  # a whole journey, maybe beside another one


def test_by_mouse_in_japanese(chromium: Browser, journey_site: str, tmp_path: Path, pictures: Path | None) -> None:
    office, names = open_office(journey_site, "mouse", "ja"), NAMES["ja"]
    list_file = tmp_path / "案件一覧.csv"
    list_file.write_text(portfolio_list("ja"), encoding="utf-8-sig")
    with browsing_as(chromium, office, None, "ja") as page:
        sign_in_by_mouse(page, office.manager.user.email, office)
        seen(page, pictures, "ja-01-home")
        bring_in_by_mouse(page, list_file, pictures)
        renewed(page, light(page, names[RED], "危険"))
        seen(page, pictures, "ja-05-portfolio")
        read_rows_by_mouse(page, names[RED], pictures)
        tighten_by_mouse(page, names[AMBER], pictures)
        name_manager_by_mouse(page, names[RED], pictures)
        with browsing_as(chromium, office, None, "ja") as theirs:
            report_by_mouse(theirs, office, pictures)
        find_watermelon_by_mouse(page, names[RED], pictures)
        assert used(page) == {"mousedown"}


def sign_in_by_mouse(page: Page, email: str, office: Office) -> None:
    page.goto(f"{office.url}/accounts/login/")
    page.locator("[name=login]").click()
    page.keyboard.type(email)
    page.locator("[name=password]").click()
    page.keyboard.type(PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url(office.at())


def bring_in_by_mouse(page: Page, list_file: Path, pictures: Path | None) -> None:
    """From the first steps of an empty home to the list applied, and on to the portfolio."""
    page.locator("section[aria-labelledby=first-steps] a[href$='/import/']").click()
    page.wait_for_url("**/import/")
    seen(page, pictures, "ja-02-import")
    with page.expect_file_chooser() as chooser:
        page.locator("[name=file]").click()
    chooser.value.set_files(list_file)
    page.get_by_role("button", name="アップロード").click()
    page.wait_for_url("**/import/*-*/")
    seen(page, pictures, "ja-03-columns")
    page.get_by_role("button", name="取込前チェック").click()
    expect(page.locator("section[aria-labelledby=report] tbody tr")).to_have_count(4)
    seen(page, pictures, "ja-04-checked")
    page.get_by_role("button", name="取込を実行").click()
    page.get_by_role("link", name="結果を開く").click(timeout=60_000)
    page.wait_for_url("**/portfolio/")


def read_rows_by_mouse(page: Page, name: str, pictures: Path | None) -> None:
    """From the red light over its reason to the dates behind it."""
    light(page, name, "危険").click()
    page.wait_for_url("**/health/")
    reason = page.locator("main li", has_text="終了日が160日")
    expect(reason).to_contain_text("15%")
    seen(page, pictures, "ja-06-reasons")
    reason.get_by_role("link").click()
    page.wait_for_url("**/projects/*/#facts")
    expect(page.locator("#facts")).to_be_in_viewport()
    seen(page, pictures, "ja-07-rows")


def tighten_by_mouse(page: Page, name: str, pictures: Path | None) -> None:
    """A lower limit for slipping finishes, its effect first, then the save, then the light that it turned."""
    rail = page.locator(".pm-rail")
    rail.get_by_role("link", name="ポートフォリオ").click()
    page.get_by_role("link", name="判定基準").click()
    page.locator("[name='finish_slip_amber']").dblclick()
    page.keyboard.type("8")
    page.get_by_role("button", name="影響を確認").click()
    effect = page.locator("section[aria-labelledby=effect]")
    expect(effect.locator("tbody tr")).to_have_count(1)
    expect(effect.locator("tbody tr")).to_contain_text(name)
    seen(page, pictures, "ja-08-effect")
    effect.locator("[name=reason]").click()
    page.keyboard.type("遅れを早めに見つけるため")
    effect.get_by_role("button", name="新しい版として保存").click()
    expect(page.locator("section[aria-labelledby=versions]")).to_contain_text("遅れを早めに見つけるため")
    seen(page, pictures, "ja-09-policy")
    page.get_by_role("link", name="概要").click()
    renewed(page, light(page, name, "危険"))


def name_manager_by_mouse(page: Page, name: str, pictures: Path | None) -> None:
    """Somebody becomes accountable for the project."""
    page.locator(".pm-heat").get_by_role("link", name=name).click()
    page.locator("main").get_by_role("link", name="人員").first.click()
    page.get_by_role("link", name="人員を追加").click()
    page.select_option("[name=person]", label="Sato Ken")
    page.select_option("[name=role]", "project_manager")
    seen(page, pictures, "ja-10-manager")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main tbody")).to_contain_text("Sato")


def report_by_mouse(page: Page, office: Office, pictures: Path | None) -> None:
    """The project manager declares what the evidence does not show."""
    sign_in_by_mouse(page, office.pm.user.email, office)
    seen(page, pictures, "ja-10b-home-of-pm")
    page.locator("main a", has_text=NAMES["ja"][RED]).first.click()
    page.wait_for_url("**/reports/new/")
    page.locator("[name=summary]").click()
    page.keyboard.type("予定どおり進んでいます。")
    page.select_option("[name=overall]", "green")
    seen(page, pictures, "ja-11-report")
    page.get_by_role("button", name="提出").click()
    page.wait_for_url("**/reports/*-*/")


def find_watermelon_by_mouse(page: Page, name: str, pictures: Path | None) -> None:
    page.locator(".pm-rail").get_by_role("link", name="ポートフォリオ").click()
    page.get_by_role("link", name="申告との乖離").click()
    watermelon = page.locator("section[aria-labelledby=watermelons] tbody tr")
    expect(watermelon).to_have_count(1)
    expect(watermelon).to_contain_text(name)
    seen(page, pictures, "ja-12-watermelon")
    watermelon.get_by_role("link", name="危険").click()
    page.wait_for_url("**/health/")
