"""The indices and forecasts of earned value at one status date.

Source: ANSI/EIA-748; PMI, Practice Standard for Earned Value Management; ISO 21508. Numbers are plain or Decimal,
of one currency; a float beside Decimals is read as the decimal that it prints. Results are not rounded; a division by
zero is None.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any, Generic, TypeVar

from projects.domain.earned_value.errors import EarnedValueError

N = TypeVar("N", float, Decimal)
# A sum of binary fractions may pass its budget by this much of it and still mean the budget.
FLOAT_NOISE = 1e-9
FIGURES = ("BAC", "PV", "EV", "AC")


@dataclass(frozen=True, slots=True)
class EarnedValue(Generic[N]):
    """Where the work stands in money. Variances: negative is over cost, behind schedule, over budget.

    `eac` assumes that the cost efficiency so far goes on (BAC / CPI), `eac_budget_rate` that the rest costs what was
    budgeted, `eac_cpi_spi` that both inefficiencies go on. `tcpi` is the efficiency that the rest needs to end on
    budget: None, with `budget_attainable` false, where the budget is spent before the work is done.
    """

    bac: N
    pv: N
    ev: N
    ac: N
    cv: N
    sv: N
    cv_percent: N | None
    sv_percent: N | None
    cpi: N | None
    spi: N | None
    eac: N | None
    eac_budget_rate: N
    eac_cpi_spi: N | None
    etc: N | None
    vac: N | None
    tcpi: N | None
    tcpi_eac: N | None
    budget_attainable: bool
    percent_complete: N | None
    percent_spent: N | None
    percent_of_estimate: N | None


def earned_value(*, bac: N, pv: N, ev: N, ac: N) -> EarnedValue[N]:
    """Compute every index and forecast from the budget at completion and the cumulative PV, EV and AC.

    Raises EarnedValueError for a negative BAC, PV or EV, for EV above BAC and for what is no finite number. CPI needs
    AC > 0 and SPI needs PV > 0; a forecast that divides by an efficiency of zero is None. TCPI to the EAC equals CPI
    wherever both exist.
    """
    bac, pv, ev, ac = alike(FIGURES, [bac, pv, ev, ac])
    check_figures(bac=bac, pv=pv, ev=ev)
    cpi, spi = ratio(ev, ac), ratio(ev, pv)
    rest = bac - ev
    # BAC / CPI, and the rest by CPI x SPI, each written with one division.
    eac = bac * ac / ev if cpi else None
    eac_cpi_spi = ac + rest * ac * pv / (ev * ev) if cpi and spi else None
    return EarnedValue(
        bac=bac,
        pv=pv,
        ev=ev,
        ac=ac,
        cv=ev - ac,
        sv=ev - pv,
        cv_percent=ratio(ev - ac, ev),
        sv_percent=ratio(ev - pv, pv),
        cpi=cpi,
        spi=spi,
        eac=eac,
        eac_budget_rate=ac + rest,
        eac_cpi_spi=eac_cpi_spi,
        etc=None if eac is None else eac - ac,
        vac=None if eac is None else bac - eac,
        tcpi=ratio(rest, bac - ac),
        tcpi_eac=None if eac is None else ratio(rest, eac - ac),
        budget_attainable=ac < bac or ev >= bac,
        percent_complete=ratio(ev, bac),
        percent_spent=ratio(ac, bac),
        percent_of_estimate=None if eac is None else ratio(ac, eac),
    )


def alike(names: Sequence[Hashable], figures: Sequence[N]) -> list[N]:
    """Return figures in one kind, for a float and a Decimal do not add up; refuse NaN and infinity by name."""
    for name, figure in zip(names, figures, strict=True):
        if not isfinite(figure):
            raise EarnedValueError(f"{name} is not a finite number: {figure}.", name)
    if not any(isinstance(figure, Decimal) for figure in figures):
        return list(figures)
    exact: list[Any] = [Decimal(repr(float(each))) if isinstance(each, float) else each for each in figures]
    return exact


def ratio(part: N, whole: N) -> N | None:
    """Divide by what is positive; None otherwise, for nothing can be said of a share of nothing."""
    return part / whole if whole > 0 else None


def check_figures(*, bac: N, pv: N, ev: N) -> None:
    """Refuse what cannot be: negative figures, or more earned than there was to earn."""
    for name, figure in (("BAC", bac), ("PV", pv)):
        if figure < 0:
            raise EarnedValueError(f"{name} is negative: {figure}.", name)
    check_earned(ev, bac)


def check_earned(ev: N, bac: N) -> None:
    """Refuse to earn less than nothing or more than the budget, but for the noise of sums of floats."""
    noise = 0 if isinstance(ev, Decimal) or isinstance(bac, Decimal) else bac * FLOAT_NOISE
    if ev < 0 or ev - bac > noise:
        raise EarnedValueError(f"EV {ev} is not between 0 and BAC {bac}.", "EV")


def eac_bottom_up(*, ac: N, etc: N) -> N:
    """The actual cost and a fresh estimate of the rest: AC + ETC."""
    return ac + etc


def eac_weighted(*, bac: N, pv: N, ev: N, ac: N, weight: N) -> N | None:
    """AC + (BAC - EV) / (w CPI + (1 - w) SPI), the weight usually 0.8; None where an index is undefined."""
    bac, pv, ev, ac, weight = alike([*FIGURES, "weight"], [bac, pv, ev, ac, weight])
    check_figures(bac=bac, pv=pv, ev=ev)
    if not 0 <= weight <= 1:
        raise EarnedValueError(f"The weight {weight} is not between 0 and 1.", "weight")
    cpi, spi = ratio(ev, ac), ratio(ev, pv)
    if cpi is None or spi is None:
        return None
    rest = ratio(bac - ev, weight * cpi + (1 - weight) * spi)
    return None if rest is None else ac + rest


def eac_recent(*, bac: N, ev: list[N], ac: list[N], periods: int = 3) -> N | None:
    """AC + (BAC - EV) / CPI of the last periods, from cumulative EV and AC at the end of periods 1..n.

    None without readings, or where nothing was earned or spent in those periods.
    """
    if len(ev) != len(ac) or periods < 1:
        raise EarnedValueError(f"There are {len(ev)} readings of EV and {len(ac)} of AC.", "periods")
    if not ev:
        return None
    readings = alike(["EV"] * len(ev) + ["AC"] * len(ac) + ["BAC"], ev + ac + [bac])
    ev, ac, bac = readings[: len(ev)], readings[len(ev) : -1], readings[-1]
    earned, spent = ev[-1], ac[-1]
    if len(ev) > periods:
        earned, spent = earned - ev[-1 - periods], spent - ac[-1 - periods]
    cpi = ratio(earned, spent)
    rest = None if cpi is None else ratio(bac - ev[-1], cpi)
    return None if rest is None else ac[-1] + rest
