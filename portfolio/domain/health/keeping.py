"""Assessments as a snapshot keeps them: a few hundred bytes for what is told of a project, and read back as it was.

The levels by dimension are plain JSON, which the database can look into. The reasons are one JSON array as text:

    [1, reason, reason, …]    the first item is the version of this form

A reason of a usual shape (`shapes`) is an array: the place of its shape, the letter of its level, its numbers, its age
in days, its limit (green, amber, and 1 where higher is better), then, as far as there are any, basis, currency, and
the letter of the level that it had before it became too old. Any other reason is an object, as `Reason.as_stored`
writes it. The rows of the project itself are kept without its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

import orjson

from pmo_site.kernel.evidence import Dimension, Key, Level, Limit, Reason
from portfolio.domain.urgency import overshoot

from .assessment import Assessment, Judged, Reasons, in_order
from .lights import DimensionLight, Lights
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

    __slots__ = ("_levels", "_passed", "_shared", "_write")

    def __init__(self, policy: HealthPolicy, day: date) -> None:
        limits = {code: orjson.dumps(_limit(limit)).decode() for code, limit in policy.limits.items()}
        self._write = partial(_written, lru_cache(MOST)(partial(_framed, day, limits)))
        self._shared = Remembered(self._write)
        self._levels = Remembered(partial(_levels, Remembered(_light)))
        self._passed = {level: Remembered(partial(_passed, level)) for level in Level}

    def kept(self, assessment: Assessment) -> Kept:
        """The assessment as a snapshot keeps it."""
        lights, parts, *_ = assessment
        findings = [_START]
        for place in lights.counted:
            part = parts[place]
            findings.append(self._write(part) if part.is_own else self._shared(part))
        farthest, overall = _ZERO, lights.overall
        for place in lights.deciding:
            part = parts[place]
            farthest = max(farthest, _passed(overall, part) if part.is_own else self._passed[overall](part))
        return Kept(self._levels(lights), f"[{','.join(findings)}]", farthest)


_Frame = Callable[[int, _About], tuple[str, str]]


def _written(frame: _Frame, part: Judged) -> str:
    return ",".join([_finding(frame, reason) for reason in part.reasons])


def _finding(frame: _Frame, reason: Reason) -> str:
    _, code, level, numbers, observed_on, limit, _, basis, currency, _, last = reason
    place = SHAPE_OF.get(code)
    if place is None or not _fits(SHAPES[place], reason):
        return orjson.dumps(reason.as_stored()).decode()
    before, after = frame(place, (level, observed_on, limit is not None, basis, currency, last))
    told = ["null" if number is None else f'"{number!s}"' for number in numbers.values()]
    return f"{before}{','.join(told)}{after}"


def _framed(day: date, limits: Mapping[str, str], place: int, about: _About) -> tuple[str, str]:
    """What stands before and after the numbers of a reason of a usual shape; of few days, levels and words."""
    level, observed_on, is_limited, basis, currency, last = about
    rest = [basis, currency, LETTERS[last] if last else None]
    while rest and rest[-1] is None:
        rest.pop()
    limit = limits[SHAPES[place].code] if is_limited else "null"
    after = [str((day - observed_on).days), limit, *(orjson.dumps(each).decode() for each in rest)]
    return f'[{place},"{LETTERS[level]}",[', f"],{','.join(after)}]"


def _levels(light: Callable[[DimensionLight], str], lights: Lights) -> str:
    return f"{{{','.join([_NAMED[name] + light(each) for name, each in lights.dimensions.items()])}}}"


_NAMED = {name: f'"{name.value}":' for name in Dimension}


def _light(light: DimensionLight) -> str:
    said = {"level": light.level, "as_of": light.as_of, "age_days": light.data_age_days, "counts": light.counts}
    return orjson.dumps(said).decode()


def _passed(level: Level, part: Judged) -> Decimal:
    return max([overshoot(reason) for reason in part.reasons if reason.level is level], default=_ZERO)


def _limit(limit: Limit) -> list[str | int | None]:
    bounds: list[str | int | None] = [str(limit.green), None if limit.amber is None else str(limit.amber)]
    return [*bounds, 1] if limit.higher_is_better else bounds


def _fits(shape: Shape, reason: Reason) -> bool:
    """Whether a reason can be told by its shape: its limit judges the first number, and nothing else is unusual."""
    dimension, _, numbers, rows = shape
    dimension_told, _, _, numbers_told, _, limit, rows_told, _, _, is_stale, last = reason
    return (
        dimension is dimension_told
        and numbers == tuple(numbers_told)
        and rows == rows_told
        and (limit is None or numbers[:1] == (limit.number,))
        and is_stale == (last is not None)
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
