"""Earned schedule: earned value read on the time axis, in periods of the plan.

Source: Lipke, "Schedule is Different" (2003); Henderson (2004); duration forecasts of Anbari (2003) and Jacob (2003)
as compared by Vandevoorde and Vanhoucke (2006).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic

from projects.domain.earned_value.errors import EarnedValueError
from projects.domain.earned_value.indices import N, alike, check_earned, ratio


@dataclass(frozen=True, slots=True)
class EarnedSchedule(Generic[N]):
    """Where the work stands in time. `es` is the period of the plan in which as much should have been earned as was.

    `eac_t` is the duration if SPI(t) goes on, `eac_t_plan` if the rest goes as planned, `eac_t_sci` if SPI(t) and CPI
    both weigh on it (None without a CPI). `tspi` is the pace that the rest needs to end in time; None when time is up.
    """

    planned_duration: int
    actual_time: N
    es: N
    sv_t: N
    spi_t: N | None
    eac_t: N | None
    eac_t_plan: N
    eac_t_sci: N | None
    tspi: N | None


def earned_schedule(
    *, planned: Sequence[N], ev: N, actual_time: N, actual_finish: N | None = None, cpi: N | None = None
) -> EarnedSchedule[N]:
    """Compute ES = C + (EV - PV_C) / (PV_C+1 - PV_C), C being the last period with PV_C <= EV.

    `planned` is the cumulative PV at the end of periods 1..n, the last one being BAC; PV_0 is 0. ES never passes n.
    Actual time stops at the actual finish. SPI(t) is None at time 0; forecasts that divide by zero are None. Raises
    EarnedValueError for an empty or falling plan, an EV outside 0..BAC and a negative time.
    """
    if actual_time < 0:
        raise EarnedValueError(f"The actual time is negative: {actual_time}.", "actual_time")
    if actual_finish is not None:
        actual_time = min(actual_time, actual_finish)
    curve, (ev, actual_time, pace) = _alike(planned, [ev, actual_time, ev if cpi is None else cpi])
    duration = len(curve)
    check_plan(curve, ev)
    es = time_earned(curve, ev)
    left = duration - es
    spi_t = ratio(es, actual_time)
    rest_by_spi = ratio(left, spi_t) if spi_t is not None else None
    rest_by_sci = ratio(left, spi_t * pace) if spi_t is not None and cpi is not None else None
    return EarnedSchedule(
        planned_duration=duration,
        actual_time=actual_time,
        es=es,
        sv_t=es - actual_time,
        spi_t=spi_t,
        eac_t=None if rest_by_spi is None else actual_time + rest_by_spi,
        eac_t_plan=actual_time + left,
        eac_t_sci=None if rest_by_sci is None else actual_time + rest_by_sci,
        tspi=ratio(left, duration - actual_time),
    )


def _alike(planned: Sequence[N], others: list[N]) -> tuple[list[N], list[N]]:
    """Bring a plan, then EV, time and CPI into one kind; a period that is no number is named by its place."""
    names: list[Hashable] = [*range(1, len(planned) + 1), "EV", "actual_time", "CPI"]
    figures = alike(names, list(planned) + others)
    return figures[: len(planned)], figures[len(planned) :]


def time_earned(planned: Sequence[N], ev: N) -> N:
    """Read the plan's time at which EV should have been earned, between periods by a straight line."""
    done = bisect_right(planned, ev)
    if done == len(planned):
        return done + (ev - ev)
    before = planned[done - 1] if done else ev - ev
    return done + (ev - before) / (planned[done] - before)


def check_plan(planned: Sequence[N], ev: N) -> None:
    """Refuse a plan that is empty, negative or falls, and more earned than planned."""
    if not planned or planned[0] < 0:
        raise EarnedValueError("The plan has no value, or a negative one, at the end of its first period.", "planned")
    for period, (before, after) in enumerate(pairwise(planned), start=2):
        if after < before:
            raise EarnedValueError(f"The plan falls from {before} to {after} in period {period}.", period)
    check_earned(ev, planned[-1])


@dataclass(frozen=True, slots=True)
class DurationForecasts(Generic[N]):
    """Durations at completion from SPI and CPI, in the unit of the planned duration.

    By planned value (Anbari): PD / SPI and PD / SCI. By earned duration (Jacob): AD + (PD - ED) / PF with
    ED = AD x SPI and a performance factor of 1, SPI or SCI = SPI x CPI. Unreliable late: SPI ends at 1 even for a
    late project, so prefer earned schedule once three quarters are done.
    """

    planned_value_spi: N | None
    planned_value_sci: N | None
    earned_duration_plan: N | None
    earned_duration_spi: N | None
    earned_duration_sci: N | None


def duration_forecasts(
    *, planned_duration: N, actual_duration: N, spi: N | None, cpi: N | None
) -> DurationForecasts[N]:
    """Forecast the duration five ways; None where an index is undefined or zero."""
    if spi is None:
        return DurationForecasts(None, None, None, None, None)
    names = ("planned_duration", "actual_duration", "SPI", "CPI")
    figures = [planned_duration, actual_duration, spi, spi if cpi is None else cpi]
    planned_duration, actual_duration, spi, pace = alike(names, figures)
    sci = None if cpi is None else spi * pace
    left = planned_duration - actual_duration * spi
    by_spi = ratio(left, spi)
    by_sci = None if sci is None else ratio(left, sci)
    return DurationForecasts(
        planned_value_spi=ratio(planned_duration, spi),
        planned_value_sci=None if sci is None else ratio(planned_duration, sci),
        earned_duration_plan=actual_duration + left,
        earned_duration_spi=None if by_spi is None else actual_duration + by_spi,
        earned_duration_sci=None if by_sci is None else actual_duration + by_sci,
    )


def p_factor(*, planned_at_es: Sequence[N], earned: Sequence[N]) -> N | None:
    """How far the work followed its plan: sum of min(PV_i at ES, EV_i) / sum of EV_i; None when nothing is earned.

    One figure per work package, in the same order. Source: Lipke, "Schedule Adherence" (2008).
    """
    if len(planned_at_es) != len(earned):
        raise EarnedValueError(f"There are {len(planned_at_es)} planned and {len(earned)} earned values.", "earned")
    if not earned:
        return None
    follows, total = min(planned_at_es[0], earned[0]), earned[0]
    for planned, done in zip(planned_at_es[1:], earned[1:], strict=True):
        follows, total = follows + min(planned, done), total + done
    return ratio(follows, total)
