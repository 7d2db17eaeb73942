"""Who is told of a changed level, and how often."""

from __future__ import annotations

from decimal import Decimal

from pmo_site.notifications.models import Notice
from pmo_site.tenancy.context import tenant
from portfolio.models import Trigger
from portfolio.services.health import health_compute_day, health_compute_project
from projects.models import Project
from tests.accounts.world import TODAY, client_of
from tests.api.world import World


def worsen(world: World) -> None:
    """Judge the first project green-ish, then let its budget explode."""
    with tenant(world.organization.id):
        Project.objects.filter(pk=world.project.pk).update(
            latest_budget=Decimal(1_000_000), forecast_finish=None, baseline_finish=None
        )
        world.project.milestones.all().delete()
        health_compute_day(day=TODAY, occasion="before")
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(9_000_000))


def told(world: World) -> list[tuple[str, str, str]]:
    with tenant(world.organization.id):
        rows = Notice.objects.filter(kind="level_change").select_related("person").order_by("person__email")
        return [(row.person.email, row.facts["before"], row.facts["after"]) for row in rows]


def test_a_first_light_is_no_change(world: World) -> None:
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
    assert told(world) == []


def test_the_manager_and_the_pmo_are_told_once_a_day_of_a_changed_level(world: World) -> None:
    worsen(world)
    with tenant(world.organization.id):
        health_compute_project(project_id=world.project.pk, day=TODAY)
    found = told(world)
    assert [email for email, *_ in found] == ["pm@north.example", "pmo_manager@north.example"]
    assert {after for *_, after in found} == {"red"}
    with tenant(world.organization.id):
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(1_100_000))
        health_compute_project(project_id=world.project.pk, day=TODAY)
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(9_000_000))
        health_compute_day(day=TODAY)
    assert told(world) == found


def test_a_notice_names_levels_and_never_money(world: World) -> None:
    worsen(world)
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
    page = client_of(world.pm).get("/o/north/inbox/").content.decode()
    assert "Bridge" in page
    assert "to Off track" in page
    assert "9,000,000" not in page
    with tenant(world.organization.id):
        assert all(set(row.facts) == {"before", "after"} for row in Notice.objects.filter(kind="level_change"))


def test_who_changed_the_policy_saw_its_effect_and_nobody_is_told_of_it(world: World) -> None:
    worsen(world)
    with tenant(world.organization.id):
        health_compute_day(day=TODAY, occasion="policy-2", trigger=Trigger.POLICY)
    assert told(world) == []
