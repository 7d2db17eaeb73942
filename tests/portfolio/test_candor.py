"""What managers declare beside what the evidence shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from pmo_site.kernel.evidence import Level
from pmo_site.resources.declarations import Declaration, declarations, offer_declarations, withdraw_declarations
from pmo_site.tenancy.context import tenant
from portfolio.models import ProjectHealth, Trigger
from portfolio.selectors.candor import candor_picture
from projects.models import Project
from tests.accounts.world import TODAY, client_of
from tests.api.world import World
from tests.sheets import csv_lines

SAID: dict[UUID, Declaration] = {}
NAME = "test"


@pytest.fixture(autouse=True)
def provider() -> Iterator[None]:
    """A source of declarations, as status reports will be."""
    offer_declarations(
        NAME, lambda day, ids: [each for key, each in SAID.items() if key in ids and each.declared_on <= day]
    )
    yield
    withdraw_declarations(NAME)
    SAID.clear()


def _asked(each: Declaration, day: date, ids: Collection[UUID]) -> bool:
    return each.project in ids and each.declared_on <= day


def judged(project: Project, *levels: str) -> None:
    """Snapshots of the last days up to today, the oldest first."""
    for back, level in enumerate(reversed(levels)):
        ProjectHealth.objects.create(
            project=project, day=TODAY - timedelta(days=back), trigger=Trigger.DAILY, overall=level, rank=back,
            data_share=1, dimensions={}, findings="[1]", policy="default-1", policy_version=1,
        )  # fmt: skip


def said(project: Project, level: Level, *, days: int, world: World) -> None:
    day = TODAY - timedelta(days=days)
    SAID[project.pk] = Declaration(project.pk, level, day, day, world.pm.person.pk)


def test_a_provider_is_offered_once() -> None:
    def nothing(_day: date, _ids: Collection[UUID]) -> list[Declaration]:
        return []

    with pytest.raises(ValueError, match="offered already"):
        offer_declarations(NAME, nothing)


def test_the_newest_of_several_declarations_counts(world: World) -> None:
    said(world.project, Level.GREEN, days=3, world=world)
    newer = Declaration(world.project.pk, Level.AMBER, TODAY, TODAY)
    offer_declarations("other", lambda _day, _ids: [newer])
    try:
        with tenant(world.organization.id):
            assert declarations(TODAY, [world.project.pk])[world.project.pk] == newer
    finally:
        withdraw_declarations("other")


def test_watermelons_stand_first_and_the_longest_standing_on_top(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.project, "green", "red", "red", "red")
        judged(world.hidden, "red", "red", "red", "red", "red")
    said(world.project, Level.GREEN, days=9, world=world)
    said(world.hidden, Level.GREEN, days=1, world=world)
    with world.manager.acting() as actor:
        picture = candor_picture(actor, as_of=TODAY)
    found = [(line.project.code, line.since, line.gap.steps) for line in picture.watermelons]
    # The evidence of P-1 turned red two days ago, P-2 was declared yesterday: a gap needs both.
    assert found == [("P-1", TODAY - timedelta(days=2), 2), ("P-2", TODAY - timedelta(days=1), 2)]
    assert picture.watermelons[0].author == "Member"
    assert (picture.declared, picture.silent) == (2, 0)


def test_other_gaps_are_told_apart_and_agreement_is_no_gap(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.project, "amber")
        judged(world.hidden, "amber")
    said(world.project, Level.GREEN, days=0, world=world)
    said(world.hidden, Level.RED, days=0, world=world)
    with world.manager.acting() as actor:
        picture = candor_picture(actor, as_of=TODAY)
        assert [line.project.code for line in picture.kinder] == ["P-1"]
        assert [line.project.code for line in picture.stricter] == ["P-2"]
        assert picture.watermelons == ()
        said(world.hidden, Level.AMBER, days=0, world=world)
        assert candor_picture(actor, as_of=TODAY).stricter == ()


def test_the_file_tells_every_gap_by_its_kind_and_only_of_projects_that_the_reader_may_see(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.project, "red")
        judged(world.hidden, "amber")
    for project in (world.project, world.hidden):
        said(project, Level.GREEN, days=4, world=world)
    address = "/o/north/portfolio/candor/?format=csv"
    told = [
        (line["Code"], line["Gap in levels"], line["Kind"]) for line in csv_lines(client_of(world.manager), address)
    ]
    assert told == [("P-1", "2", "Watermelons"), ("P-2", "1", "Declared better than computed")]
    assert [line["Code"] for line in csv_lines(client_of(world.pm), address)] == ["P-1"]


def test_a_past_day_shows_the_gap_as_it_was(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.hidden, "green", "red")
    said(world.hidden, Level.GREEN, days=5, world=world)
    with world.manager.acting() as actor:
        assert candor_picture(actor, as_of=TODAY - timedelta(days=1)).watermelons == ()
        assert len(candor_picture(actor, as_of=TODAY).watermelons) == 1


def test_the_page_and_the_api_show_only_what_the_reader_may_see(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.project, "red")
        judged(world.hidden, "red")
    for project in (world.project, world.hidden):
        said(project, Level.GREEN, days=4, world=world)
    page = client_of(world.manager).get("/o/north/portfolio/candor/").content.decode()
    assert "Bridge" in page
    assert "Tunnel" in page
    own = client_of(world.pm).get("/o/north/portfolio/candor/").content.decode()
    assert "Bridge" in own
    assert "Tunnel" not in own
    items = world.caller(world.pm).get("portfolio/candor/").json()["items"]
    assert [(each["project_code"], each["is_watermelon"], each["steps"]) for each in items] == [("P-1", True, 2)]


def test_the_page_says_how_many_declare_in_words_that_fit_one_and_many(world: World) -> None:
    with tenant(world.organization.id):
        judged(world.project, "red")
        said(world.project, Level.GREEN, days=1, world=world)
    page = client_of(world.lead).get("/o/north/portfolio/candor/").content.decode()
    assert "Projects with a declared level: 1, without: 0." in page
