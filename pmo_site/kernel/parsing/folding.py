"""Folding for search: what looks or sounds the same is found the same way."""

from __future__ import annotations

import re
import unicodedata

KATAKANA = range(0x30A1, 0x30F7)
KATAKANA_MARKS = range(0x30FD, 0x30FF)
TO_HIRAGANA = 0x60

_HIRAGANA = {code: code - TO_HIRAGANA for span in (KATAKANA, KATAKANA_MARKS) for code in span}
_LONG_VOWEL = re.compile(r"(?<=[ぁ-ゖ])ー+")
_MIDDLE_DOT = re.compile(r"(?<=[ぁ-ゖー])・(?=[ぁ-ゖ])")
_SPACES = re.compile(r"\s+")


def narrow(text: str) -> str:
    """Bring width and compatibility forms together (NFKC) and trim: １２３ is 123, ｶﾞ is ガ, ㋿ is 令和."""
    return unicodedata.normalize("NFKC", text).strip()


def fold(text: str) -> str:
    """Fold a text for search: width, case, kana, long vowels (サーバー = サーバ), invisible marks and spaces.

    Folding what is folded changes nothing. A folded text is a key for comparison, never for display.
    """
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    plain = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    kana = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold()).translate(_HIRAGANA)
    return _SPACES.sub(" ", _LONG_VOWEL.sub("", _MIDDLE_DOT.sub("", kana))).strip()
