"""What became of every element of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SHOWN_TEXT = 80


class Reason(StrEnum):
    """Why an element is not in the plan, or not as it stands in the file."""

    EMPTY = "empty"
    REPEATED = "repeated"
    REPEATED_UID = "repeated_uid"
    MISPLACED = "misplaced"
    FOREIGN = "foreign_namespace"
    BAD_VALUE = "bad_value"
    HAS_ELEMENTS = "has_elements"
    INCOMPLETE = "incomplete"
    STRAY_TEXT = "stray_text"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class Issue:
    """One place in the file: its path, the reason, what stood there or is missing, how many elements it concerns."""

    path: str
    reason: Reason
    detail: str = ""
    elements: int = 1


@dataclass(frozen=True, slots=True)
class DeadReference:
    """A reference from `path` to a record that the plan does not have (or, for calendars, back to itself)."""

    path: str
    uid: int


@dataclass(frozen=True, slots=True)
class Report:
    """The account of a file: `total` elements are read, kept, ignored or malformed, each exactly once.

    `read` and `kept` count by path; `ignored` and `malformed` name each place. `lost` names what is no element
    (attributes, text between elements); `dead_references` lists what points to nothing.
    """

    total: int
    read: Mapping[str, int]
    kept: Mapping[str, int]
    ignored: tuple[Issue, ...] = ()
    malformed: tuple[Issue, ...] = ()
    lost: tuple[Issue, ...] = ()
    dead_references: tuple[DeadReference, ...] = ()

    @property
    def accounted(self) -> int:
        """The number of elements that the report speaks of; equal to `total`."""
        issues = sum(issue.elements for issue in (*self.ignored, *self.malformed))
        return sum(self.read.values()) + sum(self.kept.values()) + issues
