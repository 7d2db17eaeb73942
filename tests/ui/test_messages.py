"""The Japanese catalog is complete, and the check can fail."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog

from pmo_site.ui.messages import Text, catalog_path, problems, read_catalog, source_messages, template_texts, update
from tests.ui.sources import ROOT


def test_every_text_of_the_product_is_translated() -> None:
    assert problems(read_catalog(catalog_path(ROOT)), source_messages(ROOT)) == []


def test_texts_are_found_in_templates_with_plurals_and_contexts() -> None:
    source = """{% load i18n %}{% trans "One" %}{% trans "Two" context "ctx" %}<b title="{% trans 'Three' %}">
    {% blocktrans trimmed count n=n %}
      {{ n }} row
    {% plural %}
      {{ n }} rows
    {% endblocktrans %}"""
    assert template_texts(source) == {
        Text("One"),
        Text("Two", context="ctx"),
        Text("Three"),
        Text("%(n)s row", "%(n)s rows"),
    }


def test_a_function_imported_under_another_name_is_still_read(tmp_path: Path) -> None:
    folder = tmp_path / "pmo_site"
    folder.mkdir()
    (folder / "words.py").write_text("from django.utils.translation import gettext_lazy as lazy\nX = lazy('Word')\n")
    assert source_messages(tmp_path) == {Text("Word")}


def test_missing_untranslated_fuzzy_and_unused_texts_are_named() -> None:
    catalog = Catalog(locale="ja")
    catalog.add("empty", "")
    catalog.add("fuzzy", "x", flags=("fuzzy",))
    catalog.add("old", "x")
    found = problems(catalog, {Text("empty"), Text("fuzzy"), Text("missing")})
    assert found == ["untranslated: empty", "missing: missing", "fuzzy: fuzzy", "no longer used: old"]


def test_a_translation_that_loses_a_placeholder_is_wrong() -> None:
    catalog = Catalog(locale="ja")
    catalog.add("%(n)s of %(m)s", "%(n)s件", flags=("python-format",))
    assert problems(catalog, {Text("%(n)s of %(m)s")})[0].startswith("wrong: %(n)s of %(m)s")


def test_an_update_keeps_translations_adds_new_texts_and_drops_old_ones() -> None:
    catalog = Catalog(locale="ja")
    catalog.add("kept", "残す")
    catalog.add("old", "古い")
    fresh = update(catalog, {Text("kept"), Text("new"), Text("row", "rows")})
    assert [entry.id for entry in fresh if entry.id] == ["kept", "new", ("row", "rows")]
    kept = fresh.get("kept")
    assert kept is not None
    assert kept.string == "残す"
