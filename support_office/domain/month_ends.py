"""The days on which a course over time is read: the ends of the last months, and today."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = 12


def month_ends(today: date, *, months: int = MONTHS) -> list[date]:
    """The last day of each of the months before today's own, oldest first."""
    found, first = [], today.replace(day=1)
    for _month in range(months):
        found.append(first - timedelta(days=1))
        first = found[-1].replace(day=1)
    return found[::-1]
