"""Cells that a spreadsheet would run as a formula are written as text, and read back as they were."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", ";", "＝", "＋", "－", "＠")
MARK = "'"


def neutralized(text: str) -> str:
    """A text that no spreadsheet runs: marked in front where it begins dangerously or with the mark itself."""
    return MARK + text if text.startswith((*DANGEROUS, MARK)) else text


def original(text: str) -> str:
    """What `neutralized` was given."""
    return text[1:] if text.startswith(MARK) and text[1:].startswith((*DANGEROUS, MARK)) else text
