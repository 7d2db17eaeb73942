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
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, Evidence, Facts, Level, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode

from .policy import HealthPolicy, Tier
from .remembered import Remembered

Reasons = tuple[Reason, ...]

_DIMENSIONS = tuple(Dimension)
_FINISHED = EvidenceCode.FINISHED.value
_WARNINGS = {level for level in Level if level.is_warning}
_WORST_FIRST = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2, Level.GREY: 3, Level.BLUE: 4}


class Judged(NamedTuple):
    """What one source told of one dimension, judged; what a dimension needs of its reasons is summed up once.

    `as_of` is the oldest day of what could be judged (`is_fresh`), or the newest of all where nothing could.
    """

    dimension: Dimension
    reasons: Reasons
    level: Level
    as_of: date
    is_fresh: bool
    has_stale_warning: bool
    is_finished: bool


class DimensionHealth(NamedTuple):
    """The light of one dimension; `as_of` is the oldest evidence that its level rests on, or the newest too old.

    `has_stale_warning`: amber or red evidence has become too old to judge.
    """

    level: Level
    parts: tuple[Judged, ...] = ()
    as_of: date | None = None
    data_age_days: int | None = None
    counts: bool = True
    has_stale_warning: bool = False

    @property
    def reasons(self) -> Reasons:
        """Why the light has its color, worst first."""
        return in_order(reason for part in self.parts for reason in part.reasons)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The lights of one project under one policy on one day.

    `data_share` is the weight of the counting dimensions with data over the weight of all that count.
    """

    overall: Level
    dimensions: Mapping[Dimension, DimensionHealth]
    data_share: Decimal
    as_of: date | None
    policy: str
    policy_version: int
    tier: Tier

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons of the dimensions that count, worst first."""
        found = [reason for health in self.dimensions.values() if health.counts for reason in health.reasons]
        return in_order(found)


def in_order(reasons: Iterable[Reason]) -> Reasons:
    """The order in which reasons are told: worst first."""
    return tuple(sorted(reasons, key=_reason_order))


def _reason_order(reason: Reason) -> tuple[int, str, str]:
    return _WORST_FIRST[reason.level], reason.dimension, reason.code


_ABSENT = {counts: DimensionHealth(Level.GREY, counts=counts) for counts in (True, False)}


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

    __slots__ = ("_day", "_judged", "_policy", "_weights")

    def __init__(self, policy: HealthPolicy, day: date | None) -> None:
        self._policy, self._day = policy, day
        self._weights = {dimension: policy.weight(dimension) for dimension in _DIMENSIONS}
        self._judged = Remembered(self._judge)

    def assess(self, told: Iterable[Facts], tier: Tier) -> Assessment:
        """Judge one project by all that is told of it."""
        parts: dict[Dimension, tuple[Judged, ...]] = {}
        finished = False
        for facts in told:
            for part in self._judged(facts):
                before = parts.get(part.dimension)
                parts[part.dimension] = (*before, part) if before else (part,)
                finished = finished or part.is_finished
        counting, day = self._policy.tiers[tier], self._day
        dimensions = {
            dimension: _dimension(parts[dimension], day, counts=dimension in counting, finished=finished)
            if dimension in parts
            else _ABSENT[dimension in counting]
            for dimension in _DIMENSIONS
        }
        share = self._share(dimensions)
        overall = Level.BLUE if finished else _overall(dimensions, share, self._policy)
        return Assessment(overall, dimensions, share, day, self._policy.name, self._policy.version, tier)

    def _judge(self, facts: Facts) -> tuple[Judged, ...]:
        grouped: dict[Dimension, list[Reason]] = {}
        for item in facts:
            grouped.setdefault(item.dimension, []).append(_judge(item, self._policy, self._day or item.observed_on))
        return tuple([_summed_up(dimension, tuple(reasons)) for dimension, reasons in grouped.items()])

    def _share(self, dimensions: Mapping[Dimension, DimensionHealth]) -> Decimal:
        known = total = 0
        for name, health in dimensions.items():
            if health.counts:
                weight = self._weights[name]
                total += weight
                known += weight if health.level is not Level.GREY else 0
        return Decimal(known) / total


def _judge(item: Evidence, policy: HealthPolicy, day: date) -> Reason:
    limit = policy.limits.get(item.code)
    level = Level.GREY if limit is None else limit.level(item.numbers.get(limit.number))
    if item.code == _FINISHED:
        level = Level.BLUE
    allowed = policy.stale_after_days.get(item.dimension)
    # A finish does not become untrue with time.
    stale = allowed is not None and level is not Level.BLUE and (day - item.observed_on).days > allowed
    return Reason(
        item.dimension,
        item.code,
        Level.GREY if stale else level,
        item.numbers,
        item.observed_on,
        limit,
        item.rows,
        item.basis,
        item.currency,
        is_stale=stale,
        last_level=level if stale else None,
    )


def _summed_up(dimension: Dimension, reasons: Reasons) -> Judged:
    fresh = [reason.observed_on for reason in reasons if reason.level is not Level.GREY]
    return Judged(
        dimension,
        reasons,
        Level.worst([reason.level for reason in reasons]),
        min(fresh) if fresh else max([reason.observed_on for reason in reasons]),
        bool(fresh),
        has_stale_warning=any(reason.last_level in _WARNINGS for reason in reasons),
        is_finished=any(reason.code == _FINISHED for reason in reasons),
    )


def _dimension(parts: tuple[Judged, ...], day: date | None, *, counts: bool, finished: bool) -> DimensionHealth:
    level, as_of, has_stale_warning = parts[0].level, parts[0].as_of, parts[0].has_stale_warning
    if len(parts) > 1:
        level = Level.worst([part.level for part in parts])
        fresh = [part.as_of for part in parts if part.is_fresh]
        as_of = min(fresh) if fresh else max([part.as_of for part in parts])
        has_stale_warning = any(part.has_stale_warning for part in parts)
    if finished:
        level = Level.BLUE
    elif level is Level.GREEN and has_stale_warning:
        level = Level.GREY
    age = max(0, (day - as_of).days) if day else None
    return DimensionHealth(level, parts, as_of, age, counts, has_stale_warning)


def _overall(dimensions: Mapping[Dimension, DimensionHealth], share: Decimal, policy: HealthPolicy) -> Level:
    counting = [health for health in dimensions.values() if health.counts]
    worst = Level.worst([health.level for health in counting])
    if worst is Level.GREEN and (share < policy.minimum_share or any(health.has_stale_warning for health in counting)):
        return Level.GREY
    return worst
