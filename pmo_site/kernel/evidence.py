"""Evidence and reasons: the plain facts behind every light, and how each was judged.

Apps below the portfolio offer Evidence, the portfolio's health rules turn it into Reasons, pages show them.
Names of numbers follow one convention, so that rights and formats need no table of their own:
`…_amount` is money (in `currency`), `…_ratio` a fraction (0.05 = 5 %), `…_days` a number of days, `…_count` a count,
anything else an index or a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

Key = UUID | str
Numbers = Mapping[str, Decimal | None]

MONEY_SUFFIX = "_amount"
UUID_TEXT_LENGTH = 36
PROJECT: Key = "{project}"
"""Stands for the id of the project that a fact is about: such a fact can be the same for many projects."""


class Dimension(StrEnum):
    """The ten sides on which a project is judged."""

    SCHEDULE = "schedule"
    COST = "cost"
    SCOPE = "scope"
    QUALITY = "quality"
    RISK = "risk"
    ISSUES = "issues"
    PEOPLE = "people"
    STAKEHOLDERS = "stakeholders"
    REPORTING = "reporting"
    BENEFITS = "benefits"


class Level(StrEnum):
    """The color of a light: grey says "cannot be judged", blue says "finished"."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"
    BLUE = "blue"

    @property
    def is_known(self) -> bool:
        """Everything but grey is known."""
        return self is not Level.GREY

    @property
    def is_warning(self) -> bool:
        """Amber and red ask for attention."""
        return self in {Level.AMBER, Level.RED}

    @staticmethod
    def worst(levels: Iterable[Level]) -> Level:
        """The worst known level: red, amber, green, blue; grey only where nothing is known."""
        return max(levels, key=_SEVERITY.__getitem__, default=Level.GREY)


# Members are named once where thousands of facts are judged: asking a class for its member costs as much as judging.
_GREEN, _AMBER, _RED, _GREY = Level.GREEN, Level.AMBER, Level.RED, Level.GREY
_SEVERITY = {Level.GREY: 0, Level.BLUE: 1, Level.GREEN: 2, Level.AMBER: 3, Level.RED: 4}


@dataclass(frozen=True, slots=True)
class RowReference:
    """One stored row behind a figure: its kind (`projects.milestone`) and its id."""

    kind: str
    id: Key

    @classmethod
    @cache
    def of_project(cls, kind: str) -> RowReference:
        """The rows of a kind that belong to the project itself, whichever it is."""
        return cls(kind, PROJECT)

    def about(self, project: Key) -> RowReference:
        """The same row, named by its own id, of one project."""
        return RowReference(self.kind, project) if self.id == PROJECT else self

    def as_json(self) -> list[str]:
        """Return the pair as JSON text values."""
        return [self.kind, str(self.id)]

    @classmethod
    def from_json(cls, value: list[str]) -> RowReference:
        """Read what `as_json` wrote."""
        kind, key = value
        return cls(kind, key_from_text(key))


@dataclass(frozen=True, slots=True)
class Limit:
    """The two limits on one number; a value on a limit belongs to the better level.

    `number` names the judged number of the evidence. Where `higher_is_better`, a value of at least `green` is green
    and of at least `amber` is amber; otherwise at most. `amber=None` means that the number alone never makes red.
    """

    number: str
    green: Decimal
    amber: Decimal | None
    higher_is_better: bool = False

    def level(self, value: Decimal | float | None) -> Level:
        """Judge one value; an undefined one is grey, never green. A float means the decimal that it prints."""
        if value is None:
            return _GREY
        if not isinstance(value, Decimal):
            value = Decimal(str(value))
        if not value.is_finite():
            return _GREY
        green, amber = self.green, self.amber
        if value >= green if self.higher_is_better else value <= green:
            return _GREEN
        if amber is None or (value >= amber if self.higher_is_better else value <= amber):
            return _AMBER
        return _RED

    def as_json(self) -> dict[str, Any]:
        """Return the limit as JSON values."""
        return {
            "number": self.number,
            "green": str(self.green),
            "amber": _text(self.amber),
            "higher_is_better": self.higher_is_better,
        }

    def as_stored(self) -> list[str | bool | None]:
        """Return the values of `as_json` in their order, without their names, for a snapshot."""
        return [self.number, str(self.green), _text(self.amber), self.higher_is_better]

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | Sequence[Any]) -> Limit:
        """Read what `as_json` or `as_stored` wrote."""
        if not isinstance(value, Mapping):
            number, green, amber, higher_is_better = value
            return cls(number, Decimal(green), _decimal(amber), higher_is_better)
        return cls(value["number"], Decimal(value["green"]), _decimal(value["amber"]), value["higher_is_better"])


class Evidence(NamedTuple):
    """One observed fact about a project: a code, its numbers, the day they held, and the rows behind them.

    It does not name the project, so that projects of which the same is true share it. `basis` names the way a number
    was found where there is more than one ("baseline", "first_report").
    """

    dimension: Dimension
    code: str
    numbers: Numbers
    observed_on: date
    rows: tuple[RowReference, ...] = ()
    basis: str | None = None
    currency: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the fact as JSON values, for an immutable snapshot."""
        return {
            "dimension": self.dimension.value,
            "code": self.code,
            "numbers": _numbers_as_json(self.numbers),
            "observed_on": self.observed_on.isoformat(),
            "rows": [row.as_json() for row in self.rows],
            "basis": self.basis,
            "currency": self.currency,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Evidence:
        """Read what `as_json` wrote."""
        return cls(
            dimension=Dimension(value["dimension"]),
            code=value["code"],
            numbers=_numbers_from_json(value["numbers"]),
            observed_on=date.fromisoformat(value["observed_on"]),
            rows=tuple(RowReference.from_json(row) for row in value["rows"]),
            basis=value["basis"],
            currency=value["currency"],
        )


Facts = tuple[Evidence, ...]
"""What one source says about a project; the very same object where it says the same of another one."""


class OwnFacts(tuple[Evidence, ...]):
    """Facts that no other project shares, such as those that rest on its amounts: nobody need remember them."""

    __slots__ = ()


class Reason(NamedTuple):
    """Why a light has its color: the evidence, the limit that was applied, and the level that came of it.

    `limit` is None where the policy has none for the code (told, not judged). `is_stale` says that the evidence was
    older than the policy allows: `level` is then grey, and `last_level` still tells what it was when last known.
    """

    dimension: Dimension
    code: str
    level: Level
    numbers: Numbers
    observed_on: date
    limit: Limit | None = None
    rows: tuple[RowReference, ...] = ()
    basis: str | None = None
    currency: str | None = None
    is_stale: bool = False
    last_level: Level | None = None

    def without_money(self) -> Reason:
        """The same reason for someone without the right to see money: its amounts are absent.

        What was divided from amounts is rounded to 3 places: an exact quotient tells the amounts but for a factor.
        """
        kept = {name: number for name, number in self.numbers.items() if not name.endswith(MONEY_SUFFIX)}
        shown = {name: _rounded(number) for name, number in kept.items()} if self.currency else kept
        hidden_limit = self.limit is not None and self.limit.number.endswith(MONEY_SUFFIX)
        return self._replace(numbers=shown, currency=None, limit=None if hidden_limit else self.limit)

    def as_json(self) -> dict[str, Any]:
        """Return the reason as JSON values, for an immutable snapshot."""
        return {
            "dimension": self.dimension.value,
            "code": self.code,
            "level": self.level.value,
            "numbers": _numbers_as_json(self.numbers),
            "observed_on": self.observed_on.isoformat(),
            "limit": self.limit.as_json() if self.limit else None,
            "rows": [row.as_json() for row in self.rows],
            "basis": self.basis,
            "currency": self.currency,
            "is_stale": self.is_stale,
            "last_level": self.last_level.value if self.last_level else None,
        }

    def as_stored(self) -> dict[str, Any]:
        """Return the JSON values without what says nothing: a snapshot is written and kept ten thousand times a day."""
        said = self.as_json() | {"limit": self.limit.as_stored() if self.limit else None}
        return {name: value for name, value in said.items() if value is not None and value is not False}

    @classmethod
    def from_json(cls, value: Mapping[str, Any], project: Key = PROJECT) -> Reason:
        """Read what `as_json` or `as_stored` wrote; rows that belong to the project are named by the id given."""
        limit, last = value.get("limit"), value.get("last_level")
        return cls(
            dimension=Dimension(value["dimension"]),
            code=value["code"],
            level=Level(value["level"]),
            numbers=_numbers_from_json(value["numbers"]),
            observed_on=date.fromisoformat(value["observed_on"]),
            limit=Limit.from_json(limit) if limit else None,
            rows=tuple(RowReference.from_json(row).about(project) for row in value["rows"]),
            basis=value.get("basis"),
            currency=value.get("currency"),
            is_stale=value.get("is_stale", False),
            last_level=Level(last) if last else None,
        )


def key_from_text(text: str) -> Key:
    """A key in the canonical form of a UUID is a UUID, any other stays text."""
    if len(text) != UUID_TEXT_LENGTH:
        return text
    try:
        key = UUID(text)
    except ValueError:
        return text
    return key if str(key) == text else text


def _numbers_as_json(numbers: Numbers) -> dict[str, str | None]:
    return {name: _text(number) for name, number in numbers.items()}


def _numbers_from_json(numbers: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    return {name: _decimal(number) for name, number in numbers.items()}


def _rounded(number: Decimal | None) -> Decimal | None:
    return number if number is None else round(number, 3)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
