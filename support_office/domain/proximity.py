"""How near a risk is: whether its window lies open, opens soon or later, or has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from pmo_site.kernel.conflicts import FieldProblem

SOON_DAYS: Final = 30
"""A window that opens within so many days opens soon."""


class Proximity(StrEnum):
    """Where a day stands to the window in which a risk may occur."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"
    PAST = "past"


NEAR: Final = (Proximity.NOW, Proximity.SOON)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which a risk may occur; None where that side is not known."""

    opens_on: date | None
    ends_on: date | None

    def proximity(self, today: date) -> Proximity | None:
        """Where today stands; a window without a beginning lies open, one without any day is unknown."""
        if self.opens_on is None and self.ends_on is None:
            return None
        if self.ends_on is not None and self.ends_on < today:
            return Proximity.PAST
        if self.opens_on is None or self.opens_on <= today:
            return Proximity.NOW
        return Proximity.SOON if self.opens_on <= last_soon(today) else Proximity.LATER

    def problems(self) -> Iterator[FieldProblem]:
        """A window does not end before it opens."""
        if self.opens_on is not None and self.ends_on is not None and self.ends_on < self.opens_on:
            yield FieldProblem("trigger_until", "ends_before_start")


def last_soon(today: date) -> date:
    """The last day that is soon."""
    return today + timedelta(days=SOON_DAYS)
