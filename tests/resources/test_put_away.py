"""What is archived is read, restored, and changed by no address, nor what belongs to it; what is deleted is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pmo_site.kernel.conflicts import RuleError
from pmo_site.tenancy.versions import GoneError
from projects.models import Milestone, Project
from projects.services.member import member_add
from projects.services.milestone import milestone_delete, milestone_revise
from projects.services.project import project_archive, project_revise
from tests.accounts.world import seeder
from tests.api.world import fields_of, problem
from tests.resources.office import Office
from tests.resources.test_bulk import bulk, picks, stones, weights

WORDS = "It is archived. Restore it before you change it."


@pytest.fixture
def archived(office: Office) -> Project:
    """The project P-1, put away; its milestone stands."""
    project = office.project()
    with office.inside():
        return project_archive(actor=office.actor, project=project, version=project.version)


def as_it_was(office: Office, archived: Project) -> bool:
    stands = office.project()
    stone = office.milestone()
    is_same = (stands.name, stands.version) == (archived.name, archived.version)
    return is_same and stone is not None and stone.version == 1 and office.milestones() == ["Opening"]


def test_its_forms_lead_to_its_page_where_it_can_be_restored(office: Office, archived: Project) -> None:
    desk, page = office.manager, f"projects/{archived.pk}/"
    typed = {"name": "Bridge 2", "code": "P-1", "version": archived.version, "tier": "light", "status": "planned"}
    tries: list[Callable[[], Any]] = [lambda: desk.get(f"{page}edit/"), lambda: desk.post(f"{page}edit/", typed)]
    for each in tries:
        answer = each()
        assert (answer.status_code, answer.headers["Location"]) == (302, desk.base + page)
        body = desk.told(answer)
        assert WORDS in body
        assert f'action="{desk.base}{page}restore/"' in body
        assert f'href="{desk.base}{page}edit/"' not in body
    assert as_it_was(office, archived)
    desk.post(f"{page}restore/")
    assert desk.get(f"{page}edit/").status_code == 200


def test_its_cells_are_edited_in_no_list(office: Office, archived: Project) -> None:
    desk, path = office.manager, f"projects/{archived.pk}/edit/?field=tier"
    values = {"tier": "light", "version": archived.version}
    for answer in (desk.get(path, **{"HX-Request": "true"}), desk.post(path, values, **{"HX-Request": "true"})):
        assert answer.status_code == 404
    assert as_it_was(office, archived)


def test_many_at_once_leave_it_alone_and_say_so(office: Office, archived: Project) -> None:
    desk, other = office.manager, office.project("P-2")
    page = desk.told(bulk(desk, "projects", picks(archived, other), "tier", tier="light"))
    assert "1 record was changed." in page
    assert "1 archived record was left alone." in page
    assert office.project("P-2").tier == "light"
    assert as_it_was(office, archived)


def test_the_api_refuses_it_in_words(office: Office, archived: Project) -> None:
    caller, tag = office.world.caller(office.world.manager), {"If-Match": f'"{archived.pk}-{archived.version}"'}
    for answer in (
        caller.patch(f"projects/{archived.pk}/", {"name": "Bridge 2"}, **tag),
        caller.post(f"projects/{archived.pk}/archive/", **tag),
        caller.post(f"projects/{archived.pk}/milestones/", {"name": "Late"}),
    ):
        assert ("", "archived") in fields_of(problem(answer, 422, "rule"))
    many = {"records": [{"id": str(archived.pk), "version": archived.version}], "values": {"tier": "light"}}
    assert ("records", "archived") in fields_of(problem(caller.post("projects/bulk/", many), 422, "rule"))
    assert as_it_was(office, archived)
    assert caller.post(f"projects/{archived.pk}/restore/", **tag).status_code == 200


def test_what_belongs_to_it_is_read_and_neither_made_nor_changed(office: Office, archived: Project) -> None:
    desk, stone = office.manager, office.milestone()
    assert stone is not None
    within, one = f"projects/{archived.pk}/milestones/", f"milestones/{stone.pk}/"
    body = desk.page(within)
    assert "Opening" in body
    assert f'href="{desk.base}{within}new/"' not in body
    assert f"{one}edit/" not in body + desk.page(one)
    for path, values in (
        (f"{within}new/", {"name": "Late", "weight": "1", "version": "1"}),
        (f"{within}paste/", {"block": "Late", "apply": "1"}),
        (f"{one}edit/", {"name": "Late", "weight": "1", "version": "1"}),
        (f"{one}delete/", {}),
    ):
        answer = desk.post(path, values)
        assert answer.status_code == 302
        assert WORDS in desk.told(answer)
    bulk(desk, "milestones", picks(stone), "weight", weight="4")
    assert as_it_was(office, archived)
    assert weights(office) == [1]


def test_no_service_writes_to_it(office: Office, archived: Project) -> None:
    stone = office.milestone()
    assert stone is not None
    with office.inside():
        actor = seeder(office.world.organization)
        stone = Milestone.objects.select_related("project").get(pk=stone.pk)
        term: dict[str, Any] = {"person": office.world.manager.person, "role": "support", "starts_on": date(2026, 1, 1)}
        deeds = (
            lambda: project_revise(actor=actor, project=archived, version=archived.version, values={"name": "x"}),
            lambda: milestone_revise(actor=actor, milestone=stone, version=1, values={"name": "x"}),
            lambda: milestone_delete(actor=actor, milestone=stone, version=1),
            lambda: member_add(actor=actor, project=archived, values=term),
        )
        for deed in deeds:
            with pytest.raises(RuleError, match="archived"):
                deed()
    assert as_it_was(office, archived)


def test_an_archived_person_is_restored_before_anything_of_them_changes(office: Office) -> None:
    desk, person = office.manager, office.people()[0]
    desk.post(f"people/{person.pk}/archive/")
    values = {"family_name": "Other", "version": person.version + 1}
    assert WORDS in desk.told(desk.post(f"people/{person.pk}/edit/", values))
    caller = office.world.caller(office.world.manager)
    tag = {"If-Match": f'"{person.pk}-{person.version + 1}"'}
    refused = caller.patch(f"people/{person.pk}/", {"family_name": "Other"}, **tag)
    assert ("", "archived") in fields_of(problem(refused, 422, "rule"))
    assert person.family_name != "Other"
    assert person.pk not in {each.pk for each in office.people()}


def test_a_deleted_record_is_missing_at_every_address(office: Office) -> None:
    desk, stone = office.manager, office.milestone()
    assert stone is not None
    desk.post(f"milestones/{stone.pk}/delete/")
    path, values = f"milestones/{stone.pk}/", {"name": "x", "weight": "1", "version": "1"}
    caller, tag = office.world.caller(office.world.manager), {"If-Match": f'"{stone.pk}-1"'}
    answers = [
        desk.get(path),
        desk.get(f"{path}edit/"),
        desk.post(f"{path}edit/", values),
        desk.post(f"{path}edit/?field=weight", values, **{"HX-Request": "true"}),
        desk.post(f"{path}delete/"),
        caller.get(path),
        caller.patch(path, {"name": "x"}, **tag),
        caller.send("DELETE", path, **tag),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    many = {"records": [{"id": str(stone.pk), "version": 1}], "values": {"weight": 4}}
    assert caller.post("milestones/bulk/", many).status_code == 400
    assert office.milestones() == []


def test_a_record_that_is_deleted_while_it_is_changed_is_missing_and_comes_not_back(office: Office) -> None:
    found = stones(office)[0]
    with office.inside():
        milestone_delete(actor=office.actor, milestone=found, version=1)
        for deed in (milestone_revise, milestone_delete):
            more = {"values": {"name": "x"}} if deed is milestone_revise else {}
            with pytest.raises(GoneError):
                deed(actor=office.actor, milestone=found, version=1, **more)
    assert office.milestones() == ["Check", "Opening"]
