"""The file of a list: exactly its rows, typed cells, nothing that a spreadsheet runs, no money that is closed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from pmo_site.exchange.reading import read_table
from projects.services.milestone import milestone_create
from projects.services.project import project_create
from tests.api.world import facts
from tests.resources.office import Desk, Office

DANGER = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", '=HYPERLINK("https://evil.example")']


def sheet_of(desk: Desk, path: str) -> Any:
    """The one sheet of a list's workbook."""
    answer = desk.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    book = load_workbook(io.BytesIO(answer.content))
    (sheet,) = book.worksheets
    return sheet


def texts(desk: Desk, path: str) -> list[list[str]]:
    answer = desk.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_workbook_holds_the_rows_of_the_filter_as_numbers_and_days(office: Office) -> None:
    columns = "columns=code,name,forecast_finish,latest_budget,percent_complete"
    sheet = sheet_of(office.manager, f"projects/?q=bridge&{columns}&format=xlsx")
    head, row = list(sheet.iter_rows(values_only=True))
    assert head == ("Code", "Name", "Forecast finish", "Latest budget", "Currency", "Progress")
    assert row[:2] == ("P-1", "Bridge")
    assert row[2].date() == date(2027, 1, 15)
    assert row[3:] == (1_200_000, "JPY", None)
    assert sheet["C2"].is_date
    assert sheet["D2"].data_type == "n"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize(("language", "title", "head"), [("ja", "案件一覧", "名称"), ("en", "Projects", "Name")])
def test_a_workbook_speaks_the_reader_s_language(office: Office, language: str, title: str, head: str) -> None:
    desk = office.desk(office.world.manager, language)
    sheet = sheet_of(desk, "projects/?format=xlsx&columns=name")
    assert sheet.title == title
    assert sheet["A1"].value == head
    name = unquote(desk.get("projects/?format=xlsx").headers["Content-Disposition"])
    assert f"{title}_2026" in name
    assert ".xlsx" in name


@pytest.mark.parametrize(("language", "head"), [("ja", "読み仮名"), ("en", "Reading")])
def test_a_reading_goes_in_by_form_and_api_and_out_by_file(office: Office, language: str, head: str) -> None:
    desk, api = office.desk(office.world.manager, language), office.world.caller(office.world.pm)
    values = desk.typed("projects/new/", name="配車最適化", code="P-9", reading="はいしゃさいてきか")
    assert desk.post("projects/new/", values).status_code == 302
    path = "projects/?q=haisha&columns=name,reading&format=csv"
    assert texts(desk, path) == [texts(desk, path)[0], ["配車最適化", "はいしゃさいてきか"]]
    assert texts(desk, path)[0][1] == head
    address = f"projects/{office.world.project.pk}/"
    changed = api.patch(address, {"reading": "はし"}, **{"If-Match": api.get(address).headers["ETag"]})
    assert (changed.status_code, changed.json()["reading"]) == (200, "はし")


def test_a_text_stays_a_text_whatever_it_begins_with(office: Office) -> None:
    with office.inside():
        for number, text in enumerate(DANGER):
            values = facts(code=f"D-{number}", name=f"D{number}", purpose=text)
            project_create(actor=office.actor, values=values)
    sheet = sheet_of(office.manager, "projects/?format=xlsx&columns=purpose&q=D-&sort=code")
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == DANGER
    assert {cell.data_type for cell in cells} == {"s"}
    lines = texts(office.manager, "projects/?format=csv&columns=purpose&q=D-&sort=code")[1:]
    assert all(line[0].startswith("'") for line in lines), lines


def test_a_csv_opens_in_a_spreadsheet_and_is_read_back_as_it_was(office: Office) -> None:
    with office.inside():
        values = facts(code="=1", name="渚の倉庫", purpose='two\nlines, "quoted"')
        project_create(actor=office.actor, values=values)
    answer = office.manager.get("projects/?format=csv&columns=code,name,purpose&sort=-name")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    table = read_table(answer.content)
    found = {row.cells["Name"]: (row.cells["Code"], row.cells["Purpose"]) for row in table.rows}
    assert found["渚の倉庫"] == ("=1", 'two\nlines, "quoted"')


def test_money_is_no_column_for_who_sees_none_of_it(office: Office) -> None:
    sheet = sheet_of(office.lead, "projects/?format=xlsx&columns=name,latest_budget,original_budget")
    assert list(sheet.iter_rows(values_only=True)) == [("Name",), ("Bridge",)]


def test_a_file_holds_all_pages_of_the_list_in_its_order(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo_site.resources.views.lists.PAGE_SIZE", 1)
    with office.inside():
        for name in ("Break", "Check"):
            milestone_create(actor=office.actor, project=office.project(), values={"name": name, "baseline_on": None})
    path = f"projects/{office.project().pk}/milestones/"
    assert len(office.pm.names(path)) == 1
    sheet = sheet_of(office.pm, f"{path}?format=xlsx&columns=name&sort=-name")
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Opening", "Check", "Break"]


def test_an_empty_list_is_a_file_with_its_head(office: Office) -> None:
    sheet = sheet_of(office.manager, "projects/?format=xlsx&columns=name&q=nothing-like-it")
    assert list(sheet.iter_rows(values_only=True)) == [("Name",)]


def test_a_person_is_named_in_the_reader_s_order(office: Office) -> None:
    for language in ("ja", "en"):
        (line,) = texts(office.desk(office.world.manager, language), "projects/?format=csv&columns=manager&q=bridge")[
            1:
        ]
        assert line == [office.world.pm.person.display(language)]
