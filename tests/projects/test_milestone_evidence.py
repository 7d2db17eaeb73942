"""Which milestones stand behind what is said of a schedule: the late ones, not all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmo_site.resources.addresses import row_address
from pmo_site.tenancy.context import tenant
from projects.evidence import milestone_evidence
from projects.models import Milestone
from tests.accounts.world import TODAY, client_of
from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    made = make_world()
    before, after, later = (TODAY + timedelta(days=days) for days in (-10, 20, 40))
    with tenant(made.organization.id):
        Milestone.objects.filter(project=made.project).delete()
        for name, baseline, forecast, actual in (
            ("Approved", before, before, before),
            ("Contracted", before, before, None),
            ("Tested", after, later, None),
            ("Opened", after, after, None),
        ):
            dates = {"baseline_on": baseline, "forecast_on": forecast, "actual_on": actual}
            Milestone.objects.create(project=made.project, name=name, **dates)
    return made


@pytest.mark.parametrize(
    ("code", "count", "behind"),
    [
        ("milestones_missed", ("missed_count", 1), {"Contracted"}),
        ("milestone_forecast_late", ("late_count", 1), {"Tested"}),
    ],
)
def test_a_reason_opens_the_milestones_that_it_counts(
    world: World, code: str, count: tuple[str, int], behind: set[str]
) -> None:
    with tenant(world.organization.id):
        told = {each.code: each for _key, facts in milestone_evidence(TODAY, [world.project.pk]) for each in facts}
    evidence = told[code]
    assert evidence.numbers[count[0]] == count[1]
    row = evidence.rows[0].about(world.project.pk)
    address = row_address(row, slug=world.organization.slug, dimension=evidence.dimension)
    assert address
    page = client_of(world.pm).get(address.url)
    assert page.status_code == 200
    shown = {name for name in ("Approved", "Contracted", "Tested", "Opened") if f">{name}<" in page.content.decode()}
    assert shown == behind
    found = client_of(world.pm).get(address.api).json()
    assert {item["name"] for item in found["items"]} == behind
