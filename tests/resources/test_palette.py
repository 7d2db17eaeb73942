"""The commands of the palette: what the reader may make at a place, and the pages that the reader may open."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.kernel import clock
from pmo_site.pages.readings import READINGS, reading_of
from pmo_site.ui.keys import GO
from projects.models import Project
from tests.resources.office import Desk, Office, make_office


def offered(desk: Desk, at: str = "") -> list[str]:
    page = desk.page(f"palette/?at={quote(desk.base + at)}")
    return [address.removeprefix(desk.base) for address in re.findall(r'data-pm-go="([^"]+)"', page)]


@pytest.mark.django_db
def test_everything_that_is_offered_may_be_opened(office: Office) -> None:
    for desk in (office.manager, office.pm, office.lead):
        found = offered(desk, f"projects/{office.project().pk}/")
        assert found
        for address in found:
            path = address if address.startswith("/") else desk.base + address
            assert desk.client.get(path).status_code == 200, address


@pytest.mark.django_db
def test_records_of_a_project_are_made_where_the_page_is_about_one(office: Office) -> None:
    project, milestone = office.project(), office.milestone()
    assert milestone
    risk = f"projects/{project.pk}/risks/new/"
    assert risk in offered(office.pm, f"projects/{project.pk}/")
    assert risk in offered(office.pm, f"milestones/{milestone.pk}/edit/")
    assert "risks/new/" not in offered(office.pm, f"projects/{project.pk}/")
    assert "projects/new/" in offered(office.manager)
    assert "projects/new/" not in offered(office.pm)


@pytest.mark.django_db
def test_elsewhere_a_record_is_made_of_a_project_that_is_chosen(office: Office) -> None:
    assert {"risks/new/", "milestones/new/"} <= set(offered(office.pm, "portfolio/"))
    with office.inside():
        Project.objects.update(archived_at=clock.now())
    assert not any(address.endswith("risks/new/") for address in offered(office.pm))


@pytest.mark.django_db
def test_what_the_reader_may_not_see_is_no_place(office: Office) -> None:
    hidden, south = office.project("P-2"), make_office("south")
    everywhere = offered(office.lead)
    for at in (f"projects/{hidden.pk}/", f"projects/{south.project().pk}/", "no/such/page/", "projects/1/"):
        assert offered(office.lead, at) == everywhere, at
    page = office.lead.page(f"palette/?at=/o/south/projects/{south.project().pk}/")
    assert str(south.project().pk) not in page


@pytest.mark.django_db
def test_a_command_is_found_in_both_languages_and_by_its_reading(office: Office) -> None:
    for language in ("ja", "en"):
        page = office.desk(office.world.manager, language).page("palette/")
        line = next(each for each in page.split("<li") if 'data-pm-go="/o/north/issues/"' in each)
        for word in ("課題", "かだい", "Issues"):
            assert word in line, (language, word)


@pytest.mark.django_db
def test_the_commands_of_a_project_cost_no_more_when_there_are_more_records(office: Office) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            offered(office.pm, f"projects/{project.pk}/")
        return len(queries)

    project = office.project()
    before = cost()
    with office.inside():
        for number in range(10):
            Project.objects.create(code=f"N-{number}", name=f"{number}", folded_name=f"{number}")
    assert cost() == before


def test_known_words_are_read_and_others_stay() -> None:
    assert reading_of("課題管理表") == "かだいかんりひょう"
    assert reading_of("リスクを追加") == "リスクをついか"
    assert reading_of("ポートフォリオ") == ""
    assert all(re.fullmatch("[ぁ-ゖ]+", kana) for kana in READINGS.values())


def test_no_two_pages_share_a_key() -> None:
    assert len(set(GO.values())) == len(GO)
