"""What a new plan moves, by how much, and why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from projects.domain.schedule import (
    Activity,
    ConstraintKind,
    Difference,
    Link,
    Movement,
    Why,
    difference,
    reschedule,
    schedule,
)
from tests.projects.working_hours import OFFICE, at

CHAIN = [Activity("A", 2), Activity("B", 3), Activity("C", 1), Activity("other", 4)]
LINKS = [Link("A", "B"), Link("B", "C")]
PLAN = schedule(CHAIN, LINKS)


def only(found: Difference[float], key: str) -> Movement[float]:
    return next(movement for movement in found.movements if movement.id == key)


def test_the_same_plan_moves_nothing() -> None:
    found = difference(PLAN, reschedule(PLAN))
    assert (found.movements, found.finish_shift, found.newly_critical, found.no_longer_critical) == ((), 0, (), ())


def test_a_longer_activity_pushes_its_successors_and_each_names_the_origin() -> None:
    after = reschedule(PLAN, activities=[replace(CHAIN[0], duration=4), *CHAIN[1:]])
    found = difference(PLAN, after)
    assert [(one.id, one.start_shift, one.finish_shift, one.why, one.by) for one in found.movements] == [
        ("A", 0, 2, Why.OWN_CHANGE, None),
        ("B", 2, 2, Why.PREDECESSOR_MOVED, "A"),
        ("C", 2, 2, Why.PREDECESSOR_MOVED, "B"),
    ]
    assert [one.path for one in found.movements] == [("A",), ("A", "B"), ("A", "B", "C")]
    assert only(found, "A").changed == ("duration",)
    assert (found.finish_before, found.finish_after, found.finish_shift) == (6, 8, 2)


def test_a_shorter_activity_releases_its_successors() -> None:
    found = difference(PLAN, reschedule(PLAN, activities=[replace(CHAIN[0], duration=1), *CHAIN[1:]]))
    assert only(found, "C").start_shift == -1
    assert (only(found, "C").why, only(found, "C").path) == (Why.PREDECESSOR_MOVED, ("A", "B", "C"))


def test_a_new_link_explains_what_it_holds_and_an_old_one_what_it_released() -> None:
    linked = reschedule(PLAN, links=[*LINKS, Link("other", "B")])
    added = only(difference(PLAN, linked), "B")
    assert (added.why, added.by, added.start_shift, added.path) == (Why.LINK_ADDED, "other", 2, ("other", "B"))
    removed = only(difference(linked, PLAN), "B")
    assert (removed.why, removed.by, removed.start_shift) == (Why.LINK_REMOVED, "other", -2)


def test_a_changed_lag_explains_a_movement_whose_predecessor_stood_still() -> None:
    found = only(difference(PLAN, reschedule(PLAN, links=[Link("A", "B", lag=1), LINKS[1]])), "B")
    assert (found.why, found.by, found.changed) == (Why.LINK_CHANGED, "A", ())


def test_a_new_constraint_is_a_change_of_the_activity_itself() -> None:
    held = replace(CHAIN[2], constraint=ConstraintKind.SNET, constraint_date=9)
    found = only(difference(PLAN, reschedule(PLAN, activities=[*CHAIN[:2], held, CHAIN[3]])), "C")
    assert (found.why, found.changed) == (Why.OWN_CHANGE, ("constraint", "constraint_date"))


def test_a_later_data_date_moves_what_has_not_begun() -> None:
    found = difference(PLAN, reschedule(PLAN, data_date=1))
    assert (only(found, "A").why, only(found, "other").why) == (Why.DATA_DATE, Why.DATA_DATE)
    assert only(found, "C").path == ("A", "B", "C")


def test_a_later_project_start_is_the_reason_of_what_it_holds() -> None:
    found = difference(PLAN, schedule(CHAIN, LINKS, start=1))
    assert only(found, "A").why is Why.PROJECT_START


def test_activities_that_came_and_went_are_listed_without_shifts() -> None:
    after = reschedule(PLAN, activities=[*CHAIN[:3], Activity("new", 1)])
    found = difference(PLAN, after)
    assert (only(found, "new").why, only(found, "new").start_before, only(found, "new").start_after) == (
        Why.ADDED,
        None,
        0,
    )
    assert (only(found, "other").why, only(found, "other").finish_shift) == (Why.REMOVED, None)


def test_criticality_gained_and_lost_is_listed() -> None:
    after = reschedule(PLAN, activities=[*CHAIN[:3], replace(CHAIN[3], duration=9)])
    found = difference(PLAN, after)
    assert (found.newly_critical, found.no_longer_critical) == (("other",), ("A", "B", "C"))


def test_an_activity_as_late_as_possible_follows_its_successor() -> None:
    alap = Activity("late", 1, ConstraintKind.ALAP)
    plan = schedule([alap, Activity("A", 5), Activity("B", 1)], [Link("late", "B"), Link("A", "B")])
    after = reschedule(plan, activities=[alap, Activity("A", 7), Activity("B", 1)])
    assert only(difference(plan, after), "late").why is Why.SUCCESSOR_MOVED


def test_shifts_are_counted_in_working_time() -> None:
    activities = [Activity("A", 960), Activity("B", 480)]
    plan = schedule(activities, [Link("A", "B")], calendar=OFFICE, start=at("2026-04-09T08:00"))
    after = reschedule(plan, activities=[replace(activities[0], duration=1440), activities[1]])
    found = difference(plan, after)
    assert [movement.finish_shift for movement in found.movements] == [480, 480]
    assert found.finish_after == at("2026-04-14T17:00")


@given(
    st.lists(st.integers(1, 5), min_size=6, max_size=6), st.lists(st.integers(1, 5), min_size=6, max_size=6), st.data()
)
def test_every_movement_starts_at_something_that_changed(
    before: list[int], after: list[int], data: st.DataObject
) -> None:
    pairs = [(first, second) for second in range(6) for first in range(second)]
    links = [Link(*pair) for pair in data.draw(st.lists(st.sampled_from(pairs), unique=True))]
    plan = schedule([Activity(number, duration) for number, duration in enumerate(before)], links)
    new = reschedule(plan, activities=[Activity(number, duration) for number, duration in enumerate(after)])
    found = difference(plan, new)
    moved = {one.id for one in plan if (one.start, one.finish) != (new[one.id].start, new[one.id].finish)}
    assert {movement.id for movement in found.movements} == moved
    for movement in found.movements:
        origin = movement.path[0]
        assert plan[origin].activity.duration != new[origin].activity.duration
        assert movement.path[-1] == movement.id
