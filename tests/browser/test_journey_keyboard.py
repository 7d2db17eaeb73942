"""From an empty organization to the watermelon, in English by keyboard alone: Tab, Enter, shortcuts, the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLateError

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
from tests.browser.test_keys import went

__all__ = ["journey_site"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]  # a whole journey, maybe beside another one
FARTHEST = 250


def tab_to(page: Page, target: Locator) -> None:
    """Reach a control by Tab alone."""
    expect(target).to_have_count(1)
    for _ in range(FARTHEST):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached {target}.")


def press(page: Page, target: Locator) -> None:
    """Reach a control by Tab and press Enter on it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def type_into(page: Page, name: str, text: str) -> None:
    """Reach a field by Tab and write over what stands in it."""
    tab_to(page, page.locator(f"main [name={name}]"))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Reach a list of choices by Tab and go down until the wanted one is chosen."""
    field = page.locator(f"main select[name={name}]")
    tab_to(page, field)
    page.keyboard.press("Home")
    for _ in range(FARTHEST):
        if field.evaluate("(list) => list.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{value} is not among the choices of {name}.")


def choose_file(page: Page, path: Path) -> None:
    """Open the field of a file by Enter; a busy machine may miss the first one."""
    for patience in (8_000, 8_000, 30_000):
        tab_to(page, page.locator("[name=file]"))
        try:
            with page.expect_file_chooser(timeout=patience) as chooser:
                page.keyboard.press("Enter")
        except TooLateError:
            continue
        chooser.value.set_files(path)
        return
    pytest.fail("The field of the file never opened.")


def command(page: Page, words: str) -> None:
    """Give a command of the palette."""
    page.keyboard.press("Control+k")
    expect(page.locator("#pm-palette-input")).to_be_focused()
    expect(page.locator("#pm-palette [data-pm-commands] [role=option]").first).to_be_attached()
    page.keyboard.type(words)
    expect(page.locator("#pm-palette [aria-selected=true] .pm-option-name")).to_contain_text(words)
    page.keyboard.press("Enter")


def test_by_keyboard_alone_in_english(
    chromium: Browser, journey_site: str, tmp_path: Path, pictures: Path | None
) -> None:
    office, names = open_office(journey_site, "keyboard", "en"), NAMES["en"]
    list_file = tmp_path / "projects.csv"
    list_file.write_text(portfolio_list("en"), encoding="utf-8")
    with browsing_as(chromium, office, None, "en") as page:
        sign_in(page, office.manager.user.email, office)
        seen(page, pictures, "en-01-home")
        bring_in(page, list_file)
        renewed(page, light(page, names[RED], "Off track"))
        seen(page, pictures, "en-05-portfolio")
        read_rows(page, names[RED], pictures)
        tighten(page, names[AMBER], pictures)
        name_manager(page, names[RED], office)
        with browsing_as(chromium, office, None, "en") as theirs:
            report(theirs, office, pictures)
            assert "mousedown" not in used(theirs)
        find_watermelon(page, names[RED], pictures)
        assert "mousedown" not in used(page)


def sign_in(page: Page, email: str, office: Office) -> None:
    page.goto(f"{office.url}/accounts/login/")
    type_into(page, "login", email)
    type_into(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(office.at())


def bring_in(page: Page, list_file: Path) -> None:
    """From the first steps of an empty home to the list applied, and on to the portfolio."""
    press(page, page.locator("section[aria-labelledby=first-steps] a[href$='/import/']"))
    page.wait_for_url("**/import/", wait_until="load")
    choose_file(page, list_file)
    press(page, page.get_by_role("button", name="Upload"))
    page.wait_for_url("**/import/*-*/")
    press(page, page.get_by_role("button", name="Check", exact=True))
    expect(page.locator("section[aria-labelledby=report] tbody tr")).to_have_count(4)
    command(page, "Apply")
    result = page.get_by_role("link", name="Open the result")
    expect(result).to_be_visible(timeout=60_000)
    press(page, result)
    page.wait_for_url("**/portfolio/")


def read_rows(page: Page, name: str, pictures: Path | None) -> None:
    """From the red light over its reason to the dates behind it."""
    press(page, light(page, name, "Off track"))
    page.wait_for_url("**/health/")
    reason = page.locator("main li", has_text="The finish moved by 160 days")
    expect(reason).to_contain_text("at risk up to 15%")
    seen(page, pictures, "en-06-reasons")
    press(page, reason.get_by_role("link"))
    page.wait_for_url("**/projects/*/#facts")
    expect(page.locator("#facts")).to_be_in_viewport()


def tighten(page: Page, name: str, pictures: Path | None) -> None:
    """A lower limit for slipping finishes, its effect first, then the save, then the light that it turned."""
    went(page, "**/portfolio/", "g", "p")
    command(page, "Health policy")
    page.wait_for_url("**/policy/")
    type_into(page, "finish_slip_amber", "8")
    press(page, page.get_by_role("button", name="Show what would change"))
    expect(page.locator("#effect")).to_be_focused()
    effect = page.locator("section[aria-labelledby=effect]")
    expect(effect.locator("tbody tr")).to_have_count(1)
    expect(effect.locator("tbody tr")).to_contain_text(name)
    seen(page, pictures, "en-08-effect")
    type_into(page, "reason", "See slips earlier")
    press(page, effect.get_by_role("button", name="Save as a new version"))
    expect(page.locator("section[aria-labelledby=versions]")).to_contain_text("See slips earlier")
    went(page, "**/portfolio/", "g", "p")
    renewed(page, light(page, name, "Off track"))


def name_manager(page: Page, name: str, office: Office) -> None:
    """Somebody becomes accountable for the project."""
    press(page, page.locator(".pm-heat").get_by_role("link", name=name))
    press(page, page.locator("main nav").get_by_role("link", name="People"))
    press(page, page.get_by_role("link", name="Add a person"))
    choose(page, "person", str(office.pm.person.pk))
    choose(page, "role", "project_manager")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main tbody")).to_contain_text("Sato")


def report(page: Page, office: Office, pictures: Path | None) -> None:
    """The project manager declares what the evidence does not show."""
    sign_in(page, office.pm.user.email, office)
    press(page, page.locator("main a[href$='/reports/new/']"))
    page.wait_for_url("**/reports/new/")
    type_into(page, "summary", "All goes to plan.")
    choose(page, "overall", "green")
    seen(page, pictures, "en-11-report")
    press(page, page.get_by_role("button", name="Submit"))
    page.wait_for_url("**/reports/*-*/")


def find_watermelon(page: Page, name: str, pictures: Path | None) -> None:
    went(page, "**/portfolio/", "g", "p")
    command(page, "Candor gap")
    page.wait_for_url("**/candor/")
    watermelon = page.locator("section[aria-labelledby=watermelons] tbody tr")
    expect(watermelon).to_have_count(1)
    expect(watermelon).to_contain_text(name)
    seen(page, pictures, "en-12-watermelon")
    press(page, watermelon.get_by_role("link", name="Off track"))
    page.wait_for_url("**/health/")
