"""Constraints, deadlines, typed dates, ends and critical paths, in abstract time."""

from __future__ import annotations

import pytest

from projects.domain.schedule import (
    Activity,
    Cause,
    ConstraintKind,
    CriticalBy,
    Link,
    Rules,
    Schedule,
    ScheduledActivity,
    schedule,
)


def between_neighbors(
    kind: ConstraintKind, date: float | None = None, *, rules: Rules | None = None
) -> ScheduledActivity[float]:
    """An activity of 2 after one of 3, in a plan of 10."""
    activities = [Activity("before", 3), Activity("X", 2, kind, date), Activity("frame", 10)]
    return schedule(activities, [Link("before", "X")], rules=rules or Rules())["X"]


@pytest.mark.parametrize(
    ("kind", "date", "early_start", "late_start"),
    [
        ("ASAP", None, 3, 8),
        ("ALAP", None, 3, 8),
        ("SNET", 5, 5, 8),
        ("SNET", 1, 3, 8),
        ("FNET", 6, 4, 8),
        ("FNET", 4, 3, 8),
        ("SNLT", 6, 3, 6),
        ("SNLT", 9, 3, 8),
        ("FNLT", 6, 3, 4),
        ("FNLT", 12, 3, 8),
        ("MSO", 5, 5, 5),
        ("MFO", 6, 4, 4),
    ],
)
def test_each_of_the_eight_constraints_binds_its_end(
    kind: str, date: float | None, early_start: float, late_start: float
) -> None:
    found = between_neighbors(ConstraintKind(kind), date)
    assert (found.early_start, found.early_finish) == (early_start, early_start + 2)
    assert (found.late_start, found.late_finish) == (late_start, late_start + 2)
    assert found.total_float == late_start - early_start


@pytest.mark.parametrize(("kind", "date"), [("MSO", 2), ("SNLT", 2), ("MFO", 4), ("FNLT", 4)])
def test_a_date_that_a_link_forbids_shows_as_negative_float(kind: str, date: float) -> None:
    found = between_neighbors(ConstraintKind(kind), date)
    assert (found.early_start, found.total_float, found.critical) == (3, -1, True)


@pytest.mark.parametrize(("kind", "date"), [("MSO", 2), ("SNLT", 2), ("MFO", 4), ("FNLT", 4)])
def test_a_date_that_must_be_honored_breaks_the_link_instead(kind: str, date: float) -> None:
    found = between_neighbors(ConstraintKind(kind), date, rules=Rules(honor_constraints=True))
    assert (found.early_start, found.early_finish, found.total_float) == (2, 4, 0)


def test_as_late_as_possible_takes_the_free_float_and_delays_nobody() -> None:
    alap = ConstraintKind.ALAP
    activities = [Activity("A", 1), Activity("B", 2, alap), Activity("C", 1, alap), Activity("D", 1), Activity("E", 9)]
    links = [Link("A", "B"), Link("B", "C"), Link("C", "D"), Link("E", "D")]
    found = schedule(activities, links)
    assert [(one.start, one.finish) for one in found] == [(0, 1), (6, 8), (8, 9), (9, 10), (0, 9)]
    assert (found["B"].early_start, found["B"].cause) == (1, Cause.AS_LATE_AS_POSSIBLE)


def test_as_late_as_possible_keeps_its_deadline() -> None:
    activities = [Activity("A", 2, ConstraintKind.ALAP, deadline=5), Activity("B", 9)]
    assert schedule(activities, [])["A"].finish == 5


def test_a_deadline_limits_the_late_finish_and_moves_nothing() -> None:
    found = schedule([Activity("A", 4, deadline=3), Activity("B", 6, deadline=8)], [])
    assert (found["A"].early_finish, found["A"].late_finish, found["A"].total_float) == (4, 3, -1)
    assert (found["B"].late_finish, found.finish) == (6, 6)


def test_a_required_finish_earlier_than_the_computed_one_turns_float_negative() -> None:
    found = schedule([Activity("A", 4), Activity("B", 6)], [Link("A", "B")], finish_by=8)
    assert [one.total_float for one in found] == [-2, -2]
    assert found.finish == 10


def two_ends(rules: Rules) -> Schedule[float]:
    activities = [Activity("A", 2), Activity("long", 5), Activity("short", 3)]
    return schedule(activities, [Link("A", "long"), Link("A", "short")], rules=rules)


def test_several_ends_share_the_finish_of_the_project() -> None:
    found = two_ends(Rules())
    assert (found["short"].total_float, found["short"].free_float) == (2, 2)
    assert found.critical == ("A", "long")


def test_each_end_is_critical_on_request() -> None:
    found = two_ends(Rules(each_end_critical=True))
    assert (found["short"].total_float, found["short"].free_float) == (0, 0)
    assert found.critical == ("A", "long", "short")


def test_float_up_to_the_threshold_is_critical() -> None:
    assert two_ends(Rules(critical_threshold=2)).critical == ("A", "long", "short")
    assert two_ends(Rules(critical_threshold=1)).critical == ("A", "long")


def test_the_longest_path_is_critical_whatever_a_deadline_does_to_float() -> None:
    activities = [Activity("A", 2, deadline=9), Activity("B", 5), Activity("late", 3, deadline=1)]
    rules = Rules(critical_by=CriticalBy.LONGEST_PATH)
    assert schedule(activities, [Link("A", "B")], rules=rules).critical == ("A", "B")
    assert "late" in schedule(activities, [Link("A", "B")]).critical


def test_what_is_scheduled_by_hand_stays_where_it_was_typed_and_its_successors_follow() -> None:
    activities = [Activity("A", 5), Activity("typed", 2, manual_start=3), Activity("C", 1)]
    found = schedule(activities, [Link("A", "typed"), Link("typed", "C")])
    assert (found["typed"].early_start, found["typed"].cause) == (3, Cause.MANUAL)
    assert found["C"].early_start == 5
    assert found.finish == 6


def test_a_start_by_hand_takes_no_backward_limit_from_links_that_leave_it() -> None:
    activities = [Activity("typed", 1, manual_start=0), Activity("B", 4)]
    assert schedule(activities, [Link("typed", "B", "SS")])["typed"].total_float == 3
    assert schedule([Activity("typed", 1), activities[1]], [Link("typed", "B", "SS")])["typed"].total_float == 0
    assert schedule(activities, [Link("typed", "B")])["typed"].total_float == 0


def test_a_milestone_takes_no_time_and_passes_the_dates_on() -> None:
    found = schedule([Activity("A", 4), Activity("M", 0), Activity("B", 2)], [Link("A", "M"), Link("M", "B")])
    assert (found["M"].early_start, found["M"].early_finish, found["M"].total_float) == (4, 4, 0)
    assert found.finish == 6


def test_a_lead_overlaps_but_never_reaches_before_the_start() -> None:
    found = schedule(
        [Activity("A", 4), Activity("B", 6), Activity("C", 1)], [Link("A", "B", lag=-1), Link("A", "C", lag=-9)]
    )
    assert (found["B"].early_start, found["C"].early_start) == (3, 0)


def test_the_link_that_holds_an_activity_is_named() -> None:
    links = [Link("A", "C"), Link("B", "C", "SS", 4)]
    found = schedule([Activity("A", 3), Activity("B", 1), Activity("C", 1)], links)
    assert (found["C"].driver, found["C"].cause) == (links[1], Cause.LINK)
    assert (found["A"].driver, found["A"].cause) == (None, Cause.PROJECT_START)


def test_an_empty_plan_finishes_where_it_starts() -> None:
    found = schedule([], [])
    assert (found.finish, len(found)) == (0, 0)
