"""The part of a long text in which a typed word stands, so that whoever finds it sees why."""

from __future__ import annotations

from collections.abc import Callable

from pmo_site.kernel.parsing import fold
from pmo_site.resources.search.kinds import TypedWords

BEFORE, LENGTH = 30, 120
"""So many characters stand before the word, and altogether."""
CUT = "…"


def extract(text: str, words: TypedWords) -> str:
    """The text around the first typed word that stands in it, on one line; its beginning where none does."""
    line = " ".join(text.split())
    places = [place for word in words for needle in word if (place := _place(line, needle)) is not None]
    first = max(0, min(places, default=0) - BEFORE)
    first = 0 if len(line) <= LENGTH else min(first, len(line) - LENGTH)
    part = line[first : first + LENGTH].strip()
    return f"{CUT if first else ''}{part}{CUT if first + LENGTH < len(line) else ''}"


def _place(line: str, needle: str) -> int | None:
    """Where the folded word begins in the text as it was written; folding keeps no places, so they are looked for."""
    if needle not in fold(line):
        return None
    end = _first(len(line), lambda size: needle in fold(line[:size]))
    return end - _first(end, lambda size: needle in fold(line[end - size : end]))


def _first(longest: int, holds: Callable[[int], bool]) -> int:
    """The smallest size that is large enough, where the longest one is."""
    low, high = 0, longest
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
