"""Trees told by parents: what stands below and above a node. A loop, which nobody should store, ends the walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def within(key: Key, parents: Mapping[Key, Key | None]) -> frozenset[Key]:
    """A node with everything below it."""
    children: dict[Key | None, list[Key]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found, open_ = {key}, [key]
    while open_:
        fresh = [child for child in children.get(open_.pop(), []) if child not in found]
        found.update(fresh)
        open_.extend(fresh)
    return frozenset(found)


def line(key: Key, parents: Mapping[Key, Key | None]) -> Iterator[Key]:
    """A node, the one above it, and so on up to a root."""
    passed: set[Key] = set()
    step: Key | None = key
    while step is not None and step not in passed:
        passed.add(step)
        yield step
        step = parents.get(step)
