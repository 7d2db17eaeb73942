"""A block copied from a sheet: understood cell by cell in both languages, stored whole or not at all."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.resources.fields import Flag, Reference
from pmo_site.resources.readers import UnreadError, reader_of
from projects.models import Milestone, Project
from tests.resources.office import Desk, Office
from tests.resources.toasts import undo_of


def paste(desk: Desk, path: str, block: str, *, apply: bool = True) -> Any:
    return desk.post(path, {"block": block, **({"apply": "1"} if apply else {})})


def of_bridge(office: Office) -> str:
    return f"projects/{office.project().pk}/milestones/paste/"


def clipboard(*rows: list[str]) -> str:
    """Cells as Excel puts them on the clipboard."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t").writerows(rows)
    return buffer.getvalue()


def test_a_block_is_shown_cell_by_cell_before_anything_is_stored(office: Office) -> None:
    answer = paste(office.pm, of_bridge(office), "Break\t2027-01-05\nCheck\t2027-02-05", apply=False)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Every cell was understood." in page
    assert "Add 2 records" in page
    assert office.milestones() == ["Opening"]


@pytest.mark.parametrize(
    "block",
    [
        clipboard(["Break", "令和9年1月5日", "", "", "2"]),
        clipboard(["Name", "Baseline", "Weight"], ["Break", "2027/1/5", "２"]),
        clipboard(["重み", "名称", "基準計画"], ["2", "Break", "2027年1月5日"]),
        clipboard(["weight", "note", "name", "baseline_on"], ["2", "lost?", "Break", "2027-01-05"]),
    ],
    ids=["no header", "English header", "Japanese header", "names of fields"],
)
def test_a_header_in_either_language_or_none_says_which_cell_is_what(office: Office, block: str) -> None:
    answer = paste(office.pm, of_bridge(office), block)
    assert answer.status_code == 302, answer.content.decode()
    found = office.milestone("Break")
    assert found
    assert found.weight == Decimal(2)
    assert found.baseline_on == date(2027, 1, 5)


def test_columns_that_nothing_is_known_of_are_named(office: Office) -> None:
    answer = paste(office.pm, of_bridge(office), clipboard(["Name", "Smell"], ["Break", "salt"]), apply=False)
    assert "Columns that nothing is known of were left out: Smell" in answer.content.decode()


def test_what_a_row_leaves_empty_takes_what_a_new_record_begins_with(office: Office) -> None:
    paste(office.pm, of_bridge(office), clipboard(["Name", "Weight"], ["Break", ""]))
    found = office.milestone("Break")
    assert found
    assert found.weight == 1
    assert paste(office.manager, "projects/paste/", clipboard(["Name"], ["Quay"])).status_code == 302
    quay = next(project for project in projects(office) if project.name == "Quay")
    assert (quay.currency, quay.tier, quay.status) == ("JPY", "standard", "planned")


def projects(office: Office) -> list[Project]:
    with office.inside():
        return list(Project.objects.order_by("code"))


def test_quoted_breaks_tabs_and_quotes_stay_in_their_cell(office: Office) -> None:
    purpose = 'First line\nsecond "line"\twith a tab'
    block = clipboard(["Name", "Purpose"], ["Quay", purpose], ["Pier", "plain"])
    assert paste(office.manager, "projects/paste/", block).status_code == 302
    found = {project.name: project.purpose for project in projects(office)}
    assert (found["Quay"], found["Pier"]) == (purpose, "plain")


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_rows_end_as_any_system_ends_them(office: Office, breaks: str) -> None:
    assert paste(office.pm, of_bridge(office), breaks.join(["Break", "Check", ""])).status_code == 302
    assert office.milestones() == ["Break", "Check", "Opening"]


@pytest.mark.parametrize(
    ("status", "tier", "unit"),
    [("In progress", "Full", "Harbor"), ("進行中", "重点", "h"), ("active", "full", "HARBOR")],
)
def test_labels_of_choices_are_read_in_both_languages_and_links_by_name_or_code(
    office: Office, status: str, tier: str, unit: str
) -> None:
    block = clipboard(["Name", "Status", "Tier", "Department"], ["Quay", status, tier, unit])
    answer = paste(office.manager, "projects/paste/", block)
    assert answer.status_code == 302, answer.context["pasted"].rows[0].form.errors
    quay = next(project for project in projects(office) if project.name == "Quay")
    assert (quay.status, quay.tier, quay.department_id) == ("active", "full", office.department().pk)


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["花田 桃子", "花田桃子", "桃子 花田", "hana@north.example", "ハナダ モモコ"])
def test_people_are_found_by_either_order_of_their_name_or_by_mail(office: Office, written: str) -> None:
    with office.inside():
        facts = PersonFacts("花田", "桃子", "ハナダ", "モモコ", "hana@north.example")
        hana = person_create(actor=office.actor, facts=facts)
        reads = reader_of(Reference("owner", Person.objects.all), Person)
        assert reads(written) == (hana if written != "ハナダ モモコ" else written)


def test_a_name_that_two_bear_is_asked_for_and_never_guessed(office: Office) -> None:
    with office.inside():
        for code in ("A", "B"):
            Department.objects.create(name="Dock", code=code, folded_name="dock")
    answer = paste(office.manager, "projects/paste/", clipboard(["Name", "Department"], ["Quay", "Dock"]))
    assert "Several are called so." in answer.content.decode()
    assert len(projects(office)) == 2


def test_yes_and_no_are_read_and_anything_else_is_refused() -> None:
    reads = reader_of(Flag("x"), Milestone)
    assert [reads(word) for word in ("はい", "YES", "○", "いいえ", "no", "", "×")] == [True] * 3 + [False] * 4
    with pytest.raises(UnreadError):
        reads("perhaps")


def test_a_bad_cell_is_named_at_its_row_and_nothing_is_stored_half(office: Office) -> None:
    block = clipboard(["Name", "Baseline", "Weight"], ["Break", "2027-01-05", "1"], ["", "soon", "heavy"])
    answer = paste(office.pm, of_bridge(office), block)
    page = answer.content.decode()
    assert "1 row needs a correction" in page
    good, bad = answer.context["lines"]
    assert not any(errors for _head, (_text, errors) in good[1])
    assert [bool(errors) for _head, (_text, errors) in bad[1]] == [True, True, True]
    assert [(head, text) for head, (text, _errors) in bad[1]] == [
        ("Name", ""),
        ("Baseline", "soon"),
        ("Weight", "heavy"),
    ]
    assert 'data-label="Baseline">soon' in page
    assert "Break\t2027-01-05" in page
    assert office.milestones() == ["Opening"]


def test_a_row_that_breaks_a_rule_is_named_and_none_is_stored(office: Office) -> None:
    answer = paste(office.pm, of_bridge(office), "Break\nOpening\nCheck")
    assert answer.status_code == 422
    assert "Row 2: This is in use already. Choose another." in answer.content.decode()
    assert office.milestones() == ["Opening"]


def test_a_row_with_more_cells_than_columns_is_told(office: Office) -> None:
    answer = paste(office.pm, of_bridge(office), clipboard(["Name"], ["Break", "what is this"]))
    assert "The row has more cells than there are columns." in answer.content.decode()
    assert office.milestones() == ["Opening"]


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("\n".join(f"M {number}" for number in range(501)), "Paste at most 500 rows at a time."),
        (" \n\t\n", "The block holds no rows."),
        ("Name\tBaseline", "The block holds no rows."),
        ('"' + "x" * 140_000, "A cell is longer than a cell can be."),
    ],
    ids=["too many", "blank", "a header alone", "too long"],
)
def test_a_block_that_cannot_be_taken_says_why_and_stays_typed(office: Office, block: str, words: str) -> None:
    answer = paste(office.pm, of_bridge(office), block)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["form"]["block"].value() == block
    assert office.milestones() == ["Opening"]


def test_a_paste_is_undone_in_one_act(office: Office) -> None:
    desk = office.pm
    page = desk.told(paste(desk, of_bridge(office), "Break\nCheck"))
    assert "2 records were added." in page
    desk.post(undo_of(page))
    assert office.milestones() == ["Opening"]


def test_money_is_pasted_by_who_may_change_it_alone(office: Office) -> None:
    fields = [str(label) for label, _required in office.lead.get(of_bridge(office)).context["expected"]]
    assert fields
    block = clipboard(["Name", "Latest budget"], ["Quay", "12億円"])
    assert paste(office.lead, "projects/paste/", block).status_code == 403
    assert paste(office.manager, "projects/paste/", block).status_code == 302
    assert next(each for each in projects(office) if each.name == "Quay").latest_budget == 1_200_000_000


def test_links_of_many_rows_are_found_with_one_query(office: Office) -> None:
    def cost(rows: int) -> int:
        block = clipboard(["Name", "Department"], *([f"Quay {number}", "Harbor"] for number in range(rows)))
        desk = office.manager
        with CaptureQueriesContext(connection) as caught:
            assert paste(desk, "projects/paste/", block, apply=False).context["pasted"].bad == 0
        return len(caught)

    assert cost(2) == cost(12)
