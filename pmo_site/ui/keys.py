"""Keys of the keyboard: which letters after G open which page; the sheet of shortcuts tells them all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GO: Final[Mapping[str, str]] = {
    "home": "h",
    "portfolio": "p",
    "projects": "j",
    "risks": "r",
    "issues": "i",
    "actions": "a",
    "decisions": "d",
    "support_office": "s",
    "support_office:triage": "t",
    "people": "m",
    "settings": "c",
    "imports": "u",
    "inbox": "n",
}
"""Letters by the keys of menu items; a page without one is opened by the palette."""


def keys_of(item: str) -> tuple[str, ...]:
    """The two keys that open a menu item's page, none where it has none."""
    letter = GO.get(item)
    return ("G", letter.upper()) if letter else ()
