"""Words of the other language on a page: texts of the catalog that were not translated, sentences that never were."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.ui.sources import ROOT

CATALOG: Final[Path] = ROOT / "pmo_site" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
TEXTS: Final = """
() => {
  const mine = (e) => (e.closest("[lang]")?.lang ?? "") === document.documentElement.lang;
  const shown = (e) => !e.closest("script, style, [data-verbatim]");
  const found = [document.title.split("·")[0]];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (mine(parent) && shown(parent)) found.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-label"])
    for (const e of document.querySelectorAll(`[${name}]`)) if (mine(e)) found.push(e.getAttribute(name));
  return [...new Set(found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean))];
}
"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
_SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
_LETTERS = 3


def foreign_words(page: Page, language: str) -> list[str]:
    """Texts of a page, attributes included, that stand in the language that the reader did not choose."""
    return [text for text in page.evaluate(TEXTS) if _is_foreign(text, language)]


@cache
def _is_foreign(text: str, language: str) -> bool:
    exact, patterns = _other_language(language)
    if language == "ja" and _SENTENCE.search(text):
        return True
    return text in exact or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def _other_language(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the catalog says in the language that is not `language`: whole texts, and those with places to fill."""
    exact, patterns = set(), []
    with CATALOG.open("rb") as source:
        catalog = read_po(source, locale="ja")
    for message in catalog:
        pairs = zip(_all(message.id), [*_all(message.string)] * 2, strict=False)
        for english, japanese in pairs:
            if english == japanese or not english:
                continue
            words = " ".join((english if language == "ja" else japanese).split())
            if not _PLACEHOLDER.search(words):
                exact.add(words)
            elif len(re.findall(r"[^\W\d_]", _PLACEHOLDER.sub("", words))) >= _LETTERS:
                patterns.append(re.compile(".+".join(re.escape(piece) for piece in _PLACEHOLDER.split(words))))
    return frozenset(exact), tuple(patterns)


def _all(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
