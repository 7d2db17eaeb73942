"""The rules that every template keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.ui.sources import ROOT, TEMPLATES, name

LONGEST = 80
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx script": re.compile(r"\bhx-on\b|hx-vals=.js:|hx-vars", re.IGNORECASE),
    "another host": re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE),
    "an unescaped value": re.compile(r"autoescape\s+off"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<style>p{}</style>", "an inline style"),
        ('<a onclick="x()">', "an inline handler"),
        ("<script>x()</script>", "an inline script"),
        ('<a href="javascript:x()">', "a script address"),
        ('<div hx-on:click="x">', "an htmx script"),
        ('<script src="//cdn.example/x.js">', "another host"),
    ],
)
def test_the_rules_find_what_they_forbid(source: str, what: str) -> None:
    assert FORBIDDEN[what].search(source)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_at_most_one_first_heading_in_each_of_its_branches(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"<h1\b|\{%\s*page_header\b", text)
    assert len(headings) <= 1 + len(re.findall(r"\{%\s*(?:else|elif)\b", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_form_that_writes_carries_a_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL)
    assert [form for form in forms if "csrf_token" not in form] == []
