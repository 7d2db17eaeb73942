"""Simple orders of a backlog: WSJF, RICE, value against effort, and the balance of MoSCoW."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portfolio.domain.exact import Number, exact
from portfolio.domain.prioritization.errors import PrioritizationError

FIBONACCI = (1, 2, 3, 5, 8, 13, 20)
"""The relative sizes of WSJF (Scaled Agile Framework)."""

MUST_LIMIT = 0.60
"""DSDM: musts take at most 60 % of the effort, so that the date can be promised."""

COULD_POOL = 0.20
"""DSDM: coulds make up about 20 % of the effort, the contingency of the scope."""


@dataclass(frozen=True, slots=True)
class Job:
    """An item of a WSJF queue: cost of delay in three parts, and its size, all relative numbers."""

    id: str
    business_value: Number
    time_criticality: Number
    risk_reduction: Number
    size: Number


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in a queue, from 1; the figure is unrounded."""

    id: str
    rank: int
    figure: float


class Moscow(StrEnum):
    """The four classes of MoSCoW."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"


class Quadrant(StrEnum):
    """Value against effort, each high from its limit upward."""

    QUICK_WIN = "quick_win"
    BIG_BET = "big_bet"
    FILL_IN = "fill_in"
    MONEY_PIT = "money_pit"


@dataclass(frozen=True, slots=True)
class MoscowBalance:
    """Shares 0..1 of the effort that is in (won't is out), None without any, and what is unbalanced."""

    must: float | None
    should: float | None
    could: float | None
    findings: tuple[str, ...]


def wsjf(business_value: Number, time_criticality: Number, risk_reduction: Number, job_size: Number) -> float | None:
    """Return (value + time criticality + risk reduction) / job size; None for size 0.

    Source: Scaled Agile Framework, weighted shortest job first. Errors: `negative` naming the figure.
    """
    parts = [_counted(business_value), _counted(time_criticality), _counted(risk_reduction)]
    size = _counted(job_size)
    return None if size == 0 else float(sum(parts) / size)


def wsjf_queue(jobs: Iterable[Job]) -> tuple[Placed, ...]:
    """Order jobs by WSJF, the highest first; ties: the smaller job, then id. Errors: `no_size`."""
    keyed = []
    for job in jobs:
        figure = wsjf(job.business_value, job.time_criticality, job.risk_reduction, job.size)
        if figure is None:
            raise PrioritizationError("no_size", job.id)
        delay = exact(job.business_value) + exact(job.time_criticality) + exact(job.risk_reduction)
        keyed.append((-delay / exact(job.size), exact(job.size), job.id, figure))
    return tuple(Placed(name, place, figure) for place, (*_, name, figure) in enumerate(sorted(keyed), start=1))


def wsjf_findings(jobs: Sequence[Job]) -> tuple[tuple[str, str], ...]:
    """Name what departs from relative estimating: (`not_fibonacci`, job / column), (`no_one`, column).

    Each column uses 1, 2, 3, 5, 8, 13, 20 and its smallest item is 1.
    """
    found = []
    for column in ("business_value", "time_criticality", "risk_reduction", "size"):
        cells = [(job.id, getattr(job, column)) for job in jobs]
        found += [("not_fibonacci", f"{name} / {column}") for name, cell in cells if cell not in FIBONACCI]
        if cells and min(cell for _, cell in cells) != 1:
            found.append(("no_one", column))
    return tuple(found)


def rice(reach: Number, impact: Number, confidence: Number, effort: Number) -> float | None:
    """Return reach * impact * confidence / effort; confidence is a share 0..1; None for effort 0.

    Source: Intercom, RICE, 2016: reach in people per period, impact 0.25 to 3, effort in person-months.
    Errors: `negative`; `confidence_off_scale` for a confidence above 1 (80 % is 0.8).
    """
    if _counted(confidence) > 1:
        raise PrioritizationError("confidence_off_scale", confidence)
    cost = _counted(effort)
    return None if cost == 0 else float(_counted(reach) * _counted(impact) * _counted(confidence) / cost)


def value_effort(value: Number, effort: Number) -> float | None:
    """Return value per unit of effort; None for effort 0. Errors: `negative`."""
    cost = _counted(effort)
    return None if cost == 0 else float(_counted(value) / cost)


def quadrant(value: Number, effort: Number, *, high_value: Number, high_effort: Number) -> Quadrant:
    """Place an item in the value/effort picture; a figure on a limit is high."""
    valuable, costly = exact(value) >= exact(high_value), exact(effort) >= exact(high_effort)
    if valuable:
        return Quadrant.BIG_BET if costly else Quadrant.QUICK_WIN
    return Quadrant.MONEY_PIT if costly else Quadrant.FILL_IN


def moscow_balance(items: Iterable[tuple[Moscow, Number]]) -> MoscowBalance:
    """Share the effort of what is in among must, should and could, and name imbalance.

    Findings: `must_over_limit` above 60 % (60 % itself is within), `could_under_pool` below 20 %.
    Source: DSDM Agile Project Framework, MoSCoW. Errors: `negative` effort.
    """
    effort = dict.fromkeys(Moscow, exact(0))
    for kind, size in items:
        effort[kind] += _counted(size)
    whole = effort[Moscow.MUST] + effort[Moscow.SHOULD] + effort[Moscow.COULD]
    if whole == 0:
        return MoscowBalance(None, None, None, ())
    must, should, could = (effort[kind] / whole for kind in (Moscow.MUST, Moscow.SHOULD, Moscow.COULD))
    findings = []
    if must > exact(MUST_LIMIT):
        findings.append("must_over_limit")
    if could < exact(COULD_POOL):
        findings.append("could_under_pool")
    return MoscowBalance(float(must), float(should), float(could), tuple(findings))


def _counted(number: Number) -> Fraction:
    value = exact(number)
    if value < 0:
        raise PrioritizationError("negative", number)
    return value
