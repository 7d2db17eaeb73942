"""A file's name as it may be stored and shown: no path, no control or direction characters, bounded."""

from __future__ import annotations

import unicodedata

_LONGEST_ENDING = 5
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, format (direction, joiners), surrogates, private use, unassigned, separators of lines."""


def safe_name(typed: str, *, limit: int) -> str:
    """The last part of a path without what hides or reorders text; empty where nothing is left.

    A name that is too long loses its middle, never its ending: the ending says what the file is.
    """
    last = typed.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign) not in _HIDDEN)
    name = " ".join(shown.split()).strip(" .")
    stem, dot, _ = name.rpartition(".")
    if not name or (dot and not stem.strip(" .")):
        return ""
    ending = ending_of(name)
    return name if len(name) <= limit else name[: limit - len(ending)].rstrip(" .") + ending


def ending_of(name: str) -> str:
    """The ending with its dot, in small letters; empty where there is none or it is no plausible one."""
    _, dot, ending = name.rpartition(".")
    is_plausible = dot and len(ending) <= _LONGEST_ENDING and ending.isascii() and ending.isalnum()
    return f".{ending.lower()}" if is_plausible else ""
