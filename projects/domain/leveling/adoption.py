"""Taking over activities of other kinds, as far as leveling can keep what they say."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from projects.domain.leveling.model import Activity, Demands, LevelingError
from projects.domain.schedule.model import Activity as PlannedActivity
from projects.domain.schedule.model import ActivityId, ConstraintKind


class Demanding(Protocol):
    """Anything with a duration in whole periods that takes resources while it runs."""

    @property
    def id(self) -> ActivityId:
        """What names it in links and in the answer."""

    @property
    def duration(self) -> float:
        """Whole periods."""

    @property
    def demands(self) -> Demands:
        """What each period takes, by resource or in the order of the capacities."""


def adopt(activity: Demanding) -> Activity:
    """Turn it into an activity to level; a planned one's start-no-earlier-than is its release.

    Raises LevelingError for what would be lost: another constraint, a calendar of dates, a manual or actual date.
    """
    if isinstance(activity, Activity):
        return activity
    release = _release(activity) if isinstance(activity, PlannedActivity) else 0
    return Activity(activity.id, activity.duration, activity.demands, release)


def _release(activity: PlannedActivity) -> float:
    bound = (activity.calendar, activity.manual_start, activity.actual_start, activity.actual_finish)
    if activity.constraint not in (ConstraintKind.ASAP, ConstraintKind.SNET) or any(each is not None for each in bound):
        raise LevelingError(f"Leveling cannot keep the dates of activity {activity.id}.", activity.id)
    release = activity.constraint_date if activity.constraint is ConstraintKind.SNET else 0
    if release is None or isinstance(release, datetime):
        raise LevelingError(f"The release of activity {activity.id} is not a period.", activity.id)
    return release
