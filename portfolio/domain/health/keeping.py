"""Assessments as a snapshot keeps them: a few hundred bytes for what is told of a project, and read back as it was.

The levels by dimension are plain JSON, which the database can look into. The reasons are one JSON array as text:

    [1, reason, reason, …]    the first item is the version of this form

A reason of a usual shape (`shapes`) is an array: the place of its shape, the letter of its level, its numbers, its age
in days, its limit (green, amber, and 1 where higher is better), then, as far as there are any, basis, currency, and
the letter of the level that it had before it became too old. Any other reason is an object, as `Reason.as_stored`
writes it. The rows of the project itself are kept without its id.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

import orjson

from pmo_site.kernel.evidence import Key, Level, Limit, Reason
from portfolio.domain.urgency import overshoot

from .assessment import Assessment, Judged, Reasons, in_order
from .lights import Lights
from .policy import HealthPolicy
from .remembered import MOST, Remembered
from .shapes import SHAPE_OF, SHAPES, Shape

VERSION = 1
LETTERS = {Level.GREEN: "g", Level.AMBER: "a", Level.RED: "r", Level.GREY: "-", Level.BLUE: "b"}
_LEVELS = {letter: level for level, letter in LETTERS.items()}
_START = str(VERSION)
_ZERO = Decimal(0)
_NONE: tuple[None, ...] = (None, None, None)


class KeptFormError(ValueError):
    """A snapshot in a form that this version cannot read."""


class Kept(NamedTuple):
    """What a snapshot keeps of an assessment: both as text. `farthest` is what its rank is made of."""

    dimensions: str
    findings: str
    farthest: Decimal


_About = tuple[Level, date, bool, str | None, str | None, Level | None]
"""Of a reason its level, its day, whether a limit judged it, its basis, its currency, its level before too old."""


class AssessmentWriter:
    """Writes what was judged under one policy for one day; what several projects share is written once."""

    __slots__ = ("_day", "_findings", "_frame", "_levels", "_limits", "_passed")

    def __init__(self, policy: HealthPolicy, day: date) -> None:
        self._day = day
        self._limits = {code: orjson.dumps(_limit(limit)).decode() for code, limit in policy.limits.items()}
        self._frame = lru_cache(MOST)(self._framed)
        self._findings = Remembered(self._written)
        self._levels = Remembered(_levels)
        self._passed = {level: Remembered(partial(_passed, level)) for level in Level}

    def kept(self, assessment: Assessment) -> Kept:
        """The assessment as a snapshot keeps it."""
        lights, parts, *_ = assessment
        findings = self._findings.each([parts[place] for place in lights.places])
        passed = self._passed[lights.overall].each([parts[place] for place in lights.deciding])
        return Kept(self._levels(lights), f"[{','.join([_START, *findings])}]", max(passed, default=_ZERO))

    def _written(self, part: Judged) -> str:
        return ",".join([self._finding(reason) for reason in part.reasons])

    def _finding(self, reason: Reason) -> str:
        place = SHAPE_OF.get(reason.code)
        if place is None or not _fits(SHAPES[place], reason):
            return orjson.dumps(reason.as_stored()).decode()
        about = reason.level, reason.observed_on, reason.limit is not None, reason.basis, reason.currency
        before, after = self._frame(place, (*about, reason.last_level))
        numbers = ["null" if number is None else f'"{number!s}"' for number in reason.numbers.values()]
        return f"{before}{','.join(numbers)}{after}"

    def _framed(self, place: int, about: _About) -> tuple[str, str]:
        """What stands before and after the numbers of a reason of a usual shape; of few days, levels and words."""
        level, observed_on, is_limited, basis, currency, last = about
        rest = [basis, currency, LETTERS[last] if last else None]
        while rest and rest[-1] is None:
            rest.pop()
        limit = self._limits[SHAPES[place].code] if is_limited else "null"
        after = [str((self._day - observed_on).days), limit, *(orjson.dumps(each).decode() for each in rest)]
        return f'[{place},"{LETTERS[level]}",[', f"],{','.join(after)}]"


def _levels(lights: Lights) -> str:
    said = {
        name.value: {
            "level": light.level,
            "as_of": light.as_of,
            "age_days": light.data_age_days,
            "counts": light.counts,
        }
        for name, light in lights.dimensions.items()
    }
    return orjson.dumps(said).decode()


def _passed(level: Level, part: Judged) -> Decimal:
    return max([overshoot(reason) for reason in part.reasons if reason.level is level], default=_ZERO)


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
