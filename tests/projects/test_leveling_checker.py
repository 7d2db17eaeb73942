"""The checker of leveled schedules finds each fault that it is there to find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects.domain.leveling import Activity, LeveledSchedule, Link
from tests.projects.leveling_checker import WEEK, leveled, violations

ACTIVITIES = [
    Activity("A", 2, {"dev": 1}, release=1),
    Activity("B", 2, {"dev": 1}),
    Activity("C", 4, calendar=WEEK),
]
LINKS = [Link("A", "B", "SS", 2), Link("A", "C", "FF", 1)]


def moved(sound: LeveledSchedule, key: str, by: int) -> LeveledSchedule:
    """The same schedule with one activity elsewhere."""
    starts, finishes = dict(sound.starts), dict(sound.finishes)
    starts[key] += by
    finishes[key] += by
    return replace(sound, starts=starts, finishes=finishes, makespan=max(finishes.values()))


@pytest.mark.parametrize(
    ("key", "by", "fault"),
    [
        ("A", -1, "release"),
        ("B", -1, "link"),
        ("B", -1, "overloaded"),
        ("C", 5, "calendar"),
        ("C", 2, "does not finish"),
    ],
)
def test_a_broken_rule_is_found(key: str, by: int, fault: str) -> None:
    sound = leveled(ACTIVITIES, LINKS, {"dev": 1})
    assert any(fault in found for found in violations(ACTIVITIES, LINKS, {"dev": 1}, moved(sound, key, by)))


def test_a_bound_above_the_makespan_is_found() -> None:
    sound = leveled(ACTIVITIES, LINKS, {"dev": 1})
    assert violations(ACTIVITIES, LINKS, {"dev": 1}, replace(sound, lower_bound=sound.makespan + 1))
