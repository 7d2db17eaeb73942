"""Projects over the API: the pages' answers, money absent, versions kept."""

from __future__ import annotations

import base64
import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.tenancy.context import tenant
from projects.models import Milestone, Project, ProjectMember
from projects.models.project import MONEY_FIELDS
from tests.api.world import World, etag, fields_of, problem


def test_a_list_holds_what_the_caller_may_see_and_nothing_else(world: World) -> None:
    assert [row["code"] for row in world.caller(world.manager).get("projects/").json()["items"]] == ["P-1", "P-2"]
    assert [row["code"] for row in world.caller(world.pm).get("projects/").json()["items"]] == ["P-1"]


def test_a_row_names_its_department_and_its_manager(world: World) -> None:
    row = world.caller(world.manager).get("projects/").json()["items"][0]
    assert (row["manager_id"], row["manager_name"]) == (str(world.pm.person.pk), str(world.pm.person))
    assert (row["department_id"], row["department_name"]) == (None, None)


@pytest.mark.fault("I08")
def test_amounts_are_decimal_text_and_days_are_iso(world: World) -> None:
    body = world.caller(world.manager).get(f"projects/{world.project.pk}/").json()
    assert body["latest_budget"] == "1200000.00"
    assert body["forecast_finish"] == "2027-01-15"
    assert body["percent_complete"] is None


@pytest.mark.parametrize("path", ["projects/", "projects/?fields=code,latest_budget,currency", "projects/{id}/"])
def test_money_is_absent_for_who_may_not_see_it(world: World, path: str) -> None:
    with world.lead.acting() as actor:
        assert not may(actor, Right.MONEY_VIEW, world.project)
    body = world.caller(world.lead).get(path.format(id=world.project.pk)).json()
    (row,) = body.get("items", [body])
    assert row["code"] == "P-1"
    assert not set(row) & set(MONEY_FIELDS)


def test_the_rights_on_a_record_are_asked_for_once_where_it_is_read(world: World) -> None:
    caller, path = world.caller(world.pm), f"projects/{world.project.pk}/"
    caller.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert set(caller.get(path).json()) >= set(MONEY_FIELDS)
    assert len([each for each in asked if '"projects_projectmember_' in each["sql"]]) == 1


def test_the_history_hides_changes_of_money_from_who_may_not_see_it(world: World) -> None:
    path = f"projects/{world.project.pk}/"
    changes = {"latest_budget": "7", "name": "Bridge 2"}
    assert world.caller(world.pm).patch(path, changes, **{"If-Match": etag(world.project)}).status_code == 200
    (newest, oldest) = world.caller(world.pm).get(f"{path}history/").json()["items"]
    assert {each["field"]: (each["before"], each["after"]) for each in newest["changes"]} == {
        "latest_budget": ("1200000.00", "7.00"),
        "name": ("Bridge", "Bridge 2"),
    }
    assert (newest["action"], newest["actor_id"]) == ("update", str(world.pm.user.pk))
    assert oldest["action"] == "insert"
    hidden = world.caller(world.lead).get(f"{path}history/").json()["items"]
    assert [each["field"] for each in hidden[0]["changes"]] == ["name"]
    assert not {each["field"] for each in hidden[1]["changes"]} & set(MONEY_FIELDS)


def test_a_head_request_has_the_headers_alone(world: World) -> None:
    response = world.caller(world.pm).send("HEAD", f"projects/{world.project.pk}/")
    assert (response.status_code, response.content, response.headers["ETag"]) == (200, b"", etag(world.project))


def test_only_the_fields_that_are_asked_for_are_answered(world: World) -> None:
    items = world.caller(world.manager).get("projects/?fields=code,%20name").json()["items"]
    assert items[0] == {"code": "P-1", "name": "Bridge"}


@pytest.mark.fault("I04")
@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("sort=actual_cost", "sort", "invalid_choice"),
        ("sort=owner__password", "sort", "invalid_choice"),
        ("sort=-", "sort", "invalid_choice"),
        ("fields=organization_id", "fields", "unknown"),
        ("fields=__class__", "fields", "unknown"),
        ("status=late", "status", "invalid_choice"),
        ("department=1", "department", "invalid"),
        ("late=perhaps", "late", "invalid"),
        ("owner__password=a", "owner__password", "unknown"),
        ("organization=1", "organization", "unknown"),
        ("limit=100000000", "limit", "max_value"),
        ("limit=0", "limit", "min_value"),
        ("limit=-1", "limit", "min_value"),
        ("limit=1e9", "limit", "invalid"),
        ("page=2", "page", "unknown"),
        ("format=json", "format", "unknown"),
        ("q=%00", "q", "null_characters_not_allowed"),
        ("status=active&status=planned", "status", "repeated"),
        ("after=a&before=b", "before", "both"),
    ],
)
def test_a_parameter_that_means_nothing_here_is_refused_by_name(
    world: World, query: str, field: str, code: str
) -> None:
    response = world.caller(world.manager).get(f"projects/?{query}")
    assert fields_of(problem(response, 400, "invalid")) == {(field, code)}


@pytest.mark.fault("I07")
@pytest.mark.parametrize("cursor", ["x", "%00", "WyJjb2RlIiwiYSIsIjEiXQ", "bnVsbA", "%ff"])
def test_a_cursor_of_no_list_is_refused(world: World, cursor: str) -> None:
    response = world.caller(world.manager).get(f"projects/?after={cursor}")
    assert response.status_code == 400
    assert response.json()["code"] in {"cursor", "invalid"}


@pytest.mark.fault("I07")
@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, 7])
@pytest.mark.parametrize("key", ["01936d2e-0000-7000-8000-00000000000a", 7])
def test_a_cursor_holds_texts_alone(world: World, value: object, key: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(["sort_name", value, key]).encode()).decode().rstrip("=")
    response = world.caller(world.manager).get(f"projects/?sort=name&after={cursor}")
    problem(response, 400, "cursor")


def test_the_pages_lead_through_the_whole_list_and_back(world: World) -> None:
    caller = world.caller(world.manager)
    first = caller.get("projects/?limit=1&sort=-code").json()
    assert [row["code"] for row in first["items"]] == ["P-2"]
    assert first["previous"] is None
    second = caller.client.get(first["next"]).json()
    assert [row["code"] for row in second["items"]] == ["P-1"]
    assert second["next"] is None
    assert caller.client.get(second["previous"]).json()["items"] == first["items"]


def test_a_list_is_narrowed_as_on_its_page(world: World) -> None:
    caller = world.caller(world.manager)

    def codes(query: str) -> list[str]:
        return [row["code"] for row in caller.get(f"projects/?{query}").json()["items"]]

    assert codes("q=ＴＵＮ") == ["P-2"]
    assert codes("unassigned=true") == ["P-2"]
    assert codes("archived=true") == []
    assert codes("status=planned") == ["P-1", "P-2"]
    assert codes(f"department={uuid4()}") == []
    assert codes("q=%25") == []


def test_a_project_is_created_with_the_next_number_and_answered_with_its_address(world: World) -> None:
    response = world.caller(world.manager).post("projects/", {"name": "Harbor", "latest_budget": "12.50"})
    assert response.status_code == 201
    body = response.json()
    assert (body["name"], body["latest_budget"], body["currency"]) == ("Harbor", "12.50", "JPY")
    assert body["code"]
    assert response.headers["ETag"] == f'"{body["id"]}-1"'
    assert world.caller(world.manager).client.get(response.headers["Location"]).json() == body


def test_who_may_not_create_is_refused_and_nothing_is_written(world: World) -> None:
    problem(world.caller(world.pm).post("projects/", {"name": "Harbor"}), 403, "permission_denied")
    with tenant(world.organization.id):
        assert Project.objects.count() == 2


@pytest.mark.fault("I08")
@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {("name", "required")}),
        (
            {"name": "x", "colour": 1, "organization_id": str(uuid4())},
            {("colour", "unknown"), ("organization_id", "unknown")},
        ),
        ({"name": ""}, {("name", "blank")}),
        ({"name": "x" * 301}, {("name", "max_length")}),
        ({"name": ["x"]}, {("name", "invalid")}),
        ({"name": "x", "department_id": str(uuid4())}, {("department_id", "does_not_exist")}),
        ({"name": "x", "department_id": "1"}, {("department_id", "invalid")}),
        ({"name": "x", "status": "gone"}, {("status", "invalid_choice")}),
        ({"name": "x", "baseline_finish": "R8.4.1"}, {("baseline_finish", "invalid")}),
        ({"name": "x", "baseline_finish": 20260401}, {("baseline_finish", "invalid")}),
        ({"name": "x", "currency": "yen"}, {("currency", "invalid")}),
        ({"name": "x", "latest_budget": "1.234"}, {("latest_budget", "max_decimal_places")}),
        ({"name": "x", "latest_budget": "NaN"}, {("latest_budget", "invalid")}),
        ({"name": "x", "latest_budget": True}, {("latest_budget", "invalid")}),
        ({"name": "x", "percent_complete": {"a": 1}}, {("percent_complete", "invalid")}),
        ([], {("", "invalid")}),
        ("x", {("", "invalid")}),
        (None, {("name", "required")}),
    ],
)
def test_wrong_values_are_named_at_their_fields(world: World, body: object, errors: set[tuple[str, str]]) -> None:
    response = world.caller(world.manager).post("projects/", body)
    assert fields_of(problem(response, 400, "invalid")) == errors
    with tenant(world.organization.id):
        assert Project.objects.count() == 2


def test_a_broken_rule_is_said_at_its_field_in_the_callers_language(world: World) -> None:
    caller = world.caller(world.manager)
    body = {"name": "x", "code": "P-1"}
    english = problem(caller.post("projects/", body), 422, "rule")
    caller.client.cookies["django_language"] = "ja"
    japanese = problem(caller.post("projects/", body), 422, "rule")
    assert fields_of(english) == fields_of(japanese) == {("code", "taken")}
    assert english["errors"][0]["message"] == "This is in use already. Choose another."
    assert japanese["errors"][0]["message"] != english["errors"][0]["message"]
    assert japanese["title"] != english["title"]
    dates = {"name": "x", "baseline_start": "2026-12-02", "baseline_finish": "2026-12-01", "percent_complete": 101}
    response = caller.post("projects/", dates)
    assert fields_of(problem(response, 422, "rule")) == {
        ("baseline_finish", "finish_before_start"),
        ("percent_complete", "over_100"),
    }


def test_a_name_that_grows_in_folding_is_stored(world: World) -> None:
    assert world.caller(world.manager).post("projects/", {"name": "ﷺ" * 300}).status_code == 201


def test_a_change_returns_the_next_version(world: World) -> None:
    caller = world.caller(world.pm)
    path = f"projects/{world.project.pk}/"
    response = caller.patch(path, {"name": "Bridge 2", "percent_complete": 12.5}, **{"If-Match": etag(world.project)})
    assert response.status_code == 200
    assert (response.json()["name"], response.json()["percent_complete"], response.json()["version"]) == (
        "Bridge 2",
        "12.50",
        2,
    )
    assert response.headers["ETag"] == f'"{world.project.pk}-2"'
    assert caller.get(path).json() == response.json()


def test_money_is_changed_only_by_who_may(world: World) -> None:
    path = f"projects/{world.project.pk}/"
    response = world.caller(world.lead).patch(path, {"latest_budget": "1"}, **{"If-Match": etag(world.project)})
    problem(response, 403, "permission_denied")
    with tenant(world.organization.id):
        assert Project.objects.get(pk=world.project.pk).latest_budget == Decimal(1_200_000)


def test_a_change_of_nothing_is_refused(world: World) -> None:
    response = world.caller(world.pm).patch(f"projects/{world.project.pk}/", {}, **{"If-Match": etag(world.project)})
    assert fields_of(problem(response, 400, "invalid")) == {("", "empty")}


def test_a_project_is_archived_and_restored_at_its_version(world: World) -> None:
    caller, path = world.caller(world.manager), f"projects/{world.project.pk}/"
    archived = caller.post(f"{path}archive/", **{"If-Match": etag(world.project)})
    assert archived.status_code == 200
    assert archived.json()["archived_at"]
    assert [row["code"] for row in caller.get("projects/").json()["items"]] == ["P-2"]
    assert problem(caller.post(f"{path}restore/", **{"If-Match": etag(world.project)}), 412, "stale")
    restored = caller.post(f"{path}restore/", **{"If-Match": archived.headers["ETag"]})
    assert restored.json()["archived_at"] is None
    problem(caller.post(f"{path}archive/", {"reason": "x"}, **{"If-Match": restored.headers["ETag"]}), 400, "invalid")
    problem(caller.post(f"{path}archive/"), 428, "precondition_required")


def test_milestones_are_made_changed_deleted_and_brought_back(world: World) -> None:
    caller = world.caller(world.pm)
    made = caller.post(f"projects/{world.project.pk}/milestones/", {"name": "Test run", "baseline_on": "2026-11-30"})
    assert made.status_code == 201
    path = f"milestones/{made.json()['id']}/"
    changed = caller.patch(path, {"forecast_on": "2026-12-10"}, **{"If-Match": made.headers["ETag"]})
    assert (changed.json()["slip_days"], changed.json()["weight"]) == (10, "1.00")
    names = [row["name"] for row in caller.get(f"projects/{world.project.pk}/milestones/").json()["items"]]
    assert names == ["Opening", "Test run"]
    assert caller.send("DELETE", path, **{"If-Match": made.headers["ETag"]}).status_code == 412
    assert caller.send("DELETE", path, **{"If-Match": changed.headers["ETag"]}).status_code == 204
    problem(caller.get(path), 404, "not_found")
    back = caller.post(f"{path}undelete/")
    assert (back.status_code, back.json()["forecast_on"]) == (200, "2026-12-10")
    assert caller.get(path).headers["ETag"] == back.headers["ETag"]
    problem(caller.post(f"{path}undelete/"), 404, "not_found")


def test_a_deleted_milestone_is_missing_for_who_may_not_see_its_project(world: World) -> None:
    with tenant(world.organization.id):
        milestone = Milestone.objects.create(project=world.hidden, name="Secret")
        milestone.delete()
    refused = world.caller(world.pm).post(f"milestones/{milestone.pk}/undelete/")
    missing = world.caller(world.pm).post(f"milestones/{uuid4()}/undelete/")
    assert {**refused.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert refused.status_code == missing.status_code == 404


def test_people_get_roles_and_leave_by_the_end_of_their_term(world: World) -> None:
    caller, path = world.caller(world.pm), f"projects/{world.project.pk}/members/"
    body = {"person_id": str(world.manager.person.pk), "role": "sponsor", "starts_on": "2026-04-01"}
    added = caller.post(path, body)
    assert (added.status_code, added.json()["allocation"]) == (201, 100)
    rows = caller.get(path).json()["items"]
    assert [row["role"] for row in rows] == ["project_manager", "project_lead", "sponsor"]
    assert rows[2]["person_name"] == str(world.manager.person)
    address = f"members/{added.json()['id']}/"
    left = caller.patch(address, {"ends_on": "2026-09-30"}, **{"If-Match": added.headers["ETag"]})
    assert left.json()["ends_on"] == "2026-09-30"
    second = caller.post(path, {**body, "role": "project_manager"})
    assert fields_of(problem(second, 422, "rule")) == {("role", "second_manager")}
    backward = caller.patch(address, {"ends_on": "2026-01-01"}, **{"If-Match": left.headers["ETag"]})
    assert fields_of(problem(backward, 422, "rule")) == {("ends_on", "finish_before_start")}
    with tenant(world.organization.id):
        assert ProjectMember.objects.get(pk=added.json()["id"]).ends_on == date(2026, 9, 30)


@pytest.mark.parametrize(
    "path", ["projects/{}/", "projects/{}/history/", "projects/{}/milestones/", "projects/{}/health/"]
)
def test_what_is_not_open_to_the_caller_is_as_missing_as_what_does_not_exist(world: World, path: str) -> None:
    caller = world.caller(world.pm)
    invisible, missing = caller.get(path.format(world.hidden.pk)), caller.get(path.format(uuid4()))
    problem(invisible, 404, "not_found")
    assert {**invisible.json(), "request_id": ""} == {**missing.json(), "request_id": ""}


def test_a_write_to_what_is_seen_but_not_ones_own_is_refused(world: World) -> None:
    response = world.caller(world.lead).post(f"projects/{world.project.pk}/members/", {})
    problem(response, 403, "permission_denied")
    archive = world.caller(world.pm).post(f"projects/{world.project.pk}/archive/", **{"If-Match": "*"})
    problem(archive, 403, "permission_denied")
