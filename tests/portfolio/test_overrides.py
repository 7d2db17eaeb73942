"""A person's own level beside the computed one: with a reason, for a time, never by the project's own manager."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.context import tenant
from portfolio.models import HealthOverride
from portfolio.resources import placements, programs
from portfolio.selectors.overrides import override_on
from portfolio.services.health import health_compute_day
from portfolio.services.overrides import override_set, override_withdraw
from projects.models import Project, ProjectMember
from tests.accounts.world import Member, client_of
from tests.api.world import World
from tests.portfolio.test_structure import make, today


def override(
    world: World, *, member: Member | None = None, project: Project | None = None, **changes: Any
) -> HealthOverride:
    with (member or world.manager).acting() as actor:
        values = {
            "level": "amber",
            "reason": "The contract is being renewed",
            "starts_on": actor.today,
            "ends_on": actor.today + timedelta(days=7),
            **changes,
        }
        return override_set(actor=actor, project=project or world.hidden, values=values)


def shown(world: World, days: int) -> HealthOverride | None:
    with world.manager.acting() as actor:
        return override_on(actor, world.hidden, actor.today + timedelta(days=days))


def test_an_override_holds_on_both_its_days_and_ends_by_itself(world: World) -> None:
    made = override(world)
    assert [shown(world, days) == made for days in (-1, 0, 7, 8)] == [False, True, True, False]


def test_the_computed_level_stands_beside_the_override_everywhere(world: World) -> None:
    with world.manager.acting() as actor:
        health_compute_day(day=actor.today)
    override(world)
    client = client_of(world.manager)
    own = f"projects/{world.hidden.pk}/"
    for address in (own, f"{own}health/", "portfolio/", "portfolio/health/", ""):
        page = client.get(f"/o/north/{address}").content.decode()
        assert "overridden; computed: Off track" in page, address
    body = world.caller(world.manager).get(f"projects/{world.hidden.pk}/health/").json()
    assert (body["level"], body["override"]["level"]) == ("red", "amber")


def test_a_manager_s_home_and_a_program_show_the_override_too(world: World) -> None:
    program = make(world, programs, code="PG-1", name="Bridges")
    make(world, placements, project=world.project, program=program, starts_on=today(world))
    with world.manager.acting() as actor:
        health_compute_day(day=actor.today)
    override(world, project=world.project, level="green")
    for member, address in ((world.lead, ""), (world.manager, f"programs/{program.pk}/")):
        page = client_of(member).get(f"/o/north/{address}").content.decode()
        assert "overridden; computed:" in page, address


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"level": "grey"}, "level"),
        ({"starts_on": -1}, "starts_on"),
        ({"ends_on": -1}, "ends_on"),
        ({"ends_on": 93}, "ends_on"),
    ],
)
def test_an_override_without_reason_or_beyond_its_term_is_refused(world: World, changes: Any, field: str) -> None:
    with world.manager.acting() as actor:
        days = {name: actor.today + timedelta(days=value) for name, value in changes.items() if isinstance(value, int)}
    with pytest.raises(RuleError) as refused:
        override(world, **{**changes, **days})
    assert field in {each.field for each in refused.value.problems}
    with tenant(world.organization.id):
        assert not HealthOverride.objects.exists()


def test_nobody_overrides_the_level_of_a_project_that_they_manage(world: World) -> None:
    with world.manager.acting() as actor:
        ProjectMember.objects.create(
            project=world.hidden,
            person=world.manager.person,
            role=ProjectRole.PROJECT_MANAGER,
            starts_on=actor.today - timedelta(days=9),
        )
    for member in (world.manager, world.pm):
        with pytest.raises(PermissionDenied):
            override(world, member=member)
    client = client_of(world.manager)
    assert client.post(f"/o/north/projects/{world.hidden.pk}/health/override/", typed(world)).status_code == 403
    with tenant(world.organization.id):
        assert not HealthOverride.objects.exists()


def typed(world: World) -> dict[str, str]:
    with world.manager.acting() as actor:
        today = actor.today
    return {"level": "green", "reason": "Agreed", "starts_on": str(today), "ends_on": str(today + timedelta(days=3))}


def test_an_override_is_set_and_withdrawn_on_the_page(world: World) -> None:
    client, address = client_of(world.manager), f"/o/north/projects/{world.hidden.pk}/health/override/"
    assert client.get(address).status_code == 200
    assert client.post(address, typed(world) | {"reason": ""}).status_code == 422
    assert client.post(address, typed(world)).status_code == 302
    made = shown(world, 0)
    assert made is not None
    assert made.author_id == world.manager.person.pk
    assert client_of(world.pm).post(address, typed(world)).status_code == 404
    assert client_of(world.lead).post(f"/o/north/overrides/{made.pk}/withdraw/").status_code == 404
    assert client.post(f"/o/north/overrides/{made.pk}/withdraw/").status_code == 302
    assert shown(world, 0) is None


def test_a_withdrawn_override_stays_on_the_days_before(world: World) -> None:
    with world.manager.acting() as actor:
        made = HealthOverride.objects.create(
            project=world.hidden,
            level="green",
            reason="x",
            starts_on=actor.today - timedelta(days=5),
            ends_on=actor.today + timedelta(days=5),
        )
        ended = override_withdraw(actor=actor, override=made, version=made.version)
        assert override_withdraw(actor=actor, override=ended, version=ended.version) == ended
    assert [shown(world, days) == made for days in (-6, -5, -1, 0, 1)] == [False, True, True, False, False]


def test_overrides_over_the_api(world: World) -> None:
    caller, path = world.caller(world.manager), f"projects/{world.hidden.pk}/overrides/"
    made = caller.post(path, typed(world))
    assert made.status_code == 201
    assert [each["id"] for each in caller.get(path).json()["items"]] == [made.json()["id"]]
    address = f"overrides/{made.json()['id']}/"
    assert caller.send("DELETE", address).status_code == 428
    assert caller.send("DELETE", address, **{"If-Match": made.headers["ETag"]}).status_code == 204
    assert caller.get(address).json()["withdrawn_on"] is not None
    pm = world.caller(world.pm)
    assert pm.get(address).status_code == 404
    assert pm.post(f"projects/{world.project.pk}/overrides/", typed(world)).status_code == 403
