"""The daily rollup: each organization's own day, once, whatever the clock or the outage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.jobs.models import Job, OutboxEvent
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from portfolio.models import ProjectHealth, Trigger
from portfolio.selectors.matrix import matrix_rows, months_until
from portfolio.services.health import DAILY_TASK, health_compute_project
from portfolio.tasks import compute_daily_health, hand_out_daily_health
from tests.accounts.world import TODAY, client_of
from tests.api.world import World
from tests.portfolio.imported import work_off


def tick(world: World, *moments: datetime) -> list[str]:
    """Let beat's task run at these moments; the days for which the first project was judged."""
    for moment in moments:
        with patch.object(clock, "now", return_value=moment):
            compute_daily_health(str(world.organization.id))
    with tenant(world.organization.id):
        rows = ProjectHealth.objects.filter(project=world.project, trigger=Trigger.DAILY).order_by("day")
        return [day.isoformat() for day in rows.values_list("day", flat=True)]


def zone(world: World, name: str) -> None:
    with tenant(world.organization.id):
        OrganizationSettings.objects.update_or_create(defaults={"time_zone": name})


def test_an_organization_is_judged_by_its_own_day(world: World) -> None:
    zone(world, "Asia/Tokyo")
    assert tick(world, datetime(2026, 3, 31, 14, 59, tzinfo=UTC)) == ["2026-03-31"]
    assert tick(world, datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == ["2026-03-31", "2026-04-01"]


@pytest.mark.parametrize(
    ("start", "days"),
    [
        # New York sets its clocks back on 1 November 2026 and forward on 14 March 2027.
        (datetime(2026, 10, 31, 4, 0, tzinfo=UTC), ["2026-10-31", "2026-11-01", "2026-11-02"]),
        (datetime(2027, 3, 13, 5, 0, tzinfo=UTC), ["2027-03-13", "2027-03-14", "2027-03-15"]),
    ],
)
def test_a_day_of_23_or_25_hours_is_judged_once(world: World, start: datetime, days: list[str]) -> None:
    zone(world, "America/New_York")
    assert tick(world, *(start + timedelta(minutes=30 * number) for number in range(24 * 2 * 2 + 4))) == days


def test_after_an_outage_the_present_day_is_judged_once_and_no_day_between_is_invented(world: World) -> None:
    first = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
    back = first + timedelta(days=4)
    assert tick(world, first, back, back + timedelta(minutes=15)) == ["2026-04-01", "2026-04-05"]


def test_beat_asks_for_every_organization(world: World) -> None:
    hand_out_daily_health()
    work_off()
    with tenant(world.organization.id):
        assert ProjectHealth.objects.filter(trigger=Trigger.DAILY).count() == 2


def test_beat_adds_no_event_and_no_job_after_the_first_of_the_day(world: World) -> None:
    first, next_day = datetime(2026, 4, 1, 3, 0, tzinfo=UTC), datetime(2026, 4, 2, 3, 0, tzinfo=UTC)

    def asked(*moments: datetime) -> tuple[int, int]:
        for moment in moments:
            with patch.object(clock, "now", return_value=moment):
                hand_out_daily_health()
        with tenant(world.organization.id):
            jobs = Job.objects.filter(handler=DAILY_TASK).count()
        return OutboxEvent.objects.filter(task=DAILY_TASK).count(), jobs

    assert asked(*(first + timedelta(minutes=15 * number) for number in range(3))) == (1, 1)
    work_off()
    assert asked(first + timedelta(hours=1)) == (1, 1)
    assert asked(next_day, next_day + timedelta(minutes=15)) == (2, 2)


def test_who_may_compute_asks_for_all_projects_once_a_minute(world: World) -> None:
    work_off()
    client = client_of(world.manager)
    moment = datetime(2026, 11, 23, 3, 0, 10, tzinfo=UTC)
    with patch.object(clock, "now", return_value=moment):
        for _ in range(2):
            assert client.post("/o/north/portfolio/compute/").status_code == 302
    work_off()
    with tenant(world.organization.id):
        assert ProjectHealth.objects.filter(trigger=Trigger.DEMAND).count() == 2
    assert client_of(world.pm).post("/o/north/portfolio/compute/").status_code == 403
    assert world.caller(world.manager).post("portfolio/health/compute/").status_code == 202


def test_one_project_is_judged_anew_on_demand_even_where_nothing_changed(world: World) -> None:
    client = client_of(world.pm)
    for _ in range(2):
        assert client.post(f"/o/north/projects/{world.project.pk}/health/compute/").status_code == 302
    with tenant(world.organization.id):
        assert ProjectHealth.objects.filter(project=world.project, trigger=Trigger.DEMAND).count() == 2


def test_the_matrix_shows_the_last_light_of_each_month(world: World) -> None:
    assert [str(month) for month in months_until(TODAY)][::11] == ["2025-12-01", "2026-11-01"]
    days = [TODAY.replace(day=1) - timedelta(days=back) for back in (60, 20, 1)] + [TODAY]
    with tenant(world.organization.id):
        for day in days:
            health_compute_project(project_id=world.project.pk, day=day)
    with world.manager.acting() as actor:
        newest = list(ProjectHealth.objects.filter(project=world.project).order_by("-day")[:1])
        row = matrix_rows(actor, newest, as_of=TODAY)[0]
    assert [month.day for month in row.months if month.day] == [days[0], days[2], days[3]]
    page = client_of(world.manager).get("/o/north/portfolio/health/?tier=full").content.decode()
    assert "No lights to show" in page
    page = client_of(world.manager).get("/o/north/portfolio/health/").content.decode()
    assert f"/health/?as_of={days[0]}" in page
