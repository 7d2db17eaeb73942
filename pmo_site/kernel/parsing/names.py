"""A person's name in one cell, told apart as far as its own writing tells it."""

from __future__ import annotations

import re

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆]")
"""Kana of either width, and kanji."""
_KATAKANA = re.compile(r"[\u30a0-\u30fa\u30fc-\u30ff\uff66-\uff9f]+")
_DOT = re.compile(r"[・･]")
_COMMA = re.compile(r"[,，]")
_PARTICLES = frozenset(("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "bin", "al"))
_INITIAL = re.compile(r"^[^\W\d_]\.?$")
_BOTH = 2

Split = tuple[str, str]


def is_japanese(text: str) -> bool:
    """Whether a name is written in kana or kanji, all of it or in part."""
    return _JAPANESE.search(text) is not None


def split_name(text: str) -> Split | None:
    """The family and the given name; None where the writing does not tell where one ends.

    Japanese names begin with the family name, with a space behind it of either width; foreign ones in katakana with a
    dot (ジョン・スミス) and Latin ones end with it. A comma stands behind the family name, and of two Latin words the
    first is it where it alone is in capitals (YAMADA Taro). Three Latin words are told apart by an initial or a
    particle (Ludwig van Beethoven) alone.
    """
    around = [" ".join(part.split()) for part in _COMMA.split(text)]
    if len(around) == _BOTH:
        return _both(*around)
    if len(around) > _BOTH:
        return None
    return _japanese(around[0]) if is_japanese(text) else _latin(around[0].split(" "))


def _both(family: str, given: str) -> Split | None:
    return (family, given) if family and given else None


def _japanese(plain: str) -> Split | None:
    words = plain.split(" ")
    if len(words) == _BOTH:
        return _both(*words)
    parts = _DOT.split(plain)
    if len(words) == 1 and len(parts) == _BOTH and all(map(_KATAKANA.fullmatch, parts)):
        return _both(parts[1], parts[0])
    return None


def _latin(words: list[str]) -> Split | None:
    if len(words) < _BOTH:
        return None
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if len(words) == _BOTH and capitals == [True, False]:
        return words[0], words[1]
    start = next((place for place, word in enumerate(words) if place and word in _PARTICLES), len(words) - 1)
    if start > 1 and not all(map(_INITIAL.match, words[1:start])):
        return None
    return " ".join(words[start:]), " ".join(words[:start])
