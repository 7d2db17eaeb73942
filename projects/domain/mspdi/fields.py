"""How the fields of a record say which element holds them.

A record is a frozen dataclass; each field carries an `Element` in its metadata. A field without a default is
what the record cannot be without. Elements that no field reads are kept as they stand, in `kept`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from projects.domain.mspdi.order import ORDER
from projects.domain.mspdi.values import Kind

_KEY = "mspdi"


@dataclass(frozen=True, slots=True)
class Kept:
    """An element that the plan does not interpret: written back as it was read."""

    name: str
    text: str = ""
    children: tuple[Kept, ...] = ()


class HasKept(Protocol):
    """Any record: whatever its fields, it keeps the elements that none of them reads."""

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The elements that no field reads, in the schema's sequence."""


class Shape(Enum):
    """How often and how deep an element stands."""

    VALUE = auto()
    ONE = auto()
    MANY = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """The element of one field: its name, how it stands, and what is inside it."""

    name: str
    shape: Shape
    kind: Kind | None = None
    record: type[Any] | None = None
    item: str = ""
    unique: str = ""


def leaf(name: str, kind: Kind) -> Mapping[str, Element]:
    """A field held by one element with a single value."""
    return {_KEY: Element(name, Shape.VALUE, kind=kind)}


def one(name: str, record: type[Any]) -> Mapping[str, Element]:
    """A field held by one element with children of its own."""
    return {_KEY: Element(name, Shape.ONE, record=record)}


def many(name: str, record: type[Any]) -> Mapping[str, Element]:
    """A field held by any number of elements side by side."""
    return {_KEY: Element(name, Shape.MANY, record=record)}


def listed(name: str, item: str, record: type[Any], *, unique: str = "") -> Mapping[str, Element]:
    """A field held by one element that lists items; `unique` names the field that may not repeat."""
    return {_KEY: Element(name, Shape.LIST, record=record, item=item, unique=unique)}


@dataclass(frozen=True, slots=True)
class Record:
    """What the reader and the writer need to know of one dataclass."""

    cls: type[Any]
    attributes: Mapping[str, str]
    elements: Mapping[str, Element]
    required: tuple[Element, ...]
    places: Mapping[str, int]

    def place(self, name: str) -> int:
        """The place of an element in the schema's sequence; what the schema does not know stands last."""
        return self.places.get(name, len(self.places))


_RECORDS: dict[type[Any], Record] = {}


def record_of(cls: type[Any]) -> Record:
    """The declaration of a record class, read once."""
    if cls not in _RECORDS:
        _RECORDS[cls] = _declared(cls)
    return _RECORDS[cls]


def _declared(cls: type[Any]) -> Record:
    declared = {field.name: field.metadata[_KEY] for field in dataclasses.fields(cls) if _KEY in field.metadata}
    needed = {field.name for field in dataclasses.fields(cls) if field.default is dataclasses.MISSING}
    return Record(
        cls=cls,
        attributes={element.name: name for name, element in declared.items()},
        elements={element.name: element for element in declared.values()},
        required=tuple(element for name, element in declared.items() if name in needed),
        places={name: place for place, name in enumerate(ORDER[cls.__name__].split())},
    )
