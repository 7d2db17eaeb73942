"""What the ground does for people: each test is a row of docs/mission.csv."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.test import Client

from pmo_site.accounts.roles import OperatingModel
from pmo_site.accounts.services.settings import operating_model_switch
from pmo_site.kernel import clock
from pmo_site.pages.services.demo import demo_load
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.models import ProjectHealth
from portfolio.services.health import health_compute_day
from projects.models import Project, ProjectMember
from tests.projects.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001  the database is open
    """Everybody of the demo's first organization; its projects judged for a day."""
    demo_load()
    with tenant(Organization.objects.get(slug="hokuto").id):
        health_compute_day(day=clock.today("Asia/Tokyo"))
    return Cast("hokuto")


def answer(client: Client, path: str) -> Any:
    """The JSON that the API answers inside the organization."""
    return client.get(f"/api/v1/organizations/hokuto/{path}").json()


def menu_of(page: str) -> set[str]:
    """The addresses in the rail of a page."""
    rail = re.search(r"<nav.*?</nav>", page, re.DOTALL)
    return set(re.findall(r'href="(/o/hokuto/[^"]*)"', rail[0])) if rail else set()


@pytest.mark.parametrize("key", ["pmo-manager", "pmo-expert"])
def test_the_pmo_sees_every_project_of_its_organization_and_totals_are_sums_of_rows(cast: Cast, key: str) -> None:
    client = cast.client(key)
    with tenant(Organization.objects.get(slug="hokuto").id):
        every = set(Project.objects.current().values_list("code", flat=True))
    assert {row["code"] for row in answer(client, "projects/")["items"]} == every
    health = answer(client, "portfolio/health/")
    rows = Counter(row["level"] for row in health["items"])
    assert {level: count for level, count in health["counts"]["by_level"].items() if count} == rows
    assert (health["counts"]["judged"], health["counts"]["left_out"]) == (len(every), 0)


@pytest.mark.parametrize("model", list(OperatingModel))
def test_pso_staff_see_exactly_the_projects_that_they_are_assigned_to(cast: Cast, model: OperatingModel) -> None:
    with cast.acting("pmo-manager") as actor:
        if actor.model is not model:
            operating_model_switch(actor=actor, model=model, reason="as the test wants")
    with cast.acting("pso") as actor:
        assert actor.person_id
        mine = set(ProjectMember.objects.filter(person_id=actor.person_id).values_list("project__code", flat=True))
    assert mine
    assert {row["code"] for row in answer(cast.client("pso"), "projects/")["items"]} == mine


def test_the_menu_and_home_differ_by_role(cast: Cast) -> None:
    pages = {key: cast.client(key).get("/o/hokuto/").content.decode() for key in ("pmo-manager", "pm", "none")}
    assert "/o/hokuto/settings/" in menu_of(pages["pmo-manager"])
    assert "/o/hokuto/settings/" not in menu_of(pages["pm"])
    assert "My projects" in pages["pm"]
    assert "My projects" not in pages["pmo-manager"]
    assert "Health of the projects" in pages["pmo-manager"]
    assert "Health of the projects" not in pages["none"]


@pytest.mark.fault("O01")
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_health_of_a_day_is_kept_as_it_was_judged(cast: Cast, act: str) -> None:  # noqa: ARG001  the demo is loaded
    with tenant(Organization.objects.get(slug="hokuto").id):
        before = list(ProjectHealth.objects.order_by("pk").values())
        rows: models.QuerySet[ProjectHealth] = models.QuerySet(ProjectHealth)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.update(overall="green") if act == "update" else rows._raw_delete(using="default")
        assert health_compute_day(day=clock.today("Asia/Tokyo")) is not None
        assert list(ProjectHealth.objects.order_by("pk").values()) == before


def test_a_manager_finds_the_state_its_reasons_and_the_next_milestones_on_one_page(cast: Cast) -> None:
    project = cast.project()
    page = cast.client("pm").get(f"/o/hokuto/projects/{project.pk}/").content.decode()
    wanted = [
        "Off track",
        "Milestones forecast late: 3 of 4 milestones.",
        "Issues overdue: 1 of 3 are overdue.",
        "53% spent",
        "本番稼働",
        "基幹システムを入れ替え",
    ]
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert [words for words in wanted if words not in shown] == []
