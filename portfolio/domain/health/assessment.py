"""From evidence to lights: one pure function, the same facts give the same color on any day.

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

from pmo_site.kernel.evidence import Dimension, Evidence, Level, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode

from .policy import HealthPolicy, Tier

_DIMENSIONS = tuple(Dimension)
_WORST_FIRST = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2, Level.GREY: 3, Level.BLUE: 4}


@dataclass(frozen=True, slots=True)
class DimensionHealth:
    """The light of one dimension; `as_of` is the oldest evidence that its level rests on, or the newest too old."""

    level: Level
    reasons: tuple[Reason, ...] = ()
    as_of: date | None = None
    data_age_days: int | None = None
    counts: bool = True

    @property
    def has_stale_warning(self) -> bool:
        """Tell whether amber or red evidence has become too old to judge."""
        return any(reason.last_level is not None and reason.last_level.is_warning for reason in self.reasons)


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
        return tuple(sorted(found, key=_reason_order))


_ABSENT = {counts: DimensionHealth(Level.GREY, counts=counts) for counts in (True, False)}


def assess(
    evidence: Iterable[Evidence], policy: HealthPolicy, *, tier: Tier = Tier.STANDARD, as_of: date | None = None
) -> Assessment:
    """Judge one project's evidence by a policy.

    `tier` chooses the dimensions that count. `as_of` is the day of judgement, against which age is counted; without
    it the newest evidence gives the day. Evidence under the code `finished` makes the work blue.
    """
    items = list(evidence)
    day = as_of or max((item.observed_on for item in items), default=None)
    finished = any(item.code == EvidenceCode.FINISHED for item in items)
    grouped: dict[Dimension, list[Reason]] = {}
    for item in items:
        grouped.setdefault(item.dimension, []).append(_judge(item, policy, day or item.observed_on))
    counting = policy.tiers[tier]
    dimensions = {
        dimension: _dimension(grouped[dimension], day, counts=dimension in counting, finished=finished)
        if dimension in grouped
        else _ABSENT[dimension in counting]
        for dimension in _DIMENSIONS
    }
    share = _share(dimensions, policy)
    return Assessment(
        overall=Level.BLUE if finished else _overall(dimensions, share, policy),
        dimensions=dimensions,
        data_share=share,
        as_of=day,
        policy=policy.name,
        policy_version=policy.version,
        tier=tier,
    )


def _judge(item: Evidence, policy: HealthPolicy, day: date) -> Reason:
    limit = policy.limits.get(item.code)
    level = Level.GREY if limit is None else limit.level(item.numbers.get(limit.number))
    if item.code == EvidenceCode.FINISHED:
        level = Level.BLUE
    allowed = policy.stale_after_days.get(item.dimension)
    # A finish does not become untrue with time.
    stale = allowed is not None and level is not Level.BLUE and (day - item.observed_on).days > allowed
    return Reason(
        dimension=item.dimension,
        code=item.code,
        level=Level.GREY if stale else level,
        numbers=item.numbers,
        observed_on=item.observed_on,
        limit=limit,
        rows=item.rows,
        basis=item.basis,
        currency=item.currency,
        is_stale=stale,
        last_level=level if stale else None,
    )


def _dimension(reasons: list[Reason], day: date | None, *, counts: bool, finished: bool) -> DimensionHealth:
    reasons.sort(key=_reason_order)
    level = Level.worst(reason.level for reason in reasons)
    fresh = [reason.observed_on for reason in reasons if reason.level is not Level.GREY]
    as_of = min(fresh) if fresh else max(reason.observed_on for reason in reasons)
    if finished:
        level = Level.BLUE
    elif level is Level.GREEN and any(reason.last_level and reason.last_level.is_warning for reason in reasons):
        level = Level.GREY
    age = max(0, (day - as_of).days) if day else None
    return DimensionHealth(level, tuple(reasons), as_of, age, counts)


def _reason_order(reason: Reason) -> tuple[int, str, str]:
    return _WORST_FIRST[reason.level], reason.dimension, reason.code


def _share(dimensions: Mapping[Dimension, DimensionHealth], policy: HealthPolicy) -> Decimal:
    known = total = 0
    for name, health in dimensions.items():
        if health.counts:
            weight = policy.weight(name)
            total += weight
            known += weight if health.level is not Level.GREY else 0
    return Decimal(known) / total


def _overall(dimensions: Mapping[Dimension, DimensionHealth], share: Decimal, policy: HealthPolicy) -> Level:
    counting = [health for health in dimensions.values() if health.counts]
    worst = Level.worst(health.level for health in counting)
    if worst is Level.GREEN and (share < policy.minimum_share or any(health.has_stale_warning for health in counting)):
        return Level.GREY
    return worst
