"""Lists of lights as files: as many lines as the page, the words of the page, and nothing that is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.tenancy.context import tenant
from portfolio.models import ProjectHealth
from portfolio.selectors import Narrowing
from portfolio.services.health import health_compute_day
from portfolio.views.light_files import lights_file
from support_office.services.action import action_create
from tests.accounts.world import TODAY, client_of
from tests.api.world import World, more_projects
from tests.sheets import csv_lines, sheet_rows

MATRIX, WAITING = "/o/north/portfolio/health/", "/o/north/portfolio/decisions/"


@pytest.fixture
def judged(world: World) -> World:
    with tenant(world.organization.id):
        health_compute_day(day=TODAY.replace(day=1) - timedelta(days=1))
        health_compute_day(day=TODAY)
    return world


def test_every_light_comes_with_its_reason_its_dimensions_and_its_months(judged: World) -> None:
    lines = csv_lines(client_of(judged.manager), f"{MATRIX}?format=csv")
    with tenant(judged.organization.id):
        shown = list(ProjectHealth.objects.filter(day=TODAY).order_by("rank", "pk").values_list("project__code"))
    assert [(line["Code"],) for line in lines] == shown
    bridge = next(line for line in lines if line["Code"] == "P-1")
    page = client_of(judged.manager).get("/o/north/portfolio/").context["rows"]
    assert bridge["Reason"] == next(each.reason for each in page if each.row.project.code == "P-1")
    assert bridge["Overall"] == bridge["Computed"] == bridge[f"{TODAY:%Y-%m}"]
    before = TODAY.replace(day=1) - timedelta(days=1)
    assert bridge[f"{before:%Y-%m}"]
    assert bridge["Schedule"]


def test_a_workbook_holds_the_same_lines_in_the_readers_language(judged: World) -> None:
    client = client_of(judged.manager)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ja"
    rows = sheet_rows(client, f"{MATRIX}?format=xlsx")
    assert rows[0][:3] == ("コード", "案件", "部門")
    assert len(rows) == 3


def test_the_filters_of_the_page_hold_for_its_file_and_a_form_that_is_none_gives_the_page(judged: World) -> None:
    client = client_of(judged.manager)
    assert csv_lines(client, f"{MATRIX}?tier=full&format=csv") == []
    assert client.get(f"{MATRIX}?format=exe").context["rows"]
    offered = client.get(f"{MATRIX}?tier=full&after=x").context["files"]
    assert offered == [("XLSX", "?tier=full&format=xlsx"), ("CSV", "?tier=full&format=csv")]


def test_the_dashboard_offers_the_file_of_the_lights_that_it_shows(judged: World) -> None:
    client = client_of(judged.manager)
    page = client.get("/o/north/portfolio/?level=grey")
    _name, address = page.context["files"][1]
    assert len(csv_lines(client, address)) == len(page.context["rows"])


def test_a_file_holds_the_projects_that_are_open_to_its_reader(judged: World) -> None:
    assert [line["Code"] for line in csv_lines(client_of(judged.pm), f"{MATRIX}?format=csv")] == ["P-1"]


def test_more_projects_cost_a_file_no_more_queries(judged: World) -> None:
    def cost() -> int:
        with judged.manager.acting() as actor, CaptureQueriesContext(connection) as captured:
            list(lights_file(actor, Narrowing(), level="", as_of=TODAY).lines)
        return len(captured)

    few = cost()
    more_projects(judged, 3)
    with tenant(judged.organization.id):
        health_compute_day(day=TODAY)
    assert cost() == few


def test_what_waits_is_a_file_of_the_kind_that_is_shown(world: World) -> None:
    late = TODAY - timedelta(days=10)
    with world.pm.acting() as actor:
        action_create(actor=actor, project=world.project, values={"title": "=Sign", "due_on": late})
    client = client_of(world.manager)
    line = csv_lines(client, f"{WAITING}?format=csv")[0]
    assert (line["Code"], line["Due"], line["What is asked"]) == ("P-1", late.isoformat(), "'=Sign")
    assert csv_lines(client, f"{WAITING}?kind=ask&format=csv") == []
    assert csv_lines(client_of(world.lead), f"{WAITING}?format=csv")[0]["Code"] == "P-1"
