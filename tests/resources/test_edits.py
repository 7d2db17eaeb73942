"""Making and changing records on pages: nothing typed is lost, nothing changed by others is overwritten unseen."""

from __future__ import annotations

import re

import pytest

from tests.resources.office import Office
from tests.resources.toasts import undo_of

HX = {"HX-Request": "true"}


def test_a_refused_new_record_keeps_everything_typed_and_stores_nothing(office: Office) -> None:
    path = f"projects/{office.project().pk}/milestones/new/"
    typed = office.pm.typed(path, name="Handover", baseline_on="next month", weight="heavy")
    answer = office.pm.post(path, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(word in page for word in ("Handover", "next month", "heavy"))
    assert office.milestones() == ["Opening"]


def test_a_made_record_is_shown_and_its_toast_takes_it_back(office: Office) -> None:
    path, desk = f"projects/{office.project().pk}/milestones/new/", office.pm
    answer = desk.post(path, desk.typed(path, name="Handover", baseline_on="令和9年4月1日"))
    assert answer.status_code == 302
    page = desk.told(answer)
    assert "Handover was added." in page
    assert "1 Apr 2027" in page
    desk.post(undo_of(page))
    assert office.milestones() == ["Opening"]


@pytest.mark.fault("C01")
def test_a_stale_edit_shows_both_versions_and_the_next_save_keeps_mine(office: Office) -> None:
    unit, desk = office.department(), office.manager
    path = f"departments/{unit.pk}/edit/"
    mine, theirs = desk.typed(path, name="Mine"), desk.typed(path, name="Theirs")
    assert desk.post(path, theirs).status_code == 302
    conflict = desk.post(path, mine)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert office.department("Theirs").version == 2
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert desk.post(path, {**mine, "version": version[1]}).status_code == 302
    assert office.department("Mine").version == 3


def test_a_rule_that_the_database_keeps_is_told_at_its_field(office: Office) -> None:
    path = f"projects/{office.project().pk}/milestones/new/"
    answer = office.pm.post(path, office.pm.typed(path, name="Opening"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["This is in use already. Choose another."]


def test_a_cell_is_edited_where_it_stands_and_its_toast_takes_it_back(office: Office) -> None:
    milestone = office.milestone()
    assert milestone
    path = f"milestones/{milestone.pk}/edit/?field=forecast_on"
    shown = office.pm.get(path, **HX).content.decode()
    assert "<html" not in shown
    assert 'name="forecast_on"' in shown
    assert 'name="name"' not in shown
    answer = office.pm.post(path, {"version": "1", "forecast_on": "2027/2/3"}, **HX)
    cell = answer.content.decode()
    assert answer.status_code == 200
    assert "3 Feb 2027" in cell
    assert f'value="{milestone.pk}:2"' in cell
    office.pm.post(undo_of(cell))
    again = office.milestone()
    assert again
    assert (again.forecast_on, again.version) == (milestone.forecast_on, 3)


def test_a_stale_cell_shows_what_stands_and_keeps_what_was_typed(office: Office) -> None:
    unit = office.department()
    path = f"departments/{unit.pk}/edit/?field=code"
    assert office.manager.post(path, {"version": "1", "code": "THEIRS"}, **HX).status_code == 200
    answer = office.manager.post(path, {"version": "1", "code": "MINE"}, **HX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "THEIRS" in page
    assert 'value="MINE"' in page
    assert 'name="version" value="2"' in page
    assert office.department().code == "THEIRS"


def test_a_refused_cell_says_why_and_stores_nothing(office: Office) -> None:
    milestone = office.milestone()
    assert milestone
    path = f"milestones/{milestone.pk}/edit/?field=baseline_on"
    answer = office.pm.post(path, {"version": "1", "baseline_on": "soon"}, **HX)
    assert answer.status_code == 422
    assert "soon" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert office.milestone() == milestone


def test_escape_brings_the_cell_back_as_it_stands(office: Office) -> None:
    path = f"departments/{office.department().pk}/edit/?field=code&show=1"
    cell = office.manager.get(path, **HX).content.decode()
    assert ">H<" in cell
    assert "form" not in cell


@pytest.mark.parametrize(
    "field", ["latest_budget", "currency", "folded_name", "organization", "archived_at", "version"]
)
def test_a_field_that_is_closed_or_not_typed_is_edited_in_no_cell(office: Office, field: str) -> None:
    path = f"projects/{office.project().pk}/edit/?field={field}"
    assert office.lead.get(path, **HX).status_code == 404
    assert office.lead.post(path, {"version": "1", field: "1"}, **HX).status_code == 404
    assert office.project().version == 1


def test_without_a_script_the_cell_s_link_leads_to_the_whole_form(office: Office) -> None:
    page = office.manager.page(f"departments/{office.department().pk}/edit/?field=code")
    assert "<html" in page
    assert 'name="name"' in page


@pytest.mark.fault("Z02")
def test_fields_that_a_form_does_not_show_are_not_stored(office: Office) -> None:
    project = office.project()
    path = f"projects/{project.pk}/edit/"
    typed = office.lead.typed(path, name="Bridge 2", latest_budget="5", archived_at="2026-01-01", organization="x")
    assert office.lead.post(path, typed).status_code == 302
    now = office.project()
    assert (now.name, now.latest_budget, now.archived_at) == ("Bridge 2", project.latest_budget, None)


def test_history_leaves_out_what_is_closed_to_the_reader(office: Office) -> None:
    path = f"projects/{office.project().pk}/edit/"
    assert office.pm.post(path, office.pm.typed(path, latest_budget="765,432,100", name="Bridge 2")).status_code == 302
    history = f"projects/{office.project().pk}/history/"
    assert "765" in office.pm.page(history)
    hidden = office.lead.page(history)
    assert "765" not in hidden
    assert "Bridge 2" in hidden


def test_a_milestone_has_its_facts_its_history_and_a_thread(office: Office) -> None:
    milestone = office.milestone()
    assert milestone
    page = office.pm.page(f"milestones/{milestone.pk}/")
    assert 'id="facts"' in page
    assert 'id="history"' in page
    assert 'id="thread"' in page


def test_what_clashes_is_told_as_pages_tell_it_and_the_version_is_no_part_of_it(office: Office) -> None:
    desk, path = office.manager, f"projects/{office.project().pk}/edit/"
    mine = desk.typed(path, latest_budget="1300000", forecast_finish="2027-02-03", tier="light")
    theirs = desk.typed(path, latest_budget="1250000", forecast_finish="2027-03-04", tier="full")
    assert desk.post(path, theirs).status_code == 302
    answer = desk.post(path, mine)
    assert answer.status_code == 409
    assert [(each.label, each.stored, each.typed) for each in answer.context["clashes"]] == [
        ("Governance tier", "Full", "Light"),
        ("Forecast finish", "Thu 4 Mar 2027", "Wed 3 Feb 2027"),
        ("Latest budget", "1,250,000", "1,300,000"),
    ]


def test_a_clash_in_a_cell_tells_what_stands_and_nothing_else(office: Office) -> None:
    desk, path = office.manager, f"projects/{office.project().pk}/edit/?field=tier"
    version = office.project().version
    assert desk.post(path, {"tier": "full", "version": version}, **HX).status_code == 200
    page = desk.post(path, {"tier": "light", "version": version}, **HX).content.decode()
    assert "Stored now: Full</p>" in page
