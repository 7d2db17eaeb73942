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
from functools import partial
from typing import NamedTuple

from pmo_site.kernel.evidence import Dimension, Evidence, Facts, Level, OwnFacts, Reason
from pmo_site.kernel.evidence_codes import EvidenceCode

from .lights import Board, Lights, Said, said_of
from .policy import HealthPolicy, Tier
from .remembered import Remembered

Reasons = tuple[Reason, ...]

_FINISHED = EvidenceCode.FINISHED.value
_GREY, _BLUE = Level.GREY, Level.BLUE
_WORST_FIRST = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2, Level.GREY: 3, Level.BLUE: 4}


class Judged(NamedTuple):
    """What one source told of one dimension, judged, and what it comes to; `is_own`: no other project shares it."""

    said: Said
    reasons: Reasons
    is_own: bool


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
                self._reasons(self.lights.places.get(name, ())),
            )
            for name, light in self.lights.dimensions.items()
        }

    @property
    def reasons(self) -> Reasons:
        """All reasons of the dimensions that count, worst first."""
        return self._reasons(self.lights.counted)

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

    __slots__ = ("_board", "_day", "_judge", "_policy", "_shared")

    def __init__(self, policy: HealthPolicy, day: date | None) -> None:
        self._policy, self._day = policy, day
        self._judge = partial(_judged, policy, day)
        self._shared = Remembered(self._judge)
        self._board = Board(policy, day)

    def assess(self, told: Iterable[Facts], tier: Tier) -> Assessment:
        """Judge one project by all that is told of it."""
        found: list[Judged] = []
        for facts in told:
            found += self._judge(facts) if type(facts) is OwnFacts else self._shared(facts)
        lights = self._board.lights(tuple([part[0] for part in found]), tier)
        return Assessment(lights, tuple(found), self._day, self._policy.name, self._policy.version)


def _judged(policy: HealthPolicy, day: date | None, facts: Facts) -> tuple[Judged, ...]:
    """What one source told, by dimension."""
    grouped: dict[Dimension, list[Reason]] = {}
    for item in facts:
        reason = _judge(item, policy, day or item.observed_on)
        grouped.setdefault(item.dimension, []).append(reason)
    is_own = type(facts) is OwnFacts
    return tuple([Judged(_summed_up(name, reasons), tuple(reasons), is_own) for name, reasons in grouped.items()])


def _summed_up(dimension: Dimension, reasons: list[Reason]) -> Said:
    told = [(code, level, day, last) for _, code, level, _, day, _, _, _, _, _, last in reasons]
    return said_of(dimension, *told)


def _judge(item: Evidence, policy: HealthPolicy, day: date) -> Reason:
    dimension, code, numbers, observed_on, rows, basis, currency = item
    limit = policy.limits.get(code)
    level = _GREY if limit is None else limit.level(numbers.get(limit.number))
    if code == _FINISHED:
        level = _BLUE
    allowed = policy.stale_after_days.get(dimension)
    # A finish does not become untrue with time.
    if allowed is None or level is _BLUE or (day - observed_on).days <= allowed:
        return Reason(dimension, code, level, numbers, observed_on, limit, rows, basis, currency)
    return Reason(dimension, code, _GREY, numbers, observed_on, limit, rows, basis, currency, True, level)  # noqa: FBT003  in the order of the fields
