"""Assessments as a snapshot keeps them: a few hundred bytes for what is told of a project, and read back as it was.

The levels by dimension are plain JSON, which the database can look into. The reasons are one JSON array as text:

    [1, reason, reason, …]    the first item is the version of this form

A reason of a usual shape (`shapes`) is an array: the place of its shape, the letter of its level, its numbers, its age
in days, its limit (green, amber, and 1 where higher is better), then, as far as there are any, basis, currency, and
the letter of the level that it had before it became too old. Any other reason is an object, as `Reason.as_stored`
writes it. The rows of the project itself are kept without its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from pmo_site.kernel.evidence import Dimension, Key, Level, Limit, Reason
from portfolio.domain.urgency import farthest

from .assessment import Assessment, Judged, Reasons, in_order
from .policy import HealthPolicy
from .remembered import Remembered
from .shapes import SHAPE_OF, SHAPES, Shape

VERSION = 1
LETTERS = {Level.GREEN: "g", Level.AMBER: "a", Level.RED: "r", Level.GREY: "-", Level.BLUE: "b"}
_LEVELS = {letter: level for level, letter in LETTERS.items()}
_NONE: tuple[None, ...] = (None, None, None)


class KeptFormError(ValueError):
    """A snapshot in a form that this version cannot read."""


class Kept(NamedTuple):
    """What a snapshot keeps of an assessment: both as text. `farthest` is what its rank is made of."""

    dimensions: str
    findings: str
    farthest: Decimal


class _Part(NamedTuple):
    """What is kept of what one source told, and how far it passes its limits."""

    findings: str
    farthest: Mapping[Level, Decimal]


class AssessmentWriter:
    """Writes what was judged under one policy for one day; what several projects share is written once."""

    __slots__ = ("_day", "_limits", "_part")

    def __init__(self, policy: HealthPolicy, day: date) -> None:
        self._day = day
        self._limits = {code: orjson.Fragment(orjson.dumps(_limit(limit))) for code, limit in policy.limits.items()}
        self._part = Remembered(self._written)

    def kept(self, assessment: Assessment) -> Kept:
        """The assessment as a snapshot keeps it."""
        overall, farthest = assessment.overall, Decimal(0)
        levels, findings = [], [str(VERSION)]
        for name, health in assessment.dimensions.items():
            levels.append(_levels(name, health.level, health.as_of, health.data_age_days, health.counts))
            for part in health.parts if health.counts else ():
                written = self._part(part)
                findings.append(written.findings)
                farthest = max(farthest, written.farthest.get(overall, farthest))
        return Kept(f"{{{','.join(levels)}}}", f"[{','.join(findings)}]", farthest)

    def _written(self, part: Judged) -> _Part:
        findings = [self._finding(reason) for reason in part.reasons]
        return _Part(orjson.dumps(findings)[1:-1].decode(), farthest(part.reasons))

    def _finding(self, reason: Reason) -> list[Any] | dict[str, Any]:
        place = SHAPE_OF.get(reason.code)
        if place is None or not _fits(SHAPES[place], reason):
            return reason.as_stored()
        rest: list[Any] = [reason.basis, reason.currency, LETTERS[reason.last_level] if reason.last_level else None]
        while rest and rest[-1] is None:
            rest.pop()
        numbers = [None if number is None else str(number) for number in reason.numbers.values()]
        age = (self._day - reason.observed_on).days
        limit = self._limits[reason.code] if reason.limit else None
        return [place, LETTERS[reason.level], numbers, age, limit, *rest]


@lru_cache(maxsize=5000)
def _levels(dimension: Dimension, level: Level, as_of: date | None, age_days: int | None, counts: bool) -> str:  # noqa: FBT001  remembered by position
    facts = {"level": level, "as_of": as_of, "age_days": age_days, "counts": counts}
    return f'"{dimension}":{orjson.dumps(facts).decode()}'


def _limit(limit: Limit) -> list[str | int | None]:
    bounds: list[str | int | None] = [str(limit.green), None if limit.amber is None else str(limit.amber)]
    return [*bounds, 1] if limit.higher_is_better else bounds


def _fits(shape: Shape, reason: Reason) -> bool:
    """Whether a reason can be told by its shape: its limit judges the first number, and nothing else is unusual."""
    return (
        shape.dimension is reason.dimension
        and shape.numbers == tuple(reason.numbers)
        and shape.rows == reason.rows
        and (reason.limit is None or shape.numbers[:1] == (reason.limit.number,))
        and reason.is_stale == (reason.last_level is not None)
    )


def reasons_kept(findings: str, *, project: Key, day: date, level: Level | None = None) -> Reasons:
    """Read the reasons of a project's snapshot of a day, worst first; where a level is named, those of it alone."""
    version, *found = orjson.loads(findings)
    if version != VERSION:
        raise KeptFormError(version)
    return in_order(_reason(each, project, day) for each in found if level is None or _level(each) is level)


def _level(said: list[Any] | dict[str, Any]) -> Level:
    return Level(said["level"]) if isinstance(said, dict) else _LEVELS[said[1]]


def _reason(said: list[Any] | dict[str, Any], project: Key, day: date) -> Reason:
    if isinstance(said, dict):
        return Reason.from_json(said, project)
    place, level, numbers, age, limit, *rest = said
    shape = SHAPES[place]
    basis, currency, last = (*rest, *_NONE)[:3]
    return Reason(
        dimension=shape.dimension,
        code=shape.code,
        level=_LEVELS[level],
        numbers=dict(zip(shape.numbers, map(_decimal, numbers), strict=True)),
        observed_on=day - timedelta(days=age),
        limit=_limit_kept(shape.numbers[0], *limit) if limit else None,
        rows=tuple(row.about(project) for row in shape.rows),
        basis=basis,
        currency=currency,
        is_stale=last is not None,
        last_level=_LEVELS[last] if last else None,
    )


def _limit_kept(number: str, green: str, amber: str | None, higher: int = 0) -> Limit:
    return Limit(number, Decimal(green), _decimal(amber), higher_is_better=bool(higher))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
