"""The 14 points one by one: what each counts, among what, and which activities or links offend."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

from projects.domain.schedule.clocks import between
from projects.domain.schedule.frame import Frame, build_frame
from projects.domain.schedule.model import ActivityId, ConstraintKind, Instant, Link, Schedule, ScheduledActivity, T_co
from projects.domain.schedule.passes import reschedule

P = TypeVar("P", bound=Instant)
# The figure of a point (None where there is nothing to judge) and who counts against it.
Found: TypeAlias = tuple[float | None, tuple[Hashable, ...]]

HARD_CONSTRAINTS = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.SNLT, ConstraintKind.FNLT)
LONGEST_DAYS = 44
# The delay of the critical path test passes every float.
TEST_DELAY_DAYS = 600


@dataclass(frozen=True, slots=True)
class QualityFacts(Generic[T_co]):
    """What the assessment must know of an activity beside its plan."""

    id: ActivityId
    baseline_finish: T_co | None = None
    resourced: bool = True
    summary: bool = False
    level_of_effort: bool = False


@dataclass(frozen=True, slots=True)
class Assessment(Generic[P]):
    """A plan with its facts: all discrete activities, those of them still to do, and the links into these."""

    plan: Schedule[P]
    facts: Mapping[ActivityId, QualityFacts[P]]
    day: float
    required_finish: P | None
    frame: Frame
    discrete: tuple[ScheduledActivity[P], ...]
    counted: tuple[ScheduledActivity[P], ...]
    links: tuple[Link, ...]

    def place(self, instant: P) -> float:
        """Put an instant on the plan's scale, where any two compare."""
        return self.frame.number(instant)

    def baseline_finish(self, one: ScheduledActivity[P]) -> float | None:
        """When an activity was to finish, on the plan's scale."""
        facts = self.facts.get(one.id)
        return None if facts is None or facts.baseline_finish is None else self.place(facts.baseline_finish)

    def is_late(self, one: ScheduledActivity[P]) -> bool:
        """Say whether an activity finishes after its baseline."""
        baseline = self.baseline_finish(one)
        return baseline is not None and self.place(one.finish) > baseline

    def due(self) -> list[ScheduledActivity[P]]:
        """The discrete activities whose baseline finish the data date has reached."""
        if self.plan.data_date is None:
            return []
        today = self.place(self.plan.data_date)
        baselines = ((one, self.baseline_finish(one)) for one in self.discrete)
        return [one for one, baseline in baselines if baseline is not None and baseline <= today]


def gather(plan: Schedule[P], facts: Iterable[QualityFacts[P]], day: float, required_finish: P | None) -> Assessment[P]:
    """Sort out what counts."""
    known = {fact.id: fact for fact in facts}
    left_out = {fact.id for fact in known.values() if fact.summary or fact.level_of_effort}
    discrete = tuple(one for one in plan if one.id not in left_out)
    counted = tuple(one for one in discrete if not one.activity.complete)
    ids = {one.id for one in counted}
    links = tuple(link for link in plan.links if link.successor in ids)
    frame = build_frame(plan.calendar, plan.rules, plan.start, None, None)
    return Assessment(plan, known, day, required_finish, frame, discrete, counted, links)


def logic(case: Assessment[P]) -> Found:
    """Activities without a predecessor or without a successor."""
    followed = {link.predecessor for link in case.plan.links}
    preceded = {link.successor for link in case.plan.links}
    tied = followed & preceded
    return _share((one.id for one in case.counted if one.id not in tied), len(case.counted))


def leads(case: Assessment[P]) -> Found:
    """Links with a negative lag."""
    return _share((_ends(link) for link in case.links if link.lag < 0), len(case.links))


def lags(case: Assessment[P]) -> Found:
    """Links with a positive lag."""
    return _share((_ends(link) for link in case.links if link.lag > 0), len(case.links))


def finish_to_start(case: Assessment[P]) -> Found:
    """The share of links from finish to start; the others offend."""
    others = tuple(_ends(link) for link in case.links if link.kind != "FS")
    return ((len(case.links) - len(others)) / len(case.links) if case.links else None), others


def hard_constraints(case: Assessment[P]) -> Found:
    """Activities that must start or finish on a date, or not after it."""
    return _share((one.id for one in case.counted if one.activity.constraint in HARD_CONSTRAINTS), len(case.counted))


def high_float(case: Assessment[P]) -> Found:
    """Activities with more than 44 working days of total float."""
    limit = LONGEST_DAYS * case.day
    return _share((one.id for one in case.counted if (one.total_float or 0) > limit), len(case.counted))


def negative_float(case: Assessment[P]) -> Found:
    """Activities that cannot keep their latest dates."""
    return _share((one.id for one in case.counted if (one.total_float or 0) < 0), len(case.counted))


def high_duration(case: Assessment[P]) -> Found:
    """Activities longer than 44 working days."""
    limit = LONGEST_DAYS * case.day
    return _share((one.id for one in case.counted if one.activity.duration > limit), len(case.counted))


def invalid_dates(case: Assessment[P]) -> Found:
    """Work forecast before the data date, or done after it; None without a data date."""
    if case.plan.data_date is None:
        return None, ()
    today = case.place(case.plan.data_date)
    return _share((one.id for one in case.discrete if _has_invalid_date(case, one, today)), len(case.discrete))


def resources(case: Assessment[P]) -> Found:
    """Activities of some duration to which nobody and no cost is assigned."""
    without = {fact.id for fact in case.facts.values() if not fact.resourced}
    work = [one for one in case.counted if one.activity.duration]
    return _share((one.id for one in work if one.id in without), len(work))


def missed(case: Assessment[P]) -> Found:
    """Activities due by the baseline that finished, or will finish, later than it; None when none is due."""
    due = case.due()
    return _share((one.id for one in due if case.is_late(one)), len(due))


def critical_path_test(case: Assessment[P]) -> Found:
    """1 when a delay of the first critical activity moves the finish by as much (to a day), else 0."""
    critical = [one for one in case.counted if one.critical and one.activity.manual_start is None]
    if not critical:
        return None, ()
    first = min(critical, key=lambda one: case.place(one.early_start))
    delay = TEST_DELAY_DAYS * case.day
    activity = first.activity
    left = None if activity.remaining is None else activity.remaining + delay
    delayed = replace(activity, duration=activity.duration + delay, remaining=left)
    after = reschedule(case.plan, activities=(delayed if one is first else one.activity for one in case.plan))
    clock = case.frame.clock_of(activity.calendar)
    moved = between(clock, case.place(case.plan.finish), case.place(after.finish))
    return (1.0, ()) if moved > delay - case.day else (0.0, (first.id,))


def critical_path_length_index(case: Assessment[P]) -> Found:
    """(Critical path length + total float) / critical path length, both from the data date; None when it is over."""
    plan, floats = case.plan, [one.total_float for one in case.counted if one.total_float is not None]
    begin = plan.start if plan.data_date is None else plan.data_date
    length = between(case.frame.project, case.place(begin), case.place(plan.finish))
    if length <= 0 or not floats:
        return None, ()
    required = plan.finish_by if case.required_finish is None else case.required_finish
    if required is None:
        slack = min(floats)
    else:
        slack = between(case.frame.project, case.place(plan.finish), case.place(required))
    return (length + slack) / length, ()


def baseline_execution_index(case: Assessment[P]) -> Found:
    """Activities completed by activities due by the baseline; None when none is due."""
    due = case.due()
    if not due:
        return None, ()
    done = sum(one.activity.complete for one in case.discrete)
    return done / len(due), tuple(one.id for one in due if not one.activity.complete)


def _share(offenders: Iterable[Hashable], among: int) -> Found:
    found = tuple(offenders)
    return (len(found) / among if among else None), found


def _ends(link: Link) -> tuple[ActivityId, ActivityId]:
    return link.predecessor, link.successor


def _has_invalid_date(case: Assessment[P], one: ScheduledActivity[P], today: float) -> bool:
    done = [instant for instant in (one.activity.actual_start, one.activity.actual_finish) if instant is not None]
    if any(case.frame.number(instant) > today for instant in done):
        return True
    ahead = [] if one.activity.complete else [one.finish]
    if not one.activity.started:
        ahead.append(one.start)
    return any(case.place(instant) < today for instant in ahead)
