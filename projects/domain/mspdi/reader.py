"""Microsoft Project XML to a plan, with an account of every element."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from projects.domain.mspdi.document import Node, parse
from projects.domain.mspdi.errors import MspdiError, Refusal
from projects.domain.mspdi.fields import Element, Kept, Record, Shape, record_of
from projects.domain.mspdi.limits import DEFAULT_LIMITS, Limits
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.references import dead_references
from projects.domain.mspdi.report import SHOWN_TEXT, Issue, Reason, Report
from projects.domain.mspdi.values import INTEGER, TEXT


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The plan of a file, and what became of each of its elements."""

    plan: Plan
    report: Report


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader is: the path that counts add up by, and the exact one that people are shown."""

    general: str
    exact: str

    def inside(self, name: str, number: int = 0) -> _Place:
        suffix = f"[{number}]" if number else ""
        return _Place(f"{self.general}/{name}", f"{self.exact}/{name}{suffix}")


@dataclass(slots=True)
class _Ledger:
    """The account while it is being written."""

    read: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    ignored: list[Issue] = field(default_factory=list)
    malformed: list[Issue] = field(default_factory=list)
    lost: list[Issue] = field(default_factory=list)

    def ignore(self, node: Node, place: _Place, reason: Reason) -> None:
        self.ignored.append(Issue(place.exact, reason, elements=node.count()))

    def reject(self, node: Node, place: _Place, reason: Reason, detail: str) -> None:
        self.malformed.append(Issue(place.exact, reason, detail[:SHOWN_TEXT], elements=node.count()))

    def note_lost(self, node: Node, place: _Place) -> None:
        """What a plan cannot hold of an element that is read or kept: its attributes, text beside its children."""
        if node.attributes:
            names = " ".join(name.rpartition("}")[2] for name in node.attributes)
            self.lost.append(Issue(place.exact, Reason.ATTRIBUTE, names[:SHOWN_TEXT], elements=0))
        if node.children and (text := node.text.strip()):
            self.lost.append(Issue(place.exact, Reason.STRAY_TEXT, text[:SHOWN_TEXT], elements=0))


def _missing(node: Node, record: Record) -> str:
    """The names of the elements without which this record means nothing, where they are absent or unreadable."""
    return " ".join(element.name for element in record.required if not _is_readable(node, element))


def _is_readable(node: Node, element: Element) -> bool:
    first = next((child for child in node.children if child.name == element.name and not child.foreign), None)
    if first is None or first.children or element.kind is None:
        return False
    try:
        element.kind.parse(first.text)
    except ValueError:
        return False
    return True


class _Reader:
    """Reads records by their declaration and enters each element in the ledger once."""

    def __init__(self) -> None:
        self.ledger = _Ledger()

    def record(self, node: Node, record: Record, place: _Place) -> object | None:
        """The record in this element; None where it lacks what it cannot be without."""
        if missing := _missing(node, record):
            self.ledger.reject(node, place, Reason.INCOMPLETE, missing)
            return None
        self.ledger.read[place.general] += 1
        self.ledger.note_lost(node, place)
        found: dict[str, list[object]] = defaultdict(list)
        kept: list[Kept] = []
        numbers: Counter[str] = Counter()
        for child in node.children:
            if child.foreign:
                self.ledger.ignore(child, place.inside(child.name), Reason.FOREIGN)
                continue
            numbers[child.name] += 1
            element = record.elements.get(child.name)
            if element is None:
                kept.append(self.keep(child, place.inside(child.name, numbers[child.name])))
            else:
                found[child.name] += self._contents(child, element, place, numbers[child.name])
        kept.sort(key=lambda one: record.place(one.name))
        fields = {record.attributes[name]: _whole(record.elements[name], one) for name, one in found.items() if one}
        made: object = record.cls(**fields, kept=tuple(kept))
        return made

    def _contents(self, node: Node, element: Element, place: _Place, number: int) -> Sequence[object]:
        """What one element adds to its field; nothing where it cannot be read."""
        if element.shape is Shape.MANY:
            return self._child(node, element, place.inside(element.name, number))
        if number > 1:
            self.ledger.ignore(node, place.inside(element.name, number), Reason.REPEATED)
            return ()
        if element.shape is Shape.LIST:
            return self._items(node, element, place.inside(element.name))
        if element.shape is Shape.ONE:
            return self._child(node, element, place.inside(element.name))
        return self._value(node, element, place)

    def _child(self, node: Node, element: Element, place: _Place) -> Sequence[object]:
        child = self.record(node, record_of(element.record), place) if element.record else None
        return () if child is None else (child,)

    def _items(self, node: Node, element: Element, place: _Place) -> Sequence[object]:
        self.ledger.read[place.general] += 1
        self.ledger.note_lost(node, place)
        items: list[object] = []
        seen: set[object] = set()
        numbers: Counter[str] = Counter()
        for child in node.children:
            numbers[child.name] += 1
            inside = place.inside(child.name, numbers[child.name])
            if child.foreign or child.name != element.item:
                self.ledger.ignore(child, inside, Reason.FOREIGN if child.foreign else Reason.MISPLACED)
                continue
            if element.unique and _identity(child) in seen:
                self.ledger.ignore(child, inside, Reason.REPEATED_UID)
                continue
            for item in self._child(child, element, inside):
                items.append(item)
                seen.add(_identity(child))
        return items

    def _value(self, node: Node, element: Element, place: _Place) -> Sequence[object]:
        kind = element.kind or TEXT
        where = place.inside(element.name)
        if node.children:
            self.ledger.reject(node, where, Reason.HAS_ELEMENTS, kind.name)
            return ()
        if kind is not TEXT and not node.text.strip():
            self.ledger.ignore(node, where, Reason.EMPTY)
            return ()
        try:
            parsed = kind.parse(node.text)
        except ValueError:
            self.ledger.reject(node, where, Reason.BAD_VALUE, f"{kind.name}: {node.text}")
            return ()
        self.ledger.read[where.general] += 1
        self.ledger.note_lost(node, where)
        return (parsed,)

    def keep(self, node: Node, place: _Place) -> Kept:
        """This element as it stands, for writing it back."""
        self.ledger.kept[place.general] += 1
        self.ledger.note_lost(node, place)
        children = []
        numbers: Counter[str] = Counter()
        for child in node.children:
            numbers[child.name] += 1
            inside = place.inside(child.name, numbers[child.name])
            if child.foreign:
                self.ledger.ignore(child, inside, Reason.FOREIGN)
            else:
                children.append(self.keep(child, inside))
        return Kept(node.name, "" if node.children else node.text, tuple(children))


def _whole(element: Element, contents: list[object]) -> object:
    """The value of a field: all that was found, or the one thing there may be."""
    return tuple(contents) if element.shape in {Shape.MANY, Shape.LIST} else contents[0]


def _identity(node: Node) -> object:
    """The number by which other records name this one; None where it cannot be read."""
    text = next((child.text for child in node.children if child.name == "UID" and not child.foreign), "")
    try:
        return INTEGER.parse(text)
    except ValueError:
        return None


def read(content: bytes | str, *, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    """Read the plan of a Microsoft Project XML file, and say what became of each of its elements.

    Values that cannot be read are left out of the plan and named in the report; they never stop the reading.
    Raises MspdiError when the file as a whole is hostile, broken, too large, or no Microsoft Project XML.
    """
    root, total = parse(content, limits)
    reader = _Reader()
    plan = reader.record(root, record_of(Plan), _Place("/Project", "/Project"))
    if not isinstance(plan, Plan):
        raise MspdiError(Refusal.NOT_A_PROJECT, root.name)
    ledger = reader.ledger
    report = Report(
        total=total,
        read=MappingProxyType(dict(ledger.read)),
        kept=MappingProxyType(dict(ledger.kept)),
        ignored=tuple(ledger.ignored),
        malformed=tuple(ledger.malformed),
        lost=tuple(ledger.lost),
    )
    return ReadResult(plan, replace(report, dead_references=dead_references(plan)))
