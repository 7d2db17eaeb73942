"""Taking over an activity of the schedule, as far as leveling can keep what it says."""

from __future__ import annotations

from datetime import datetime

from projects.domain.leveling.model import Activity, LevelingError
from projects.domain.schedule.model import Activity as PlannedActivity
from projects.domain.schedule.model import ConstraintKind


def adopt(activity: Activity | PlannedActivity) -> Activity:
    """Turn a planned activity into one to level; its start-no-earlier-than is its release.

    Raises LevelingError for what would be lost: another constraint, a calendar of dates, a manual or actual date.
    """
    if isinstance(activity, Activity):
        return activity
    bound = (activity.calendar, activity.manual_start, activity.actual_start, activity.actual_finish)
    if activity.constraint not in (ConstraintKind.ASAP, ConstraintKind.SNET) or any(each is not None for each in bound):
        raise LevelingError(f"Leveling cannot keep the dates of activity {activity.id}.", activity.id)
    release = activity.constraint_date if activity.constraint is ConstraintKind.SNET else 0
    if release is None or isinstance(release, datetime):
        raise LevelingError(f"The release of activity {activity.id} is not a period.", activity.id)
    return Activity(activity.id, activity.duration, activity.demands, release)
