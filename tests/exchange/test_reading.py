from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pmo_site.exchange import tables, workbooks
from pmo_site.exchange.reading import read_table
from pmo_site.exchange.reasons import FILE_WORDS
from pmo_site.exchange.selectors import PAGE_ROWS
from pmo_site.exchange.services.runs import CHECKED_AT_ONCE
from pmo_site.exchange.services.uploads import KEPT_FOR, READ_AT_ONCE
from pmo_site.exchange.tables import TableError
from tests.exchange.workbooks import package, saved, with_part, workbook
from tests.shared_data import ROOT

ROWS = [["案件番号", "案件名"], ["P-1", "基幹系刷新"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separated_text_is_read_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    table = read_table(text.encode(encoding))
    assert table.header == ("案件番号", "案件名")
    assert [(row.number, dict(row.cells)) for row in table.rows] == [(2, {"案件番号": "P-1", "案件名": "基幹系刷新"})]


def test_quoted_line_breaks_and_delimiters_stay_in_their_cell() -> None:
    table = read_table(b'code,name\nP-1,"a, b\nc; ""d"""\n')
    assert table.rows[0].cells["name"] == 'a, b\nc; "d"'


def test_a_title_and_merged_cells_above_the_header_are_passed_over() -> None:
    rows: list[list[Any]] = [
        ["プロジェクト一覧", None, None],
        [],
        ["2026年度", "作成者 佐藤", None],
        ["案件番号", "案件名", "予算（千円）"],
        ["P-1", "基幹系刷新", 1200],
        [],
        ["P-2", "窓口", None],
    ]
    table = read_table(workbook(rows, merged="A1:C1"), known=["案件番号", "案件名", "予算"])
    assert table.header == ("案件番号", "案件名", "予算(千円)".replace("(", "（").replace(")", "）"))
    assert [row.number for row in table.rows] == [5, 7]


def test_columns_of_one_name_and_of_none_get_names_of_their_own() -> None:
    assert read_table(b"code,note,note,\nP-1,a,b,c\n").header == ("code", "note", "note (2)", "#4")


def test_typed_cells_become_text_that_reads_back_the_same() -> None:
    cells = [date(2026, 4, 1), datetime(2026, 4, 1, 9, 30), 1234567890123, 0.1 + 0.2, True, None, "０１２", 0.55, -5e-7]  # noqa: DTZ001  a sheet knows no zones
    content = workbook([[f"c{place}" for place in range(9)], cells], formats={"H2": "0%"})
    row = read_table(content).rows[0].cells
    assert list(row.values()) == [
        "2026-04-01",
        "2026-04-01 09:30:00",
        "1234567890123",
        "0.3",
        "TRUE",
        "",
        "０１２",
        "55%",
        "-0.0000005",
    ]


def test_the_first_visible_sheet_that_holds_anything_is_read() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["secret", "list"])
    hidden.sheet_state = "hidden"
    book.create_sheet("blank")
    book.create_sheet("cover").append(["Our projects"])
    real = book.create_sheet("real")
    real.append(["code", "name"])
    real.append(["P-1", "Bridge"])
    assert read_table(saved(book)).header == ("code", "name")


def test_a_cover_with_rows_of_its_own_is_passed_over_for_the_sheet_whose_heads_are_known() -> None:
    book = Workbook()
    cover, real = book.active, book.create_sheet("list")
    assert cover is not None
    for row in (["Our projects", "2026"], ["Author", "Kaji"], ["State", "draft"]):
        cover.append(row)
    for row in (["Title"], [], ["案件番号", "案件名"], ["P-1", "Bridge"]):
        real.append(row)
    assert read_table(saved(book), {"案件番号", "案件名"}).header == ("案件番号", "案件名")
    assert read_table(saved(book), {"unheard", "of"}).header == ("Our projects", "2026")


def test_a_sheet_that_cannot_be_read_does_no_harm_behind_one_that_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    book = Workbook()
    first, second = book.active, book.create_sheet("long")
    assert first is not None
    for sheet, rows in ((first, 1), (second, 5)):
        for number in range(rows + 1):
            sheet.append([f"a{number}", "b"])
    assert read_table(saved(book), {"unheard", "of"}).header == ("a0", "b")


@pytest.mark.fault("F02")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n , ,\n", "empty"),
        (b"code,name\n", "only_head"),
        (workbook([["code", "name"]]), "only_head"),
        (b"\x89PNG\x00\x01", "not_text"),
        (b"\x81\xff\xfe\xfd", "unknown_encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "old_or_protected"),
        (b"PK\x03\x04 and no more", "broken_workbook"),
        (package({"readme.txt": b"no workbook"}), "not_a_workbook"),
        (package({"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<"}), "broken_workbook"),
        (with_part(workbook(ROWS), "xl/media/bomb", b"\0" * 80_000_000), "unpacks_too_large"),
        (package({str(number): b"" for number in range(workbooks.MAX_ENTRIES + 1)}), "too_many_parts"),
        (workbook([["code"], [*[None] * 250, "far"]]), "too_many_columns"),
        (b"a,b\n" + b"x" * 40_000 + b",1\n", "cell_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_or_hostile_is_refused_with_a_code(content: bytes, code: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(content)
    assert refused.value.code == code


@pytest.mark.fault("F01")
def test_an_entity_in_a_workbook_is_refused_and_not_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(TableError) as refused:
        read_table(with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", evil))
    assert refused.value.code == "broken_workbook"


@pytest.mark.fault("F02")
def test_a_lone_cell_far_below_is_refused_and_does_not_hold_the_reader_up() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["code", "name"])
    sheet.cell(1_048_576, 1, "far")
    with pytest.raises(TableError) as refused:
        read_table(saved(book))
    assert refused.value.code == "too_many_blank_rows"


def test_macros_and_links_to_other_files_are_left_alone() -> None:
    content = with_part(workbook(ROWS), "xl/vbaProject.bin", b"macro")
    content = with_part(content, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert read_table(content).rows[0].cells["案件番号"] == "P-1"


def test_a_protected_part_is_refused() -> None:
    content = bytearray(package({"[Content_Types].xml": b"x", "xl/workbook.xml": b"y"}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(TableError) as refused:
        read_table(bytes(content))
    assert refused.value.code == "old_or_protected"


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    assert len(read_table(b"a,b\n" + b"1,2\n" * 3).rows) == 3
    with pytest.raises(TableError) as refused:
        read_table(b"a,b\n" + b"1,2\n" * 4)
    assert refused.value.code == "too_many_rows"


def test_the_documented_limits_are_those_that_hold() -> None:
    documented = json.loads((ROOT / "docs" / "limits.json").read_text(encoding="utf-8"))["import"]
    assert documented == {
        "file_bytes": tables.MAX_BYTES,
        "rows": tables.MAX_ROWS,
        "columns": tables.MAX_COLUMNS,
        "cells": tables.MAX_CELLS,
        "cell_characters": tables.MAX_CELL,
        "workbook_parts": workbooks.MAX_ENTRIES,
        "workbook_unpacked_bytes": workbooks.MAX_UNPACKED,
        "workbook_ratio": workbooks.MAX_RATIO,
        "blank_rows": workbooks.MAX_BLANK_ROWS,
        "styled_cells_of_a_row": workbooks.MAX_STYLED,
        "kept_days": KEPT_FOR.days,
        "bytes_read_at_once": READ_AT_ONCE,
        "rows_checked_at_once": CHECKED_AT_ONCE,
        "report_page_rows": PAGE_ROWS,
    }


def lied_about(content: bytes, told: int) -> bytes:
    """A package whose table of contents tells another size for its largest part than it unpacks to."""
    lie = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = max(archive.infolist(), key=lambda each: each.file_size)
    place = lie.rindex(part.filename.encode()) - 46
    assert lie[place : place + 4] == b"PK\x01\x02"
    lie[place + 24 : place + 28] = told.to_bytes(4, "little")
    return bytes(lie)


def many_columns(columns: int, rows: int, *, value: object = None) -> bytes:
    """A sheet of wide rows whose cells carry style and, in the last one, a value."""
    cells = "".join(f'<c s="0" r="{get_column_letter(place)}1"/>' for place in range(1, columns))
    last = f'<c r="{get_column_letter(columns)}1"><v>{value}</v></c>' if value is not None else ""
    row = f"<row>{cells}{last}</row>"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{row * rows}</sheetData></worksheet>"
    )
    return with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", sheet.encode())


def blank_rows(count: int) -> bytes:
    """A sheet of rows that hold nothing."""
    rows = "".join(f'<row r="{place}"/>' for place in range(1, count))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{rows}</sheetData></worksheet>"
    )
    return with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", sheet.encode())


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: with_part(workbook(ROWS), "xl/media/bomb", b"\0" * 80_000_000), "unpacks_too_large"),
    "many small bombs": (
        lambda: package({f"xl/media/{place}": b"\0" * 999_999 for place in range(120)}),
        "unpacks_too_large",
    ),
    "a bomb that tells a small size": (
        lambda: lied_about(with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", b"<x/>" * 3_000_000), 500),
        "broken_workbook",
    ),
    "10,000 parts": (lambda: package({str(place): b"" for place in range(10_000)}), "too_many_parts"),
    "a package in a package": (lambda: package({"inner.xlsx": workbook(ROWS)}), "not_a_workbook"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", "old_or_protected"),
    "16,384 columns": (lambda: many_columns(16_384, 2, value=1), "too_many_columns"),
    "styled cells to the last column": (lambda: many_columns(16_384, 3), "too_many_columns"),
    "100,000 empty rows": (lambda: blank_rows(100_000), "too_many_blank_rows"),
    "more cells than are held": (lambda: (b"," * 199 + b"x\n") * 10_001, "too_many_cells"),
}
"""Files that mean harm, and the code by which each is refused."""


@pytest.mark.fault("F02")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_refused_in_a_sentence_of_both_languages(name: str) -> None:
    make, code = HOSTILE[name]
    content = make()
    with pytest.raises(TableError) as refused:
        read_table(content)
    assert refused.value.code == code
    sentences = set()
    for language in ("ja", "en"):
        with translation.override(language):
            sentences.add(str(FILE_WORDS[code]))
    assert len(sentences) == 2


def test_styled_cells_that_hold_nothing_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 10_000)
    with pytest.raises(TableError) as refused:
        read_table(many_columns(900, 12))
    assert refused.value.code == "too_many_cells"


def test_a_formula_that_would_call_a_program_counts_as_what_was_stored_with_it() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>code</v></c><c r="B1" t="str"><v>name</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><v>P-1</v></c>'
        b'<c r="B2" t="str"><f>cmd|\'/C calc\'!A0</f><v>stored</v></c></row></sheetData></worksheet>'
    )
    table = read_table(with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", sheet))
    assert dict(table.rows[0].cells) == {"code": "P-1", "name": "stored"}
