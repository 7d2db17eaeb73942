"""What was made of a thing, remembered by the very thing: many projects share the same facts, as the same objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

Things = TypeVarTuple("Things")
Made = TypeVar("Made")

MOST = 2000
"""How many results are kept; beyond, all are forgotten and made again."""


class Remembered(Generic[*Things, Made]):
    """A pure function that is asked once for the same things.

    The same are the same objects: nothing is compared or hashed, so that asking costs little where nothing repeats.
    What was asked is kept with its answer, so that no other object can take its place in memory meanwhile.
    """

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[*Things], Made]) -> None:
        self._make = make
        self._found: dict[tuple[int, ...], tuple[tuple[*Things], Made]] = {}

    def __call__(self, *things: *Things) -> Made:
        """What is made of these things."""
        key = tuple(map(id, things))
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MOST:
                self._found.clear()
            found = self._found[key] = things, self._make(*things)
        return found[1]
