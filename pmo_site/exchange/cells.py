"""Texts that a spreadsheet would take for a formula: disarmed on the way out, restored on the way in."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"\s*[=+\-@;＝＋－＠；\t\r\n]")
"""How a cell begins that some spreadsheet reads as a formula; full-width signs count in East Asian ones."""
_NUMBER: Final = re.compile(r"[+\-＋－][0-9０-９][0-9０-９.,．，]*[%％]?")
"""A signed number is no formula; quoted it would no longer add up."""
_QUOTE: Final = "'"


def neutralized(text: str) -> str:
    """The text for a cell of an export: an apostrophe stands before what would be computed.

    Texts that begin with apostrophes before such a sign get one more, so that `original` gives every text back.
    """
    return _QUOTE + text if _is_dangerous(text.lstrip(_QUOTE)) else text


def original(text: str) -> str:
    """The text that `neutralized` made a cell of; every other cell is what it is."""
    return text[1:] if text.startswith(_QUOTE) and _is_dangerous(text.lstrip(_QUOTE)) else text


def _is_dangerous(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
