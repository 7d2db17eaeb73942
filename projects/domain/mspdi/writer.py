"""A plan to Microsoft Project XML."""

from __future__ import annotations

import re
from collections import Counter

from projects.domain.mspdi.document import NAMESPACE
from projects.domain.mspdi.errors import MspdiError, Refusal
from projects.domain.mspdi.fields import Element, HasKept, Kept, Shape, record_of
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.values import TEXT, Kind

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


class _Writer:
    """Collects the lines of the file; every value is read back before it is written."""

    def __init__(self) -> None:
        self._lines: list[str] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
        self._path: list[str] = []

    def text(self) -> str:
        """The whole file."""
        return "\n".join(self._lines) + "\n"

    def record(self, name: str, subject: HasKept, attributes: str = "") -> None:
        """One record, its elements in the schema's sequence."""
        record = record_of(type(subject))
        self._open(name, attributes)
        entries: list[tuple[int, Element | Kept]] = [
            (record.place(element.name), element) for element in record.elements.values()
        ]
        for kept in subject.kept:
            if kept.name in record.elements:
                raise self._refusal(kept.name, "a kept element has the name of a field")
            entries.append((record.place(kept.name), kept))
        entries.sort(key=lambda entry: entry[0])
        for _, entry in entries:
            if isinstance(entry, Kept):
                self.kept(entry)
            else:
                self._field(entry, getattr(subject, record.attributes[entry.name]))
        self._close(name)

    def _field(self, element: Element, content: object) -> None:
        if content is None or content == ():
            return
        if element.shape is Shape.VALUE:
            self._leaf(element.name, self._shown(element.name, element.kind or TEXT, content))
            return
        records = content if isinstance(content, tuple) else (content,)
        if element.shape is Shape.LIST:
            self._check_unique(element, records)
            self._open(element.name)
        for one in records:
            self.record(element.item or element.name, one)
        if element.shape is Shape.LIST:
            self._close(element.name)

    def _check_unique(self, element: Element, records: tuple[HasKept, ...]) -> None:
        if not element.unique:
            return
        keys = Counter(getattr(one, element.unique) for one in records)
        repeated = [key for key, times in keys.items() if times > 1]
        if repeated:
            raise self._refusal(element.name, f"{element.unique} {repeated[0]} stands twice")

    def kept(self, kept: Kept) -> None:
        """An element as it was read."""
        if not _NAME.fullmatch(kept.name) or (kept.children and kept.text):
            raise self._refusal(kept.name, "no element can stand like this")
        if not kept.children:
            self._leaf(kept.name, self._shown(kept.name, TEXT, kept.text))
            return
        self._open(kept.name)
        for child in kept.children:
            self.kept(child)
        self._close(kept.name)

    def _shown(self, name: str, kind: Kind, content: object) -> str:
        """The notation of a value, refused unless reading it gives the same value."""
        try:
            shown = kind.show(content)
            same = kind.parse(shown) == content
        except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
            raise self._refusal(name, repr(content)) from error
        if not same:
            raise self._refusal(name, repr(content))
        return shown

    def _refusal(self, name: str, detail: str) -> MspdiError:
        return MspdiError(Refusal.NOT_WRITABLE, f"/{'/'.join((*self._path, name))}: {detail[:100]}")

    def _indent(self) -> str:
        return "\t" * len(self._path)

    def _leaf(self, name: str, text: str) -> None:
        self._lines.append(f"{self._indent()}<{name}>{text.translate(_ESCAPES)}</{name}>")

    def _open(self, name: str, attributes: str = "") -> None:
        self._lines.append(f"{self._indent()}<{name}{attributes}>")
        self._path.append(name)

    def _close(self, name: str) -> None:
        self._path.pop()
        self._lines.append(f"{self._indent()}</{name}>")


def write(plan: Plan) -> bytes:
    """Write a plan as Microsoft Project XML; reading it again gives the same plan.

    Kept elements go back to their place in the schema's sequence. Raises MspdiError, code NOT_WRITABLE, with the
    path, for a value that the notation cannot hold (a control character, a time zone, a fraction too fine).
    """
    writer = _Writer()
    writer.record("Project", plan, f' xmlns="{NAMESPACE}"')
    return writer.text().encode()
