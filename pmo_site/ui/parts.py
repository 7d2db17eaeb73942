"""What components are given: small frozen values, filled by views and rendered by the tags of `{% load pm %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

LEVELS: Final = ("red", "amber", "green", "grey", "blue")
LEVEL_WORDS: Final[dict[str, Text]] = {
    "green": _("On track"),
    "amber": _("At risk"),
    "red": _("Off track"),
    "grey": _("Cannot be judged"),
    "blue": _("Finished"),
}
DIMENSION_WORDS: Final[dict[str, Text]] = {
    "schedule": _("Schedule"),
    "cost": _("Cost"),
    "scope": _("Scope"),
    "quality": _("Quality"),
    "risk": _("Risk"),
    "issues": _("Issues"),
    "people": _("People"),
    "stakeholders": _("Stakeholders"),
    "reporting": _("Reporting"),
    "benefits": _("Benefits"),
}


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last one has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, for the account menu; `links` are (label, address, icon)."""

    name: str
    email: str
    initials: str
    links: tuple[tuple[Text, str, str], ...] = ()
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a link to a page of its own."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a definition list; None shows the unknown mark."""

    label: Text
    value: object
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One phase or one stage of an approval route; `state` is done, current or open."""

    label: Text
    state: str = "open"


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many records stand at a level, with a link to their list."""

    level: str
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, with the address of the list without it."""

    label: Text
    remove_url: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset pages: addresses of the neighbors (empty where there is none) and what is on screen."""

    shown: int
    total: int | None = None
    first_url: str = ""
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed; None is an empty value."""

    label: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of a record's history: who did what, for whom, when and why."""

    at: datetime
    actor: str
    action: Text
    changes: Sequence[Change] = ()
    on_behalf_of: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; with a `sort` key its head is a link."""

    key: str
    label: Text
    sort: str = ""
    numeric: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; the row's name is its header and usually carries the link."""

    value: object
    url: str = ""
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `archived` rows are dimmed."""

    cells: Sequence[Cell]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column as it is drawn."""

    column: Column
    url: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A data table; `sort` is the key in force, with a minus for descending, as in the address."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    sort: str = ""
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cards: bool = True
    sticky: bool = True

    @property
    def heads(self) -> list[Head]:
        """Every column's head with the address that sorts by it; sorting again turns the order round."""
        return [sort_head(column, self.sort, self.query) for column in self.columns]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Rows with each cell beside its column."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


def sort_head(column: Column, sort: str, query: Mapping[str, Sequence[str]]) -> Head:
    """The head of one column; a change of order starts again at the first page."""
    if not column.sort:
        return Head(column)
    direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(sort, "")
    wanted = f"-{column.sort}" if direction == "ascending" else column.sort
    return Head(column, url=query_url(query, drop=("after", "before"), sort=wanted), direction=direction)


def query_url(query: Mapping[str, Sequence[str]], *, drop: Iterable[str] = (), **changed: str) -> str:
    """The current page's address with parts of its query dropped or changed."""
    kept = {name: values for name, values in query.items() if name not in drop and name not in changed}
    return "?" + urlencode({**kept, **changed}, doseq=True)


def level_shares(counts: Sequence[LevelCount], *, parts: int = 40) -> list[tuple[LevelCount, int]]:
    """Width of each level in fortieths of the bar, at least 1; levels without records are left out."""
    present = [count for count in counts if count.count > 0]
    total = sum(count.count for count in present)
    return [(count, max(1, round(count.count * parts / total))) for count in present]
