"""Importing a list: all rows or none, each accounted for; and its health is computed once.

The rows are those of the large IT projects of the Government of Canada (8530-441-13-505), some changed for the case.
"""

from __future__ import annotations

import csv
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection

from pmo_site.accounts.models import Department
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.jobs.models import JobRun, OutboxEvent
from pmo_site.tenancy.context import tenant
from portfolio.tasks import compute_health_for
from projects.models import Project
from tests.accounts.world import make_member
from tests.portfolio.imported import Office, make_office, work_off

AS_OF = date(2022, 4, 25)
FIRST, BOTH = "gc-it-projects-2022", "gc-it-projects-combined"
PORTAL = {
    "uniqueId": "aafc-maa-portal",
    "department": "Agriculture and Agri-Food Canada",
    "projectName": "Modernization of MAA (My AAFC Account) Portal Platform Software",
    "description": "Addresses aging technology.",
    "totalBudget": "$3,794,700",
    "estimatedCompletionDate": "July 25, 2022",
    "asOfDate": "April 25, 2022",
}
IERP = {
    "uniqueId": "csc-ierp",
    "department": "Correctional Service Canada",
    "latestProjectName": "Interim Enterprise Resource Planning",
    "latestDescription": "Integration of shift workers into the scheduling system.",
    "originalBudget": "$3,814,497",
    "latestBudget": "$1,500,000",
    "originalEstimatedCompletionDate": "March 31, 2022",
    "latestEstimatedCompletionDate": "June 15, 2022",
    "originalEstimatedCompletionDateSource": "2019",
    "estimatedStatus": "behind schedule",
}
SAME = {"originalBudget": "$1,500,000", "originalEstimatedCompletionDate": "June 15, 2022"}
FIVE = [
    IERP | {"uniqueId": "amber"},
    IERP | SAME | {"uniqueId": "green", "originalEstimatedCompletionDateSource": "2022"},
    IERP | SAME | {"uniqueId": "red", "latestEstimatedCompletionDate": "June 15, 2023"},
    IERP | {"uniqueId": "blue", "estimatedStatus": "completed (behind schedule)"},
    IERP
    | dict.fromkeys(["originalBudget", "latestBudget", "originalEstimatedCompletionDate"], "")
    | {"uniqueId": "grey", "latestEstimatedCompletionDate": ""},
]


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    """An organization that has imported nothing yet."""
    return make_office()


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def stored(office: Office) -> dict[str, Project]:
    with tenant(office.organization.id):
        return {project.code: project for project in Project.objects.select_related("department")}


def test_one_year_s_budget_and_date_are_the_latest_and_never_the_original(office: Office, tmp_path: Path) -> None:
    assert office.bring_in(written(tmp_path, PORTAL), FIRST) == (1, 0, 0, 0, 1)
    project = stored(office)["aafc-maa-portal"]
    assert (project.latest_budget, project.original_budget) == (Decimal(3_794_700), None)
    assert (project.forecast_finish, project.baseline_finish) == (date(2022, 7, 25), None)
    assert (project.currency, project.data_as_of, project.status) == ("CAD", AS_OF, "active")


def test_an_empty_cell_never_erases(office: Office, tmp_path: Path) -> None:
    office.bring_in(written(tmp_path, PORTAL), FIRST)
    emptied = PORTAL | dict.fromkeys(["department", "description", "totalBudget", "estimatedCompletionDate"], "")
    assert office.bring_in(written(tmp_path, emptied), FIRST) == (0, 0, 1, 0, 0)
    project = stored(office)["aafc-maa-portal"]
    assert (project.latest_budget, project.forecast_finish) == (Decimal(3_794_700), date(2022, 7, 25))
    assert (project.purpose, str(project.department)) == (PORTAL["description"], PORTAL["department"])


def test_one_bad_row_and_nothing_is_stored(office: Office, tmp_path: Path) -> None:
    bad = [
        PORTAL,
        PORTAL | {"uniqueId": "a", "totalBudget": "a lot"},
        PORTAL | {"uniqueId": "b", "estimatedCompletionDate": "February 30, 2022"},
        PORTAL | {"uniqueId": "", "projectName": ""},
        PORTAL | {"projectName": "the same key again"},
    ]
    with pytest.raises(CommandError, match="Nothing was stored"):
        office.bring_in(written(tmp_path, *bad), FIRST)
    told = [line.split(": ")[0] for line in office.said[-1].splitlines() if line.startswith("row")]
    assert told == [
        "row 3, totalBudget",
        "row 4, estimatedCompletionDate",
        "row 5, uniqueId",
        "row 5, projectName",
        "row 6, uniqueId",
    ]
    assert "created 0, updated 0, unchanged 0, rejected 4" in office.said[-1]
    assert stored(office) == {}
    assert not OutboxEvent.objects.filter(task="portfolio.compute_health_for").exists()
    with tenant(office.organization.id):
        assert not Department.objects.exists()


def test_departments_are_met_by_their_folded_name(office: Office, tmp_path: Path) -> None:
    again = PORTAL | {"uniqueId": "b", "department": "  agriculture and ＡＧＲＩ-Food Canada "}
    assert office.bring_in(written(tmp_path, PORTAL, again), FIRST) == (2, 0, 0, 0, 1)


def test_five_rows_stand_at_the_five_levels(office: Office, tmp_path: Path) -> None:
    assert office.bring_in(written(tmp_path, *FIVE), BOTH, as_of=AS_OF) == (5, 0, 0, 0, 1)
    assert work_off() == 1
    assert office.levels() == dict.fromkeys(["red", "amber", "green", "grey", "blue"], 1)
    overview = office.client().get("/o/canada/portfolio/")
    assert [shown.row.project.code for shown in overview.context["rows"]] == ["red", "amber", "grey", "green", "blue"]
    assert overview.context["rows"][1].reason == (
        "Finish against the promise: The finish moved by 76 days (50 working days): 6.4% of 1,185 planned days."
    )


def test_the_baseline_is_dated_by_the_first_day_of_its_report_s_year(office: Office, tmp_path: Path) -> None:
    # A list says only the year of its source: its first day is the earliest that the report can have been, so the
    # planned duration is never taken too short, and a slip never judged worse than it may be.
    office.bring_in(written(tmp_path, IERP), BOTH, as_of=AS_OF)
    assert stored(office)["csc-ierp"].baselined_on == date(2019, 1, 1)


def test_who_sees_no_project_sees_no_light(office: Office, tmp_path: Path) -> None:
    office.bring_in(written(tmp_path, *FIVE), BOTH, as_of=AS_OF)
    work_off()
    member = make_member(office.organization, OrganizationRole.MEMBER)
    page = office.client(member).get("/o/canada/portfolio/")
    assert (page.context["rows"], page.context["summary"].left_out) == ([], 5)
    assert "Interim Enterprise" not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_health_of_an_import_is_computed_once_however_often_it_is_asked(tmp_path: Path) -> None:
    office = make_office()
    office.bring_in(written(tmp_path, *FIVE), BOTH, as_of=AS_OF)
    event = OutboxEvent.objects.get(task="portfolio.compute_health_for")
    failures: list[BaseException] = []

    def run() -> None:
        try:
            compute_health_for(str(event.organization_id), **event.arguments)
        except BaseException as error:  # noqa: BLE001  a thread's error is told by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run()
    assert failures == []
    assert office.snapshots() == 5
    with tenant(office.organization.id):
        assert [(row.kind, row.state) for row in JobRun.objects.all()] == [("health.occasion", "done")]
