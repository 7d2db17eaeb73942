"""Every page of the site in Chromium: both languages, both themes, three widths, several readers, no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.browser.demo_site import WITH_SECOND_FACTOR, Demo, routes
from tests.browser.harness import OVERFLOW, QUICK_RULES, Tabs, axe
from tests.browser.words import foreign_words

pytestmark = pytest.mark.browser

MANAGER: Final = "pmo-manager"
NOBODY: Final = "nobody"


@dataclass(frozen=True)
class Look:
    """A page as somebody sees it."""

    route: str
    reader: str = MANAGER
    status: int = 200
    tail: str = ""

    def __str__(self) -> str:
        return f"{self.route}{self.tail} as {self.reader}"


OF_PROJECTS: Final = ("milestones", "decisions", "recipients")
ARCHIVED: Final = ("projects", "people")
OF_GOVERNANCE: Final = ("portfolios", "programs", "placements")
REGISTERS: Final = (*ARCHIVED, "departments", *OF_GOVERNANCE, *OF_PROJECTS)
"""Registers whose pages are made of their declarations; those of projects have a list within one as well."""
SIGNED_OUT: Final = (
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "invitation",
)
LOG_PAGES: Final = ("list", "owned", "new", "paste", "new_anywhere", "paste_anywhere", "detail", "edit")
AS_MANAGER: Final = (
    "me",
    "kept-form",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "usersessions_list",
    "mfa_activate_totp",
    "home",
    "jobs",
    "inbox",
    "notice-preferences",
    "job",
    "demo-removal",
    "settings",
    *(f"{key}:{page}" for key in REGISTERS for page in ("list", "new", "paste", "detail", "edit")),
    *(f"{key}:{page}" for key in OF_PROJECTS for page in ("owned", "new_anywhere", "paste_anywhere")),
    "projects:history",
    "projects:comments",
    "threads:thread",
    "projects:members",
    "projects:member_new",
    "projects:member_edit",
    "projects:grants",
    "imports:center",
    "imports:import",
    "imports:mappings",
    "imports:mapping",
    "portfolio:overview",
    "portfolio:health",
    "portfolio:matrix",
    "portfolio:candor",
    "portfolio:policy",
    "portfolio:override_new",
    "api:docs",
    "support_office:owed",
    "support_office:reports",
    "support_office:report",
    "support_office:new",
    "support_office:edit",
    "support_office:schedule",
    *(f"{kind}:{page}" for kind in ("risks", "issues", "actions") for page in LOG_PAGES),
    "support_office:triage:queue",
    "support_office:risks:scale",
    "support_office:risks:raise",
    "support_office:actions:finish",
    "my-tokens",
    "own-jobs",
    "periodic-jobs",
    "token-new",
    "tokens",
    "portfolio:decisions",
    "portfolio:departments",
    "search",
    "shortcuts",
    "console:home",
    "console:access",
    "console:roles",
    "console:grants",
    "console:audit",
    "console:denials",
    "console:files",
    "console:numbering",
)
WITH_CODE: Final = (
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
)
OTHERS: Final = (
    Look("mfa_authenticate", "half"),
    *(Look(route, "pm") for route in ("home", "portfolio:overview", "projects:detail")),
    *(Look(route, "stakeholder") for route in ("home", "projects:list", "projects:detail", "portfolio:health")),
    *(Look(route, "none") for route in ("home", "projects:list", "portfolio:overview")),
    Look("home", "auditor"),
    *(Look("projects:comments", reader) for reader in ("stakeholder", "auditor")),
    Look("organizations", tail="?choose=1"),
    Look("inbox", "pm"),
    Look("inbox", tail="?show=all"),
    Look("projects:detail", "none", status=404),
    Look("projects:edit", "stakeholder", status=403),
    Look("projects:list", tail="?q=%E3%81%AA%E3%81%97&late=on"),
    Look("projects:list", tail="?status=active&forecast_finish_from=2020-01-01&sort=-latest_budget"),
    Look("projects:list", tail="?format=xlsx&background=1"),
    *(Look(route, "stakeholder") for route in ("milestones:owned", "milestones:detail", "people:list")),
    Look("portfolio:overview", tail="?as_of=2001-01-01"),
    Look("portfolio:overview", tail="?as_of=never"),
    *(Look(route, "pm") for route in ("support_office:owed", "support_office:new")),
    *(Look(route, "stakeholder") for route in ("support_office:reports", "support_office:report")),
    Look("support_office:owed", "none"),
    Look("support_office:owed", tail="?standing=missing"),
    Look("portfolio:health", tail="?as_of=2001-01-01"),
    Look("portfolio:policy", "auditor"),
    Look("portfolio:policy", tail="?version=1"),
    Look("portfolio:matrix", "none"),
    *(
        Look(route, "stakeholder")
        for route in ("risks:owned", "risks:detail", "support_office:risks:raise", "risks:list")
    ),
    Look("risks:list", "pm"),
    Look("risks:new_anywhere", tail="?project={project_code}"),
    Look("risks:new_anywhere", "pm", tail="?project=P-0"),
    Look("risks:new_anywhere", "stakeholder", status=403),
    Look("risks:list", "none"),
    Look("risks:list", tail="?kind=threat&live=on&probability=4&impact=4"),
    Look("support_office:triage:queue", "none"),
    Look("risks:edit", "stakeholder", status=403),
    Look("my-tokens", "none"),
    Look("tokens", "pm", status=403),
    Look("portfolio:departments", "none"),
    Look("portfolio:decisions", "stakeholder"),
    Look("search", tail="?q=%E6%A1%88"),
    Look("search", tail="?q=%CE%B1%CE%B2%CE%B3"),
    Look("search", "stakeholder", tail="?q=P"),
    Look("home", "executive"),
    Look("console:home", "auditor"),
    Look("console:home", "pm", status=403),
    Look("console:access", tail="?person={person_id}&project={project_id}"),
    Look("console:audit", "auditor", tail="?kind=projects.projectgrant"),
    Look("console:access", "auditor", tail="?person={person_id}"),
    Look("console:denials", "auditor", tail="?address=settings&answer=403"),
    Look("console:files", "auditor"),
    Look("home", "pso"),
    Look("jobs", tail="?state=failed"),
    Look("jobs", "auditor", tail="?kind=exchange.run_import"),
)
LOOKS: Final = (
    *(Look(route, NOBODY) for route in SIGNED_OUT),
    *(Look(route) for route in AS_MANAGER),
    *(Look(route, WITH_SECOND_FACTOR) for route in WITH_CODE),
    *OTHERS,
)
DEEDS: Final = (
    "first-steps",
    "act-undo",
    "set_language",
    "job-cancel",
    "job-retry",
    "jobs-bulk",
    "jobs-undo",
    "notice-open",
    "notice-read",
    "notices-read-all",
    "notices-unread",
    "operating-model-switch",
    "person-invite",
    "person-roles",
    *(f"{key}:bulk" for key in REGISTERS),
    *(f"{key}:{deed}" for key in ARCHIVED for deed in ("archive", "restore")),
    *(f"{key}:delete" for key in REGISTERS if key not in ARCHIVED),
    "changes:undo",
    "views:keep",
    "views:forget",
    "views:bring_back",
    "exports:ask",
    "imports:apply",
    "imports:undo",
    "imports:cancel",
    "imports:mapping_delete",
    "imports:mapping_undelete",
    "portfolio:compute",
    "support_office:remind_all",
    "support_office:remind",
    "support_office:submit",
    "support_office:accept",
    "support_office:return",
    "support_office:distribute",
    "threads:post",
    "threads:edit",
    "threads:delete",
    "threads:undo",
    "threads:attach",
    "threads:link",
    "threads:detach",
    "threads:reattach",
    "portfolio:compute_all",
    "portfolio:override_withdraw",
    *(f"{kind}s:{deed}" for kind in ("risk", "issue", "action") for deed in ("bulk", "delete")),
    *(f"support_office:{kind}_{deed}" for kind in ("risk", "issue") for deed in ("accept", "return", "merge", "act")),
    "support_office:risk_convert",
    "token-revoke",
    "token-restore",
    "console:grant-withdraw",
    "console:audit-export",
    "console-token-revoke",
    "console-token-restore",
    "support_office:answer",
    "support_office:actions:reopen",
    "support_office:answer_undo",
)
FILES: Final = ("brand-sheet", "mfa_download_recovery_codes", "palette", "files:download", "healthz", "readyz")
WITHOUT_KEY: Final = "-set-password/"
"""Where the address of a reset leads, so that its key leaves the address line."""
STATES: Final = (("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390), ("light", 320))
QUICK: Final = {"ja": (("dark", 1440), ("dark", 390)), "en": (("light", 390), ("light", 320))}
"""In which states each language is held to the quick rules: colors and sizes hardly differ between the two."""


@pytest.fixture(scope="module")
def tabs(chromium: Browser, demo: Demo) -> Iterator[Tabs]:
    """A tab per reader and language, kept over the pages."""
    with Tabs.over(chromium, demo.cookies) as opened:
        yield opened


def test_every_address_is_a_page_here_a_deed_or_a_file() -> None:
    listed = {look.route for look in LOOKS} | {*DEEDS, *FILES}
    assert listed == set(routes())


def test_a_deed_answers_no_visit(demo: Demo) -> None:
    client = Client()
    client.cookies["sessionid"] = demo.sessions[MANAGER]
    answers = {route: client.get(demo.path(route)).status_code for route in DEEDS if route != "set_language"}
    assert set(answers.values()) == {405}, answers


@pytest.mark.timeout(400)  # the page that explains the whole interface is long
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_is_sound(tabs: Tabs, demo: Demo, look: Look, language: str, pictures: Path | None) -> None:
    watched = tabs.of(look.reader, language)
    page = watched.page
    page.set_viewport_size({"width": 1440, "height": 900})
    answer = page.goto(demo.url + demo.path(look.route) + look.tail.format(**demo.parts), wait_until="load")
    assert answer
    assert answer.status == look.status, page.url
    landed = urlsplit(page.url).path
    assert landed == demo.path(look.route) or landed.endswith(WITHOUT_KEY)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    assert page.title().partition("·")[0].strip() not in {"", "Rashinban"}
    found = [f"other language: {each}" for each in foreign_words(page, language)]
    for theme, width in STATES:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        wrong = [f"overflow: {each}" for each in page.evaluate(OVERFLOW)]
        if (theme, width) == STATES[0]:
            wrong += axe(page)
        elif (theme, width) in QUICK[language]:
            wrong += axe(page, QUICK_RULES)
        found += [f"{theme} {width}: {each}" for each in wrong]
        if pictures:
            name = f"{look.route}{look.tail}-{look.reader}-{language}-{theme}-{width}".translate({47: 45, 63: 45})
            page.screenshot(path=pictures / f"{name}.png", full_page=True)
    assert [*found, *watched.reports()] == []


@pytest.mark.timeout(300)  # it opens every page there is
def test_every_page_stands_without_scripts(chromium: Browser, demo: Demo) -> None:
    wrong = []
    for reader in sorted({look.reader for look in LOOKS}):
        context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
        context.add_cookies(demo.cookies(reader))  # type: ignore[arg-type]  # playwright's own TypedDict
        page = context.new_page()
        for look in (each for each in LOOKS if each.reader == reader):
            page.goto(demo.url + demo.path(look.route) + look.tail.format(**demo.parts), wait_until="domcontentloaded")
            forms = page.locator("main form")
            buttons = [forms.nth(place).locator("button, input[type=submit]").count() for place in range(forms.count())]
            if not page.locator("h1").is_visible() or 0 in buttons:
                wrong.append(str(look))
        context.close()
    assert wrong == []
