"""Another organization's ids, and ids of nothing, get the same answer on every page and endpoint of every register."""

from __future__ import annotations

from uuid import uuid4

import pytest

from pmo_site.accounts.models import Department, Person
from projects.models import Milestone, Project
from tests.resources.office import Office, make_office

PAGES = [
    ("GET", "projects/{project}/"),
    ("GET", "projects/{project}/edit/"),
    ("POST", "projects/{project}/edit/"),
    ("POST", "projects/{project}/archive/"),
    ("POST", "projects/{project}/restore/"),
    ("GET", "projects/{project}/milestones/"),
    ("GET", "projects/{project}/milestones/new/"),
    ("POST", "projects/{project}/milestones/new/"),
    ("POST", "projects/{project}/milestones/paste/"),
    ("GET", "milestones/{milestone}/"),
    ("GET", "milestones/{milestone}/edit/"),
    ("POST", "milestones/{milestone}/edit/"),
    ("POST", "milestones/{milestone}/delete/"),
    ("GET", "people/{person}/edit/"),
    ("POST", "people/{person}/archive/"),
    ("GET", "departments/{department}/"),
    ("GET", "departments/{department}/edit/"),
    ("POST", "departments/{department}/edit/"),
    ("POST", "departments/{department}/delete/"),
]
ENDPOINTS = [
    ("GET", "projects/{project}/"),
    ("PATCH", "projects/{project}/"),
    ("POST", "projects/{project}/archive/"),
    ("POST", "projects/{project}/restore/"),
    ("GET", "projects/{project}/history/"),
    ("GET", "projects/{project}/milestones/"),
    ("POST", "projects/{project}/milestones/"),
    ("GET", "milestones/{milestone}/"),
    ("PATCH", "milestones/{milestone}/"),
    ("DELETE", "milestones/{milestone}/"),
    ("POST", "milestones/{milestone}/undelete/"),
    ("GET", "milestones/{milestone}/history/"),
    ("GET", "people/{person}/"),
    ("PATCH", "people/{person}/"),
    ("GET", "departments/{department}/"),
    ("PATCH", "departments/{department}/"),
    ("DELETE", "departments/{department}/"),
    ("GET", "departments/{department}/history/"),
]


def ids_of(office: Office) -> dict[str, object]:
    with office.inside():
        kinds = {"project": Project, "milestone": Milestone, "person": Person, "department": Department}
        return {name: kind.objects.order_by("id")[0].pk for name, kind in kinds.items()}


def state(office: Office) -> list[str]:
    with office.inside():
        return [str(row) for kind in (Project, Milestone, Person, Department) for row in kind.objects.values()]


@pytest.mark.fault("T01")
@pytest.mark.django_db
def test_foreign_ids_are_as_missing_as_ids_of_nothing_everywhere() -> None:
    north, south = make_office(), make_office("south")
    foreign, before = ids_of(south), state(south)
    nothing = {name: uuid4() for name in foreign}
    desk, caller = north.manager, north.world.caller(north.world.manager)
    for method, path in PAGES:
        answers = [
            desk.client.generic(
                method, desk.base + path.format(**ids), content_type="application/x-www-form-urlencoded"
            )
            for ids in (foreign, nothing)
        ]
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
    for method, path in ENDPOINTS:
        found = [caller.send(method, path.format(**ids), {}, **{"If-Match": '"x-1"'}) for ids in (foreign, nothing)]
        assert [answer.status_code for answer in found] == [404, 404], (method, path)
        assert found[0].json()["title"] == found[1].json()["title"]
    assert state(south) == before


@pytest.mark.fault("T03")
@pytest.mark.django_db
def test_foreign_rows_are_changed_by_no_act_on_many() -> None:
    north, south = make_office(), make_office("south")
    foreign, before = ids_of(south), state(south)
    desk, caller = north.manager, north.world.caller(north.world.manager)
    for register, name, field in (("projects", "project", "tier"), ("departments", "department", "parent")):
        values = {"record": f"{foreign[name]}:1", "field": field, "apply": "1", "version": "1", field: "light"}
        assert desk.post(f"{register}/bulk/", values).status_code == 302
        body = {"records": [{"id": str(foreign[name]), "version": 1}], "values": {}}
        assert caller.post(f"{register}/bulk/", body).status_code == 400
    assert state(south) == before
    assert south.department().pk not in {
        choice.pk for choice in desk.get("projects/new/").context["form"].fields["department"].queryset
    }
