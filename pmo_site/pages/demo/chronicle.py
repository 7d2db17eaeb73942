"""When the entries of a project's logs came up, were due and were closed. Days are counted from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from pmo_site.pages.demo.course import TODAY, Plan

OLDEST = -320
"""Days ago before which no entry was kept."""
TIDY = 4
"""Days before it is due on which a project that keeps its logs closes an entry."""
SETTLING = 15
"""Days until the response to an entry has begun."""


class Phase(IntEnum):
    """How far an entry is."""

    AHEAD = 0
    OPEN = 1
    IN_HAND = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place among the project's, the days that matter."""

    place: int
    raised: int
    due: int
    closed: int | None

    def phase(self, day: int) -> Phase:
        """How far it is on a day."""
        if day < self.raised:
            return Phase.AHEAD
        if self.closed is not None and day >= self.closed:
            return Phase.CLOSED
        return Phase.OPEN if day < self.raised + SETTLING else Phase.IN_HAND


def entries(plan: Plan, *, every: int, life: int) -> Iterator[Entry]:
    """The entries of one log: one every so many days while the project runs, each due after its life.

    A project that keeps its logs closes an entry before it is due; one that lets them slide leaves what was due
    since then open. What a finished project left open was closed with it.
    """
    end = min([plan.finish, *(day for day, _ in plan.turns)])
    raised, place = plan.start + 12 + plan.number * 5 % every, 0
    while raised < min(TODAY - 1, end - TIDY):
        due = raised + life
        let_go = plan.slack is not None and due > plan.slack
        closed = None if let_go or due - TIDY > TODAY else due - TIDY
        if end <= TODAY:
            closed = end if closed is None else min(closed, end)
        if raised >= OLDEST:
            yield Entry(place, raised, due, closed)
        raised, place = raised + every, place + 1
