"""The large IT projects of the Government of Canada, brought in by the command, judged and explained.

Source: Inquiry of Ministry responses of 2016, 2019 and 2022 (8530-441-13-505), public records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.test import Client
from pytest_django import DjangoDbBlocker

from pmo_site.accounts.models import Department
from pmo_site.audit.history import history_of
from pmo_site.kernel.evidence import Level
from pmo_site.tenancy.context import tenant
from portfolio.models import ProjectHealth
from portfolio.reasons import reason_text
from portfolio.selectors import reasons_for
from portfolio.selectors.health import main_reason
from portfolio.views.heat import HeatRow
from projects.models import Project, ProjectMember
from tests.portfolio.imported import Office, make_office, work_off
from tests.shared_data import shared_path

AS_OF = date(2022, 4, 25)
LEVELS = {"red": 113, "amber": 4, "green": 378, "grey": 66, "blue": 565}
"""Projects at each level as of 25 April 2022, after both lists."""
WHY = {
    ("red", "finish_slip first_report"): 88,
    ("red", "budget_growth"): 25,
    ("amber", "finish_slip first_report"): 4,
    ("green", "budget_growth"): 377,
    ("green", "finish_slip first_report"): 1,
    ("grey", "finish_slip notional_year"): 50,
    ("grey", "budget_growth"): 16,
    ("blue", "finished"): 565,
}
"""By which evidence: at each level the finding that tells most, with the way in which it was measured."""
FIRST, BOTH = "gc-it-projects-2022", "gc-it-projects-combined"


def newest() -> QuerySet[ProjectHealth]:
    """The newest light of each project; to be asked inside the tenant."""
    return ProjectHealth.objects.order_by("project_id", "-day", "-computed_at", "-id").distinct("project_id")


def the_list(name: str) -> Path:
    path = shared_path("data", "portfolio", f"{name}.csv")
    if path is None:
        pytest.skip("../shared/data is not present")
    return path


def facts() -> dict[str, object]:
    """What the database holds, in numbers; to be asked inside the tenant."""
    sums = Project.objects.aggregate(latest=Sum("latest_budget"), original=Sum("original_budget"), rows=Count("id"))
    return {
        **sums,
        "departments": Department.objects.count(),
        "unknown": Project.objects.filter(latest_budget=None).count(),
        "with original": Project.objects.exclude(original_budget=None).count(),
        "versions": Project.objects.aggregate(sum=Sum("version"))["sum"],
    }


class Story(Office):
    """The office with what stood after each step."""

    after_first: dict[str, object]
    after_both: dict[str, object]
    counts: list[tuple[int, ...]]


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:  # noqa: ARG001  its database
    """Both lists imported and judged, in a transaction that is rolled back."""
    first, both = the_list(FIRST), the_list(BOTH)
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_office()
        found = Story(made.organization, made.manager)
        found.counts = [found.bring_in(first, FIRST)]
        with tenant(found.organization.id):
            found.after_first = facts()
        found.counts.append(found.bring_in(both, BOTH, as_of=AS_OF))
        with tenant(found.organization.id):
            found.after_both = facts()
        assert work_off() == 2
        yield found
        transaction.set_rollback(True)


def test_the_first_list_is_taken_whole(story: Story) -> None:
    assert story.counts[0] == (495, 0, 0, 0, 47)
    assert story.after_first == {
        "rows": 495,
        "departments": 47,
        "unknown": 14,
        "latest": Decimal("7023336948.00"),
        "original": None,
        "with original": 0,
        "versions": 495,
    }


def test_the_second_list_meets_the_first_by_its_key(story: Story) -> None:
    assert story.counts[1] == (631, 495, 0, 0, 8)
    assert (story.after_both["rows"], story.after_both["departments"]) == (1126, 55)


def test_either_list_brought_in_again_changes_nothing(story: Story) -> None:
    with tenant(story.organization.id):
        before = facts()
    snapshots = story.snapshots()
    counts = [story.bring_in(the_list(name), name, as_of=AS_OF) for name in (FIRST, BOTH, BOTH, FIRST)]
    work_off()
    assert counts == [(0, 0, 495, 0, 0), (0, 0, 1126, 0, 0), (0, 0, 1126, 0, 0), (0, 0, 495, 0, 0)]
    assert story.snapshots() == snapshots
    with tenant(story.organization.id):
        assert facts() == before == story.after_both


def test_an_empty_cell_never_erases_and_a_row_of_one_list_alone_is_kept(story: Story) -> None:
    # Row csc-ierp stands in both lists, row aafc-agriclient-crm in both with one entry.
    with tenant(story.organization.id):
        project = Project.objects.select_related("department").get(code="csc-ierp")
        assert (project.original_budget, project.latest_budget) == (Decimal(3_814_497), Decimal(1_500_000))
        assert (project.baseline_finish, project.forecast_finish) == (date(2022, 3, 31), date(2022, 6, 15))
        assert (project.baselined_on, project.data_as_of) == (date(2019, 1, 1), AS_OF)
        assert (project.status, project.imported_note, project.currency) == ("active", "behind schedule", "CAD")
        assert str(project.department) == "Correctional Service Canada"
        assert Project.objects.filter(data_as_of=AS_OF).count() == 1126
        completed = Project.objects.filter(status="completed")
        assert completed.count() == 565
        assert all(note.startswith("completed") for note in completed.values_list("imported_note", flat=True))


def test_no_manager_is_invented_and_history_names_the_import(story: Story) -> None:
    with tenant(story.organization.id):
        assert not ProjectMember.objects.exists()
        changes = history_of(Project.objects.get(code="csc-ierp"))
    assert [(change.label, change.context.get("system")) for change in changes] == [
        ("update", f"import {BOTH}"),
        ("insert", f"import {FIRST}"),
    ]
    assert {"original_budget", "baseline_finish"} <= {each.field for each in changes[0].differences}
    page = story.client().get(f"/o/canada/projects/{project_id(story, 'csc-ierp')}/history/").content.decode()
    assert f"System (import {FIRST})" in page


def test_the_levels_of_the_portfolio_as_of_its_own_day(story: Story) -> None:
    assert story.levels() == LEVELS
    assert set(LEVELS) == {level.value for level in Level}


def test_why_each_project_has_its_level(story: Story) -> None:
    with tenant(story.organization.id):
        found: Counter[tuple[str, str]] = Counter()
        for snapshot in newest():
            told = main_reason(snapshot, reasons_for(snapshot, sees_money=True))
            assert told is not None
            found[snapshot.overall, f"{told.code} {told.basis or ''}".strip()] += 1
    assert found == WHY
    assert {level: sum(count for (each, _), count in WHY.items() if each == level) for level in LEVELS} == LEVELS


def test_every_completed_project_is_blue_and_no_other_one(story: Story) -> None:
    with tenant(story.organization.id):
        blue = {snapshot.project_id for snapshot in newest() if snapshot.overall == Level.BLUE}
        assert blue == set(Project.objects.filter(status="completed").values_list("pk", flat=True))


def test_a_project_without_a_budget_is_grey_in_cost_unless_it_is_completed(story: Story) -> None:
    with tenant(story.organization.id):
        without = {row.pk: row.status for row in Project.objects.filter(latest_budget=None)}
        cost = {row.project_id: row.dimensions["cost"]["level"] for row in newest() if row.project_id in without}
    assert len(without) == len(cost) == 18
    assert {level for key, level in cost.items() if without[key] != "completed"} == {"grey"}
    assert "green" not in cost.values()


def test_every_light_opens_its_reasons_and_every_reason_its_rows(story: Story) -> None:
    with tenant(story.organization.id):
        for snapshot in newest():
            reasons = reasons_for(snapshot, sees_money=True)
            texts = [reason_text(reason, slug="canada") for reason in reasons]
            assert texts, snapshot.project_id
            assert all(text.title and text.finding and text.rows for text in texts)
            if snapshot.overall in {"red", "amber"}:
                assert any(reason.level == snapshot.overall for reason in reasons)


def project_id(story: Story, code: str) -> object:
    with tenant(story.organization.id):
        return Project.objects.values_list("pk", flat=True).get(code=code)


def test_the_pages_show_the_lights_worst_first_and_why(story: Story) -> None:
    client = story.client()
    overview = client.get("/o/canada/portfolio/")
    assert {each.level: each.count for each in overview.context["counts"]} == LEVELS
    shown = [each.row.snapshot.overall for each in overview.context["rows"]]
    assert shown == ["red"] * 25
    for level in LEVELS:
        page = client.get(f"/o/canada/portfolio/?level={level}")
        first = page.context["rows"][0]
        assert first.row.snapshot.overall == level
        assert_explained(client, first, unescape(page.content.decode()))


def assert_explained(client: Client, first: HeatRow, page: str) -> None:
    reason = first.reason
    address = f"/o/canada/projects/{first.row.project.pk}/health/"
    assert reason in page
    assert address in page
    explained = client.get(address)
    assert explained.status_code == 200
    assert reason.partition(": ")[2] in unescape(explained.content.decode())


def test_the_api_tells_the_same(story: Story) -> None:
    client = story.client()
    found = client.get("/api/v1/organizations/canada/portfolio/health/?as_of=2022-04-25").json()
    assert found["counts"]["by_level"] == LEVELS
    assert {item["level"] for item in found["items"]} == {"red"}
    detail = client.get(f"/api/v1/organizations/canada/projects/{project_id(story, 'csc-ierp')}/health/").json()
    assert detail["level"] == "amber"
    assert detail["reasons"][0]["numbers"]["slip_days"] == "76"
