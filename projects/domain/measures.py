"""Evidence about a project's finish and money, measured from its dates and amounts.

Every function returns Evidence with all the numbers that its reason will show; what cannot be said is None.
Days are calendar days unless the name says working days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmo_site.kernel.evidence import Dimension, Evidence, Numbers, RowReference
from pmo_site.kernel.evidence_codes import EvidenceCode
from pmo_site.kernel.money import Money

NOTIONAL_DAYS = 365

CountDays = Callable[[date, date], int]

# What every project is asked about is named once: asking a class for its member costs as much as the fact.
_COST, _BUDGET_GROWTH, _CPI = Dimension.COST, EvidenceCode.BUDGET_GROWTH.value, EvidenceCode.CPI.value


@dataclass(frozen=True, slots=True)
class Source:
    """The day on which evidence was observed, and the rows behind it."""

    observed_on: date
    rows: tuple[RowReference, ...] = ()

    def evidence(
        self, dimension: Dimension, code: str, numbers: Numbers, basis: str | None = None, currency: str | None = None
    ) -> Evidence:
        """Build the evidence for one code."""
        return Evidence(dimension, code, numbers, self.observed_on, self.rows, basis, currency)


@dataclass(frozen=True, slots=True)
class FinishDates:
    """The dates that a finish is measured by: the finish first promised, and the one now forecast.

    `baseline_start` where the plan has one; `first_reported_on` the day on which the first finish was made known.
    """

    original_finish: date | None
    latest_finish: date | None
    baseline_start: date | None = None
    first_reported_on: date | None = None


def finish_slip(source: Source, dates: FinishDates, working_days: CountDays | None = None) -> Evidence:
    """Measure how far the finish has moved, in days and as a ratio of the planned duration.

    slip_ratio = (latest − original finish) / planned days, negative where earlier. The planned days and their basis:
    - `baseline`: from baseline start to original finish, both included, where the start is known;
    - `first_report`: from the day the original finish was first reported to that finish, but at least a year. Who
      promises a finish has that time to keep it; the year keeps a plan first reported near its end from being judged
      on a few days;
    - `notional_year`: 365 days, where neither is known.
    `slip_working_days` counts with `working_days(original, latest)` where a calendar is given. Undefined (grey)
    without both finishes.
    """
    planned, basis = _planned_days(dates)
    original, latest = dates.original_finish, dates.latest_finish
    slip = None if original is None or latest is None else Decimal((latest - original).days)
    slip_working = None
    if original is not None and latest is not None and working_days is not None:
        slip_working = Decimal(working_days(original, latest))
    numbers = {
        "slip_ratio": None if slip is None else slip / planned,
        "slip_days": slip,
        "slip_working_days": slip_working,
        "planned_days": Decimal(planned),
    }
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.FINISH_SLIP.value, numbers, basis)


def _planned_days(dates: FinishDates) -> tuple[int, str]:
    finish = dates.original_finish
    if finish and dates.baseline_start and dates.baseline_start <= finish:
        return (finish - dates.baseline_start).days + 1, "baseline"
    if finish and dates.first_reported_on:
        return max(NOTIONAL_DAYS, (finish - dates.first_reported_on).days), "first_report"
    return NOTIONAL_DAYS, "notional_year"


def finish_overdue(source: Source, latest_finish: date | None, as_of: date) -> Evidence:
    """Measure by how many days unfinished work has passed its own latest finish: 0 until it passes, never negative.

    Give it only for work that is not finished. A forecast in the past is no forecast: this is known on the day of
    judgement, however old the last report, so `source.observed_on` should be `as_of`.
    """
    overdue = None if latest_finish is None else Decimal(max(0, (as_of - latest_finish).days))
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.FINISH_OVERDUE.value, {"overdue_days": overdue})


def budget_growth(source: Source, original: Money | None, latest: Money | None) -> Evidence:
    """Measure the growth of the budget: latest / original − 1; undefined without both, or where the original is 0."""
    return budget_growth_in(_currency(original, latest), source, _amount(original), _amount(latest))


def budget_growth_in(
    currency: str | None, source: Source, original: Decimal | None, latest: Decimal | None
) -> Evidence:
    """The same of amounts in one currency."""
    numbers = {
        "growth_ratio": _growth(original, latest),
        "original_budget_amount": original,
        "latest_budget_amount": latest,
    }
    return Evidence(_COST, _BUDGET_GROWTH, numbers, source.observed_on, source.rows, None, currency)


def eac_over_budget(source: Source, approved: Money | None, eac: Money | None) -> Evidence:
    """Measure the overrun to be expected: EAC / approved budget − 1; undefined without both, or for a budget of 0."""
    currency, base, value = _currency(approved, eac), _amount(approved), _amount(eac)
    numbers = {"overrun_ratio": _growth(base, value), "approved_budget_amount": base, "eac_amount": value}
    return source.evidence(Dimension.COST, EvidenceCode.EAC_OVER_BUDGET.value, numbers, None, currency)


def _growth(base: Decimal | None, value: Decimal | None) -> Decimal | None:
    return None if base is None or value is None or base <= 0 else value / base - 1


def _currency(first: Money | None, second: Money | None) -> str | None:
    """The one currency of two amounts; MoneyError where they have two."""
    if first and second:
        return (first + second).currency
    known = first or second
    return known.currency if known else None


def _amount(money: Money | None) -> Decimal | None:
    return money.amount if money else None


def cost_index(source: Source, ev: Money | None, ac: Money | None) -> Evidence:
    """Measure CPI = EV / AC (ANSI/EIA-748); undefined where either is unknown or AC is 0."""
    return cost_index_in(_currency(ev, ac), source, _amount(ev), _amount(ac))


def cost_index_in(currency: str | None, source: Source, ev: Decimal | None, ac: Decimal | None) -> Evidence:
    """The same of amounts in one currency."""
    numbers = {"cpi": _ratio(ev, ac), "ev_amount": ev, "ac_amount": ac}
    return Evidence(_COST, _CPI, numbers, source.observed_on, source.rows, None, currency)


def schedule_index(source: Source, ev: Money | None, pv: Money | None) -> Evidence:
    """Measure SPI = EV / PV (ANSI/EIA-748); undefined where either is unknown or PV is 0."""
    currency, above, below = _currency(ev, pv), _amount(ev), _amount(pv)
    numbers = {"spi": _ratio(above, below), "ev_amount": above, "pv_amount": below}
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.SPI.value, numbers, None, currency)


def time_index(source: Source, earned: Decimal | None, actual: Decimal | None) -> Evidence:
    """Measure SPI(t) = ES / AT (Lipke 2003), both in periods; undefined where either is unknown or AT is 0."""
    numbers = {"spi_t": _ratio(earned, actual), "earned_schedule": earned, "actual_time": actual}
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.SPI_T.value, numbers)


def milestones_missed(source: Source, missed: int, due: int) -> Evidence:
    """Measure the share of milestones due so far that are not reached; undefined while none is due."""
    numbers = _share("missed_ratio", "missed_count", missed, "due_count", due)
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.MILESTONES_MISSED.value, numbers)


def milestones_forecast_late(source: Source, late: int, open_: int) -> Evidence:
    """Measure the share of open milestones forecast after their baseline; undefined where none is open."""
    numbers = _share("late_ratio", "late_count", late, "open_count", open_)
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.MILESTONES_FORECAST_LATE.value, numbers)


def manager_missing(source: Source, *, is_missing: bool) -> Evidence:
    """State whether the project lacks an accountable manager on the day observed: 1 missing, or 0."""
    numbers = {"missing_count": Decimal(int(is_missing))}
    return source.evidence(Dimension.PEOPLE, EvidenceCode.NO_PROJECT_MANAGER.value, numbers)


def roles_unfilled(source: Source, unfilled: int, required: int) -> Evidence:
    """Measure the share of the roles asked for that nobody holds; undefined where none is asked for."""
    numbers = _share("unfilled_ratio", "unfilled_count", unfilled, "required_count", required)
    return source.evidence(Dimension.PEOPLE, EvidenceCode.ROLES_UNFILLED.value, numbers)


def finished(source: Source) -> Evidence:
    """State that the project's work is finished, on the day observed."""
    return source.evidence(Dimension.SCHEDULE, EvidenceCode.FINISHED.value, {})


def _share(name: str, part_name: str, part: int, whole_name: str, whole: int) -> Numbers:
    return {name: _ratio(Decimal(part), Decimal(whole)), part_name: Decimal(part), whole_name: Decimal(whole)}


def _ratio(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    return None if above is None or not below else above / below
