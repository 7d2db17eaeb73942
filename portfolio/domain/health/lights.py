"""The lights of a project, from what its judged facts come to.

A light depends on levels and days alone, never on amounts: where the same is said of many projects, their lights are
put together once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, Level
from pmo_site.kernel.evidence_codes import EvidenceCode

from .policy import HealthPolicy, Tier
from .remembered import MOST

_DIMENSIONS = tuple(Dimension)
_FINISHED = EvidenceCode.FINISHED.value
_GREEN, _GREY, _BLUE = Level.GREEN, Level.GREY, Level.BLUE
_WARNINGS = {level for level in Level if level.is_warning}
_AS_BAD = {level: {other for other in Level if Level.worst([other, level]) is other} for level in Level}
"""By level, those that are as bad or worse."""


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

    `has_stale_warning`: amber or red evidence has become too old to judge.
    """

    level: Level
    as_of: date | None = None
    data_age_days: int | None = None
    counts: bool = True
    has_stale_warning: bool = False


class Lights(NamedTuple):
    """All lights of a project by one policy on one day, and where among all that was said stands what they rest on.

    `places` by dimension; `counted` those of the dimensions that count; `deciding` those of them where reasons of the
    overall level can stand: what comes to a better one has none. `data_share` is the weight of the counting dimensions
    with data over the weight of all that count.
    """

    overall: Level
    dimensions: Mapping[Dimension, DimensionLight]
    places: Mapping[Dimension, tuple[int, ...]]
    data_share: Decimal
    counted: tuple[int, ...]
    deciding: tuple[int, ...]
    tier: Tier


_ABSENT = {counts: DimensionLight(Level.GREY, counts=counts) for counts in (True, False)}


LightOf = Callable[..., DimensionLight]
Told = tuple[str, Level, date, Level | None]
"""Of a reason what the light depends on: its code, its level, its day, and the level that it had before too old."""


@lru_cache(maxsize=5000)
def said_of(dimension: Dimension, *told: Told) -> Said:
    """Sum up the reasons of one dimension; there is one at least."""
    levels, fresh = [level for _, level, _, _ in told], [day for _, level, day, _ in told if level is not _GREY]
    return Said(
        dimension,
        Level.worst(levels),
        min(fresh) if fresh else max(day for _, _, day, _ in told),
        bool(fresh),
        has_stale_warning=any(last in _WARNINGS for _, _, _, last in told),
        is_finished=any(code == _FINISHED for code, _, _, _ in told),
    )


class Board:
    """Puts lights together by one policy for one day: what is said of several projects alike, once."""

    __slots__ = ("_light", "_policy", "_whole")

    def __init__(self, policy: HealthPolicy, day: date | None) -> None:
        self._policy = policy
        self._light = lru_cache(MOST)(partial(_light, day))
        self._whole = lru_cache(MOST)(partial(_lights, policy, self._light))

    def lights(self, said: tuple[Said, ...], tier: Tier) -> Lights:
        """All lights of a project, from all that was said of it."""
        return self._whole(said, tier)


def _lights(policy: HealthPolicy, light_of: LightOf, said: tuple[Said, ...], tier: Tier) -> Lights:
    found: dict[Dimension, tuple[int, ...]] = {}
    for place, part in enumerate(said):
        found[part.dimension] = (*found.get(part.dimension, ()), place)
    counting, is_finished = policy.tiers[tier], any(part.is_finished for part in said)
    dimensions: dict[Dimension, DimensionLight] = {}
    counted: list[int] = []
    for name in _DIMENSIONS:
        counts, places = name in counting, found.get(name)
        if places is None:
            dimensions[name] = _ABSENT[counts]
            continue
        dimensions[name] = light_of(counts, is_finished, *[said[place] for place in places])
        if counts:
            counted += places
    share = _share(dimensions, policy)
    overall = _BLUE if is_finished else _overall(dimensions, share, policy)
    as_bad = _AS_BAD[overall]
    deciding = tuple([place for place in counted if said[place].level in as_bad])
    return Lights(overall, dimensions, found, share, tuple(counted), deciding, tier)


def _share(dimensions: Mapping[Dimension, DimensionLight], policy: HealthPolicy) -> Decimal:
    known = total = 0
    for name, light in dimensions.items():
        if light.counts:
            weight = policy.weight(name)
            total += weight
            known += weight if light.level is not _GREY else 0
    return Decimal(known) / total


def _light(day: date | None, counts: bool, is_finished: bool, *parts: Said) -> DimensionLight:  # noqa: FBT001  remembered by place
    level = Level.worst(part.level for part in parts)
    fresh = [part.as_of for part in parts if part.is_fresh]
    as_of = min(fresh) if fresh else max(part.as_of for part in parts)
    has_stale_warning = any(part.has_stale_warning for part in parts)
    if is_finished:
        level = _BLUE
    elif level is _GREEN and has_stale_warning:
        level = _GREY
    age = max(0, (day - as_of).days) if day else None
    return DimensionLight(level, as_of, age, counts, has_stale_warning)


def _overall(dimensions: Mapping[Dimension, DimensionLight], share: Decimal, policy: HealthPolicy) -> Level:
    counting = [light for light in dimensions.values() if light.counts]
    worst = Level.worst([light.level for light in counting])
    if worst is _GREEN and (share < policy.minimum_share or any(light.has_stale_warning for light in counting)):
        return _GREY
    return worst
