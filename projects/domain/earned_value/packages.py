"""Work packages: their planned value over working days and their earned value by the method of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from projects.domain.earned_value.errors import EarnedValueError
from projects.domain.earned_value.methods import ALL, NOTHING, Apportioned, LevelOfEffort, Method


class WorkingDays(Protocol):
    """A calendar as time-phasing needs it (`kernel.calendar.WorkCalendar`)."""

    def count_working_days(self, first: date, last: date) -> int:
        """Count the working days from the first to the last, both included; 0 where the last is earlier."""


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A budget, its baseline dates (both included) and how its progress is measured.

    `actual_cost` is None where no cost is known. A package without a calendar uses that of the project.
    """

    id: Hashable
    budget: Decimal
    start: date
    finish: date
    method: Method
    actual_cost: Decimal | None = None
    calendar: WorkingDays | None = None

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise EarnedValueError(f"Work package {self.id} has a negative budget.", self.id)
        if self.finish < self.start:
            raise EarnedValueError(f"Work package {self.id} finishes before it starts.", self.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Budget, planned value, earned value and actual cost of one item at one date; None is unknown, never 0."""

    id: Hashable
    bac: Decimal
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None
    level_of_effort: bool = False


def planned_share(package: WorkPackage, as_of: date, calendar: WorkingDays) -> Fraction:
    """The share of a package planned by the end of a day: working days passed by all, from start to finish.

    Nothing before the start and all from the finish on; a package without a working day is planned at its finish.
    """
    if as_of >= package.finish:
        return ALL
    days = package.calendar or calendar
    total = days.count_working_days(package.start, package.finish)
    return Fraction(days.count_working_days(package.start, as_of), total) if total else NOTHING


def portion(budget: Decimal, share: Fraction) -> Decimal:
    """The share of a budget, exact wherever it has finitely many digits: a third of 300 is 100."""
    return budget * share.numerator / share.denominator


def planned_value(packages: Iterable[WorkPackage], as_of: date, calendar: WorkingDays) -> Decimal:
    """PV: the sum of budgets by planned share at the end of a day."""
    return sum((portion(one.budget, planned_share(one, as_of, calendar)) for one in packages), Decimal(0))


def planned_curve(
    packages: Sequence[WorkPackage], period_ends: Iterable[date], calendar: WorkingDays
) -> tuple[Decimal, ...]:
    """The cumulative PV at the end of each period, as earned schedule reads it."""
    return tuple(planned_value(packages, end, calendar) for end in period_ends)


def standings(packages: Sequence[WorkPackage], as_of: date, calendar: WorkingDays) -> tuple[Standing, ...]:
    """PV, EV and AC of every package at the end of a day.

    Raises EarnedValueError when an apportioned package follows an unknown one or, in a circle, itself.
    """
    by_id = {package.id: package for package in packages}
    found = []
    for package in packages:
        planned = planned_share(package, as_of, calendar)
        base = _followed(package, by_id)
        method = base.method
        if isinstance(method, LevelOfEffort):
            share = planned_share(base, as_of, calendar)
        elif isinstance(method, Apportioned):
            raise EarnedValueError(f"Work package {package.id} follows no measured package.", package.id)
        else:
            share = method.share()
        follows_time = isinstance(package.method, LevelOfEffort)
        pv, ev = portion(package.budget, planned), portion(package.budget, share)
        found.append(Standing(package.id, package.budget, pv, ev, package.actual_cost, follows_time))
    return tuple(found)


def _followed(package: WorkPackage, by_id: Mapping[Hashable, WorkPackage]) -> WorkPackage:
    """Find the discrete package whose progress counts."""
    seen = [package.id]
    while isinstance(package.method, Apportioned):
        to = package.method.to
        if to in seen:
            loop = " → ".join(str(key) for key in (*seen[seen.index(to) :], to))
            raise EarnedValueError(f"Work packages follow each other: {loop}.", to)
        if to not in by_id:
            raise EarnedValueError(f"Work package {package.id} follows the unknown package {to}.", to)
        package = by_id[to]
        seen.append(to)
    return package
