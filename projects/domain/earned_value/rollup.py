"""Totals of packages, projects or portfolios: an index of many is the ratio of sums, never the mean of ratios."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.domain.earned_value.errors import EarnedValueError
from projects.domain.earned_value.indices import EarnedValue, earned_value, ratio
from projects.domain.earned_value.packages import Standing


@dataclass(frozen=True, slots=True)
class RollUp:
    """Indices of many items in one currency, each over the items that have what it needs.

    CPI, EAC and VAC cover the items with EV and AC, SPI those with PV and EV; the others are named, not counted as 0.
    """

    bac: Decimal
    cpi: Decimal | None
    spi: Decimal | None
    cv: Decimal | None
    sv: Decimal | None
    eac: Decimal | None
    vac: Decimal | None
    without_cost: tuple[Hashable, ...]
    without_schedule: tuple[Hashable, ...]


def roll_up(items: Iterable[Standing], *, exclude_level_of_effort: bool = False) -> RollUp:
    """Sum first, divide then. With `exclude_level_of_effort`, SPI and SV leave out what only follows time."""
    items = tuple(items)
    cost = [(one.bac, one.ev, one.ac) for one in items if one.ev is not None and one.ac is not None]
    timed = [one for one in items if not (exclude_level_of_effort and one.level_of_effort)]
    schedule = [(one.pv, one.ev) for one in timed if one.pv is not None and one.ev is not None]
    bac, cost_ev, ac = (sum(column, Decimal(0)) for column in zip(*cost, strict=True)) if cost else (None,) * 3
    pv, ev = (sum(column, Decimal(0)) for column in zip(*schedule, strict=True)) if schedule else (None, None)
    cpi = None if cost_ev is None or ac is None else ratio(cost_ev, ac)
    eac = bac * ac / cost_ev if cpi and bac is not None and ac is not None and cost_ev is not None else None
    return RollUp(
        bac=sum((one.bac for one in items), Decimal(0)),
        cpi=cpi,
        spi=None if pv is None or ev is None else ratio(ev, pv),
        cv=None if cost_ev is None or ac is None else cost_ev - ac,
        sv=None if pv is None or ev is None else ev - pv,
        eac=eac,
        vac=None if eac is None or bac is None else bac - eac,
        without_cost=tuple(one.id for one in items if one.ev is None or one.ac is None),
        without_schedule=tuple(one.id for one in timed if one.pv is None or one.ev is None),
    )


def since_rebaseline(now: Standing, then: Standing) -> EarnedValue[Decimal]:
    """The indices of the work since a re-baseline: both standings are cumulative, against the new baseline.

    What was earned before leaves the budget, what was spent before leaves the cost; the indices of the whole, which
    still show the slip, come from the standing itself. Raises EarnedValueError where a figure is unknown.
    """
    if now.pv is None or now.ev is None or now.ac is None or then.pv is None or then.ev is None or then.ac is None:
        raise EarnedValueError(f"The figures of {now.id} are not all known.", now.id)
    return earned_value(bac=now.bac - then.ev, pv=now.pv - then.pv, ev=now.ev - then.ev, ac=now.ac - then.ac)
