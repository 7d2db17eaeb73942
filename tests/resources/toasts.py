"""The toast that undoes what was just done."""

from __future__ import annotations

import re


def undo_of(page: str) -> str:
    """Where the page's toast takes back what was done."""
    found = re.search(r'action="(/o/[^"]*/changes/[^"]*/undo/)"', page)
    assert found is not None, "no toast offers undo"
    return found[1]
