"""Who is named in a text with an @ before the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")

_SIGNS = frozenset("@＠")
MOST = 50
"""So many signs are looked at in one text."""


def folded(text: str) -> str:
    """A text as names are compared: width and case do not tell two apart, spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(family: str, given: str) -> frozenset[str]:
    """How a person may be named: family name first or last; the family name alone where there is no other."""
    return frozenset({folded(family + given), folded(given + family)} - {""})


def mentioned(text: str, names: Mapping[str, frozenset[Key]]) -> Iterator[frozenset[Key]]:
    """Everybody that each @ may mean, by the longest name that follows it; an @ within a word is none."""
    longest = 2 * max(map(len, names), default=0)
    starts = [place + 1 for place, sign in enumerate(text) if sign in _SIGNS and not _is_latin(text[:place][-1:])]
    for start in starts[:MOST]:
        for end in range(min(start + longest, len(text)), start, -1):
            name = folded(text[start:end])
            if name in names and not (_is_latin(text[end - 1]) and _is_latin(text[end : end + 1])):
                yield names[name]
                break


def _is_latin(sign: str) -> bool:
    """Whether a word goes on here: Japanese writes on after a name without a space."""
    return sign.isascii() and sign.isalnum()


def by_spelling(people: Iterable[tuple[Key, str, str]]) -> dict[str, frozenset[Key]]:
    """Keys of people by every spelling of their names; namesakes share one."""
    found: dict[str, frozenset[Key]] = {}
    for key, family, given in people:
        for name in spellings(family, given):
            found[name] = found.get(name, frozenset()) | {key}
    return found
