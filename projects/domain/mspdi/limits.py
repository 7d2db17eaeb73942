"""How large a Microsoft Project XML file may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is read of one file; whatever passes a limit is refused while it is still being parsed.

    The defaults admit some 10,000 tasks with all that Microsoft Project writes about them.
    """

    size: int = 64 * 1024 * 1024
    """Bytes of the file."""
    elements: int = 1_500_000
    """Elements of all kinds."""
    depth: int = 32
    """Elements inside each other."""
    text: int = 1_000_000
    """Characters inside one element."""


DEFAULT_LIMITS = Limits()
