"""The dashboard: figures equal the sums of the rows that the reader may see, and say what is left out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.kernel.evidence import Level
from pmo_site.tenancy.context import tenant
from portfolio.domain.budgets import BudgetFigure, budget_sums, largest
from portfolio.models import ProjectHealth
from portfolio.selectors.departments import department_picture
from portfolio.selectors.lights import dimensions_with_data, last_period, lights, moves
from portfolio.services.health import health_compute_day
from projects.models import Milestone, Project
from tests.accounts.world import TODAY, client_of
from tests.api.world import World, more_projects

SHOWN = "/o/north/portfolio/"


def figure(original: str | None, latest: str | None, currency: str = "JPY") -> BudgetFigure:
    amounts = [None if each is None else Decimal(each) for each in (original, latest)]
    return BudgetFigure(uuid4(), currency, *amounts)


def test_growth_is_the_ratio_of_sums_over_the_projects_that_have_both_budgets() -> None:
    sums = budget_sums([figure("100", "110"), figure("900", "900"), figure(None, "50"), figure("10", None)])
    assert [(each.latest, each.projects, each.growth, each.compared) for each in sums] == [
        (Decimal(1060), 3, Decimal("0.01"), 2)
    ]


def test_currencies_are_never_added_to_each_other() -> None:
    sums = budget_sums([figure("1", "2"), figure("1", "3"), figure("5", "5", "EUR"), figure("0", "4", "USD")])
    assert [(each.currency, each.latest, each.growth) for each in sums] == [
        ("JPY", Decimal(5), Decimal("1.5")),
        ("EUR", Decimal(5), Decimal(0)),
        ("USD", Decimal(4), None),
    ]


def test_only_budgets_of_one_currency_stand_on_one_scale() -> None:
    rows = [figure("1", "2"), figure("1", "9", "EUR"), figure("1", "3"), figure("1", None)]
    assert [row.latest for row in largest(rows, "JPY", 5)] == [Decimal(3), Decimal(2)]


@pytest.fixture
def judged(world: World) -> World:
    more_projects(world, 3)
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
    return world


def test_totals_of_departments_equal_the_sums_of_their_rows(judged: World) -> None:
    with judged.manager.acting() as actor:
        picture, rows = department_picture(actor), lights(actor)
        assert picture.whole.projects == len(rows) == sum(each.totals.projects for each in picture.departments)
        budgets = [row.budget.latest for row in rows if row.budget and row.budget.latest]
        assert [each.latest for each in picture.whole.budgets] == [sum(budgets)]
        assert dict(picture.whole.levels) == {level.value: sum(row.level is level for row in rows) for level in Level}


def test_totals_count_what_the_viewer_may_see_and_say_what_is_left_out(judged: World) -> None:
    with judged.lead.acting() as actor:
        whole = department_picture(actor).whole
    assert (whole.projects, whole.left_out, whole.budgets, whole.hidden) == (1, 4, (), 1)


def test_the_dashboard_of_who_sees_no_money_has_no_budgets(judged: World) -> None:
    page = client_of(judged.lead).get(SHOWN).content.decode()
    assert "P-1" in page
    assert "1.2" not in page.partition("<main")[2]
    assert 'id="budgets"' not in page
    assert 'id="budgets"' in client_of(judged.manager).get(SHOWN).content.decode()


def test_every_dimension_that_counts_for_somebody_and_has_data_is_shown(judged: World) -> None:
    with judged.manager.acting() as actor:
        shown = [dimension.value for dimension in dimensions_with_data(lights(actor))]
    assert shown == ["schedule", "cost"]
    page = client_of(judged.manager).get(SHOWN).content.decode()
    assert 'scope="col">Cost<' in page
    assert 'scope="col">People<' not in page
    assert 'scope="col">Benefits<' not in page


def test_what_got_worse_since_the_last_month_is_named(judged: World) -> None:
    with judged.manager.acting() as actor:
        since = last_period(actor.today)
        for row in ProjectHealth.objects.all():
            row.pk, row.day, row.overall = uuid4(), since - timedelta(days=1), "green"
            row.save(force_insert=True)
        rows = lights(actor)
        found = moves(actor, rows, since)
        assert found is not None
        warned = {row.code for row in rows if row.level.is_warning}
        assert {move.row.code for move in found.worse} == warned
        assert warned
        assert found.better == 0
        assert moves(actor, rows, since - timedelta(days=2)) is None


def test_milestones_count_as_kept_only_when_reached_by_their_day(judged: World) -> None:
    with tenant(judged.organization.id):
        Milestone.objects.update(actual_on=TODAY + timedelta(days=1))
    late = judged.caller(judged.manager).get("portfolio/summary/").json()["milestones"]
    with tenant(judged.organization.id):
        Milestone.objects.update(actual_on=TODAY)
    kept = judged.caller(judged.manager).get("portfolio/summary/").json()["milestones"]
    assert (late["due"], late["on_time"], kept["due"], kept["on_time"]) == (1, 0, 1, 1)


def test_the_api_tells_the_same_totals_and_no_money_without_the_right(judged: World) -> None:
    seen = judged.caller(judged.manager).get("portfolio/departments/").json()
    assert seen["organization"]["budgets"][0] == {
        "currency": "JPY", "latest": "6000000.00", "projects": 5, "growth": "0.200000", "compared": 5,
    }  # fmt: skip
    summary = judged.caller(judged.manager).get("portfolio/summary/").json()
    assert summary["budgets"] == seen["organization"]["budgets"]
    assert "budgets" not in judged.caller(judged.lead).get("portfolio/departments/").json()["organization"]
    assert "budgets" not in judged.caller(judged.lead).get("portfolio/summary/").json()


def test_a_department_narrows_every_figure_and_what_has_none_is_found_too(judged: World) -> None:
    page = client_of(judged.manager).get(f"{SHOWN}?department=none").content.decode()
    assert "P-1" in page
    with tenant(judged.organization.id):
        assert not Project.objects.filter(department__isnull=False).exists()
    unknown = client_of(judged.manager).get(f"{SHOWN}?department={uuid4()}")
    assert unknown.status_code == 200


def queries(world: World, path: str) -> int:
    client = client_of(world.manager)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_dashboard_asks_fifteen_questions_beyond_any_page_and_no_more_for_more_projects(judged: World) -> None:
    few = queries(judged, SHOWN)
    more_projects(judged, 5, prefix="N")
    with tenant(judged.organization.id):
        health_compute_day(day=TODAY)
    assert queries(judged, SHOWN) == few
    any_page = queries(judged, "/o/north/inbox/settings/")
    assert few - any_page <= 15
