"""What every register answers over the API, on several kinds: closed fields, versions, many at once, the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from pmo_site.accounts.models import Department
from pmo_site.accounts.rights import Right
from pmo_site.resources.api.urls import api_urls
from pmo_site.resources.filters import searched_columns
from pmo_site.resources.selectors import declared
from pmo_site.tenancy.context import tenant
from projects.models import Milestone, Project
from projects.resources import projects
from projects.services.milestone import milestone_create
from tests.accounts.world import TODAY, seeder
from tests.api.world import World, etag, fields_of, problem


def kept(world: World, kind: type[Any], **named: Any) -> Any:
    with tenant(world.organization.id):
        return kind.objects.get(**named)


def stones(world: World, *names: str) -> list[Milestone]:
    with tenant(world.organization.id, history={"system": "test"}):
        for name in names:
            values = {"name": name, "baseline_on": TODAY}
            milestone_create(actor=seeder(world.organization), project=world.project, values=values)
        return list(Milestone.objects.order_by("name"))


def picked(*records: Any) -> list[dict[str, object]]:
    return [{"id": str(record.pk), "version": record.version} for record in records]


@pytest.mark.parametrize(
    ("register", "values", "changed"),
    [
        ("departments", {"name": "Harbor", "code": "H"}, {"name": "Haven"}),
        ("people", {"family_name": "花田", "given_name": "桃子"}, {"given_name": "梅"}),
        ("projects/{project}/milestones", {"name": "Handover", "baseline_on": "2027-04-01"}, {"forecast_on": None}),
    ],
)
def test_a_record_is_made_read_and_changed_at_the_version_that_was_read(
    world: World, register: str, values: dict[str, Any], changed: dict[str, Any]
) -> None:
    caller = world.caller(world.manager)
    made = caller.post(f"{register.format(project=world.project.pk)}/", values)
    assert made.status_code == 201, made.content
    assert {name: made.json()[name] for name in values} == values
    address = made.headers["Location"].removeprefix(caller.base)
    read = caller.get(address)
    assert read.json() == made.json()
    assert caller.get(address, **{"If-None-Match": read.headers["ETag"]}).status_code == 304
    problem(caller.patch(address, changed), 428, "precondition_required")
    problem(caller.patch(address, changed, **{"If-Match": f'"{uuid4()}-1"'}), 412, "stale")
    revised = caller.patch(address, changed, **{"If-Match": read.headers["ETag"]})
    assert revised.status_code == 200
    assert {name: revised.json()[name] for name in changed} == changed
    stale = problem(caller.patch(address, changed, **{"If-Match": read.headers["ETag"]}), 412, "stale")
    assert stale["current_version"] == 2
    assert caller.get(address).json()["version"] == 2


@pytest.mark.fault("Z02")
@pytest.mark.parametrize(
    "values",
    [
        {"project_id": "00000000-0000-0000-0000-000000000000"},
        {"project": "P-2"},
        {"organization": "x"},
        {"organization_id": "x"},
        {"id": "x"},
        {"version": 9},
        {"thread": None},
        {"created_at": "2026-01-01T00:00:00Z"},
        {"slip_days": 3},
        {"folded_name": "x"},
    ],
)
def test_a_field_that_nobody_types_is_refused_by_name(world: World, values: dict[str, Any]) -> None:
    (stone,) = stones(world)
    caller = world.caller(world.manager)
    answer = caller.patch(f"milestones/{stone.pk}/", {"name": "x", **values}, **{"If-Match": etag(stone)})
    assert fields_of(problem(answer, 400, "invalid")) == {(next(iter(values)), "unknown")}
    assert kept(world, Milestone, pk=stone.pk) == stone
    assert kept(world, Milestone, pk=stone.pk).version == 1


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_money_is_refused_from_who_may_not_change_it(world: World, method: str) -> None:
    caller = world.caller(world.lead)
    if method == "PATCH":
        answer = caller.patch(
            f"projects/{world.project.pk}/", {"latest_budget": "1.00"}, **{"If-Match": etag(world.project)}
        )
    else:
        answer = caller.post("projects/bulk/", {"records": picked(world.project), "values": {"latest_budget": "1.00"}})
    problem(answer, 403, "permission_denied")
    assert kept(world, Project, pk=world.project.pk).latest_budget == world.project.latest_budget


def test_many_records_change_in_one_request(world: World) -> None:
    found = stones(world, "Break", "Check")
    answer = world.caller(world.pm).post(
        "milestones/bulk/", {"records": picked(*found[:2]), "values": {"weight": "4.00"}}
    )
    assert answer.json() == {"changed": [{"id": str(stone.pk), "version": 2} for stone in found[:2]]}
    assert [kept(world, Milestone, pk=stone.pk).weight for stone in found] == [4, 4, 1]


@pytest.mark.fault("I07")
@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("stale", 412, "stale"), ("missing", 400, "invalid"), ("closed", 403, "permission_denied")],
)
def test_many_records_change_all_or_none(world: World, kind: str, status: int, code: str) -> None:
    caller, good = world.caller(world.pm), picked(world.project)
    with tenant(world.organization.id, history={"system": "test"}):
        for project in (world.hidden,):
            term = {"person": world.pm.person, "role": "stakeholder", "starts_on": TODAY}
            project.members.create(**term)
    bad = {
        "stale": [{"id": str(world.project.pk), "version": 7}],
        "missing": [{"id": str(uuid4()), "version": 1}],
        "closed": picked(world.hidden),
    }[kind]
    records = bad if kind == "stale" else [*good, *bad]
    answer = caller.post("projects/bulk/", {"records": records, "values": {"tier": "light"}})
    problem(answer, status, code)
    for project in (world.project, world.hidden):
        assert (kept(world, Project, pk=project.pk).tier, kept(world, Project, pk=project.pk).version) == (
            "standard",
            1,
        )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"records": [], "values": {"tier": "light"}}, "records"),
        ({"records": [{"id": "x", "version": 1}], "values": {}}, "records.0.id"),
        ({"values": {}}, "records"),
        ({"records": "all", "values": {}}, "records"),
    ],
)
def test_many_records_are_named_properly(world: World, body: dict[str, Any], field: str) -> None:
    answer = world.caller(world.manager).post("projects/bulk/", body)
    found = problem(answer, 400, "invalid")
    assert any(name.startswith(field.partition(".")[0]) for name, _code in fields_of(found))


@pytest.mark.fault("I07")
def test_too_many_records_are_refused_at_once(world: World) -> None:
    records = [{"id": str(uuid4()), "version": 1} for _ in range(501)]
    answer = world.caller(world.manager).post("projects/bulk/", {"records": records, "values": {"tier": "light"}})
    assert fields_of(problem(answer, 400, "invalid")) == {("records", "max_length")}


def test_a_deleted_record_comes_back_from_its_history(world: World) -> None:
    with tenant(world.organization.id, history={"system": "test"}):
        unit = Department.objects.create(name="Harbor", code="H", folded_name="harbor")
    caller, path = world.caller(world.manager), f"departments/{unit.pk}/"
    problem(caller.send("DELETE", path), 428, "precondition_required")
    assert caller.send("DELETE", path, **{"If-Match": etag(unit)}).status_code == 204
    problem(caller.get(path), 404, "not_found")
    back = caller.post(f"{path}undelete/")
    assert back.status_code == 200, back.content
    assert (back.json()["name"], back.json()["code"]) == ("Harbor", "H")
    problem(caller.post(f"{path}undelete/"), 404, "not_found")


def test_what_others_point_at_is_not_deleted(world: World) -> None:
    with tenant(world.organization.id, history={"system": "test"}):
        unit = Department.objects.create(name="Harbor", folded_name="harbor")
        Project.objects.filter(pk=world.project.pk).update(department=unit)
    answer = world.caller(world.manager).send("DELETE", f"departments/{unit.pk}/", **{"If-Match": etag(unit)})
    assert "still name this one" in str(problem(answer, 422, "rule"))
    assert kept(world, Department, pk=unit.pk).version == 1


def test_a_reader_changes_makes_and_removes_nothing(world: World) -> None:
    (stone,) = stones(world)
    with tenant(world.organization.id):
        unit = Department.objects.create(name="Harbor", folded_name="harbor")
    caller = world.caller(world.lead)
    for method, path, record in (
        ("PATCH", f"departments/{unit.pk}/", unit),
        ("DELETE", f"departments/{unit.pk}/", unit),
        ("POST", "departments/", None),
        ("POST", "people/", None),
        ("POST", "projects/", None),
    ):
        match = {"If-Match": etag(record)} if record else {}
        problem(
            caller.send(method, path, {"name": "x"} if method != "DELETE" else None, **match), 403, "permission_denied"
        )
    problem(caller.post(f"departments/{unit.pk}/undelete/"), 404, "not_found")
    problem(caller.post(f"projects/{world.hidden.pk}/milestones/", {"name": "x"}), 404, "not_found")
    assert kept(world, Department, pk=unit.pk).version == 1
    assert len(stones(world)) == 1
    assert stone.version == 1


def test_a_search_looks_through_no_field_that_is_closed(world: World) -> None:
    hidden = replace(
        projects,
        fields=tuple(
            replace(field, right=Right.MONEY_VIEW) if field.name == "name" else field for field in projects.fields
        ),
    )
    with world.lead.acting() as actor:
        assert searched_columns(hidden, actor) == ["code", "reading"]
    with world.manager.acting() as actor:
        assert searched_columns(hidden, actor) == ["code", "folded_name", "reading"]


def test_a_registers_addresses_are_tried_only_where_it_is_named() -> None:
    """The same addresses are found; those that name another register are passed by at once."""
    issues = api_urls(declared("issues"))
    assert issues.resolve(f"issues/{uuid4()}/").url_name == "detail"
    assert issues.resolve(f"projects/{uuid4()}/issues/").url_name == "owned"
    for other in ("risks/", f"projects/{uuid4()}/", ""):
        assert issues.pattern.match(other) is None
