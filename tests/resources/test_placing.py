"""Records of projects added from the lists of all projects: the project is chosen, and a sheet names it in a column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.roles import ProjectRole
from pmo_site.exchange.headers import header_keys
from pmo_site.exchange.names import known
from pmo_site.resources.fields import label_of
from pmo_site.resources.placing import owner_field
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.selectors import declared
from projects.models import Milestone, Project
from projects.services.member import member_add
from projects.services.project import project_archive, project_create
from support_office.models import Risk
from tests.accounts.world import seeder
from tests.api.world import facts
from tests.resources.office import Desk, Office
from tests.resources.test_paste import clipboard, paste
from tests.resources.toasts import undo_of

OWNED = [resource for resource in resources() if resource.owner]
NEW = "risks/new/"


def risks(office: Office) -> list[tuple[str, str]]:
    with office.inside():
        return list(Risk.objects.order_by("project__code", "title").values_list("project__code", "title"))


def opens(office: Office, code: str, role: ProjectRole = ProjectRole.PROJECT_LEAD) -> None:
    """Let the lead work on another project."""
    with office.inside():
        term = {"person": office.world.lead.person, "role": role, "starts_on": date(2026, 1, 1)}
        member_add(actor=seeder(office.world.organization), project=Project.objects.get(code=code), values=term)


def put_away(office: Office, code: str) -> None:
    with office.inside():
        project = Project.objects.get(code=code)
        project_archive(actor=seeder(office.world.organization), project=project, version=project.version)


def filled(desk: Desk, project: str, **changes: object) -> dict[str, str]:
    """The form of a chosen project as a browser would send it."""
    return desk.typed(f"{NEW}?project={project}", **changes)


def offered(answer: Any) -> list[str]:
    found: list[str] = answer.context["offered"]
    return found


@pytest.mark.parametrize("resource", OWNED, ids=lambda each: each.key)
def test_every_register_of_a_project_is_added_to_and_pasted_into_from_its_list_of_all(
    office: Office, resource: Resource
) -> None:
    page = office.manager.page(f"{resource.key}/")
    base = f"/o/{office.world.organization.slug}/{resource.key}"
    assert f'href="{base}/new/"' in page
    assert f'href="{base}/paste/"' in page
    assert offered(office.manager.get(f"{resource.key}/new/")) == ["P-1 Bridge", "P-2 Tunnel"]
    chosen = office.manager.get(f"{resource.key}/new/?project=P-1")
    assert {*chosen.context["form"].fields} == {"version", "project", *(field.name for field in resource.typed())}
    assert "Project" in office.manager.page(f"{resource.key}/paste/")


def test_projects_are_offered_to_which_one_may_add_and_no_others(office: Office) -> None:
    opens(office, "P-2", ProjectRole.STAKEHOLDER)
    answer = office.lead.get(NEW)
    assert offered(answer) == ["P-1 Bridge"]
    assert answer.context["form"]["project"].value() == "P-1 Bridge", "the only one is chosen already"


def test_who_may_add_to_no_project_is_neither_offered_it_nor_let_through(office: Office) -> None:
    reader = office.desk(office.world.lead)
    put_away(office, "P-1")
    assert 'href="/o/north/risks/new/"' not in reader.page("risks/")
    assert reader.get(NEW).status_code == 403
    assert reader.get("risks/paste/").status_code == 403
    values = {"project": "P-1 Bridge", "title": "Late steel", "version": "1"}
    assert reader.post(NEW, values).status_code == 403
    assert paste(reader, "risks/paste/", clipboard(["P-1", "Late steel"])).status_code == 403
    assert risks(office) == []


@pytest.mark.parametrize("words", ["P-1", "ｐ－１", "Bridge", "bridge", "P-1 Bridge"])
def test_a_project_is_chosen_by_its_code_or_its_name(office: Office, words: str) -> None:
    desk = office.manager
    answer = desk.post(NEW, {**filled(desk, "P-2", title="Late steel"), "project": words})
    assert answer.status_code == 302, answer.content.decode()
    assert risks(office) == [("P-1", "Late steel")]
    assert desk.post(undo_of(desk.told(answer))).status_code == 302
    assert risks(office) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("P-9", "There is no project of this code or name."),
        ("P-2", "There is no project of this code or name."),
        ("P-3", "You may see this project, but not add to it."),
        ("P-4", "It is archived."),
        ("Twin", "Several are called so."),
        ("", "This field is required."),
    ],
)
def test_a_project_to_which_nothing_may_be_added_is_refused_with_the_reason_and_nothing_is_lost(
    office: Office, words: str, reason: str
) -> None:
    with office.inside():
        for code, name in (("P-3", "Pier"), ("P-4", "Quay"), ("P-5", "Twin"), ("P-6", "Twin")):
            project_create(actor=seeder(office.world.organization), values=facts(code=code, name=name))
    opens(office, "P-3", ProjectRole.STAKEHOLDER)
    for code in ("P-4", "P-5", "P-6"):
        opens(office, code)
    put_away(office, "P-4")
    answer = office.lead.post(NEW, {**filled(office.lead, "P-1", title="Late steel"), "project": words})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert reason in " ".join(form.errors["project"])
    assert form["title"].value() == "Late steel"
    assert set(form.errors) == {"project"}
    assert risks(office) == []


def test_another_project_brings_its_own_fields_and_keeps_what_was_typed(office: Office) -> None:
    opens(office, "P-2", ProjectRole.PROJECT_MANAGER)
    typed = {**filled(office.lead, "P-1", title="Late steel"), "project": "P-2"}
    assert "loss_amount" not in typed
    shown = office.lead.post(NEW, {**typed, "choose": "1"})
    form = shown.context["form"]
    assert shown.status_code == 200
    assert form["title"].value() == "Late steel"
    assert "loss_amount" in form.fields
    assert form.errors == {}
    assert risks(office) == []


def test_a_form_whose_project_takes_other_fields_is_looked_over_before_it_is_stored(office: Office) -> None:
    opens(office, "P-2", ProjectRole.PROJECT_MANAGER)
    more = office.lead.post(NEW, {**filled(office.lead, "P-1", title="Late steel"), "project": "P-2"})
    assert (more.status_code, more.context["is_looked_over"]) == (200, True)
    values = {**filled(office.lead, "P-2", title="Late steel", loss_amount="500000"), "project": "P-1"}
    fewer = office.lead.post(NEW, values)
    assert (fewer.status_code, fewer.context["is_looked_over"]) == (200, True)
    assert risks(office) == []
    stored = office.lead.post(NEW, {**values, "loss_amount": ""})
    assert stored.status_code == 302
    assert risks(office) == [("P-1", "Late steel")]


def test_what_a_rule_refuses_stands_at_its_field_with_the_project_chosen(office: Office) -> None:
    answer = office.manager.post(NEW, filled(office.manager, "P-2", title=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title"}
    assert answer.context["form"]["project"].value() == "P-2 Tunnel"


@pytest.mark.parametrize("resource", OWNED, ids=lambda each: each.key)
def test_the_form_asks_for_the_project_and_for_each_field_once(office: Office, resource: Resource) -> None:
    page = office.manager.page(f"{resource.key}/new/?project=P-1")
    assert [page.count(f'name="{name}"') for name in ("project", *(field.name for field in resource.typed()))] == [
        1 for _each in ("project", *resource.typed())
    ]


def test_a_list_narrowed_to_a_project_adds_to_that_one(office: Office) -> None:
    assert 'href="/o/north/risks/new/?project=P-2"' in office.manager.page("risks/?project=P-2")


def test_an_address_with_an_unknown_project_says_so(office: Office) -> None:
    answer = office.manager.get(f"{NEW}?project=P-9")
    assert "There is no project of this code or name." in answer.content.decode()


SHEET = (["プロジェクト", "リスク名", "想定損失額"], ["P-1", "Late steel", ""], ["Tunnel", "Wet ground", "1000000"])


BY_NAME = (["Loss", "Title", "Project name"], ["", "Late steel", "Bridge"], ["1000000", "Wet ground", "tunnel"])
BY_CODE = (
    ["案件番号", "案件名", "リスク", "損失額"],
    ["P-1", "?", "Late steel", ""],
    ["P-2", "?", "Wet ground", "1,000,000"],
)


@pytest.mark.parametrize("rows", [SHEET, BY_NAME, BY_CODE], ids=["Japanese", "English by name", "code beside name"])
def test_a_column_says_to_which_project_each_row_belongs(office: Office, rows: tuple[list[str], ...]) -> None:
    desk = office.manager
    answer = paste(desk, "risks/paste/", clipboard(*rows))
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"].endswith("/risks/")
    assert risks(office) == [("P-1", "Late steel"), ("P-2", "Wet ground")]
    with office.inside():
        assert Risk.objects.get(title="Wet ground").loss_amount == Decimal(1_000_000)
    assert desk.post(undo_of(desk.told(answer))).status_code == 302
    assert risks(office) == []


def test_without_a_header_the_first_column_names_the_project(office: Office) -> None:
    answer = paste(office.manager, "milestones/paste/", clipboard(["P-2", "Break", "2027-01-05"]))
    assert answer.status_code == 302, answer.content.decode()
    with office.inside():
        assert Milestone.objects.get(name="Break").project.code == "P-2"


def test_rows_of_projects_that_one_may_not_change_are_refused_each_with_its_reason(office: Office) -> None:
    with office.inside():
        project_create(actor=seeder(office.world.organization), values=facts(code="P-3", name="Pier"))
    opens(office, "P-3", ProjectRole.STAKEHOLDER)
    rows = [["P-1", "Late steel"], ["P-2", "Unseen"], ["P-3", "Only seen"], ["P-9", "Nowhere"], ["", "Whose"]]
    answer = paste(office.lead, "risks/paste/", clipboard(["Project", "Title"], *rows))
    errors = [" ".join(row.form.errors.get("project", [])) for row in answer.context["pasted"].rows]
    assert errors == [
        "",
        "There is no project of this code or name.",
        "You may see this project, but not add to it.",
        "There is no project of this code or name.",
        "This field is required.",
    ]
    assert risks(office) == []


def test_a_cell_that_is_closed_on_its_project_is_refused_and_taken_on_another(office: Office) -> None:
    opens(office, "P-2", ProjectRole.PROJECT_MANAGER)
    head = ["Project", "Title", "Loss amount"]
    answer = paste(office.lead, "risks/paste/", clipboard(head, ["P-1", "A", "5"], ["P-2", "B", "5"]))
    first, second = answer.context["pasted"].rows
    assert first.form.errors == {"loss_amount": ["This is not yours to fill in here."]}
    assert second.is_good
    assert risks(office) == []
    assert paste(office.lead, "risks/paste/", clipboard(head, ["P-1", "A", ""], ["P-2", "B", "5"])).status_code == 302
    assert risks(office) == [("P-1", "A"), ("P-2", "B")]


def test_a_column_of_money_is_not_offered_to_who_sees_it_on_no_project(office: Office) -> None:
    loss = str(label_of(declared("risks").field("loss_amount"), Risk))
    assert loss not in office.lead.page("risks/paste/")
    assert loss in office.manager.page("risks/paste/")


def test_a_check_asks_as_much_for_many_projects_as_for_one(office: Office) -> None:
    actor = seeder(office.world.organization)
    with office.inside():
        for number in range(10):
            project_create(actor=actor, values=facts(code=f"Q-{number}", name=f"Quay {number}"))
    for number in range(10):
        opens(office, f"Q-{number}")
    counts = []
    for rows in (1, 10):
        block = clipboard(["Project", "Title"], *([f"Q-{number}", "Wet"] for number in range(rows)))
        with CaptureQueriesContext(connection) as asked:
            assert paste(office.lead, "risks/paste/", block, apply=False).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("resource", OWNED, ids=lambda each: each.key)
def test_no_name_of_the_project_is_one_of_another_field(resource: Resource) -> None:
    assert resource.owner
    places = [known(field.name, label_of(field, resource.model), field.names) for field in resource.typed()]
    taken = {header_keys(name)[0] for place in places for name in (*place.own, *place.others)}
    owner = owner_field(resource, resource.owner)
    own = known(owner.name, label_of(owner, resource.model), owner.names)
    assert {header_keys(name)[0] for name in (*own.own, *own.others)} & taken == set()
