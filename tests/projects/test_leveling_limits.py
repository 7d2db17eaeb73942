"""What a leveled schedule must keep, one rule at a time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from pmo_site.kernel.calendar import STANDARD_WEEK, WorkCalendar
from projects.domain.leveling import (
    Activity,
    Link,
    PeriodCalendar,
    day_calendar,
)
from projects.domain.schedule import LagCalendar
from tests.projects.leveling_checker import WEEK, leveled

# What limits a schedule.


def test_one_person_works_one_thing_after_the_other() -> None:
    found = leveled([Activity(key, 3, {"dev": 1}) for key in "ABC"], [], {"dev": 1})
    assert (found.makespan, found.lower_bound, found.starts) == (9, 9, {"A": 0, "B": 3, "C": 6})


def test_an_empty_plan_is_done() -> None:
    found = leveled([], [], {"dev": 1})
    assert (found.makespan, found.proven_optimal, found.gap) == (0, True, None)


def test_part_of_a_person_is_exact() -> None:
    tenths = [Activity(n, 1, {"dev": 0.1}) for n in range(10)]
    assert leveled(tenths, [], {"dev": 1}).makespan == 1
    thirds = [Activity(n, 1, {"dev": Fraction(1, 3)}) for n in range(4)]
    assert leveled(thirds, [], {"dev": 1}).makespan == 2
    halves = [Activity(n, 2, {"dev": Decimal("0.5")}) for n in range(3)]
    assert leveled(halves, [], {"dev": 1}).makespan == 4


def test_an_activity_need_not_name_every_resource() -> None:
    found = leveled([Activity("A", 2, {"dev": 1}), Activity("B", 2, {"test": 1})], [], {"dev": 1, "test": 1})
    assert found.makespan == 2
    assert leveled([Activity("A", 2, (1,)), Activity("B", 2, (0, 1))], [], (1, 1)).makespan == 2


def test_a_release_holds_the_start() -> None:
    found = leveled([Activity("A", 2, {"dev": 1}, release=5), Activity("B", 4, {"dev": 1})], [], {"dev": 1})
    assert (found.starts, found.makespan) == ({"A": 5, "B": 0}, 7)


def test_a_milestone_takes_nothing() -> None:
    found = leveled([Activity("A", 3, {"dev": 1}), Activity("M", 0, {"dev": 9})], [Link("A", "M")], {"dev": 1})
    assert found.starts["M"] == found.makespan == 3


@pytest.mark.parametrize(
    ("kind", "lag", "start"), [("FS", 2, 6), ("FS", -1, 3), ("SS", 2, 2), ("FF", 1, 3), ("SF", 7, 5), ("SF", 0, 0)]
)
def test_every_kind_of_link_keeps_its_lag(kind: str, lag: int, start: int) -> None:
    found = leveled([Activity("A", 4), Activity("B", 2)], [Link("A", "B", kind, lag)], {})
    assert found.starts == {"A": 0, "B": start}


def test_capacity_that_changes_over_time_is_kept() -> None:
    found = leveled([Activity("A", 2, {"dev": 2}), Activity("B", 3, {"dev": 1})], [], {"dev": [1, 1, 0, 2]})
    assert found.starts == {"A": 3, "B": 5}
    assert found.proven_optimal


# Calendars.


def test_work_pauses_over_the_weekend_and_lets_others_work() -> None:
    sunday_shift = PeriodCalendar((False,) * 5 + (True,) * 2)
    activities = [Activity("A", 6, {"lab": 1}, calendar=WEEK), Activity("B", 2, {"lab": 1}, calendar=sunday_shift)]
    found = leveled(activities, [], {"lab": 1})
    assert found.starts == {"A": 0, "B": 5}
    assert found.finishes == {"A": 8, "B": 7}


def test_the_solver_pauses_as_the_serial_schedule_does() -> None:
    """The long chain must go first; the priority by total work alone would leave the lab idle at its end."""
    activities = [Activity(n, duration, {"lab": 1}, calendar=WEEK) for n, duration in enumerate((4, 3, 3, 2, 3))]
    activities += [Activity(10 + n, 6, {"desk": 1}, calendar=WEEK) for n in range(5)]
    links = [Link(n, 10 + n, "FS", n) for n in range(5)]
    found = leveled(activities, links, {"lab": 1, "desk": 2})
    assert found.proven_optimal


def test_closed_days_and_opened_days_overrule_the_pattern() -> None:
    calendar = PeriodCalendar(WEEK.pattern, closed=frozenset({1, 2}), opened=frozenset({5}))
    found = leveled([Activity("A", 4, calendar=calendar)], [], {})
    assert found.finishes["A"] == 6


@pytest.mark.parametrize(
    ("lag_calendar", "start"), [(None, 7), (LagCalendar.ELAPSED, 7), (LagCalendar.PREDECESSOR, 7 + 1)]
)
def test_a_lag_runs_on_the_calendar_that_the_link_names(lag_calendar: LagCalendar | None, start: int) -> None:
    activities = [Activity("A", 5, calendar=WEEK), Activity("B", 1, calendar=WEEK)]
    found = leveled(activities, [Link("A", "B", "FS", 1, lag_calendar)], {})
    assert found.starts["B"] == start


def test_a_lead_on_a_calendar_counts_working_days_back() -> None:
    activities = [Activity("A", 6, calendar=WEEK), Activity("B", 4, calendar=WEEK)]
    found = leveled(activities, [Link("A", "B", "FS", -2, LagCalendar.SUCCESSOR)], {})
    assert found.starts["B"] == 4


def test_a_lag_that_passes_over_the_weekend_costs_no_working_day() -> None:
    """Two elapsed days from Friday evening end on Monday morning; then three go one after the other."""
    activities = [Activity("A", 5, calendar=WEEK), *(Activity(key, 1, {"lab": 2}, calendar=WEEK) for key in "BCD")]
    found = leveled(activities, [Link("A", key, "FS", 2) for key in "BCD"], {"lab": 3})
    assert (sorted(found.starts.values()), found.proven_optimal) == ([0, 7, 8, 9], True)


def test_days_are_periods_with_holidays_and_the_week_that_follows() -> None:
    golden_week = date(2026, 4, 27)
    calendar = day_calendar(WorkCalendar(country="JP"), golden_week, 28)
    activities = [Activity("A", 5, calendar=calendar), Activity("B", 20, calendar=calendar)]
    found = leveled(activities, [Link("A", "B")], {})
    ends = [golden_week + timedelta(days=found.finishes[key] - 1) for key in ("A", "B")]
    assert ends == [date(2026, 5, 7), date(2026, 6, 4)]


def test_a_saturday_that_is_worked_is_opened() -> None:
    calendar = day_calendar(
        WorkCalendar(country=None, days={date(2026, 4, 11): STANDARD_WEEK[0]}), date(2026, 4, 8), 14
    )
    assert [calendar.works(period) for period in range(2, 6)] == [True, True, False, True]
    assert not calendar.works(10)
