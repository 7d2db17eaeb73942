"""A past day as it was shown then: what changed, was archived or was cancelled since makes no difference."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from portfolio.selectors import level_counts, money_by_level
from portfolio.selectors.lights import light_counts, lights
from portfolio.services.health import health_compute_day
from projects.domain.project import ProjectStatus
from projects.models import Project
from tests.accounts.world import TODAY, client_of
from tests.api.world import World

JST = ZoneInfo("Asia/Tokyo")
THEN = TODAY - timedelta(days=10)
SHOWN = "/o/north/portfolio/"
LISTS = ["health/", "summary/", "departments/", "decisions/", "candor/"]


def test_the_figures_of_a_past_day_equal_those_shown_then(world: World) -> None:
    with world.manager.acting() as actor:
        health_compute_day(day=THEN)
        counts, lines = level_counts(actor, as_of=THEN), money_by_level(actor, as_of=THEN)
        assert [str(line.sums[0].amount) for line in lines] == ["2400000.00"]
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(99_000_000))
        Project.objects.filter(pk=world.hidden.pk).update(archived_at=clock.now(), version=F("version") + 1)
        health_compute_day(day=TODAY)
        assert level_counts(actor, as_of=THEN) == counts
        assert money_by_level(actor, as_of=THEN) == lines
        assert level_counts(actor, as_of=TODAY).judged == 1
        Project.objects.filter(pk=world.project.pk).update(status=ProjectStatus.CANCELLED)
        assert level_counts(actor, as_of=THEN) == counts
        assert level_counts(actor).judged == 0


def test_figures_made_of_the_lights_that_were_read_are_those_of_the_list(world: World) -> None:
    for member in (world.manager, world.lead):
        with member.acting() as actor:
            health_compute_day(day=THEN)
            for as_of in (None, THEN, THEN - timedelta(days=1)):
                counts = level_counts(actor, as_of=as_of)
                assert light_counts(actor, lights(actor, as_of=as_of), as_of=as_of) == counts
            assert (counts.judged, counts.newest_day, counts.computed_at) == (0, None, None)
            assert counts.unjudged + counts.left_out == Project.objects.judged().count()
            assert (counts.left_out == 0) == (member is world.manager)


def test_the_page_of_a_past_day_shows_the_budget_of_then_and_today_s_rights(world: World) -> None:
    with tenant(world.organization.id):
        health_compute_day(day=THEN)
        Project.objects.filter(pk=world.project.pk).update(latest_budget=Decimal(99_000_000))
        health_compute_day(day=TODAY)
    page = client_of(world.manager).get(f"{SHOWN}?as_of={THEN}").content.decode()
    assert "99,000,000" not in page
    assert "1,200,000" in page
    assert "1,200,000" not in client_of(world.lead).get(f"{SHOWN}?as_of={THEN}").content.decode()


@pytest.mark.parametrize("path", ["", "health/", "candor/"])
def test_a_day_to_come_is_refused_at_its_field_and_the_newest_lights_are_shown(world: World, path: str) -> None:
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
    client, today = client_of(world.manager), clock.today(JST)
    page = client.get(f"{SHOWN}{path}?as_of={today + timedelta(days=1)}").content.decode()
    assert "This day is still to come" in page
    assert "This day is still to come" not in client.get(f"{SHOWN}{path}?as_of={today}").content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_the_first_day_of_all_is_answered_with_nothing_judged(world: World, path: str) -> None:
    answer = client_of(world.manager).get(f"/api/v1/organizations/north/portfolio/{path}?as_of=0001-01-01")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_the_api_refuses_a_day_to_come(world: World, path: str) -> None:
    address = f"/api/v1/organizations/north/portfolio/{path}"
    today = clock.today(JST)
    refused = client_of(world.manager).get(f"{address}?as_of={today + timedelta(days=1)}")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "still_to_come")
    assert client_of(world.manager).get(f"{address}?as_of={today}").status_code == 200
