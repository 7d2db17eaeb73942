"""The world of the journey: an empty organization with a PMO manager and a project manager, and real workers.

What each run brings in is written here: four projects, one of them off track, one at risk by a tenth of its term.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import Browser, Locator, Page
from pytest_django import DjangoDbBlocker

from pmo_site.accounts.models import Membership, Person, User
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.organizations import FirstMember
from pmo_site.kernel import clock
from pmo_site.local import binaries, places, services
from pmo_site.local.valkey import Valkey
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import PASSWORD, Member, found_organization, make_member
from tests.browser.conftest import served
from tests.browser.harness import OVERFLOW, axe, watch
from tests.jobs.machines import RELAY, WORKER, running, wait_until
from tests.services import STATE

RED, AMBER, GREEN, GREY = "J-101", "J-102", "J-103", "J-104"
NAMES: Final = {
    "ja": {RED: "受発注システムの刷新", AMBER: "倉庫の自動化", GREEN: "電子契約の導入", GREY: "社内報の電子化"},
    "en": {RED: "Order system renewal", AMBER: "Warehouse automation", GREEN: "Paperless contracts", GREY: "Magazine"},
}
HEADS: Final = {
    "ja": (
        "案件番号", "案件名", "部門", "計画開始日", "計画完了日", "完了見込日", "当初予算（百万円）",
        "予算（百万円）",
    ),
    "en": (
        "Project no", "Project name", "Department", "Planned start", "Planned finish", "Expected finish",
        "Original budget", "Budget",
    ),
}  # fmt: skip
TERM: Final = 400
SLIPS: Final = {RED: 160, AMBER: 40, GREEN: 0}
"""By how many of the 400 planned days a project's finish moved: 40 %, 10 %, not at all."""


@dataclass(frozen=True)
class Office:
    """An organization without a project, its two people, and the address at which the site is served."""

    url: str
    organization: Organization
    manager: Member
    pm: Member

    def at(self, tail: str = "") -> str:
        """The full address of a page of the organization."""
        return f"{self.url}/o/{self.organization.slug}/{tail}"

    def cookies(self, member: Member) -> list[dict[str, Any]]:
        """The cookie that makes a browser that member's, signed in by the form."""
        client = Client()
        client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}]


def open_office(url: str, slug: str, language: str) -> Office:
    """Open an organization as its command does; a colleague with an account stands by."""
    first = FirstMember("Mori", "Sanae", f"mori@{slug}.example")
    organization = found_organization(slug, f"Office {slug}", first, PASSWORD)
    with tenant(organization.id, history={"system": "test"}):
        membership = Membership.objects.select_related("person", "user").get()
    manager = Member(membership.user, membership.person, membership, organization)
    pm = make_member(organization, OrganizationRole.MEMBER, email=f"sato@{slug}.example", password=PASSWORD)
    with tenant(organization.id, history={"system": "test"}):
        Person.objects.filter(pk=pm.person.pk).update(family_name="Sato", given_name="Ken")
    User.objects.filter(pk__in=[manager.user.pk, pm.user.pk]).update(language=language)
    return Office(url, organization, manager, pm)


def portfolio_list(language: str) -> str:
    """A list of four projects as somebody keeps it: half way through their term, money in millions."""
    start, today = clock.now().date() - timedelta(days=TERM // 2), clock.now().date()
    lines = [HEADS[language]]
    for code, name in NAMES[language].items():
        finish = start + timedelta(days=TERM)
        known = code in SLIPS and (day_text(start), day_text(finish), day_text(finish + timedelta(days=SLIPS[code])))
        budget = ("120", "150") if code == RED else ("80", "80")
        department = {"ja": "情報システム部", "en": "IT"}[language]
        lines.append((code, name, department, *(known or ("", "", "")), *budget))
    assert start < today
    return "".join(",".join(line) + "\n" for line in lines)


def day_text(day: date) -> str:
    """A day as lists write it."""
    return day.strftime("%Y/%m/%d")


@contextmanager
def workers(folder: Path) -> Iterator[None]:
    """A relay and a worker on a Valkey of their own, as in production."""
    folder.mkdir(exist_ok=True)
    place = places.place(folder, STATE / "programs")
    program = binaries.valkey_program(place.account, place.programs)
    server = Valkey(program, place.owned("valkey"), place.sockets, place.account, durable=True)
    server.start()
    try:
        with running(server, *RELAY), running(server, *WORKER, "--pool", "solo"):
            yield
    finally:
        server.stop()
        services.discard(folder)


USED: Final = """
sessionStorage.setItem("pmUsed", sessionStorage.getItem("pmUsed") || "");
for (const kind of ["mousedown", "keydown"]) {
  addEventListener(kind, (event) => {
    const typed = kind === "keydown" && event.key.length === 1;
    if (event.isTrusted && !typed) sessionStorage.setItem("pmUsed", `${sessionStorage.getItem("pmUsed")} ${kind}`);
  }, true);
}
"""


@contextmanager
def browsing_as(chromium: Browser, office: Office, member: Member | None, language: str) -> Iterator[Page]:
    """A page of somebody (or of nobody yet) that complains of nothing and remembers by what it was used."""
    watched = watch(chromium, language, office.cookies(member) if member else [])
    watched.page.context.add_init_script(USED)
    yield watched.page
    assert watched.reports() == []
    watched.page.context.close()


def used(page: Page) -> set[str]:
    """Which of mouse and control keys touched the pages of this tab."""
    return set(str(page.evaluate("sessionStorage.getItem('pmUsed')")).split())


@pytest.fixture(scope="module")
def journey_site(
    chromium: Browser,  # noqa: ARG001  its loop runs first, so that queries beside it are allowed
    django_db_setup: None,  # noqa: ARG001  the session's database
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the served site, with a relay and a worker beside it; the owner clears away at the end."""
    empty = str(tmp_path_factory.mktemp("static"))
    with (
        django_db_blocker.unblock(),
        override_settings(STATIC_ROOT=empty),
        served() as url,
        workers(tmp_path_factory.mktemp("journey")),
    ):
        yield url
    with django_db_blocker.unblock():
        TransactionTestCase("run")._fixture_teardown()  # type: ignore[attr-defined]  # missing from the stubs; the owner clears away


def seen(page: Page, pictures: Path | None, name: str) -> None:
    """The page as it stands is sound; keep a picture of it where pictures are asked for."""
    if pictures:
        page.screenshot(path=pictures / f"journey-{name}.png", full_page=True)
    assert [*page.evaluate(OVERFLOW), *axe(page)] == [], name


def renewed(page: Page, shown: Locator) -> None:
    """Load the page anew until the worker's result stands on it, as somebody does who waits for it."""

    def look() -> bool:
        page.reload()
        return shown.count() > 0

    assert wait_until(look), "The worker's result never came."


def light(page: Page, name: str, words: str) -> Locator:
    """The overall light of a project on the page of the portfolio."""
    row = page.locator(".pm-heat tbody tr", has_text=name)
    return row.locator("td").first.get_by_role("link", name=words)
