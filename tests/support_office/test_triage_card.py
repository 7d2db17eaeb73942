"""Who keeps a project's logs is told at home what waits for triage; nobody else is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from projects.services.member import member_add
from support_office.models import Risk
from support_office.selectors.logs import raised_entries
from support_office.services.risk import risk_create
from support_office.services.triage import entry_raise
from tests.accounts.world import Member, client_of, make_member
from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    return make_world()


def raised(world: World, title: str) -> Risk:
    with world.lead.acting() as actor:
        return entry_raise(actor=actor, project=world.project, kind=Risk, title=title, happens="It may", concern="")


def home(world: World, member: Member) -> str:
    return client_of(member).get(f"/o/{world.organization.slug}/").content.decode()


def test_home_tells_how_much_waits_and_what_waits_longest(world: World) -> None:
    raised(world, "The oldest worry")
    raised(world, "A newer worry")
    page = home(world, world.pm)
    assert "The oldest worry" in page
    assert "A newer worry" not in page
    assert f'href="/o/{world.organization.slug}/triage/">2<' in page
    with world.pm.acting() as actor:
        assert [each.title for each in raised_entries(actor)] == ["The oldest worry", "A newer worry"]


def test_who_keeps_no_log_has_no_card_and_an_empty_queue_has_none(world: World) -> None:
    assert "Waiting for triage" not in home(world, world.pm)
    raised(world, "Worry")
    staff = make_member(world.organization, OrganizationRole.PSO_STAFF)
    for member in (staff, make_member(world.organization, OrganizationRole.AUDITOR)):
        assert "Worry" not in home(world, member)


def test_staff_of_the_support_office_triage_the_projects_that_they_support_alone(world: World) -> None:
    entry = raised(world, "Worry")
    staff = make_member(world.organization, OrganizationRole.PSO_STAFF)
    with staff.acting() as actor:
        assert raised_entries(actor) == []
    with world.manager.acting() as actor:
        term = {"person": staff.person, "role": ProjectRole.SUPPORT, "starts_on": date(2026, 1, 1)}
        member_add(actor=actor, project=world.project, values=term)
    with staff.acting() as actor:
        assert [each.pk for each in raised_entries(actor)] == [entry.pk]
    assert "Worry" in home(world, staff)


def test_what_an_entry_is_merged_into_is_chosen_and_never_proposed(world: World) -> None:
    with world.manager.acting() as actor:
        risk_create(actor=actor, project=world.project, values={"title": "Known"})
    entry = raised(world, "Said again")
    page = client_of(world.manager).get("/o/north/triage/").content.decode()
    assert re.search(r'<select[^>]*name="into" required><option value="">', page)
    deed = f"/o/north/risks/{entry.pk}/merge/"
    refused = client_of(world.manager).post(deed, {"version": entry.version, "into": ""}, follow=True)
    assert "Choose an open entry of the same project" in refused.content.decode()
    with world.manager.acting() as actor:
        assert [each.pk for each in raised_entries(actor)] == [entry.pk]
