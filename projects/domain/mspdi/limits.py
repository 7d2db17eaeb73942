"""How large a Microsoft Project XML file may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is read of one file; whatever passes a limit is refused while it is still being parsed.

    The defaults admit some 8,000 tasks with all that Microsoft Project writes about them.
    """

    size: int = 64 * 1024 * 1024
    """Bytes of the file."""
    elements: int = 1_200_000
    """Elements of all kinds."""
    depth: int = 32
    """Elements inside each other."""
    attributes: int = 32
    """Attributes of one element; the format itself has none."""
    text: int = 1_000_000
    """Characters inside one element, or in one tag or comment."""


DEFAULT_LIMITS = Limits()
