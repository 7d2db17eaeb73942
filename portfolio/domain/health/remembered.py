"""What was made of a thing, remembered by the very thing: many projects share the same facts, as the same objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

MOST = 2000
"""How many results are kept; beyond, all are forgotten and made again."""


class Remembered(Generic[Thing, Made]):
    """A pure function that is asked once for the same thing.

    The same is the same object: nothing is compared or hashed, so that asking costs little where nothing repeats.
    What was asked is kept with its answer, so that no other object can take its place in memory meanwhile. The
    function must not lead back to who remembers: thousands of answers are to go with the last who holds them.
    """

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[Thing], Made]) -> None:
        self._make = make
        self._found: dict[int, tuple[Thing, Made]] = {}

    def __call__(self, thing: Thing) -> Made:
        """What is made of this thing."""
        found = self._found.get(id(thing))
        if found is None:
            if len(self._found) >= MOST:
                self._found.clear()
            found = self._found[id(thing)] = thing, self._make(thing)
        return found[1]
