"""From the bytes of a file to a bare tree of elements, safely.

Nothing outside the file is ever fetched: document types, entities and external references are refused before
they are looked at, and the limits are checked while the parser runs, so that a hostile file costs little.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from projects.domain.mspdi.errors import MspdiError, Refusal
from projects.domain.mspdi.limits import Limits

NAMESPACE = "http://schemas.microsoft.com/project"
_NAMESPACES = frozenset({NAMESPACE, f"{NAMESPACE}/2007", ""})
_CHUNK = 65_536
_CHILDLESS: Final = ()


class Node:
    """One element: its name without namespace, its own text, its children; `foreign` if of another namespace."""

    __slots__ = ("attributes", "children", "foreign", "name", "text")

    def __init__(self, name: str, *, foreign: bool, attributes: tuple[str, ...]) -> None:
        self.name = name
        self.foreign = foreign
        self.attributes = attributes
        self.text = ""
        self.children: list[Node] | tuple[Node, ...] = _CHILDLESS

    def add(self, child: Node) -> None:
        """Append a child; only what has children pays for a list of them."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def count(self) -> int:
        """How many elements this one and those inside it are."""
        return 1 + sum(child.count() for child in self.children)


class _TreeTarget:
    """Receives the parser's events; holds the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: list[Node] = []
        self._text: list[list[str]] = []
        self._length: list[int] = []
        self._namespace = ""
        self.root: Node | None = None
        self.elements = 0
        self.progress = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        namespace, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        if self.root is None:
            self._check_root(namespace, name)
        self.progress += 1
        self.elements += 1
        if len(attributes) > self._limits.attributes:
            raise MspdiError(Refusal.TOO_MANY_ATTRIBUTES, f"{name[:80]} {self._limits.attributes}")
        if self.elements > self._limits.elements:
            raise MspdiError(Refusal.TOO_MANY_ELEMENTS, str(self._limits.elements))
        if len(self._open) >= self._limits.depth:
            raise MspdiError(Refusal.TOO_DEEP, str(self._limits.depth))
        node = Node(name, foreign=namespace != self._namespace, attributes=tuple(attributes))
        if self._open:
            self._open[-1].add(node)
        else:
            self.root = node
        self._open.append(node)
        self._text.append([])
        self._length.append(0)

    def _check_root(self, namespace: str, name: str) -> None:
        if name != "Project" or namespace not in _NAMESPACES:
            raise MspdiError(Refusal.NOT_A_PROJECT, f"{namespace} {name}".strip()[:200])
        self._namespace = namespace

    def data(self, text: str) -> None:
        """Text arrives, whole or in pieces."""
        self.progress += 1
        self._length[-1] += len(text)
        if self._length[-1] > self._limits.text:
            raise MspdiError(Refusal.TEXT_TOO_LONG, f"{self._open[-1].name} {self._limits.text}")
        self._text[-1].append(text)

    def end(self, _tag: str) -> None:
        """An element closes."""
        self.progress += 1
        node = self._open.pop()
        node.text = "".join(self._text.pop())
        self._length.pop()

    def close(self) -> None:
        """The file is over."""


def _feed(parser: XMLParser, target: _TreeTarget, content: bytes | str, limits: Limits) -> None:
    """Hand the file to the parser in pieces; refuse one tag or comment that goes on for longer than any text may."""
    reached, seen = 0, 0
    for start in range(0, len(content), _CHUNK):
        parser.feed(content[start : start + _CHUNK])
        if target.progress != seen:
            reached, seen = start, target.progress
        elif start - reached > limits.text:
            raise MspdiError(Refusal.TEXT_TOO_LONG, str(limits.text))
    parser.close()


def parse(content: bytes | str, limits: Limits) -> tuple[Node, int]:
    """The root element and the number of elements of a file.

    Raises MspdiError for a file that is empty, beyond a limit, hostile, broken, or no Microsoft Project XML.
    """
    if len(content) > limits.size:
        raise MspdiError(Refusal.TOO_LARGE, str(limits.size))
    if not content.strip():
        raise MspdiError(Refusal.EMPTY, "0")
    target = _TreeTarget(limits)
    parser = XMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        _feed(parser, target, content, limits)
    except DefusedXmlException as error:
        raise MspdiError(Refusal.DOCUMENT_TYPE, type(error).__name__) from error
    except ParseError as error:
        raise MspdiError(Refusal.BROKEN, str(error)) from error
    except MspdiError:
        raise
    except (LookupError, ValueError) as error:
        raise MspdiError(Refusal.ENCODING, type(error).__name__) from error
    if target.root is None:
        raise MspdiError(Refusal.EMPTY, "0")
    return target.root, target.elements
