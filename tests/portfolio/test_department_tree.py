"""Totals over the tree of departments: a parent counts all below it, each project once; page, API and files agree."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pmo_site.accounts.models import Department
from pmo_site.accounts.services.departments import department_create
from pmo_site.kernel.tree import line, within
from pmo_site.tenancy.context import tenant
from portfolio.selectors.departments import DepartmentTotals, department_picture
from portfolio.services.health import health_compute_day
from projects.models import Project
from tests.accounts.world import TODAY, client_of, seeder
from tests.api.world import World, more_projects

PAGE = "/o/north/portfolio/departments/"


@dataclass
class Tree:
    """P-1 and two more in `leaf`, P-2 in `middle`, nothing in `top` itself, one project in `other`, one in none."""

    world: World
    top: Department
    middle: Department
    leaf: Department
    other: Department


@pytest.fixture
def tree(world: World) -> Tree:
    more_projects(world, 4)
    with tenant(world.organization.id, history={"system": "test"}):
        actor = seeder(world.organization)
        top = department_create(actor=actor, name="Top")
        middle = department_create(actor=actor, name="Middle", parent_id=top.pk)
        leaf = department_create(actor=actor, name="Leaf", parent_id=middle.pk)
        other = department_create(actor=actor, name="Other")
        department_create(actor=actor, name="Empty", parent_id=top.pk)
        places = {"P-1": leaf, "M-000": leaf, "M-001": leaf, "P-2": middle, "M-002": other}
        for code, department in places.items():
            Project.objects.get_queryset().filter(code=code).update(department=department)
        Project.objects.get_queryset().filter(code="M-001").update(latest_budget=None)
        Project.objects.get_queryset().filter(code="P-2").update(original_budget=Decimal(3_000_000))
        health_compute_day(day=TODAY)
    return Tree(world, top, middle, leaf, other)


def by_name(found: tuple[DepartmentTotals, ...]) -> dict[str, DepartmentTotals]:
    return {each.name: each for each in found}


def test_a_parent_counts_all_below_it_and_the_organization_each_project_once(tree: Tree) -> None:
    with tree.world.manager.acting() as actor:
        picture = department_picture(actor)
    found = by_name(picture.departments)
    assert {name: each.totals.projects for name, each in found.items()} == {
        "Top": 4, "Middle": 4, "Leaf": 3, "Other": 1, "": 1,
    }  # fmt: skip
    assert picture.whole.projects == 6
    assert [(each.name, each.depth) for each in picture.departments if each.name in {"Top", "Middle", "Leaf"}] == [
        ("Top", 0), ("Middle", 1), ("Leaf", 2),
    ]  # fmt: skip
    for each in picture.departments:
        assert sum(count for _level, count in each.totals.levels) == each.totals.projects - each.totals.unjudged


def test_growth_over_a_tree_is_the_ratio_of_sums_and_what_is_unknown_is_counted(tree: Tree) -> None:
    with tree.world.manager.acting() as actor:
        top = by_name(department_picture(actor).departments)["Top"].totals
    # P-1 and M-000: 1.0 to 1.2 million each; P-2: 3.0 to 1.2; M-001 has no latest budget.
    assert [(each.latest, each.projects, each.growth) for each in top.budgets] == [
        (Decimal(3_600_000), 3, Decimal(3_600_000) / Decimal(5_000_000) - 1)
    ]
    assert top.unknown == 1


def test_what_the_viewer_may_not_see_is_counted_where_it_stands(tree: Tree) -> None:
    with tree.world.lead.acting() as actor:
        picture = department_picture(actor)
    found = {each.name: (each.totals.projects, each.totals.left_out) for each in picture.departments}
    assert found == {"Top": (1, 3), "Middle": (1, 3), "Leaf": (1, 2)}
    assert (picture.whole.projects, picture.whole.left_out) == (1, 5)


def test_a_department_without_data_is_grey_and_still_counted(tree: Tree) -> None:
    with tenant(tree.world.organization.id, history={"system": "test"}):
        gone = dict.fromkeys(("baseline_finish", "forecast_finish", "original_budget", "latest_budget"))
        Project.objects.get_queryset().filter(code="M-002").update(**gone)
        health_compute_day(day=TODAY)
    with tree.world.manager.acting() as actor:
        other = by_name(department_picture(actor).departments)["Other"].totals
    assert dict(other.levels)["green"] == 0
    assert other.projects == 1


def test_every_number_of_a_parent_leads_to_as_many_rows(tree: Tree) -> None:
    client = client_of(tree.world.manager)
    lines = client.get(PAGE).context["lines"]
    for each in lines:
        if each.projects_url:
            assert len(client.get(each.projects_url).context["lines"]) == each.totals.projects
        shown = client.get(each.url)
        assert len(shown.context["rows"]) == each.totals.projects - each.totals.unjudged
    listed = tree.world.caller(tree.world.manager).get(f"projects/?department={tree.top.pk}").json()
    assert {each["code"] for each in listed["items"]} == {"P-1", "P-2", "M-000", "M-001"}


def test_the_api_tells_the_tree(tree: Tree) -> None:
    items = tree.world.caller(tree.world.manager).get("portfolio/departments/").json()["items"]
    told = {each["name"]: (each["depth"], each["parent_id"], each["projects"]) for each in items}
    assert told["Leaf"] == (2, str(tree.middle.pk), 3)
    assert told["Top"] == (0, None, 4)
    assert told[None] == (0, None, 1)


def test_the_files_hold_the_numbers_of_the_page(tree: Tree) -> None:
    client = client_of(tree.world.manager)
    text = client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    lines = {each["Department"]: each for each in csv.DictReader(io.StringIO(text))}
    assert (lines["Top"]["Projects"], lines["Top"]["Growth of the budget"]) == ("4", "-0.280000")
    assert (lines["Leaf"]["Level of the tree"], lines["Leaf"]["Without a budget"]) == ("3", "1")
    assert lines["Whole organization"]["Projects"] == "6"
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}?format=xlsx").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == len(lines) + 1
    assert next(row for row in rows if row[0] == "Top")[2] == 4


def test_the_file_of_who_sees_no_money_has_no_money(tree: Tree) -> None:
    text = client_of(tree.world.lead).get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert not {"Currency", "Latest budgets", "Without a budget"} & set(lines[0])
    assert [each["Not open to you"] for each in lines if each["Department"] == "Top"] == ["3"]


def test_more_departments_and_projects_cost_no_more_queries(tree: Tree) -> None:
    def cost() -> int:
        with tree.world.manager.acting() as actor, CaptureQueriesContext(connection) as captured:
            department_picture(actor)
        return len(captured)

    few = cost()
    with tenant(tree.world.organization.id, history={"system": "test"}):
        deeper = department_create(actor=seeder(tree.world.organization), name="Deeper", parent_id=tree.leaf.pk)
        Project.objects.get_queryset().filter(code="M-003").update(department=deeper)
    more_projects(tree.world, 3, prefix="N")
    assert cost() == few == 4


def test_a_loop_in_a_tree_ends_the_walk() -> None:
    first, second, third = UUID(int=1), UUID(int=2), UUID(int=3)
    looped: dict[UUID, UUID | None] = {first: third, second: first, third: second}
    assert within(first, looped) == {first, second, third}
    assert list(line(first, looped)) == [first, third, second]
