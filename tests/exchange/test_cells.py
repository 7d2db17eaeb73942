"""What a spreadsheet would compute is disarmed in exports, and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.exchange.cells import neutralized, original
from pmo_site.exchange.parsers import percent
from pmo_site.exchange.reading import read_table
from tests.exchange.workbooks import workbook

SIGNS = "=+-@\t\r;＝＋－＠；"
TEXTS = st.text() | st.builds("{}{}{}".format, st.text("' \n"), st.sampled_from(SIGNS), st.text())


@pytest.mark.fault("F03")
@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_of_an_export_begins_with_a_sign_that_starts_a_formula(sign: str) -> None:
    assert neutralized(f'{sign}HYPERLINK("x")') == f'\'{sign}HYPERLINK("x")'
    assert neutralized(f" {sign}1+1") == f"' {sign}1+1"


@pytest.mark.parametrize("text", ["-5", "+1,200.50", "-12%", "－５", "P-1", "", "'tis", "a=b", "2026-04-01"])
def test_signed_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert neutralized(text) == text == original(text)


@given(TEXTS)
def test_every_text_comes_back_as_it_went_out(text: str) -> None:
    assert original(neutralized(text)) == text


@given(TEXTS)
def test_what_went_out_begins_with_no_sign_unless_it_is_a_number(text: str) -> None:
    first = neutralized(text).lstrip()[:1]
    assert first not in set("=@＝＠;；") or not first


def test_a_signed_number_that_went_out_is_read_as_a_number() -> None:
    assert percent(original(neutralized("+55%"))) == 55


@pytest.mark.fault("F03")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_of_neutralized_cells_reads_back_equal(form: str) -> None:
    texts = [f"{sign}cmd|' /C calc'!A0" for sign in SIGNS] + ["'=quoted", "-5", "plain"]
    rows = [["code", "name"], *([f"P-{place}", neutralized(text)] for place, text in enumerate(texts))]
    if form == "csv":
        file = io.StringIO()
        csv.writer(file).writerows(rows)
        table = read_table(file.getvalue().encode("utf-8-sig"))
    else:
        table = read_table(workbook(rows))
    kept = texts if form == "csv" else [text.replace("\r", "\n") for text in texts]  # XML knows one end of a line
    assert [row.cells["name"] for row in table.rows] == kept
