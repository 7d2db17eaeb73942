"""Leveling and smoothing of any plan, against brute force and a checker of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projects.domain.leveling import (
    Activity,
    LeveledSchedule,
    Link,
    PeriodCalendar,
    Source,
    smooth,
)
from projects.domain.leveling.model import Capacities, Quantity
from projects.domain.schedule import LagCalendar
from tests.projects.leveling_checker import WEEK, finish_of, leveled, used, violations

# Any plan.

AMOUNTS: st.SearchStrategy[Quantity] = st.sampled_from([0, 1, 0.5, 2, Decimal("0.25")])
CALENDARS = st.sampled_from([None, None, WEEK, PeriodCalendar((True, False)), PeriodCalendar(closed=frozenset({2, 3}))])
LAG_CALENDARS = st.sampled_from([None, LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR, LagCalendar.ELAPSED])


@st.composite
def plans(draw: st.DrawFn, most: int = 6) -> tuple[list[Activity], list[Link], Capacities]:
    """A few activities with everything that leveling knows."""
    count = draw(st.integers(1, most))
    calendars = st.just(draw(CALENDARS)) if draw(st.booleans()) else CALENDARS
    activities = [
        Activity(
            number,
            draw(st.integers(0, 4)),
            {"dev": draw(AMOUNTS), "test": draw(AMOUNTS)},
            draw(st.integers(0, 4)),
            draw(calendars),
        )
        for number in range(count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    chosen = draw(st.lists(pairs, unique=True, max_size=6)) if count > 1 else []
    kinds = st.sampled_from(["FS", "FS", "SS", "FF", "SF"])
    links = [
        Link(first, second, draw(kinds), draw(st.integers(-3, 3)), draw(LAG_CALENDARS)) for first, second in chosen
    ]
    steps = draw(st.lists(st.integers(0, 3), max_size=4))
    return activities, links, {"dev": 2, "test": [*steps, 2.5]}


@settings(deadline=None, max_examples=80)
@given(plans())
def test_any_plan_is_feasible_and_its_bound_holds(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    quick = leveled(*plan, time_limit=0)
    exact = leveled(*plan)
    assert exact.proven_optimal
    assert quick.lower_bound <= exact.lower_bound == exact.makespan <= quick.makespan


@settings(deadline=None, max_examples=80)
@given(plans(most=3))
def test_trying_every_start_finds_nothing_shorter(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    activities, links, capacities = plan
    shorter = leveled(*plan).makespan - 1
    assume(0 <= shorter <= 9)
    for starts in product(range(shorter + 1), repeat=len(activities)):
        finishes = [finish_of(activity, start) for activity, start in zip(activities, starts, strict=True)]
        if max(finishes) <= shorter:
            tried = LeveledSchedule(dict(enumerate(starts)), dict(enumerate(finishes)), max(finishes), 0, Source.SERIAL)
            assert violations(activities, links, capacities, tried) != []


# Smoothing.


def squares(activities: Sequence[Activity], found: LeveledSchedule, resource: str) -> Fraction:
    """Σ usage² of one resource, counted period by period."""
    load = used(activities, found)
    return sum((amount**2 for (name, _), amount in load.items() if name == resource), Fraction(0))


def test_smoothing_moves_what_can_wait_out_of_the_peak() -> None:
    activities = [Activity("A", 4, {"dev": 2}), Activity("B", 4, {"dev": 2}), Activity("C", 4, {"dev": 1})]
    links = [Link("A", "B")]
    first = leveled([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4})
    again = smooth([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4}, first)
    assert violations([*activities, Activity("D", 2, {"dev": 0.5})], links, {"dev": 4}, again) == []
    assert squares([*activities, Activity("D", 2, {"dev": 0.5})], again, "dev") == 4 * 9 + 2 * 4 + 2 * Fraction("6.25")


@settings(deadline=None, max_examples=80)
@given(plans())
def test_smoothing_keeps_every_rule_and_the_finish(plan: tuple[list[Activity], list[Link], Capacities]) -> None:
    first = leveled(*plan, time_limit=0)
    again = smooth(*plan, first)
    assert violations(*plan, again) == []
    assert again.makespan == first.makespan
    names = ("dev", "test")
    assert sum(squares(plan[0], again, name) for name in names) <= sum(squares(plan[0], first, name) for name in names)
