"""Lists of registers: what narrows, sorts and shapes them means the same in page, file and API, and widens no right."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.resources.resource import resources
from projects.services.member import member_add
from projects.services.milestone import milestone_create, milestone_revise
from projects.services.project import project_archive, project_create, project_revise
from tests.accounts.world import TODAY
from tests.api.world import facts, more_projects
from tests.resources.office import Desk, Office, make_office


def in_file(desk: Desk, path: str) -> list[str]:
    """The names in the CSV of a list."""
    joint = "&" if "?" in path else "?"
    answer = desk.get(f"{path}{joint}format=csv&columns=name")
    assert answer.status_code == 200
    return [row[0] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]]


def over_the_api(office: Office, path: str) -> list[str]:
    answer = office.world.caller(office.world.manager).get(path)
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["items"]]


def fill(office: Office) -> None:
    """Milestones of both projects around today, and one project that differs from the other in every filter."""
    with office.inside():
        for days in (-30, 10, 40):
            values = {"name": f"In {days}", "baseline_on": TODAY + timedelta(days=days), "forecast_on": None}
            milestone_create(actor=office.actor, project=office.project(), values=values)
        milestone_create(
            actor=office.actor, project=office.project("P-2"), values={"name": "Break", "baseline_on": None}
        )
        changes = {"status": "active", "tier": "light", "department": office.department(), "latest_budget": 7,
                   "forecast_finish": date(2026, 11, 1)}  # fmt: skip
        tunnel = office.project("P-2")
        project_revise(actor=office.actor, project=tunnel, version=tunnel.version, values=changes)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("projects/", ["Bridge", "Tunnel"]),
        ("projects/?status=active", ["Tunnel"]),
        ("projects/?tier=standard", ["Bridge"]),
        ("projects/?q=BRIDGE", ["Bridge"]),
        ("projects/?q=p-2", ["Tunnel"]),
        ("projects/?department={harbor}", ["Tunnel"]),
        ("projects/?latest_budget_max=7", ["Tunnel"]),
        ("projects/?latest_budget_min=8", ["Bridge"]),
        ("projects/?latest_budget_max=0", []),
        ("projects/?late=true", ["Tunnel"]),
        ("projects/?unassigned=true", ["Tunnel"]),
        ("projects/?forecast_finish_from=2026-11-02", ["Bridge"]),
        ("projects/?forecast_finish_until=2026-11-01", ["Tunnel"]),
        ("projects/?forecast_finish_year=2026&sort=-name", ["Tunnel", "Bridge"]),
        ("projects/?archived=true", []),
        ("milestones/", ["In -30", "Opening", "In 10", "In 40", "Break"]),
        ("milestones/?sort=-name", ["Opening", "In 40", "In 10", "In -30", "Break"]),
        ("milestones/?project=p-2", ["Break"]),
        ("milestones/?project={bridge}&baseline_on_from=2026-11-24", ["In 10", "In 40"]),
        ("milestones/?q=in 4", ["In 40"]),
        ("projects/{bridge}/milestones/?q=break", []),
        ("departments/?q=har", ["Harbor"]),
        ("departments/?sort=-code", ["Yard", "Harbor"]),
    ],
)
def test_a_filter_shows_the_same_rows_in_page_file_and_api(office: Office, path: str, expected: list[str]) -> None:
    fill(office)
    asked = path.format(harbor=office.department().pk, bridge=office.project().pk)
    assert office.manager.names(asked) == expected
    assert in_file(office.manager, asked) == expected
    assert over_the_api(office, asked) == expected


def test_what_is_archived_is_shown_to_who_asks_for_it_and_to_nobody_else(office: Office) -> None:
    tunnel = office.project("P-2")
    with office.inside():
        milestone_create(actor=office.actor, project=tunnel, values={"name": "Break", "baseline_on": None})
        project_archive(actor=office.actor, project=tunnel, version=tunnel.version)
    for path, expected in (("projects/", ["Bridge"]), ("projects/?archived=true", ["Tunnel"])):
        assert office.manager.names(path) == in_file(office.manager, path) == over_the_api(office, path) == expected
    assert office.manager.names("milestones/") == over_the_api(office, "milestones/") == ["Opening"]


@pytest.mark.fault("I04")
@pytest.mark.parametrize(
    "query",
    [
        "latest_budget_min=1",
        "latest_budget_max=1",
        "sort=latest_budget",
        "sort=-latest_budget",
        "status=sideways",
        "department=x",
        "department=00000000-0000-7000-8000-000000000000",
        "forecast_finish_from=never",
        "forecast_finish_year=1",
        "organization=1",
        "name__contains=T",
        "sort=folded_name",
        "sort=--code",
        "q=%00",
        "columns=__class__,organization",
        "column=folded_name",
        "view=nobody's",
        "after=%00",
        "before=x",
        "format=pdf",
    ],
)
def test_a_parameter_that_is_closed_unknown_or_senseless_changes_nothing_on_a_page(office: Office, query: str) -> None:
    fill(office)
    desk = office.pm
    assert desk.names(f"projects/?{query}") == desk.names("projects/") == ["Bridge"]
    heads = desk.get(f"projects/?{query}").context["heads"]
    assert [head.column.key for head in heads] == [head.column.key for head in desk.get("projects/").context["heads"]]


def test_who_sees_no_money_learns_nothing_of_it_by_filter_sort_columns_file_or_menu(office: Office) -> None:
    fill(office)
    lead = office.lead
    for query in (
        "",
        "?columns=name,latest_budget,original_budget,currency",
        "?sort=-latest_budget",
        "?latest_budget_min=1",
    ):
        page = lead.page(f"projects/{query}")
        assert "1,200" not in page
        assert "atest budget" not in page, query
    answer = lead.get("projects/?format=csv&columns=name,latest_budget,currency")
    assert answer.content.decode("utf-8-sig").splitlines() == ["Name", "Bridge"]
    assert "latest_budget" in office.pm.page("projects/")


def test_who_sees_the_money_of_one_project_sees_an_empty_cell_beside_the_others(office: Office) -> None:
    with office.inside():
        term = {"person": office.world.pm.person, "role": ProjectRole.STAKEHOLDER, "starts_on": date(2026, 1, 1)}
        member_add(actor=office.actor, project=office.project("P-2"), values=term)
    answer = office.pm.get("projects/?format=csv&columns=name,latest_budget")
    assert answer.content.decode("utf-8-sig").splitlines()[1:] == ["Bridge,1200000.00,JPY", "Tunnel,,"]
    assert [line.name for line in office.pm.get("projects/?sort=latest_budget").context["lines"]] == [
        "Bridge",
        "Tunnel",
    ]


@pytest.mark.parametrize("sort", ["baseline_on", "-baseline_on", "forecast_on", "name", "-name"])
def test_pages_by_key_show_every_row_once_in_order(office: Office, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(office)
    whole = office.manager.names(f"milestones/?sort={sort}")
    monkeypatch.setattr("pmo_site.resources.views.lists.PAGE_SIZE", 2)
    seen, path = [], f"?sort={sort}"
    while path:
        context = office.manager.get(f"milestones/{path}").context
        seen += [line.name for line in context["lines"]]
        assert context["pager"].total == len(whole)
        path = context["pager"].next_url
    assert seen == whole
    back = context["pager"].previous_url
    assert [line.name for line in office.manager.get(f"milestones/{back}").context["lines"]] == whole[-3:-1]


def test_chosen_columns_stand_in_the_order_of_the_choice_and_stay_through_filter_and_sort(office: Office) -> None:
    answer = office.manager.get("projects/?column=tier&column=name&column=tier&q=bri")
    assert [head.column.key for head in answer.context["heads"]] == ["tier", "name"]
    sorts = [head.url for head in answer.context["heads"] if head.url]
    assert sorts
    assert all("columns=tier%2Cname" in url and "q=bri" in url for url in sorts)
    assert ("columns", "tier,name") in answer.context["kept"]
    assert "columns=tier%2Cname" in answer.context["export_url"]


def test_active_filters_are_chips_in_words_and_each_takes_itself_away(office: Office) -> None:
    asked = (
        f"status=active&forecast_finish_from=2026-11-01&latest_budget_min=12,000&department={office.department().pk}"
    )
    chips = office.manager.get(f"projects/?{asked}").context["chips"]
    assert [str(chip.label) for chip in chips] == [
        "Status: In progress",
        "Department: Harbor",
        "Forecast finish from: Sun 1 Nov 2026",
        "Latest budget from: 12,000",
    ]
    assert "status=" not in chips[0].remove_url
    assert "department=" in chips[0].remove_url


def test_a_list_costs_the_same_number_of_queries_for_who_holds_rights_on_single_projects(office: Office) -> None:
    def cost() -> int:
        desk = office.pm
        with CaptureQueriesContext(connection) as caught:
            desk.page("projects/")
        return len(caught)

    more_projects(office.world, 2)
    few = cost()
    more_projects(office.world, 6, prefix="N")
    assert cost() == few


@pytest.mark.fault("T02")
def test_a_page_never_names_another_organization_s_rows(office: Office) -> None:
    other = make_office("south")
    with other.inside():
        project_create(actor=other.actor, values=facts(code="X-1", name="Elsewhere"))
    assert "Elsewhere" not in office.manager.page("projects/")
    assert office.manager.names(f"projects/?department={other.department().pk}") == ["Bridge", "Tunnel"]


def test_what_was_reached_or_finished_is_never_overdue(office: Office) -> None:
    with office.inside():
        values = {"name": "Reached", "baseline_on": None, "forecast_on": TODAY - timedelta(days=9)}
        milestone = milestone_create(actor=office.actor, project=office.project(), values=values)
        tunnel = office.project("P-2")
        changes = {"forecast_finish": date(2026, 1, 1), "status": "completed", "baseline_finish": None}
        project_revise(actor=office.actor, project=tunnel, version=1, values=changes)
    assert "overdue" in office.pm.page("milestones/?q=reached")
    with office.inside():
        milestone_revise(actor=office.actor, milestone=milestone, version=1, values={"actual_on": TODAY})
    assert "overdue" not in office.pm.page("milestones/?q=reached")
    assert "overdue" not in office.manager.page("projects/?q=tunnel")


def test_a_department_s_row_counts_its_people_that_are_not_archived(office: Office) -> None:
    with office.inside():
        Person.objects.update(department=office.department())
        present = Person.objects.filter(archived_at__isnull=True).count()
    assert present > 1
    lines = (
        office.manager.get("departments/?format=csv&columns=name,head_count").content.decode("utf-8-sig").splitlines()
    )
    assert lines[1:] == [f"Harbor,{present}", "Yard,0"]


@pytest.mark.parametrize("key", [each.key for each in resources() if each.owner is not None])
def test_a_list_across_projects_tells_whose_each_row_is_and_a_project_s_own_does_not(office: Office, key: str) -> None:
    heads = [str(head.column.label) for head in office.manager.get(f"{key}/").context["heads"]]
    assert heads.count("Project") == 1
    within = office.manager.get(f"projects/{office.project().pk}/{key}/").context["heads"]
    assert "Project" not in [str(head.column.label) for head in within]
    picked = office.manager.get(f"projects/{office.project().pk}/{key}/?column=project_code").context["heads"]
    assert [str(head.column.label) for head in picked] == ["Project"]


def test_the_file_of_milestones_names_their_projects_and_sorts_by_them(office: Office) -> None:
    lines = office.manager.get("milestones/?format=csv&sort=project_code").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name,Project,")
    assert lines[1].startswith("Opening,P-1,")
