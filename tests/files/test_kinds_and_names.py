"""What a file is, is told by its bytes; what it is called is made safe first."""

from __future__ import annotations

import pytest

from pmo_site.files.domain.kinds import KINDS, content_type_of
from pmo_site.files.domain.names import ending_of, safe_name
from tests.files.samples import OLE, PDF, PNG, SAMPLES, archive, office

PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize("ending", KINDS)
def test_each_kind_is_known_by_its_own_bytes(ending: str) -> None:
    assert content_type_of(ending, SAMPLES[ending]) == KINDS[ending].content_type


FAMILIES = [{".jpg", ".jpeg"}, {".doc", ".xls", ".ppt", ".msg"}]


@pytest.mark.parametrize("ending", [ending for ending in KINDS if ending not in {".txt", ".csv", ".zip"}])
def test_the_bytes_of_another_kind_are_none_of_this_one(ending: str) -> None:
    alike = next((family for family in FAMILIES if ending in family), {ending})
    others = {other: content for other, content in SAMPLES.items() if other not in alike}
    assert [other for other, content in others.items() if content_type_of(ending, content)] == []


@pytest.mark.parametrize(
    "ending", [".html", ".htm", ".svg", ".js", ".exe", ".bat", ".ps1", ".php", ".xlsm", ".docm", ""]
)
def test_pages_scripts_macros_and_programs_are_of_no_kind(ending: str) -> None:
    assert content_type_of(ending, PAGE) is None


@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        b"  \n<html>",
        b"\xef\xbb\xbf<script>alert(1)</script>",
        b"<svg onload=alert(1)>",
        b"<?xml version='1.0'?><svg/>",
        b"<?php system(1);",
        b"#!/bin/sh\n",
        "\ufeff<script>".encode("utf-16-le"),
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x00",
        b"\x81\xff\xff",
    ],
)
def test_what_a_reader_would_run_is_no_text(content: bytes) -> None:
    assert {content_type_of(ending, content) for ending in (".txt", ".csv")} == {None}


def test_a_workbook_with_macros_is_refused_whatever_its_ending() -> None:
    assert content_type_of(".xlsx", office(".xlsx", "xl/vbaProject.bin")) is None


def test_a_broken_archive_is_none() -> None:
    assert content_type_of(".zip", SAMPLES[".zip"][:20]) is None
    assert content_type_of(".docx", b"PK\x03\x04" + b"\x00" * 40) is None
    assert content_type_of(".zip", archive()) == "application/zip"


@pytest.mark.parametrize(("ending", "content"), [(".pdf", PNG), (".png", PDF), (".docx", OLE), (".xls", PDF)])
def test_a_name_that_lies_is_found_out(ending: str, content: bytes) -> None:
    assert content_type_of(ending, content) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\計画.xlsx", "計画.xlsx"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066zero\u200bwidth\u2069.txt", "zerowidth.txt"),
        ("  .. a  b .pdf ", "a b .pdf"),
        ("か\u3099.txt", "が.txt"),
        ("..", ""),
        ("/", ""),
        (".pdf", "pdf"),
        ("\u202e.\u200b", ""),
    ],
)
def test_a_name_loses_its_path_and_whatever_hides_or_turns_it(typed: str, kept: str) -> None:
    assert safe_name(typed, limit=200) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("長" * 300 + ".xlsx", limit=200)
    assert (len(name), name[-5:]) == (200, ".xlsx")


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", ".pdf"), ("a", ""), ("a.tar.gz", ".gz"), ("a.ｐｄｆ", ""), ("a.b c", "")]
)
def test_an_ending_is_what_stands_after_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending
