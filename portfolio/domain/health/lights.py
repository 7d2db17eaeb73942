"""The lights of a project, from what its judged facts come to.

A light depends on levels and days alone, never on amounts: where the same is said of many projects, their lights are
put together once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, Level
from pmo_site.kernel.evidence_codes import EvidenceCode

from .policy import HealthPolicy, Tier

_DIMENSIONS = tuple(Dimension)
_FINISHED = EvidenceCode.FINISHED.value
_WARNINGS = {level for level in Level if level.is_warning}


class Said(NamedTuple):
    """What the reasons of one source come to for one dimension: all that its light depends on.

    `as_of` is the oldest day of what could be judged (`is_fresh`), or the newest of all where nothing could.
    """

    dimension: Dimension
    level: Level
    as_of: date
    is_fresh: bool
    has_stale_warning: bool
    is_finished: bool


class DimensionLight(NamedTuple):
    """The light of one dimension; `as_of` is the oldest evidence that its level rests on, or the newest too old.

    `has_stale_warning`: amber or red evidence has become too old to judge. `places`: where among all that was said
    stands what the light rests on.
    """

    level: Level
    places: tuple[int, ...] = ()
    as_of: date | None = None
    data_age_days: int | None = None
    counts: bool = True
    has_stale_warning: bool = False


class Lights(NamedTuple):
    """All lights of a project by one policy on one day; `places` is where stands what counts, by dimension.

    `deciding` are those of them where reasons of the overall level can stand: what comes to a better one has none.
    `data_share` is the weight of the counting dimensions with data over the weight of all that count.
    """

    overall: Level
    dimensions: Mapping[Dimension, DimensionLight]
    data_share: Decimal
    places: tuple[int, ...]
    deciding: tuple[int, ...]
    tier: Tier


_ABSENT = {counts: DimensionLight(Level.GREY, counts=counts) for counts in (True, False)}


Told = tuple[str, Level, date, Level | None]
"""Of a reason what the light depends on: its code, its level, its day, and the level that it had before too old."""


@lru_cache(maxsize=5000)
def said_of(dimension: Dimension, *told: Told) -> Said:
    """Sum up the reasons of one dimension; there is one at least."""
    levels, fresh = [level for _, level, _, _ in told], [day for _, level, day, _ in told if level is not Level.GREY]
    return Said(
        dimension,
        Level.worst(levels),
        min(fresh) if fresh else max(day for _, _, day, _ in told),
        bool(fresh),
        has_stale_warning=any(last in _WARNINGS for _, _, _, last in told),
        is_finished=any(code == _FINISHED for code, _, _, _ in told),
    )


def lights_of(said: tuple[Said, ...], tier: Tier, policy: HealthPolicy, day: date | None) -> Lights:
    """Put together all that was said of a project."""
    parts: dict[Dimension, list[int]] = {}
    for place, part in enumerate(said):
        parts.setdefault(part.dimension, []).append(place)
    counting, finished = policy.tiers[tier], any(part.is_finished for part in said)
    dimensions = {
        dimension: _light(said, tuple(parts[dimension]), day, counts=dimension in counting, finished=finished)
        if dimension in parts
        else _ABSENT[dimension in counting]
        for dimension in _DIMENSIONS
    }
    share = _share(dimensions, policy)
    overall = Level.BLUE if finished else _overall(dimensions, share, policy)
    places = tuple(place for light in dimensions.values() if light.counts for place in light.places)
    deciding = tuple(place for place in places if Level.worst([said[place].level, overall]) is said[place].level)
    return Lights(overall, dimensions, share, places, deciding, tier)


def _share(dimensions: Mapping[Dimension, DimensionLight], policy: HealthPolicy) -> Decimal:
    known = total = 0
    for name, light in dimensions.items():
        if light.counts:
            weight = policy.weight(name)
            total += weight
            known += weight if light.level is not Level.GREY else 0
    return Decimal(known) / total


def _light(
    said: tuple[Said, ...], places: tuple[int, ...], day: date | None, *, counts: bool, finished: bool
) -> DimensionLight:
    parts = [said[place] for place in places]
    level = Level.worst(part.level for part in parts)
    fresh = [part.as_of for part in parts if part.is_fresh]
    as_of = min(fresh) if fresh else max(part.as_of for part in parts)
    has_stale_warning = any(part.has_stale_warning for part in parts)
    if finished:
        level = Level.BLUE
    elif level is Level.GREEN and has_stale_warning:
        level = Level.GREY
    age = max(0, (day - as_of).days) if day else None
    return DimensionLight(level, places, as_of, age, counts, has_stale_warning)


def _overall(dimensions: Mapping[Dimension, DimensionLight], share: Decimal, policy: HealthPolicy) -> Level:
    counting = [light for light in dimensions.values() if light.counts]
    worst = Level.worst(light.level for light in counting)
    if worst is Level.GREEN and (share < policy.minimum_share or any(light.has_stale_warning for light in counting)):
        return Level.GREY
    return worst
