"""Headers: which row they stand in, what they mean whatever their spelling, and the unit that they tell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from pmo_site.kernel.parsing import ParseError, fold, narrow, parse_quantity

HEADER_WITHIN = 20
"""So many rows that are not blank may stand down to the header: a title, a date, merged cells."""
_SURE = 2
_ASIDE = re.compile(r"[(\[【〔<]([^)\]】〕>]*)[)\]】〕>]")
_MARKS = re.compile(r"[\W_]+")
_UNIT = re.compile(r"^(?:単位|unit|in)\s*:?\s*", re.IGNORECASE)


def header_key(text: str) -> str:
    """A column's name for comparison: without width, case, kana, spaces, marks and what stands in parentheses."""
    plain = narrow(text)
    return _MARKS.sub("", fold(_ASIDE.sub("", plain))) or _MARKS.sub("", fold(plain))


def header_keys(text: str) -> tuple[str, str]:
    """What a column may be known by, the closer name first: 案件名（カナ） is its reading, 予算（千円） the budget."""
    return _MARKS.sub("", fold(narrow(text))), header_key(text)


def fingerprint(header: Sequence[str]) -> str:
    """The same for every file whose columns have the same names, in whatever order."""
    return hashlib.sha256("\n".join(sorted(map(header_key, header))).encode()).hexdigest()


def scale_of(header: str) -> Decimal:
    """What the numbers below are counted in where the header tells it: 予算（千円） is 1,000; 1 where it does not."""
    for aside in _ASIDE.findall(narrow(header)):
        try:
            found = parse_quantity("1 " + _UNIT.sub("", aside))
        except ParseError:
            continue
        if found is not None and found.unit is None and not found.is_percent:
            return found.multiplier
    return Decimal(1)


def header_place(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> int:
    """Which of the first rows is the header.

    The one with the most known names, if two or more are known; otherwise the first that is filled to more than half
    of the widest row, which a title, a date or a merged cell above the table is not.
    """
    scores = [_score(cells, known) for cells in rows]
    if max(scores) >= _SURE:
        return scores.index(max(scores))
    filled = [sum(bool(cell) for cell in cells) for cells in rows]
    return next(place for place, count in enumerate(filled) if 2 * count > max(filled))


def is_sure(header: Sequence[str], known: Collection[str]) -> bool:
    """Whether a header is told by its names, and not only by its place."""
    return _score(header, known) >= _SURE


def _score(cells: Sequence[str], known: Collection[str]) -> int:
    return len({header_key(cell) for cell in cells if cell} & set(known))
