"""The import center as a browser without scripts meets it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.tasks import run_import
from projects.models import Project
from tests.exchange.workbooks import workbook
from tests.projects.cast import Cast
from tests.sheets import csv_lines, sheet_rows

ROWS: list[list[Any]] = [
    ["案件一覧", None, None, None],
    [],
    ["案件番号", "案件名", "予算（千円）", "完了見込日"],
    ["P-2601", "基幹系の刷新", 2000, "2027-06-30"],
    ["N-1", "<script>alert(1)</script>", None, None],
]


def uploaded(cast: Cast, client: Client, rows: list[list[Any]] | None = None) -> str:
    """Upload a workbook; the address of the import."""
    file = SimpleUploadedFile("案件一覧.xlsx", workbook(rows or ROWS))
    response = client.post(cast.address("import/"), {"kind": "projects", "file": file})
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def typed(client: Client, address: str, **changed: str) -> dict[str, str]:
    """What a browser would send back from the mapping as it was shown."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value not in (None, False)} | changed


def worked_off(cast: Cast, key: str = "pmo-manager") -> ImportRun:
    """Let a worker do what waits."""
    with cast.acting(key) as actor:
        run = ImportRun.objects.get()
    run_import(str(actor.organization_id), run_id=str(run.pk), user_id=str(actor.user_id))
    with cast.acting(key):
        return ImportRun.objects.get()


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["First rows", "Rejected", "Changes"]), ("ja", ["最初の行", "取込不可", "変更内容"])]
)
def test_a_file_goes_in_from_upload_to_undo(cast: Cast, language: str, words: list[str]) -> None:
    client = cast.client("pmo-manager", language)
    address = uploaded(cast, client)
    assert words[0] in client.get(address).content.decode()
    assert client.post(address, typed(client, address)).status_code == 302
    page = client.get(address).content.decode()
    assert all(word in page for word in words[1:])
    assert "基幹系の刷新" in page
    assert "<script>alert" not in client.get(address + "?show=created").content.decode()
    assert cast.project().name != "基幹系の刷新"
    client.post(address + "apply/")
    assert worked_off(cast).state == ImportState.DONE
    assert cast.project().name == "基幹系の刷新"
    assert cast.project("N-1").name == "<script>alert(1)</script>"
    assert client.get(address).status_code == 200
    client.post(address + "undo/")
    assert worked_off(cast).state == ImportState.UNDONE
    assert cast.project().name != "基幹系の刷新"
    assert client.get(address).status_code == 200
    assert "案件一覧.xlsx" in client.get(cast.address("import/")).content.decode()


def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_is_kept(cast: Cast) -> None:
    client = cast.client("pmo-manager", "ja")
    file = SimpleUploadedFile("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    response = client.post(cast.address("import/"), {"kind": "projects", "file": file})
    assert response.status_code == 422
    assert "パスワード" in response.content.decode()
    with cast.acting("pmo-manager"):
        assert not ImportRun.objects.exists()


def test_what_was_typed_stays_when_the_columns_are_refused(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    address = uploaded(cast, client)
    told = typed(client, address, column_0="name", remember_as="typed for an hour", currency="USD")
    response = client.post(address, told)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Two columns cannot go to one field." in page
    assert "Choose the columns marked as needed" in page
    assert "typed for an hour" in page
    assert 'value="USD"' in page
    with cast.acting("pmo-manager"):
        assert ImportRun.objects.get().state == ImportState.UPLOADED


def test_rejected_rows_are_told_in_words_and_cannot_be_applied(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    address = uploaded(cast, client, [*ROWS, ["N-2", None, "abc", "2026-02-30"]])
    client.post(address, typed(client, address))
    page = client.get(address).content.decode()
    for reason in ("This must not be empty.", "There is no such day.", "This is no number that can be understood."):
        assert reason in page
    assert "apply/" not in page
    client.post(address + "apply/")
    with cast.acting("pmo-manager"):
        assert ImportRun.objects.get().state == ImportState.CHECKED
        assert not Project.objects.filter(code="N-1").exists()


def test_rejected_rows_go_back_as_a_file_with_row_column_and_reason(cast: Cast) -> None:
    client = cast.client("pmo-manager", "ja")
    address = uploaded(cast, client, [*ROWS, ["N-2", "新規", "abc", "2026-02-30"]])
    assert client.get(f"{address}?format=csv").headers["Content-Type"].startswith("text/html")  # nothing is checked
    client.post(address, typed(client, address))
    rows = sheet_rows(client, f"{address}?show=rejected&format=xlsx")
    assert rows[0] == ("行", "列", "理由", "セルの内容")
    assert [(row[0], row[1]) for row in rows[1:]] == [(6, "予算（千円）"), (6, "完了見込日")]
    assert all(row[2] for row in rows[1:])
    updated = csv_lines(client, f"{address}?show=updated&format=csv")
    assert {line["コード"] for line in updated} == {"P-2601"}
    assert next(line for line in updated if line["変更後"] == "基幹系の刷新")["変更前"]
    assert [line["コード"] for line in csv_lines(client, f"{address}?show=created&format=csv")] == ["N-1"]


def test_who_may_not_change_money_is_offered_no_field_of_money(cast: Cast) -> None:
    client = cast.client("pmo-expert")
    address = uploaded(cast, client)
    form = client.get(address).context["form"]
    offered = {key for key, _label in form.fields["column_2"].choices}
    assert "latest_budget" not in offered
    assert form["column_2"].value() == ""
    assert client.post(address, typed(client, address)).status_code == 302
    forged = client.post(address, typed(client, address, column_2="latest_budget"))
    assert forged.status_code == 422


def test_others_imports_do_not_exist_for_who_may_not_import(cast: Cast) -> None:
    address = uploaded(cast, cast.client("pmo-manager"))
    for path in (address, address + "apply/", address + "undo/"):
        assert cast.client("pm").post(path).status_code == 404
    assert cast.client("pm").get(cast.address("import/")).status_code == 403


@pytest.mark.parametrize(
    "query", ["?show=zzz", "?page=99999", "?page=-1", "?page=x", "?use=%00", "?show=created&page=１"]
)
def test_a_query_that_makes_no_sense_shows_the_import(cast: Cast, query: str) -> None:
    client = cast.client("pmo-manager")
    address = uploaded(cast, client)
    client.post(address, typed(client, address))
    assert client.get(address + query).status_code == 200


def test_guesses_are_marked_until_they_are_confirmed_and_rejected_rows_say_what_stops_the_import(cast: Cast) -> None:
    client = cast.client("pmo-manager", "en")
    rows: list[list[Any]] = [["案件番号", "Name", "Smell"], ["N-1", "Quay", "salt"], ["N-2", None, None]]
    address = uploaded(cast, client, rows)
    lines = {column: is_guess for column, _cells, _field, is_guess in client.get(address).context["form"].lines()}
    assert lines == {"案件番号": True, "Name": False, "Smell": False}
    stops = "Rejected rows stop the import."
    assert stops not in client.get(address).content.decode()
    client.post(address, typed(client, address))
    checked = client.get(address)
    assert stops in checked.content.decode()
    assert not any(is_guess for *_line, is_guess in checked.context["form"].lines())
    client.post(address, typed(client, address, skips_rejected="on"))
    assert stops not in client.get(address).content.decode()


def test_a_row_that_is_rejected_for_two_reasons_is_counted_once(cast: Cast) -> None:
    client = cast.client("pmo-manager", "en")
    address = uploaded(cast, client, [*ROWS, ["N-2", None, "abc", "2026-02-30"]])
    client.post(address, typed(client, address))
    answer = client.get(address)
    tabs = {str(tab.label): tab.count for tab in answer.context["tabs"]}
    assert (tabs["Rejected"], len(answer.context["lines"])) == (1, 3)
    assert sum(tabs.values()) == 3
