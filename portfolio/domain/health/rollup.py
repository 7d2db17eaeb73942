"""Many projects at a glance: counted, summed, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmo_site.kernel.evidence import Evidence, Key, Level
from pmo_site.kernel.money import Money

from .assessment import assess
from .policy import HealthPolicy, Tier

_WORST_FIRST = (Level.RED, Level.AMBER, Level.GREY, Level.GREEN, Level.BLUE)


@dataclass(frozen=True, slots=True)
class ProjectLight:
    """What a rollup needs of one project that the viewer may see; None for every amount that is unknown."""

    project: Key
    level: Level
    amount: Money | None = None
    pv: Money | None = None
    ev: Money | None = None
    ac: Money | None = None
    dimensions_known: int = 0
    dimensions_counted: int = 0


@dataclass(frozen=True, slots=True)
class LevelMoney:
    """The money at one level: one sum per currency, and how many projects' amounts are not in it."""

    sums: tuple[Money, ...]
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Indices:
    """Indices of one currency as ratio of sums, each over the projects that have both of its figures.

    cpi = ΣEV / ΣAC, spi = ΣEV / ΣPV (ANSI/EIA-748); None where the divisor is zero or nothing is known.
    """

    cpi: Decimal | None
    spi: Decimal | None
    cpi_projects: int
    spi_projects: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A project whose level is another than before; None for what was not there."""

    project: Key
    before: Level | None
    after: Level | None


@dataclass(frozen=True, slots=True)
class Rollup:
    """The picture of a set of projects; `left_out` counts those that the viewer may not see."""

    counts: Mapping[Level, int]
    money: Mapping[Level, LevelMoney]
    indices: Mapping[str, Indices]
    data_share: Decimal | None
    moved: tuple[Movement, ...]
    left_out: int


def rollup(lights: Sequence[ProjectLight], *, previous: Mapping[Key, Level] | None = None, left_out: int = 0) -> Rollup:
    """Count levels, sum money per level, and build indices as ratio of sums.

    `previous` holds the levels of the last period by project; without it nothing has moved. `data_share` is the
    share of counted dimensions that have data over all projects, None where none counts.
    """
    known = sum(light.dimensions_known for light in lights)
    counted = sum(light.dimensions_counted for light in lights)
    currencies = sorted({money.currency for light in lights for money in (light.pv, light.ev, light.ac) if money})
    current = {light.project: light.level for light in lights}
    return Rollup(
        counts={level: sum(light.level is level for light in lights) for level in _WORST_FIRST},
        money={level: _money(light.amount for light in lights if light.level is level) for level in _WORST_FIRST},
        indices={currency: _indices(lights, currency) for currency in currencies},
        data_share=Decimal(known) / counted if counted else None,
        moved=() if previous is None else movements(previous, current),
        left_out=left_out,
    )


def _money(amounts: Iterable[Money | None]) -> LevelMoney:
    sums: dict[str, Money] = {}
    known = unknown = 0
    for amount in amounts:
        if amount is None:
            unknown += 1
            continue
        known += 1
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return LevelMoney(tuple(sums[currency] for currency in sorted(sums)), known, unknown)


def _indices(lights: Iterable[ProjectLight], currency: str) -> Indices:
    costs, plans = [], []
    for light in lights:
        if light.ev is None or light.ev.currency != currency:
            continue
        if light.ac is not None:
            costs.append((light.ev, light.ac))
        if light.pv is not None:
            plans.append((light.ev, light.pv))
    return Indices(_ratio_of_sums(costs), _ratio_of_sums(plans), len(costs), len(plans))


def _ratio_of_sums(pairs: Sequence[tuple[Money, Money]]) -> Decimal | None:
    if not pairs:
        return None
    zero = Money(Decimal(0), pairs[0][0].currency)
    return sum((above for above, _ in pairs), zero).ratio_to(sum((below for _, below in pairs), zero))


def movements(before: Mapping[Key, Level], after: Mapping[Key, Level]) -> tuple[Movement, ...]:
    """List the projects whose level changed, came or went; the worst present level first, then by key."""
    changed = [
        Movement(project, before.get(project), after.get(project))
        for project in before.keys() | after.keys()
        if before.get(project) is not after.get(project)
    ]
    return tuple(sorted(changed, key=_movement_order))


def _movement_order(movement: Movement) -> tuple[int, str]:
    place = len(_WORST_FIRST) if movement.after is None else _WORST_FIRST.index(movement.after)
    return place, str(movement.project)


def preview(
    cases: Iterable[tuple[Key, Sequence[Evidence], Tier]], current: HealthPolicy, proposed: HealthPolicy, as_of: date
) -> tuple[Movement, ...]:
    """Show, before a policy is saved, which projects would change their level under it."""
    before, after = {}, {}
    for project, evidence, tier in cases:
        before[project] = assess(evidence, current, tier=tier, as_of=as_of).overall
        after[project] = assess(evidence, proposed, tier=tier, as_of=as_of).overall
    return movements(before, after)
