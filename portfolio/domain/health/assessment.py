"""From evidence to lights: pure rules, the same facts give the same color on any day.

The rules, in their order:
1. A number is judged by the policy's limit for its code; a value on a limit belongs to the better level; an undefined
   number, or a code without a limit, is grey.
2. Evidence older than the policy allows is grey, and keeps in `last_level` what it said.
3. A dimension has the worst known level of its evidence, and is grey without any.
4. The overall level is the worst known level of the dimensions that count for the tier.
5. What would be green is grey where fewer than the policy's share of those dimensions have data, and where a warning
   has only become too old to judge: silence never turns a light green.
6. Finished work is blue; its reasons keep the levels that they had.

The first two stand here, the others in `lights`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, Evidence, Facts, Level, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode

from .lights import Lights, Said, lights_of, said_of
from .policy import HealthPolicy, Tier
from .remembered import MOST, Remembered

Reasons = tuple[Reason, ...]

_FINISHED = EvidenceCode.FINISHED.value
_WORST_FIRST = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2, Level.GREY: 3, Level.BLUE: 4}


class Judged(NamedTuple):
    """What one source told of one dimension, judged, and what it comes to."""

    said: Said
    reasons: Reasons


class DimensionHealth(NamedTuple):
    """The light of one dimension (`lights.DimensionLight`) and why it has its color, worst first."""

    level: Level
    as_of: date | None
    data_age_days: int | None
    counts: bool
    has_stale_warning: bool
    reasons: Reasons


class Assessment(NamedTuple):
    """The lights of one project under one policy on one day, and what they rest on."""

    lights: Lights
    parts: tuple[Judged, ...]
    as_of: date | None
    policy: str
    policy_version: int

    @property
    def overall(self) -> Level:
        """The level of the project."""
        return self.lights.overall

    @property
    def data_share(self) -> Decimal:
        """The weight of the counting dimensions with data over the weight of all that count."""
        return self.lights.data_share

    @property
    def tier(self) -> Tier:
        """The tier that the project was judged at."""
        return self.lights.tier

    @property
    def dimensions(self) -> Mapping[Dimension, DimensionHealth]:
        """Each dimension with its reasons."""
        return {
            name: DimensionHealth(
                light.level,
                light.as_of,
                light.data_age_days,
                light.counts,
                light.has_stale_warning,
                self._reasons(light.places),
            )
            for name, light in self.lights.dimensions.items()
        }

    @property
    def reasons(self) -> Reasons:
        """All reasons of the dimensions that count, worst first."""
        return self._reasons(self.lights.places)

    def _reasons(self, places: Iterable[int]) -> Reasons:
        return in_order(reason for place in places for reason in self.parts[place].reasons)


def in_order(reasons: Iterable[Reason]) -> Reasons:
    """The order in which reasons are told: worst first."""
    return tuple(sorted(reasons, key=_reason_order))


def _reason_order(reason: Reason) -> tuple[int, str, str]:
    return _WORST_FIRST[reason.level], reason.dimension, reason.code


def assess(
    evidence: Iterable[Evidence], policy: HealthPolicy, *, tier: Tier = Tier.STANDARD, as_of: date | None = None
) -> Assessment:
    """Judge one project's evidence by a policy.

    `tier` chooses the dimensions that count. `as_of` is the day of judgement, against which age is counted; without
    it the newest evidence gives the day. Evidence under the code `finished` makes the work blue.
    """
    facts = tuple(evidence)
    day = as_of or max((item.observed_on for item in facts), default=None)
    return Judge(policy, day).assess([facts], tier)


class Judge:
    """Judges many projects by one policy for one day; what is said of several alike is judged once."""

    __slots__ = ("_day", "_judged", "_lights", "_policy")

    def __init__(self, policy: HealthPolicy, day: date | None) -> None:
        self._policy, self._day = policy, day
        self._judged = Remembered(self._judge)
        self._lights = lru_cache(MOST)(self._put_together)

    def assess(self, told: Iterable[Facts], tier: Tier) -> Assessment:
        """Judge one project by all that is told of it."""
        parts = tuple([part for parts in self._judged.each(told) for part in parts])
        lights = self._lights(tuple([said for said, _ in parts]), tier)
        return Assessment(lights, parts, self._day, self._policy.name, self._policy.version)

    def _put_together(self, said: tuple[Said, ...], tier: Tier) -> Lights:
        return lights_of(said, tier, self._policy, self._day)

    def _judge(self, facts: Facts) -> tuple[Judged, ...]:
        grouped: dict[Dimension, list[Reason]] = {}
        for item in facts:
            grouped.setdefault(item.dimension, []).append(_judge(item, self._policy, self._day or item.observed_on))
        return tuple([_summed_up(name, tuple(reasons)) for name, reasons in grouped.items()])


def _summed_up(dimension: Dimension, reasons: Reasons) -> Judged:
    told = [(reason.code, reason.level, reason.observed_on, reason.last_level) for reason in reasons]
    return Judged(said_of(dimension, *told), reasons)


def _judge(item: Evidence, policy: HealthPolicy, day: date) -> Reason:
    dimension, code, numbers, observed_on, rows, basis, currency = item
    limit = policy.limits.get(code)
    level = Level.GREY if limit is None else limit.level(numbers.get(limit.number))
    if code == _FINISHED:
        level = Level.BLUE
    allowed = policy.stale_after_days.get(dimension)
    # A finish does not become untrue with time.
    stale = allowed is not None and level is not Level.BLUE and (day - observed_on).days > allowed
    last = None
    if stale:
        level, last = Level.GREY, level
    return Reason(dimension, code, level, numbers, observed_on, limit, rows, basis, currency, stale, last)
