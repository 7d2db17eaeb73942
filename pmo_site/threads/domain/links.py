"""What people type: whether it says anything, and the addresses in it, of which only the web's own lead anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'`{}|\\^（）「」『』【】、。，．]+", re.IGNORECASE)
_NOT_LAST: Final = ".,;:!?"
_HIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; with an address it is a link to it."""

    text: str
    url: str = ""


def safe_url(typed: str) -> str | None:
    """An address that a link may lead to: http or https, a host, no account in it, nothing hidden."""
    url = typed.strip()
    if not url or _HIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        named = parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and named and "@" not in parts.netloc else None


def says_something(text: str) -> bool:
    """Whether a text shows anything: spaces and invisible signs alone say nothing."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


def pieces(text: str) -> Iterator[Piece]:
    """A text as plain parts and links, in order; joined again they are the text."""
    start = 0
    for found in _ADDRESS.finditer(text):
        url = _without_tail(found[0])
        if safe_url(url) is None:
            continue
        if found.start() > start:
            yield Piece(text[start : found.start()])
        yield Piece(url, url)
        start = found.start() + len(url)
    if start < len(text):
        yield Piece(text[start:])


def _without_tail(url: str) -> str:
    """Leave out the full stop after an address, and a bracket that was opened before it."""
    while url and (url[-1] in _NOT_LAST or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url
