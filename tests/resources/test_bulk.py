"""One field of many records: only rows that stand as seen and are the reader's to change, undone as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_site.accounts.models import Person
from projects.models import Milestone
from projects.services.milestone import milestone_create, milestone_revise
from tests.accounts.world import TODAY
from tests.resources.office import Desk, Office
from tests.resources.toasts import undo_of


def picks(*records: Any) -> list[str]:
    return [f"{record.pk}:{record.version}" for record in records]


def stones(office: Office) -> list[Milestone]:
    with office.inside():
        for name in ("Break", "Check"):
            milestone_create(actor=office.actor, project=office.project(), values={"name": name, "baseline_on": TODAY})
        return list(Milestone.objects.order_by("name"))


def weights(office: Office) -> list[int]:
    with office.inside():
        return [int(weight) for weight in Milestone.objects.order_by("name").values_list("weight", flat=True)]


def bulk(desk: Desk, register: str, chosen: list[str], field: str, *, back: str = "", **values: object) -> Any:
    asked = {"record": chosen, "field": field, "back": back, **values}
    return desk.post(f"{register}/bulk/", {**asked, **({"apply": "1", "version": "1"} if values else {})})


def test_the_chosen_rows_are_shown_with_what_stands_before_anything_changes(office: Office) -> None:
    answer = bulk(office.pm, "milestones", picks(*stones(office)[:2]), "weight")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Break" in page
    assert "Check" in page
    assert "Opening" not in page
    assert "Change 2 records" in page
    assert weights(office) == [1, 1, 1]


def test_many_rows_change_in_one_act_and_are_undone_in_one(office: Office) -> None:
    desk = office.pm
    answer = bulk(desk, "milestones", picks(*stones(office)[:2]), "weight", weight="4")
    page = desk.told(answer)
    assert "2 records were changed." in page
    assert weights(office) == [4, 4, 1]
    desk.post(undo_of(page))
    assert weights(office) == [1, 1, 1]


def test_a_link_is_given_to_many_and_taken_back(office: Office) -> None:
    desk, people = office.manager, office.people()
    answer = bulk(desk, "people", picks(*people), "department", department=office.department().pk)
    page = desk.told(answer)
    assert {person.department_id for person in office.people()} == {office.department().pk}
    desk.post(undo_of(page))
    assert {person.department_id for person in office.people()} == {None}


def test_rows_that_others_changed_meanwhile_are_left_alone_and_told(office: Office) -> None:
    desk, found = office.pm, stones(office)
    with office.inside():
        milestone_revise(actor=office.actor, milestone=found[0], version=1, values={"weight": 9})
    page = desk.told(bulk(desk, "milestones", picks(*found[:2]), "weight", weight="4"))
    assert "1 record was changed." in page
    assert "1 record was changed by somebody else meanwhile and was left alone." in page
    assert weights(office) == [9, 4, 1]


def test_rows_that_are_closed_foreign_or_missing_are_never_touched(office: Office) -> None:
    desk = office.pm
    tunnel, bridge = office.project("P-2"), office.project()
    chosen = [*picks(bridge, tunnel), "01900000-0000-7000-8000-000000000000:1", "x", "1:1", f"{bridge.pk}:x"]
    page = desk.told(bulk(desk, "projects", chosen, "tier", tier="light"))
    assert "1 record was changed." in page
    assert "2 records are not yours to change and were left alone." in page
    assert (office.project().tier, office.project("P-2").tier) == ("light", "standard")


def test_a_field_that_is_closed_to_the_reader_is_neither_shown_nor_changed(office: Office) -> None:
    desk, project = office.lead, office.project()
    for values in ({}, {"latest_budget": "5"}):
        answer = bulk(desk, "projects", picks(project), "latest_budget", **values)
        assert answer.status_code == 302
        assert "1,200" not in answer.content.decode()
        assert "Choose rows and what to change." in desk.told(answer)
    assert office.project().latest_budget == project.latest_budget
    fields = [name for name, _label in desk.get("projects/").context["bulk_fields"]]
    assert "tier" in fields
    assert not {"latest_budget", "currency", "name"} & set(fields)


@pytest.mark.parametrize("field", ["", "archived_at", "organization", "folded_name", "manager"])
def test_a_field_that_nobody_types_is_not_changed(office: Office, field: str) -> None:
    answer = bulk(office.manager, "projects", picks(office.project()), field, **{field or "x": "1"})
    assert answer.status_code == 302
    assert office.project().version == 1


def test_a_row_that_breaks_a_rule_stops_them_all(office: Office) -> None:
    desk, found = office.pm, stones(office)
    answer = bulk(desk, "milestones", picks(*found), "actual_on", actual_on="2099-01-01")
    assert answer.status_code == 422
    assert "What happened cannot lie in the future." in answer.content.decode()
    assert "2099-01-01" in answer.content.decode()
    with office.inside():
        assert set(Milestone.objects.values_list("actual_on", "version")) == {(None, 1)}


def test_a_value_that_is_not_understood_stays_typed_and_changes_nothing(office: Office) -> None:
    answer = bulk(office.pm, "milestones", picks(*stones(office)), "weight", weight="heavy")
    assert answer.status_code == 422
    assert "heavy" in answer.content.decode()
    assert weights(office) == [1, 1, 1]


def test_too_many_rows_are_refused(office: Office) -> None:
    chosen = [*picks(office.project()), *(f"01900000-0000-7000-8000-{number:012d}:1" for number in range(500))]
    answer = bulk(office.manager, "projects", chosen, "tier", tier="light")
    assert answer.status_code == 422
    assert "That is too many at once. Choose at most 500." in answer.content.decode()
    assert office.project().version == 1


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/o/north/projects/?q=x", "/o/north/projects/?q=x"),
        ("https://evil.example/", "/o/north/projects/"),
        ("//evil.example/o/north/", "/o/north/projects/"),
        ("/o/northern/", "/o/north/projects/"),
        ("javascript:alert(1)", "/o/north/projects/"),
        ("\\\\evil.example", "/o/north/projects/"),
        ("/o/north/\r\nSet-Cookie: a=b", None),
    ],
)
def test_only_an_address_of_the_organization_is_followed(office: Office, back: str, leads_to: str | None) -> None:
    answer = bulk(office.manager, "projects", [], "tier", back=back)
    assert answer.status_code == 302
    if leads_to:
        assert answer.headers["Location"] == leads_to
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers["Location"]


def test_nothing_chosen_changes_nothing(office: Office) -> None:
    desk = office.manager
    assert "Choose rows and what to change." in desk.told(bulk(desk, "people", [], "department", department=""))
    with office.inside():
        assert not Person.objects.filter(version__gt=1).exists()
